export type QueryValue = string | number | boolean | null | undefined
export type Query = Record<string, QueryValue>

/** What is set in a query; empty values mean "no such filter" and are left out. */
export function setIn(query: Query): Record<string, string> {
  const set = Object.entries(query).filter(
    ([, value]) => value !== null && value !== undefined && value !== '',
  )
  return Object.fromEntries(set.map(([name, value]) => [name, String(value)]))
}

export function queryString(query: Query): string {
  const text = new URLSearchParams(setIn(query)).toString()
  return text ? `?${text}` : ''
}
