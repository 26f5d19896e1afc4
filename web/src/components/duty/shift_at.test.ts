import { describe, expect, it } from 'vitest'

import { shiftAt } from './shift_at'

const early = { code: 'early', begins: '06:00', ends: '14:00' }
const late = { code: 'late', begins: '14:00', ends: '22:00' }
const night = { code: 'night', begins: '22:00', ends: '06:00' }
const all = [early, late, night]

describe('the shift of a moment', () => {
  it('begins at its first minute and is over at its last', () => {
    expect(shiftAt(all, '06:00')).toBe(early)
    expect(shiftAt(all, '13:59')).toBe(early)
    expect(shiftAt(all, '14:00')).toBe(late)
  })

  it('runs past midnight', () => {
    expect(shiftAt(all, '23:30')).toBe(night)
    expect(shiftAt(all, '05:59')).toBe(night)
  })

  it('may run round the clock, and may be none', () => {
    const always = { begins: '08:00', ends: '08:00' }
    expect(shiftAt([always], '03:00')).toBe(always)
    expect(shiftAt([early], '20:00')).toBeUndefined()
  })
})
