import type { FeatureCollection } from 'geojson'

import { get, post, put, putBlob, type Query } from './http'
import type {
  CaseDetail,
  CaseListFeature,
  CasePage,
  Receipt,
  ReportBody,
  Suggestion,
  Verb,
  VerbBody,
} from './types'

interface RawPage extends FeatureCollection {
  next?: string | null
  count?: number | null
}

/** `next` may be a whole address or the cursor alone; only the cursor goes back. */
export function cursorOf(next: string | null | undefined): string | null {
  if (!next) return null
  return next.includes('?') ? new URLSearchParams(next.split('?')[1]).get('cursor') : next
}

export async function fetchCases(
  query: Query,
  cursor: string | null,
  signal?: AbortSignal,
): Promise<CasePage> {
  const page = await get<RawPage>('/api/v1/cases', { ...query, cursor, page_size: 50 }, signal)
  return {
    features: page.features as unknown as CaseListFeature[],
    next: cursorOf(page.next),
    count: page.count ?? null,
  }
}

export const fetchCase = (id: string): Promise<CaseDetail> => get(`/api/v1/cases/${id}`)

export const fetchSuggestions = (id: string): Promise<Suggestion[]> =>
  get(`/api/v1/cases/${id}/suggestions`)

export const useVerb = (id: string, verb: Verb, body: VerbBody): Promise<CaseDetail> =>
  post(`/api/v1/cases/${id}/${verb}`, body)

export const putReport = (id: string, body: ReportBody): Promise<Receipt> =>
  put(`/api/v1/cases/${id}`, body)

export const putPhoto = (id: string, sha256: string, photo: Blob): Promise<Receipt> =>
  putBlob(`/api/v1/cases/${id}/photos/${sha256}`, photo)
