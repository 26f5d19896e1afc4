import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'

import {
  discardDraft,
  fetchComparison,
  fetchDraft,
  fetchEdits,
  fetchFindings,
  publishDraft,
  putEdit,
} from '@/api/network'
import type { Comparison, Draft, Edit, EditBody, Findings } from '@/api/network_types'
import { asProblem, Problem } from '@/api/problem'
import { uuid7 } from '@/format/uuid7'

/** One draft of the network: what is wrong with it, what was done to it, what it changes. */
export const useDraft = defineStore('draft', () => {
  const draft = shallowRef<Draft | null>(null)
  const findings = shallowRef<Findings | null>(null)
  const edits = shallowRef<Edit[]>([])
  const moreEdits = ref<string | null>(null)
  const comparison = shallowRef<Comparison | null>(null)
  const problem = shallowRef<Problem | null>(null)
  const checking = ref(false)
  const comparing = ref(false)
  /** What is being sent: the id of a finding, an edit, or the name of a tool. */
  const working = ref<string | null>(null)
  /** Grows with every change: what is drawn of the draft is read again. */
  const version = ref(0)

  const mayEdit = computed(() => draft.value?.state === 'open' && draft.value.may_edit)
  const mayPublish = computed(() => draft.value?.state === 'open' && draft.value.may_publish)

  function clear(): void {
    draft.value = findings.value = comparison.value = problem.value = null
    edits.value = []
    moreEdits.value = null
  }

  const still = (id: string): boolean => draft.value === null || draft.value.id === id

  async function check(id: string): Promise<void> {
    checking.value = true
    try {
      const found = await fetchFindings(id)
      if (still(id)) findings.value = found
    } catch (error) {
      if (still(id)) problem.value = asProblem(error)
    } finally {
      checking.value = false
    }
  }

  async function readEdits(id: string): Promise<void> {
    const page = await fetchEdits(id)
    if (!still(id)) return
    edits.value = page.results
    moreEdits.value = page.next
  }

  async function olderEdits(): Promise<void> {
    if (!draft.value || !moreEdits.value) return
    const page = await fetchEdits(draft.value.id, moreEdits.value)
    edits.value = [...edits.value, ...page.results]
    moreEdits.value = page.next
  }

  async function open(id: string): Promise<void> {
    clear()
    try {
      draft.value = await fetchDraft(id)
      const open = draft.value.state === 'open'
      await Promise.all([open ? check(id) : null, readEdits(id)])
    } catch (error) {
      problem.value = asProblem(error)
    }
  }

  async function compare(): Promise<void> {
    const id = draft.value?.id
    if (!id) return
    comparing.value = true
    try {
      const found = await fetchComparison(id)
      if (still(id)) comparison.value = found
    } catch (error) {
      problem.value = asProblem(error)
    } finally {
      comparing.value = false
    }
  }

  /** Everything that an edit may have changed. */
  async function refresh(id: string): Promise<void> {
    version.value += 1
    comparison.value = null
    const [now] = await Promise.all([fetchDraft(id), check(id), readEdits(id)])
    if (still(id)) draft.value = now
  }

  /** Runs a command under an id of its own; where its fate is unknown the same id is sent once more. */
  async function command<T>(name: string, send: (id: string) => Promise<T>): Promise<T | null> {
    working.value = name
    problem.value = null
    const id = uuid7()
    try {
      return await send(id).catch((error: unknown) => {
        if (error instanceof Problem && error.outcomeUnknown) return send(id)
        throw error
      })
    } catch (error) {
      problem.value = asProblem(error)
      return null
    } finally {
      working.value = null
    }
  }

  async function edit(body: EditBody, name: string = body.verb): Promise<Edit | null> {
    const id = draft.value?.id
    if (!id || working.value) return null
    const made = await command(name, (edit_id) => putEdit(id, edit_id, body))
    if (made) await refresh(id).catch((error: unknown) => (problem.value = asProblem(error)))
    return made
  }

  async function end(how: 'publish' | 'discard', value: string): Promise<boolean> {
    const id = draft.value?.id
    if (!id) return false
    const send = how === 'publish' ? publishDraft : discardDraft
    const ended = await command(how, (key) => send(id, key, value))
    if (ended) draft.value = ended
    return ended !== null
  }

  return {
    draft,
    findings,
    edits,
    moreEdits,
    comparison,
    problem,
    checking,
    comparing,
    working,
    version,
    mayEdit,
    mayPublish,
    clear,
    open,
    check,
    compare,
    edit,
    end,
    olderEdits,
  }
})
