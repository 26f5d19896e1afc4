import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'

import { asProblem, type Problem } from '@/api/problem'
import {
  discardRuleSet,
  draftRuleSet,
  drawRoutingArea,
  enforceRuleSet,
  fetchOverruled,
  fetchRoutingAreas,
  fetchRules,
  fetchRuleSets,
  removeRule,
  saveRule,
} from '@/api/rules'
import type { AreaBody, Overruled, RoutingArea, Rule, RuleBody, RuleSet } from '@/api/rules_types'
import { bodyOf, draftOf } from '@/components/rules/rule_draft'
import { renumberings } from '@/components/rules/rule_orders'

/** How far back overruled suggestions are counted. */
export const OVERRULED_DAYS = 90

/** The sets of rules of a city, and the one that is open. */
export const useRules = defineStore('rules', () => {
  const slug = ref('')
  const sets = shallowRef<RuleSet[]>([])
  const openId = ref<string | null>(null)
  const rules = shallowRef<Rule[]>([])
  const overruled = shallowRef<Overruled[]>([])
  const areas = shallowRef<RoutingArea[]>([])
  const loading = ref(false)
  /** The rule, or the deed, that is being sent. */
  const working = ref<string | null>(null)
  const problem = shallowRef<Problem | null>(null)

  const open = computed(() => sets.value.find((set) => set.id === openId.value) ?? null)
  const inForce = computed(() => sets.value.find((set) => set.state === 'in_force') ?? null)
  const broken = computed(() => rules.value.filter((rule) => rule.findings.length))

  async function attempt<T>(act: () => Promise<T>): Promise<T | null> {
    problem.value = null
    try {
      return await act()
    } catch (error) {
      problem.value = asProblem(error)
      return null
    }
  }

  async function show(city: string): Promise<void> {
    if (slug.value !== city) {
      sets.value = []
      areas.value = []
    }
    slug.value = city
    loading.value = true
    await attempt(async () => {
      const [known, drawn] = await Promise.all([fetchRuleSets(city), fetchRoutingAreas(city)])
      if (slug.value !== city) return
      sets.value = known
      areas.value = drawn
    })
    loading.value = false
  }

  async function read(id: string): Promise<void> {
    const [found, told] = await Promise.all([fetchRules(id), fetchOverruled(id, OVERRULED_DAYS)])
    if (openId.value !== id) return
    rules.value = found
    overruled.value = told
  }

  async function openSet(id: string | null): Promise<void> {
    if (openId.value !== id) rules.value = overruled.value = []
    openId.value = id
    if (!id) return
    loading.value = true
    await attempt(() => read(id))
    loading.value = false
  }

  /** Something that changes the open set: what is shown of it is read again afterwards. */
  async function change<T>(name: string, act: (id: string) => Promise<T>): Promise<T | null> {
    const id = openId.value
    if (!id || working.value) return null
    working.value = name
    const done = await attempt(async () => {
      const made = await act(id)
      await read(id)
      return made
    })
    working.value = null
    return done
  }

  const save = (rule: string | null, body: RuleBody) =>
    change(rule ?? 'new', (id) => saveRule(id, rule, body))

  const remove = (rule: string) => change(rule, async (id) => (await removeRule(id, rule), true))

  async function move(from: number, to: number): Promise<void> {
    const name = rules.value[from]?.id ?? 'move'
    await change(name, async (id) => {
      for (const { id: rule, order } of renumberings(rules.value, from, to)) {
        const known = rules.value.find((entry) => entry.id === rule)
        const body = known && bodyOf(draftOf(known), known)
        if (body) await saveRule(id, rule, { ...body, order })
      }
    })
  }

  async function listAgain<T>(name: string, act: () => Promise<T>): Promise<T | null> {
    working.value = name
    const done = await attempt(act)
    if (done !== null) sets.value = await fetchRuleSets(slug.value).catch(() => sets.value)
    working.value = null
    return done
  }

  const draft = (name: string, copyOf: string | null) =>
    listAgain('draft', () => draftRuleSet(slug.value, name, copyOf))
  const discard = (id: string) => listAgain('discard', async () => (await discardRuleSet(id), true))
  const enforce = (id: string, when: string | null) =>
    listAgain('enforce', () => enforceRuleSet(id, when))

  async function drawArea(body: AreaBody): Promise<RoutingArea | null> {
    const made = await attempt(() => drawRoutingArea(slug.value, body))
    if (made) areas.value = [...areas.value, made]
    return made
  }

  return {
    slug,
    sets,
    open,
    openId,
    rules,
    overruled,
    areas,
    loading,
    working,
    problem,
    inForce,
    broken,
    show,
    openSet,
    save,
    remove,
    move,
    draft,
    discard,
    enforce,
    drawArea,
  }
})
