/** A clock as a bar: where each span lies between the start and the end of what is shown. Pure. */
import type { Clock, ClockSpan } from '@/api/types'

export interface Piece {
  left: number
  width: number
  why: ClockSpan['why']
  counted: boolean
  /** After now: it is not counted yet. */
  ahead: boolean
  span: ClockSpan
}

export interface Mark {
  at: number
  label: string
}

export interface Bar {
  pieces: Piece[]
  /** Per cent from the left; null where there is none, or it lies outside. */
  due: number | null
  now: number | null
  stages: Mark[]
}

/** Spans shorter than this part of the bar are still drawn this wide. */
const LEAST = 0.15

const msOf = (iso: string): number => new Date(iso).getTime()

/** From the start to what comes last: now, its stop, or its due time; so lateness lies behind the due mark. */
export function extentOf(clock: Clock): [number, number] {
  const spans = [...clock.spans, ...clock.ahead]
  const ends = [clock.started_at, ...spans.map((span) => span.end)].map(msOf)
  for (const end of [clock.stopped_at, clock.due_at]) if (end) ends.push(msOf(end))
  const start = msOf(clock.started_at)
  return [start, Math.max(...ends, start + 60_000)]
}

export function barOf(clock: Clock): Bar {
  const [start, end] = extentOf(clock)
  const place = (iso: string): number => ((msOf(iso) - start) / (end - start)) * 100
  const inside = (iso: string | null): number | null => {
    if (!iso) return null
    const at = place(iso)
    return at < 0 || at > 100 ? null : at
  }
  const piece = (span: ClockSpan, ahead: boolean): Piece => ({
    left: place(span.start),
    width: Math.max(place(span.end) - place(span.start), LEAST),
    why: span.why,
    counted: span.counted,
    ahead,
    span,
  })
  const last = clock.spans.at(-1)
  return {
    pieces: [
      ...clock.spans.map((span) => piece(span, false)),
      ...clock.ahead.map((span) => piece(span, true)),
    ],
    due: inside(clock.due_at),
    now: clock.stopped_at || !last ? null : inside(last.end),
    stages: clock.stages.flatMap((stage) => {
      const at = inside(stage.due_at)
      return at === null ? [] : [{ at, label: stage.name }]
    }),
  }
}

/** Which reasons of not counting a set of clocks shows, in the order of the legend. */
export function reasonsIn(clocks: readonly Clock[]): ClockSpan['why'][] {
  const seen = new Set(
    clocks.flatMap((clock) => [...clock.spans, ...clock.ahead]).map((s) => s.why),
  )
  return ORDER.filter((why) => seen.has(why))
}

const ORDER: readonly ClockSpan['why'][] = [
  'off_hours',
  'weekend',
  'holiday',
  'paused',
  'parked',
  'deferred',
  'enforcement',
  'elsewhere',
]
