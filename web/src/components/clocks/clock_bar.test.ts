import { describe, expect, it } from 'vitest'

import type { Clock, ClockSpan } from '@/api/types'

import { barOf, extentOf, reasonsIn } from './clock_bar'

const span = (start: string, end: string, why: ClockSpan['why'] = 'running'): ClockSpan => ({
  start: `2026-03-02T${start}:00Z`,
  end: `2026-03-02T${end}:00Z`,
  counted: why === 'running',
  why,
  words: why,
  name: '',
})

const clock = (over: Partial<Clock>): Clock => ({
  id: 'c',
  kind: 'handle',
  organization: null,
  limit: null,
  stages: [],
  started_at: '2026-03-02T00:00:00Z',
  stopped_at: null,
  due_at: null,
  fixed: false,
  counted_s: 0,
  used: null,
  state: 'green',
  standing_still: false,
  overdue_at: null,
  exempt: false,
  annulled: false,
  provisional: false,
  spans: [],
  ahead: [],
  ...over,
})

describe('the bar of a clock', () => {
  it('shows noon as not counted, between two counted halves', () => {
    const spans = [
      span('00:00', '04:00'),
      span('04:00', '06:00', 'off_hours'),
      span('06:00', '08:00'),
    ]
    const bar = barOf(clock({ spans, stopped_at: '2026-03-02T08:00:00Z' }))
    expect(bar.pieces.map(({ left, width, counted }) => [left, width, counted])).toEqual([
      [0, 50, true],
      [50, 25, false],
      [75, 25, true],
    ])
    expect(bar.now).toBe(null)
  })

  it('ends at its due time, with now in between', () => {
    const running = clock({
      spans: [span('00:00', '02:00')],
      ahead: [span('02:00', '08:00')],
      due_at: '2026-03-02T08:00:00Z',
    })
    const bar = barOf(running)
    expect([bar.now, bar.due]).toEqual([25, 100])
    expect(bar.pieces.map((piece) => piece.ahead)).toEqual([false, true])
  })

  it('lets lateness lie behind the due mark', () => {
    const late = clock({ spans: [span('00:00', '08:00')], due_at: '2026-03-02T02:00:00Z' })
    expect(barOf(late).due).toBe(25)
  })

  it('leaves the rest empty where it stopped in time', () => {
    const early = clock({
      spans: [span('00:00', '01:00')],
      stopped_at: '2026-03-02T01:00:00Z',
      due_at: '2026-03-02T04:00:00Z',
    })
    expect(barOf(early).pieces[0]?.width).toBe(25)
  })

  it('has a length even before anything was counted', () => {
    const [start, end] = extentOf(clock({}))
    expect(end).toBeGreaterThan(start)
  })

  it('names in its legend only what it shows', () => {
    const spans = [span('00:00', '01:00', 'holiday'), span('01:00', '02:00', 'off_hours')]
    expect(reasonsIn([clock({ spans })])).toEqual(['off_hours', 'holiday'])
  })
})
