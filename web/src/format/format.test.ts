import { afterEach, describe, expect, it, vi } from 'vitest'

import type { CaseClass, Summary } from '@/api/types'

import { addsUp, balancesOf, printedOf } from './balance'
import { classTree } from './class_tree'
import { spacedCellCode } from './code'
import { dueAgainst } from './due'
import { partsOf } from './duration'
import { grouped, metres, percent } from './number'
import { sha256Hex } from './sha256'
import { dayOf, minuteOf } from './time'
import { uuid7 } from './uuid7'

afterEach(() => vi.unstubAllGlobals())

describe('an id made by the client', () => {
  it('is a UUID of version 7 that sorts by time', () => {
    const earlier = uuid7(1_700_000_000_000, new Uint8Array(10).fill(255))
    const later = uuid7(1_700_000_000_001, new Uint8Array(10))
    expect(earlier).toBe('018bcfe5-6800-7fff-bfff-ffffffffffff')
    expect(later > earlier).toBe(true)
    expect(new Set(Array.from({ length: 1000 }, () => uuid7())).size).toBe(1000)
  })
})

describe('the hash of a photo', () => {
  const abc = new TextEncoder().encode('abc')
  const known = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'

  it('comes from WebCrypto where there is one', async () => {
    expect(await sha256Hex(abc)).toBe(known)
  })

  it('is the same without a secure context', async () => {
    vi.stubGlobal('crypto', {})
    expect(await sha256Hex(abc)).toBe(known)
  })
})

describe('numbers and times', () => {
  it('print the closing rate that the division gives, not the one the city prints', () => {
    expect(percent(552_779, 557_279)).toBe('99.19 %')
    expect(percent(557_471, 557_939)).toBe('99.92 %')
    expect(percent(0, 0)).toBe('–')
  })

  it('read well', () => {
    expect(grouped(557_939)).toBe('557,939')
    expect(grouped(null)).toBe('–')
    expect(metres(3.14159)).toBe('3.1 m')
    expect(metres(29.6)).toBe('30 m')
    expect(spacedCellCode('430302001002017')).toBe('430302 001 002 017')
    expect(spacedCellCode('W01-P02-7')).toBe('W01-P02-7')
  })

  it('show an instant in the zone of the city', () => {
    expect(minuteOf('2021-10-01T18:00:00Z', 'Asia/Shanghai')).toBe('2021-10-02 02:00')
    expect(dayOf('2015-01-01T02:00:00Z', 'America/New_York')).toBe('2014-12-31')
    expect(minuteOf(null, 'Asia/Shanghai')).toBe('–')
  })
})

describe('the figures of the city', () => {
  const published: Summary = {
    at: '2022-04-01T00:00:00+08:00',
    accepted: 557_939,
    filed: 557_471,
    never_filed: 468,
    due: 557_279,
    closed: 552_779,
    not_yet_due: 192,
    due_not_closed: 4_500,
    unplaced: 0,
    dispatch_rate: 99.92,
    closing_rate: 99.19,
    published: null,
  }

  it('add up, each whole from its two parts', () => {
    expect(balancesOf(published).map(addsUp)).toEqual([true, true, true])
  })

  it('stand beside what the city printed, which differs in the last digit', () => {
    const closing = balancesOf(published)[2]
    const printed = closing && printedOf(closing, { ...published, printed_closing_rate: '99.20 %' })
    expect(printed).toEqual({ rate: '99.20 %', part: 552_779, whole: 557_279 })
    expect(closing && printedOf(closing, null)).toBe(null)
  })

  it('do not pretend to when they do not', () => {
    expect(balancesOf({ ...published, closed: 1 }).map(addsUp)).toEqual([true, true, false])
  })
})

describe('the tree of classes', () => {
  const entry = (id: string, parent: string | null): CaseClass => ({
    id,
    parent,
    code: id,
    name: `类${id}`,
    name_en: '',
    kind: 'event',
    level: parent ? 'minor' : 'major',
  })

  it('hangs minor classes below their major one and keeps the lonely', () => {
    const tree = classTree([entry('1', null), entry('11', '1'), entry('9', 'gone')], (c) => c.name)
    expect(tree).toEqual([
      { key: '1', label: '类1', children: [{ key: '11', label: '类11' }] },
      { key: '9', label: '类9' },
    ])
  })
})

describe('lengths of time', () => {
  const said = (seconds: number, days = true): string =>
    partsOf(seconds, { days })
      .map(({ unit, n }) => `${n}${unit}`)
      .join(' ')

  it('keep two units at most', () => {
    expect([said(44), said(60), said(3660), said(90_000), said(200_000), said(2_000_000)]).toEqual([
      '44s',
      '1m',
      '1h 1m',
      '1d 1h',
      '2d 7h',
      '23d',
    ])
  })

  it('keep working time in hours: its days are not of 24', () => {
    expect(said(200_000, false)).toBe('55h 33m')
  })

  it('say how late or how soon', () => {
    const now = Date.parse('2026-03-02T08:00:00Z')
    expect(dueAgainst(now, null).key).toBe('none')
    expect(dueAgainst(now, '2026-03-02T07:00:00Z')).toEqual({ key: 'late', seconds: 3600 })
    expect(dueAgainst(now, '2026-03-02T09:00:00Z')).toEqual({ key: 'left', seconds: 3600 })
  })
})
