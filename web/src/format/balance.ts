/** Sums that must be seen to add up: a whole and the two parts it falls into. */
import type { Published, Summary } from '@/api/types'

export interface Balance {
  whole: { key: string; value: number }
  part: { key: string; value: number }
  rest: { key: string; value: number }
  /** Which of the city's rates is `part ÷ whole`, if any. */
  rate: 'dispatchRate' | 'closingRate' | null
}

export function balancesOf(summary: Summary): Balance[] {
  const { accepted, filed, never_filed, due, not_yet_due, closed, due_not_closed } = summary
  return [
    {
      whole: { key: 'accepted', value: accepted },
      part: { key: 'filed', value: filed },
      rest: { key: 'neverFiled', value: never_filed },
      rate: 'dispatchRate',
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
      rate: 'closingRate',
    },
  ]
}

/** A false sum is never shown as if it were true. */
export const addsUp = ({ whole, part, rest }: Balance): boolean =>
  whole.value === part.value + rest.value

export interface Printed {
  /** As the city printed it, two decimals and a per cent sign. */
  rate: string
  part: number
  whole: number
}

const PRINTED = {
  dispatchRate: { rate: 'printed_dispatch_rate', part: 'filed', whole: 'accepted' },
  closingRate: { rate: 'printed_closing_rate', part: 'closed', whole: 'due' },
} as const

/** What the city printed of a rate, beside the counts that it divides; null where nothing is known. */
export function printedOf({ rate }: Balance, published: Published | null): Printed | null {
  if (!rate || !published) return null
  const names = PRINTED[rate]
  const [printed, part, whole] = [
    published[names.rate],
    published[names.part],
    published[names.whole],
  ]
  return printed && part && whole ? { rate: printed, part, whole } : null
}
