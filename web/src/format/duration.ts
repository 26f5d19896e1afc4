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

/** `days: false` keeps hours whole: counted working time has no days of 24 hours. */
export function partsOf(seconds: number, { days = true } = {}): Part[] {
  let left = Math.max(0, Math.round(seconds))
  if (left < 60) return [{ unit: 's', n: left }]
  const parts: Part[] = []
  for (const [unit, length] of days ? UNITS : UNITS.slice(1)) {
    const n = Math.floor(left / length)
    left -= n * length
    if (n || parts.length) parts.push({ unit, n })
  }
  // After ten days nobody asks for the hours.
  const [first] = parts
  const most = first?.unit === 'd' && first.n >= 10 ? 1 : 2
  return parts.slice(0, most).filter(({ n }) => n > 0)
}
