/** Times are UTC on the wire and shown in the city's own zone. */
const formats = new Map<string, Intl.DateTimeFormat>()

function format(zone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = zone + JSON.stringify(options)
  const known = formats.get(key)
  if (known) return known
  const made = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, ...options })
  formats.set(key, made)
  return made
}

const DAY = { year: 'numeric', month: '2-digit', day: '2-digit' } as const
const MINUTE = { ...DAY, hour: '2-digit', minute: '2-digit' } as const

/** `2021-07-14 09:30` in the city's zone. */
export function minuteOf(iso: string | null, zone: string): string {
  return iso ? format(zone, MINUTE).format(new Date(iso)) : '–'
}

/** `2021-07-14` in the city's zone. */
export function dayOf(iso: string | number, zone: string): string {
  return format(zone, DAY).format(new Date(iso))
}

/** `09:30` in the city's zone. */
export function clockOf(iso: string | number, zone: string): string {
  return format(zone, { hour: '2-digit', minute: '2-digit' }).format(new Date(iso))
}
