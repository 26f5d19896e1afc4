import { describe, expect, it } from 'vitest'

import type { Rule } from '@/api/rules_types'

import { bodyOf, conditionOf, draftOf, emptyRule } from './rule_draft'

const rule: Rule = {
  id: 'r1',
  order: 30,
  condition: {
    classes: ['09005'],
    streets: ['430302001'],
    placed: true,
    from_time: '22:00',
    to_time: '06:00',
    near_kind: 'market',
    near_m: 100,
  },
  words_zh: '类别为店外经营',
  words_en: 'class trading outside',
  organization: { id: 'o1', name: '雨湖区', name_en: 'Yuhu' },
  unit: { id: 'u1', name: '街道城管办', name_en: 'Street office' },
  standard_row: 's1',
  joint: ['sanitation'],
  reason: '夜间归街道',
  valid_from: null,
  valid_to: null,
  evidence: null,
  next: [],
  findings: [],
}

describe('a rule that is opened and saved again', () => {
  it('is what it was, with its place and its deadline row', () => {
    expect(bodyOf(draftOf(rule), rule)).toEqual({
      order: 30,
      condition: rule.condition,
      organization: 'o1',
      unit: 'u1',
      standard_row: 's1',
      joint: ['sanitation'],
      reason: '夜间归街道',
      valid_from: null,
      valid_to: null,
    })
  })
})

describe('a condition', () => {
  it('leaves out what nobody set', () => {
    expect(conditionOf(emptyRule())).toEqual({})
    expect(conditionOf({ ...emptyRule(), placed: 'no', months: [1, 2] })).toEqual({
      placed: false,
      months: [1, 2],
    })
  })

  it('makes no rule while nobody is named', () => {
    expect(bodyOf({ ...emptyRule(), classes: ['01'] }, null)).toBeNull()
  })

  it('does not change the rule that it was taken from', () => {
    const draft = draftOf(rule)
    draft.classes.push('01')
    expect(rule.condition.classes).toEqual(['09005'])
  })
})
