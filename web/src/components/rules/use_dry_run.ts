import { ref, shallowRef } from 'vue'

import { asProblem, type Problem } from '@/api/problem'
import { fetchMoved, startDryRun } from '@/api/rules'
import type { DryRun, MovedFeature } from '@/api/rules_types'

/** Pages of cases read at once: what a map still draws well. */
const PAGES = 5

/** One dry run: a period asked of a set, and the cases that it would send elsewhere. */
export function useDryRun() {
  const run = shallowRef<DryRun | null>(null)
  const moved = shallowRef<MovedFeature[]>([])
  const next = ref<string | null>(null)
  const busy = ref(false)
  const problem = shallowRef<Problem | null>(null)

  async function more(): Promise<void> {
    const id = run.value?.id
    for (let page = 0; id && page < PAGES; page += 1) {
      const found = await fetchMoved(id, next.value)
      if (run.value?.id !== id) return
      moved.value = [...moved.value, ...found.features]
      next.value = found.next
      if (!found.next) return
    }
  }

  function forget(): void {
    run.value = problem.value = null
    moved.value = []
    next.value = null
  }

  async function attempt(act: () => Promise<void>): Promise<void> {
    busy.value = true
    problem.value = null
    try {
      await act()
    } catch (error) {
      problem.value = asProblem(error)
    } finally {
      busy.value = false
    }
  }

  const start = (set: string, from: string, to: string): Promise<void> =>
    attempt(async () => {
      forget()
      run.value = await startDryRun(set, from, to)
      await more()
    })

  return { run, moved, next, busy, problem, start, more: () => attempt(more), forget }
}
