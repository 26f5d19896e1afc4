/** What each verb asks for, and which of the open ones comes first. The server has the last word. */
export type Field =
  | 'suggestion'
  | 'organization'
  | 'unit'
  | 'partners'
  | 'until'
  | 'document'
  | 'fault'
  | 'verdict'
  | 'photos'
  | 'duplicates'

/**
 * `always`: refused without a reason. `unhappy`: only a bad outcome needs one. `differing`: only a
 * choice that was not suggested first.
 */
export type Reason = 'always' | 'unhappy' | 'differing' | 'never'

export interface VerbForm {
  fields: readonly Field[]
  reason: Reason
}

const form = (reason: Reason, ...fields: Field[]): VerbForm => ({ fields, reason })
const PLAIN = form('never')
const SAY_WHY = form('always')

const FORMS: Readonly<Record<string, VerbForm>> = {
  answer: SAY_WHY,
  refuse: SAY_WHY,
  merge: form('never', 'duplicates'),
  verify: form('unhappy', 'verdict', 'photos'),
  dispatch: form('differing', 'suggestion'),
  call_ruling: form('always', 'organization'),
  rule: form('always', 'organization'),
  assign: form('never', 'unit'),
  send_back: SAY_WHY,
  ask_return: SAY_WHY,
  grant_return: form('never', 'fault'),
  deny_return: SAY_WHY,
  ask_extension: form('always', 'until'),
  grant_long_extension: form('never', 'document'),
  deny_extension: SAY_WHY,
  ask_deferral: form('always', 'until'),
  deny_deferral: SAY_WHY,
  ask_parking: SAY_WHY,
  deny_parking: SAY_WHY,
  join: form('never', 'partners', 'until'),
  hand_over: SAY_WHY,
  link_decision: form('never', 'document'),
  reply: form('never', 'photos'),
  check: form('unhappy', 'verdict', 'photos'),
  rework: form('always', 'photos'),
  call_back: form('unhappy', 'verdict'),
  call_back_unhappy: SAY_WHY,
  settle: SAY_WHY,
  void: SAY_WHY,
  reopen: SAY_WHY,
  supervise: SAY_WHY,
  escalate: SAY_WHY,
  appeal: SAY_WHY,
  review_first: form('unhappy', 'verdict'),
  review_second: form('unhappy', 'verdict'),
  share: SAY_WHY,
}

export const formOf = (verb: string): VerbForm => FORMS[verb] ?? PLAIN

/** Of `until`, only co-handlers can do without. */
export const untilIsNeeded = (verb: string): boolean => verb !== 'join'

/** Verbs in the order in which a hurried hand wants them; the first open one is the main step. */
const MAIN = [
  'verify',
  'check',
  'contribute',
  'grant_return',
  'grant_extension',
  'grant_long_extension',
  'grant_deferral',
  'grant_parking',
  'review_first',
  'review_second',
  'rule',
  'accept',
  'file',
  'dispatch',
  'acknowledge',
  'assign',
  'handle',
  'reply',
  'send_check',
  'close',
  'resume',
  'link_decision',
  'call_back',
] as const

/** Beside the main step, never first: other outcomes of the same look at the case. */
const BESIDE = [
  'deny_return',
  'deny_extension',
  'deny_deferral',
  'deny_parking',
  'send_verify',
  'settle',
  'merge',
  'unmerge',
  'answer',
  'self_handle',
  'refuse',
] as const

/** Requests and work with others. */
const ASK = [
  'ask_extension',
  'ask_return',
  'ask_deferral',
  'ask_parking',
  'send_back',
  'join',
  'call_ruling',
  'hand_over',
  'share',
  'appeal',
] as const

/** One verb is the other outcome of a form that already asks for the outcome. */
const OUTCOME_OF: Readonly<Record<string, string>> = {
  rework: 'check',
  call_back_unhappy: 'call_back',
}

export type Road = 'ask' | 'order'

export interface Ranked {
  main: string | null
  beside: string[]
  roads: Record<Road, string[]>
}

const inOrder = (order: readonly string[], open: ReadonlySet<string>): string[] =>
  order.filter((verb) => open.has(verb))

/** Side roads: what is asked for, ordered or undone beside the way from report to closing. */
export const isSideRoad = (verb: string): boolean => !STRAIGHT.has(verb)

const STRAIGHT: ReadonlySet<string> = new Set([
  'collect',
  'accept',
  'file',
  'dispatch',
  'acknowledge',
  'assign',
  'handle',
  'reply',
  'send_check',
  'check',
  'close',
  'adopt',
])

/** Sorts the open verbs into the main step, its neighbours, and two menus of side roads. */
export function ranked(verbs: readonly string[]): Ranked {
  const open = new Set(verbs)
  for (const [other, verb] of Object.entries(OUTCOME_OF)) if (open.has(verb)) open.delete(other)
  const [main = null, ...rest] = inOrder(MAIN, open)
  const beside = [...rest, ...inOrder(BESIDE, open)]
  const ask = inOrder(ASK, open)
  const named = new Set<string>([...MAIN, ...BESIDE, ...ASK])
  const order = [...open].filter((verb) => !named.has(verb))
  return { main, beside, roads: { ask, order } }
}
