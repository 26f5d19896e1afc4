/** How a due time reads against a moment: what is left, or how late it is. */
export type DueTone = 'none' | 'green' | 'amber' | 'red'

export interface Due {
  tone: DueTone
  key: 'left' | 'late' | 'none'
  seconds: number
}

/** `amber` is when the server says that it is soon late; without one, nothing is. */
export function dueAgainst(now: number, due: string | null, amber: string | null = null): Due {
  if (!due) return { tone: 'none', key: 'none', seconds: 0 }
  const seconds = (new Date(due).getTime() - now) / 1000
  if (seconds < 0) return { tone: 'red', key: 'late', seconds: -seconds }
  const soon = amber !== null && new Date(amber).getTime() <= now
  return { tone: soon ? 'amber' : 'green', key: 'left', seconds }
}
