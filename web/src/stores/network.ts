import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'

import { fetchDrafts, fetchGenerations, startDraft } from '@/api/network'
import type { Draft, Generation } from '@/api/network_types'
import { asProblem, type Problem } from '@/api/problem'
import { uuid7 } from '@/format/uuid7'

/** What networks a city has had, has, and is preparing. */
export const useNetwork = defineStore('network', () => {
  const slug = ref('')
  const generations = shallowRef<Generation[]>([])
  const drafts = shallowRef<Draft[]>([])
  const loading = ref(false)
  const starting = ref(false)
  const problem = shallowRef<Problem | null>(null)
  /** The new draft's id, kept while nobody knows whether it has been made. */
  let pending: string | null = null

  async function show(city: string): Promise<void> {
    if (slug.value !== city) generations.value = drafts.value = []
    slug.value = city
    loading.value = true
    problem.value = null
    try {
      const [old, open] = await Promise.all([fetchGenerations(city), fetchDrafts(city)])
      if (slug.value !== city) return
      generations.value = old
      drafts.value = open
    } catch (error) {
      problem.value = asProblem(error)
    } finally {
      loading.value = false
    }
  }

  async function start(note: string): Promise<Draft | null> {
    starting.value = true
    problem.value = null
    pending ??= uuid7()
    try {
      const made = await startDraft(slug.value, pending, note)
      pending = null
      return made
    } catch (error) {
      problem.value = asProblem(error)
      if (!problem.value.outcomeUnknown) pending = null
      return null
    } finally {
      starting.value = false
    }
  }

  return { generations, drafts, loading, starting, problem, show, start }
})
