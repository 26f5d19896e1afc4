import { computed, onBeforeUnmount, ref, shallowRef, watch, type Ref } from 'vue'

import { fetchCase } from '@/api/cases'
import { asProblem, type Problem } from '@/api/problem'
import type { CaseDetail } from '@/api/types'
import { useLive } from '@/stores/live'

/** One case, read again by itself whenever somebody moves it. */
export function useCase(id: Ref<string>) {
  const live = useLive()
  const detail = shallowRef<CaseDetail | null>(null)
  const problem = shallowRef<Problem | null>(null)
  const loading = ref(false)
  /** Grows with everything that happens to the case: what is derived from it is read again. */
  const version = ref(0)

  const point = computed(() => {
    const { lon, lat } = detail.value?.place ?? {}
    return typeof lon === 'number' && typeof lat === 'number' ? { lon, lat } : null
  })

  function show(found: CaseDetail): void {
    detail.value = found
    problem.value = null
    version.value += 1
  }

  async function load(quiet: boolean): Promise<void> {
    const asked = id.value
    loading.value = !quiet
    try {
      const found = await fetchCase(asked)
      if (asked === id.value) show(found)
    } catch (error) {
      if (asked === id.value && !quiet) problem.value = asProblem(error)
    } finally {
      loading.value = false
    }
  }

  async function open(): Promise<void> {
    detail.value = null
    problem.value = null
    await load(false)
  }

  onBeforeUnmount(
    live.listen((event) => {
      if (event.id === id.value) void load(true)
    }),
  )
  watch(id, open)

  return { detail, problem, loading, version, point, show, load, open }
}
