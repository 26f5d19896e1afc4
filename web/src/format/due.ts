/** How a due time reads against a moment: what is left, or how late it is. */
export interface Due {
  key: 'left' | 'late' | 'none'
  seconds: number
}

export function dueAgainst(now: number, due: string | null): Due {
  if (!due) return { key: 'none', seconds: 0 }
  const seconds = (new Date(due).getTime() - now) / 1000
  return seconds < 0 ? { key: 'late', seconds: -seconds } : { key: 'left', seconds }
}
