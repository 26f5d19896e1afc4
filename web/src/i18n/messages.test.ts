import { describe, expect, it } from 'vitest'

import en from './en'
import zh from './zh'

function keysOf(messages: object, prefix = ''): string[] {
  return Object.entries(messages).flatMap(([key, value]) =>
    typeof value === 'object' ? keysOf(value as object, `${prefix}${key}.`) : [`${prefix}${key}`],
  )
}

const placeholders = (text: unknown): string[] => (String(text).match(/\{\w+\}/g) ?? []).sort()

function textOf(messages: object, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], messages)
}

describe('the two languages', () => {
  it('say the same things', () => {
    expect(keysOf(en).sort()).toEqual(keysOf(zh).sort())
  })

  it('fill in the same values', () => {
    for (const key of keysOf(zh)) {
      expect([key, ...placeholders(textOf(en, key))]).toEqual([
        key,
        ...placeholders(textOf(zh, key)),
      ])
    }
  })

  it('leave nothing empty', () => {
    for (const messages of [zh, en]) {
      for (const key of keysOf(messages)) expect(textOf(messages, key), key).not.toBe('')
    }
  })
})
