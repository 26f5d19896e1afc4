import { answerOf, client } from './client'
import { setIn, type Query } from './query'
import type {
  CaseDetail,
  CaseListFeature,
  CasePage,
  Clock,
  Contact,
  Count,
  Duplicates,
  Receipt,
  ReportBody,
  StepBody,
  Suggestion,
} from './types'

/** `next` is a whole address; only its cursor goes back. */
export function cursorOf(next: string | null): string | null {
  return next && new URLSearchParams(next.split('?')[1]).get('cursor')
}

export async function fetchCases(
  asked: Query,
  cursor: string | null,
  signal?: AbortSignal,
): Promise<CasePage> {
  const query = { city: '', ...setIn({ ...asked, cursor }) }
  const page = await answerOf(client.GET('/api/v1/cases', { params: { query }, signal }))
  return { features: (page.features ?? []) as CaseListFeature[], next: cursorOf(page.next) }
}

/** How many cases the filters let through, on every page together. */
export function countCases(asked: Query, signal?: AbortSignal): Promise<Count> {
  const query = { city: '', ...setIn(asked) }
  return answerOf(client.GET('/api/v1/cases/count', { params: { query }, signal }))
}

export const fetchCase = (id: string): Promise<CaseDetail> =>
  answerOf(client.GET('/api/v1/cases/{case_id}', { params: { path: { case_id: id } } }))

export const fetchSuggestions = (id: string): Promise<Suggestion[]> =>
  answerOf(client.GET('/api/v1/cases/{case_id}/suggestions', { params: { path: { case_id: id } } }))

/** Every clock of a case, span by span: what was counted, what was not, and why. */
export const fetchClocks = (id: string): Promise<Clock[]> =>
  answerOf(client.GET('/api/v1/cases/{case_id}/clocks', { params: { path: { case_id: id } } }))

/** The case and those that it may be a duplicate of, the likeliest first. */
export const fetchDuplicates = (id: string): Promise<Duplicates> =>
  answerOf(client.GET('/api/v1/cases/{case_id}/duplicates', { params: { path: { case_id: id } } }))

/** The reporter's whole name and phone; the server writes down who looked, and why. */
export const revealContact = (id: string, reason: string): Promise<Contact> =>
  answerOf(
    client.POST('/api/v1/cases/{case_id}/reveal', {
      params: { path: { case_id: id } },
      body: { reason },
    }),
  )

/** The case as it then stands, or null where the step has taken it out of the reader's sight. */
export async function takeStep(
  id: string,
  verb: string,
  body: StepBody,
): Promise<CaseDetail | null> {
  const path = { case_id: id, verb }
  const call = client.POST('/api/v1/cases/{case_id}/{verb}', { params: { path }, body })
  return (await answerOf(call)) || null
}

export function putReport(id: string, body: ReportBody): Promise<Receipt> {
  const path = { case_id: id }
  return answerOf(client.PUT('/api/v1/cases/{case_id}', { params: { path }, body }))
}

/** The bytes go as they are: the server checks them against the declared SHA-256. */
export function putPhoto(id: string, sha256: string, photo: Blob): Promise<Receipt> {
  return answerOf(
    client.PUT('/api/v1/cases/{case_id}/photos/{sha256}', {
      params: { path: { case_id: id, sha256 } },
      body: '',
      bodySerializer: () => photo,
      headers: { 'Content-Type': photo.type },
    }),
  )
}
