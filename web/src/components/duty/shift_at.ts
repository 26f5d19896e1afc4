/** Which shift a clock time falls into; one that ends not later than it begins runs past midnight. */
interface Hours {
  begins: string
  ends: string
}

export function runsAt({ begins, ends }: Hours, clock: string): boolean {
  if (begins < ends) return clock >= begins && clock < ends
  return begins === ends || clock >= begins || clock < ends
}

/** The first shift that runs at a time of the day (`09:30`, as the shifts' own times are written). */
export const shiftAt = <Shift extends Hours>(
  shifts: readonly Shift[],
  clock: string,
): Shift | undefined => shifts.find((shift) => runsAt(shift, clock))
