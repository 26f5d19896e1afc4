/** The network's generations and drafts: read, edited, compared, published. */
import { cursorOf } from './cases'
import { answerOf, client } from './client'
import type {
  AreaValues,
  Areas,
  CasesByCell,
  ChangedCell,
  Comparison,
  Draft,
  DraftCell,
  Edit,
  EditBody,
  Finding,
  Findings,
  Generation,
} from './network_types'

const MANY = 1000
/** Decimals of a degree in a box: about a centimetre. */
const DIGITS = 7

const boxText = (box: readonly number[]): string =>
  box.map((side) => side.toFixed(DIGITS)).join(',')
const at = (draft: string) => ({ path: { draft } })

export async function fetchGenerations(city: string): Promise<Generation[]> {
  const params = { query: { city } }
  return (await answerOf(client.GET('/api/v1/networks/generations', { params }))) as Generation[]
}

export async function fetchDrafts(city: string): Promise<Draft[]> {
  const params = { query: { city } }
  return (await answerOf(client.GET('/api/v1/networks/drafts', { params }))) as Draft[]
}

export async function fetchDraft(id: string): Promise<Draft> {
  const call = client.GET('/api/v1/networks/drafts/{draft}', { params: at(id) })
  return (await answerOf(call)) as Draft
}

/** A copy of the generation in force, to be changed at leisure. */
export async function startDraft(city: string, id: string, note: string): Promise<Draft> {
  const params = { ...at(id), query: { city } }
  const call = client.PUT('/api/v1/networks/drafts/{draft}', { params, body: { note } })
  return (await answerOf(call)) as Draft
}

/** `id` names the command: sent again after a broken line, it counts once. */
export async function discardDraft(draft: string, id: string, note: string): Promise<Draft> {
  const body = { id, note }
  const call = client.POST('/api/v1/networks/drafts/{draft}/discard', {
    params: at(draft),
    body,
  })
  return (await answerOf(call)) as Draft
}

export async function publishDraft(draft: string, id: string, when: string): Promise<Draft> {
  const body = { id, at: when }
  const call = client.POST('/api/v1/networks/drafts/{draft}/publish', {
    params: at(draft),
    body,
  })
  return (await answerOf(call)) as Draft
}

/** One page of the cells that a box touches. */
export async function fetchDraftCells(
  city: string,
  id: string,
  box: readonly number[],
  cursor: string | null,
  signal: AbortSignal,
): Promise<{ features: DraftCell[]; next: string | null }> {
  const query = { city, bbox: boxText(box), page_size: MANY, ...(cursor ? { cursor } : {}) }
  const call = client.GET('/api/v1/networks/drafts/{draft}/cells', {
    params: { ...at(id), query },
    signal,
  })
  const page = await answerOf(call)
  return { features: (page.features ?? []) as DraftCell[], next: cursorOf(page.next ?? null) }
}

async function communityPage(city: string, id: string, cursor: string | null) {
  const query = { city, page_size: MANY, ...(cursor ? { cursor } : {}) }
  const params = { ...at(id), query }
  const page = await answerOf(client.GET('/api/v1/networks/drafts/{draft}/communities', { params }))
  return { areas: (page.features ?? []) as Areas['features'], next: cursorOf(page.next ?? null) }
}

/** Names and codes of every community of a draft. */
export async function fetchCommunities(city: string, id: string): Promise<AreaValues[]> {
  const found: AreaValues[] = []
  let cursor: string | null = null
  do {
    const page = await communityPage(city, id, cursor)
    found.push(...page.areas.map(({ properties }) => properties))
    cursor = page.next
  } while (cursor)
  return found
}

export async function fetchFindings(id: string): Promise<Findings> {
  const call = client.GET('/api/v1/networks/drafts/{draft}/findings', { params: at(id) })
  const found = await answerOf(call)
  return { ...found, features: found.features as unknown as Finding[] } as Findings
}

export async function fetchEdits(
  id: string,
  cursor: string | null = null,
): Promise<{ results: Edit[]; next: string | null }> {
  const params = { ...at(id), query: cursor ? { cursor } : {} }
  const page = await answerOf(client.GET('/api/v1/networks/drafts/{draft}/edits', { params }))
  return { results: page.results as Edit[], next: cursorOf(page.next ?? null) }
}

export async function putEdit(draft: string, edit: string, body: EditBody): Promise<Edit> {
  const params = { path: { draft, edit } }
  const call = client.PUT('/api/v1/networks/drafts/{draft}/edits/{edit}', {
    params,
    body: body as never,
  })
  return (await answerOf(call)) as Edit
}

export async function fetchComparison(id: string): Promise<Comparison> {
  const call = client.GET('/api/v1/networks/drafts/{draft}/compare', { params: at(id) })
  const found = await answerOf(call)
  return { ...found, features: found.features as unknown as ChangedCell[] } as Comparison
}

/** The cases of a period, counted by the cells that a draft would have put them in. */
export async function fetchCasesRead(id: string, from: string, to: string): Promise<CasesByCell> {
  const params = { ...at(id), query: { from, to } }
  const call = client.GET('/api/v1/networks/drafts/{draft}/cases', { params })
  return (await answerOf(call)) as CasesByCell
}
