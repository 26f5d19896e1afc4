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

/**
 * The numbers to be given, in the order in which to give them: at no moment do two rules share one,
 * and no two rules change places but those that are meant to.
 */
export function renumberings(rules: readonly Ordered[], from: number, to: number): Renumbering[] {
  const moved = rules[from]
  if (!moved || from === to || to < 0 || to >= rules.length) return []
  const others = rules.filter((rule) => rule !== moved)
  const before = others[to - 1]?.order ?? 0
  const after = others[to]?.order
  if (after === undefined) return [{ id: moved.id, order: before + STEP }]
  const between = Math.floor((before + after) / 2)
  if (between > before) return [{ id: moved.id, order: between }]
  const shifted = rules
    .filter((rule) => rule.order >= after)
    .map((rule) => ({ id: rule.id, order: rule.order + STEP }))
    .reverse()
  return [...shifted, { id: moved.id, order: before + Math.ceil((after + STEP - before) / 2) }]
}
