import { computed, ref } from 'vue'

import type { Finding } from '@/api/network_types'
import { useDraft } from '@/stores/draft'

/** Repairs of findings: one by one, or one after the other until none is left that can be repaired. */
export function useRepairs() {
  const store = useDraft()
  const running = ref(false)
  const done = ref(0)

  const repairable = computed(() =>
    (store.findings?.features ?? []).filter((entry) => entry.properties.repair !== null),
  )

  const repair = (finding: Finding) =>
    store.edit({ verb: 'repair', finding: finding.id }, finding.id)

  /** A repair that changes nothing about its finding would come up for ever: each is tried once. */
  async function repairAll(): Promise<void> {
    const tried = new Set<string>()
    running.value = true
    done.value = 0
    while (running.value) {
      const next = repairable.value.find((entry) => !tried.has(entry.id))
      if (!next) break
      tried.add(next.id)
      if (!(await repair(next))) break
      done.value += 1
    }
    running.value = false
  }

  const stop = (): void => {
    running.value = false
  }

  return { repair, repairAll, stop, running, done, repairable }
}
