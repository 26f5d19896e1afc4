/** Which form a verb asks for. A verb that is not named here needs a note at most. */
export type FormKind = 'dispatch' | 'check' | 'reason' | 'note'

const KINDS: Record<string, FormKind> = { dispatch: 'dispatch', check: 'check', refuse: 'reason' }

export const formOf = (verb: string): FormKind => KINDS[verb] ?? 'note'
