/** Which form a verb asks for. A verb that is not named here needs a note at most. */
export type FormKind = 'dispatch' | 'check' | 'reason' | 'photos' | 'note'

const KINDS: Record<string, FormKind> = {
  dispatch: 'dispatch',
  check: 'check',
  refuse: 'reason',
  reply: 'photos',
}

export const formOf = (verb: string): FormKind => KINDS[verb] ?? 'note'

/** Steps that turn a case away: never the button that a hurried hand presses first. */
export const turnsAway = (verb: string): boolean => verb === 'refuse'
