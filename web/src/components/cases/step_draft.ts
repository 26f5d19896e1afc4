/** What a person has filled in for one step, what of it is missing, and what is sent. */
import type { StepBody } from '@/api/types'
import { declared, type DraftPhoto } from '@/components/photos/draft_photo'

import { formOf, untilIsNeeded, type Field } from './verb_forms'

export interface StepDraft {
  note: string
  passed: boolean
  organization: string | null
  unit: string | null
  /** Somebody else was suggested first: whoever sends it elsewhere says why. */
  differs: boolean
  partners: string[]
  until: number | null
  document: string
  fault: 'wrong_dispatch' | 'unclear_ownership' | 'shirking' | null
  into: string | null
  photos: DraftPhoto[]
}

export const emptyDraft = (): StepDraft => ({
  note: '',
  passed: true,
  organization: null,
  unit: null,
  differs: false,
  partners: [],
  until: null,
  document: '',
  fault: null,
  into: null,
  photos: [],
})

export function reasonIsNeeded(verb: string, draft: StepDraft): boolean {
  const { reason } = formOf(verb)
  if (reason === 'differing') return draft.differs
  return reason === 'always' || (reason === 'unhappy' && !draft.passed)
}

const LACKS: Partial<Record<Field, [string, (draft: StepDraft, verb: string) => boolean]>> = {
  suggestion: ['step.needOrganization', (draft) => !draft.organization],
  organization: ['step.needOrganization', (draft) => !draft.organization],
  unit: ['step.needUnit', (draft) => !draft.unit],
  partners: ['step.needPartners', (draft) => !draft.partners.length],
  until: ['step.needUntil', (draft, verb) => untilIsNeeded(verb) && draft.until === null],
  document: ['step.needDocument', (draft) => !draft.document.trim()],
  fault: ['step.needFault', (draft) => !draft.fault],
}

/** The key of the first sentence about what is missing, or null where the step can be sent. */
export function lackOf(verb: string, draft: StepDraft): string | null {
  for (const field of formOf(verb).fields) {
    const [key, lacks] = LACKS[field] ?? []
    if (key && lacks?.(draft, verb)) return key
  }
  return reasonIsNeeded(verb, draft) && !draft.note.trim() ? 'step.needReason' : null
}

const SENT: Record<Field, (draft: StepDraft) => Partial<StepBody>> = {
  suggestion: ({ organization, unit }) => ({ organization, unit }),
  organization: ({ organization }) => ({ organization }),
  unit: ({ unit }) => ({ unit }),
  partners: ({ partners }) => ({ partners }),
  until: ({ until }) => (until === null ? {} : { until: new Date(until).toISOString() }),
  document: ({ document }) => ({ document: document.trim() }),
  fault: ({ fault }) => (fault ? { fault } : {}),
  verdict: ({ passed }) => ({ passed }),
  photos: ({ photos }) => (photos.length ? { photos: declared(photos) } : {}),
  duplicates: ({ into }) => ({ into }),
}

/** Only what the verb reads goes to the server. */
export function bodyOf(verb: string, eventId: string, draft: StepDraft): StepBody {
  const parts = formOf(verb).fields.map((field) => SENT[field](draft))
  return Object.assign({ event_id: eventId, note: draft.note.trim() }, ...parts) as StepBody
}
