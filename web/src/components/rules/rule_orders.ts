/** Rules are read from the top: moving one gives it a number between its new neighbours. */
export interface Ordered {
  id: string
  order: number
}
export interface Renumbering {
  id: string
  order: number
}

/** Rules are numbered in steps, so that one can be put between. */
export const STEP = 10

/** Every rule from a number on, a step further down, the last one first. */
const shifted = (rules: readonly Ordered[], from: number): Renumbering[] =>
  rules
    .filter((rule) => rule.order >= from)
    .map(({ id, order }) => ({ id, order: order + STEP }))
    .reverse()

/** The numbers between which a rule comes to stand; behind the last one there is always room. */
function gapAt(rules: readonly Ordered[], index: number): [before: number, after: number] {
  const before = rules[index - 1]?.order ?? 0
  return [before, rules[index]?.order ?? before + 2 * STEP]
}

/**
 * The numbers to be given, in the order in which to give them: at no moment do two rules share one,
 * and no two rules change places but those that are meant to.
 */
export function renumberings(rules: readonly Ordered[], from: number, to: number): Renumbering[] {
  const moved = rules[from]
  if (!moved || from === to || !rules[to]) return []
  const [before, after] = gapAt(
    rules.filter((rule) => rule !== moved),
    to,
  )
  const between = Math.floor((before + after) / 2)
  if (between > before) return [{ id: moved.id, order: between }]
  return [...shifted(rules, after), { id: moved.id, order: before + STEP / 2 }]
}
