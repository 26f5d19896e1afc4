/** Rule sets: read in words, drafted, tried on a point or a period, put in force. */
import type { DraftCell } from './network_types'
import { cursorOf } from './cases'
import { answerOf, client } from './client'
import type {
  Advice,
  AreaBody,
  DryRun,
  MovedFeature,
  Overruled,
  RoutingArea,
  Rule,
  RuleBody,
  RuleFinding,
  RuleSet,
  Supposed,
} from './rules_types'

const MANY = 1000
const at = (rule_set_id: string) => ({ path: { rule_set_id } })

export async function fetchRuleSets(city: string): Promise<RuleSet[]> {
  const params = { query: { city } }
  return (await answerOf(client.GET('/api/v1/rulesets', { params }))) as RuleSet[]
}

/** A new draft, empty or with the rules of another set. */
export async function draftRuleSet(
  city: string,
  name: string,
  copy_of: string | null,
): Promise<RuleSet> {
  const params = { query: { city } }
  const body = { name, ...(copy_of ? { copy_of } : {}) }
  return (await answerOf(client.POST('/api/v1/rulesets', { params, body }))) as RuleSet
}

export const discardRuleSet = (id: string): Promise<unknown> =>
  answerOf(client.DELETE('/api/v1/rulesets/{rule_set_id}', { params: at(id) }))

export async function enforceRuleSet(id: string, when: string | null): Promise<RuleSet> {
  const body = when ? { at: when } : {}
  const call = client.POST('/api/v1/rulesets/{rule_set_id}/enforce', { params: at(id), body })
  return (await answerOf(call)) as RuleSet
}

export const fetchRuleFindings = (id: string): Promise<RuleFinding[]> =>
  answerOf(client.GET('/api/v1/rulesets/{rule_set_id}/findings', { params: at(id) }))

export async function fetchRules(id: string): Promise<Rule[]> {
  const call = client.GET('/api/v1/rulesets/{rule_set_id}/rules', { params: at(id) })
  return (await answerOf(call)) as Rule[]
}

/** Adds a rule (`rule` null), or writes one anew. */
export async function saveRule(set: string, rule: string | null, body: RuleBody): Promise<Rule> {
  if (rule === null) {
    const call = client.POST('/api/v1/rulesets/{rule_set_id}/rules', { params: at(set), body })
    return (await answerOf(call)) as Rule
  }
  const params = { path: { rule_set_id: set, rule_id: rule } }
  const call = client.PUT('/api/v1/rulesets/{rule_set_id}/rules/{rule_id}', { params, body })
  return (await answerOf(call)) as Rule
}

export function removeRule(set: string, rule: string): Promise<unknown> {
  const params = { path: { rule_set_id: set, rule_id: rule } }
  return answerOf(client.DELETE('/api/v1/rulesets/{rule_set_id}/rules/{rule_id}', { params }))
}

export async function fetchOverruled(id: string, days: number): Promise<Overruled[]> {
  const params = { ...at(id), query: { days } }
  const call = client.GET('/api/v1/rulesets/{rule_set_id}/overruled', { params })
  return (await answerOf(call)) as Overruled[]
}

export async function startDryRun(id: string, start: string, end: string): Promise<DryRun> {
  const body = { start, end }
  const call = client.POST('/api/v1/rulesets/{rule_set_id}/dry-runs', { params: at(id), body })
  return (await answerOf(call)) as DryRun
}

/** Cases that would have gone elsewhere, a page at a time. */
export async function fetchMoved(
  run_id: string,
  cursor: string | null,
): Promise<{ features: MovedFeature[]; next: string | null }> {
  const query = { page_size: MANY, ...(cursor ? { cursor } : {}) }
  const params = { path: { run_id }, query }
  const page = await answerOf(client.GET('/api/v1/dry-runs/{run_id}/changes', { params }))
  return { features: (page.features ?? []) as MovedFeature[], next: cursorOf(page.next ?? null) }
}

export async function fetchRoutingAreas(city: string): Promise<RoutingArea[]> {
  const params = { query: { city, page_size: MANY } }
  const page = await answerOf(client.GET('/api/v1/routing/areas', { params }))
  return (page.features ?? []) as RoutingArea[]
}

export async function drawRoutingArea(city: string, area: AreaBody): Promise<RoutingArea> {
  const params = { query: { city } }
  const call = client.POST('/api/v1/routing/areas', { params, body: area })
  return (await answerOf(call)) as RoutingArea
}

/** What the rules would say of a case that nobody reported. */
export async function fetchAdvice(
  city: string,
  supposed: Supposed,
  signal?: AbortSignal,
): Promise<Advice> {
  const query = { city, datum: 'wgs84' as const, ...supposed } as never
  return (await answerOf(
    client.GET('/api/v1/routing/suggest', { params: { query }, signal }),
  )) as Advice
}

/** Cells for which no unit answers, for one class or for whatever happens. */
export async function fetchUncovered(city: string, code: string | null): Promise<DraftCell[]> {
  const query = { city, page_size: MANY, ...(code ? { class: code } : {}) }
  const page = await answerOf(client.GET('/api/v1/routing/uncovered', { params: { query } }))
  return (page.features ?? []) as DraftCell[]
}
