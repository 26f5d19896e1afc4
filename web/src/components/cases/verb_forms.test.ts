import { describe, expect, it } from 'vitest'

import zh from '@/i18n/zh'

import { bodyOf, emptyDraft, lackOf } from './step_draft'
import { formOf, ranked } from './verb_forms'

describe('the open verbs', () => {
  it('put the main step first and side roads into menus', () => {
    expect(ranked(['ask_extension', 'remind', 'refuse', 'accept', 'void'])).toEqual({
      main: 'accept',
      beside: ['refuse'],
      roads: { ask: ['ask_extension'], order: ['remind', 'void'] },
    })
  })

  it('never make turning away the main step', () => {
    expect(ranked(['refuse']).main).toBe(null)
  })

  it('ask for an outcome once: rework is the other end of a check', () => {
    expect(ranked(['check', 'rework'])).toMatchObject({ main: 'check', beside: [] })
    expect(ranked(['rework']).roads.order).toEqual(['rework'])
  })

  it('lose none', () => {
    const verbs = Object.keys(zh.verb).filter((v) => !['rework', 'call_back_unhappy'].includes(v))
    const { main, beside, roads } = ranked(verbs)
    expect([main, ...beside, ...roads.ask, ...roads.order].sort()).toEqual(verbs.sort())
  })
})

describe('a form', () => {
  it('wants a reason where something is taken from somebody', () => {
    for (const verb of ['refuse', 'send_back', 'ask_parking', 'void', 'deny_return', 'settle'])
      expect([verb, lackOf(verb, emptyDraft())]).toEqual([verb, 'step.needReason'])
  })

  it('wants a reason for a bad outcome only', () => {
    expect(lackOf('check', emptyDraft())).toBe(null)
    expect(lackOf('check', { ...emptyDraft(), passed: false })).toBe('step.needReason')
  })

  it('wants a reason for another department than the one suggested', () => {
    const chosen = { ...emptyDraft(), organization: 'o' }
    expect(lackOf('dispatch', chosen)).toBe(null)
    expect(lackOf('dispatch', { ...chosen, differs: true })).toBe('step.needReason')
  })

  it('names what is missing before the reason', () => {
    expect(lackOf('ask_extension', emptyDraft())).toBe('step.needUntil')
    expect(lackOf('grant_return', emptyDraft())).toBe('step.needFault')
    expect(lackOf('assign', emptyDraft())).toBe('step.needUnit')
    expect(lackOf('join', emptyDraft())).toBe('step.needPartners')
  })

  it('lets co-handlers be without a due time', () => {
    expect(lackOf('join', { ...emptyDraft(), partners: ['o'] })).toBe(null)
  })

  it('sends only what its verb reads', () => {
    const full = { ...emptyDraft(), note: ' 属实 ', organization: 'o', unit: 'u', document: '1号' }
    expect(bodyOf('accept', 'e', full)).toEqual({ event_id: 'e', note: '属实' })
    expect(bodyOf('assign', 'e', full)).toEqual({ event_id: 'e', note: '属实', unit: 'u' })
    expect(bodyOf('link_decision', 'e', full)).toMatchObject({ document: '1号' })
  })

  it('with an outcome has words for both ends of it', () => {
    const asked = Object.keys(zh.verb).filter((verb) => formOf(verb).fields.includes('verdict'))
    expect(asked.sort()).toEqual(Object.keys(zh.verdict).sort())
  })
})
