/** Lengths of time as people say them: two units at most, the smaller ones left out. */
export interface Part {
  unit: 'd' | 'h' | 'm' | 's'
  n: number
}

const UNITS: readonly [Part['unit'], number][] = [
  ['d', 86_400],
  ['h', 3600],
  ['m', 60],
]

function split(seconds: number, units: typeof UNITS): Part[] {
  let left = seconds
  return units.map(([unit, length]) => {
    const n = Math.floor(left / length)
    left -= n * length
    return { unit, n }
  })
}

/** After ten days nobody asks for the hours. */
const worthOf = ({ unit, n }: Part): number => (unit === 'd' && n >= 10 ? 1 : 2)

/** `days: false` keeps hours whole: counted working time has no days of 24 hours. */
export function partsOf(seconds: number, { days = true } = {}): Part[] {
  const whole = Math.max(0, Math.round(seconds))
  if (whole < 60) return [{ unit: 's', n: whole }]
  const parts = split(whole, days ? UNITS : UNITS.slice(1))
  const from = parts.slice(parts.findIndex(({ n }) => n > 0))
  return from.slice(0, from[0] ? worthOf(from[0]) : 2).filter(({ n }) => n > 0)
}
