/** Sums that must be seen to add up: a whole and the two parts it falls into. */
import type { Summary } from '@/api/types'

export interface Balance {
  whole: { key: string; value: number }
  part: { key: string; value: number }
  rest: { key: string; value: number }
  /** Which of the city's rates is `part ÷ whole`, if any. */
  rate: 'dispatch_rate' | 'closing_rate' | null
}

export function balancesOf(summary: Summary): Balance[] {
  const { accepted, filed, never_filed, due, not_yet_due, closed, due_not_closed } = summary
  return [
    {
      whole: { key: 'accepted', value: accepted },
      part: { key: 'filed', value: filed },
      rest: { key: 'neverFiled', value: never_filed },
      rate: 'dispatch_rate',
    },
    {
      whole: { key: 'filed', value: filed },
      part: { key: 'due', value: due },
      rest: { key: 'notYetDue', value: not_yet_due },
      rate: null,
    },
    {
      whole: { key: 'due', value: due },
      part: { key: 'closed', value: closed },
      rest: { key: 'dueNotClosed', value: due_not_closed },
      rate: 'closing_rate',
    },
  ]
}

/** A false sum is never shown as if it were true. */
export const addsUp = ({ whole, part, rest }: Balance): boolean =>
  whole.value === part.value + rest.value
