import { describe, expect, it } from 'vitest'

import { renumberings, type Ordered } from './rule_orders'

const rules = (...orders: number[]): Ordered[] =>
  orders.map((order) => ({ id: String.fromCharCode(97 + orders.indexOf(order)), order }))

/** Gives the numbers one after the other, as the server would take them. */
function after(given: Ordered[], from: number, to: number): string {
  const now = given.map((rule) => ({ ...rule }))
  for (const { id, order } of renumberings(given, from, to)) {
    expect(now.some((rule) => rule.order === order && rule.id !== id)).toBe(false)
    const rule = now.find((entry) => entry.id === id)
    if (rule) rule.order = order
  }
  return now
    .sort((a, b) => a.order - b.order)
    .map((rule) => rule.id)
    .join('')
}

describe('a rule that is moved', () => {
  it('comes to stand where it was put, and only it is written where there is room', () => {
    expect(after(rules(10, 20, 30), 2, 0)).toBe('cab')
    expect(after(rules(10, 20, 30), 0, 2)).toBe('bca')
    expect(renumberings(rules(10, 20, 30), 0, 1)).toEqual([{ id: 'a', order: 25 }])
  })

  it('finds its place between numbers that leave none, and no two ever share one', () => {
    for (let from = 0; from < 4; from += 1) {
      for (let to = 0; to < 4; to += 1) {
        const names = [...'abcd']
        const [moved = ''] = names.splice(from, 1)
        names.splice(to, 0, moved)
        expect(after(rules(1, 2, 3, 4), from, to)).toBe(names.join(''))
      }
    }
  })

  it('stays where it is when it is put nowhere', () => {
    expect(renumberings(rules(10, 20), 1, 1)).toEqual([])
    expect(renumberings(rules(10, 20), 0, 5)).toEqual([])
  })
})
