/** A 15-digit cell code in its parts: division, street, community, sequence (`430302 001 002 017`). */
export function spacedCellCode(code: string): string {
  const parts = /^(\d{6})(\d{3})(\d{3})(\d{3})$/.exec(code)
  return parts ? parts.slice(1).join(' ') : code
}
