import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'

import {
  endDutyGrid,
  fetchCollectors,
  fetchDutyFindings,
  fetchDutyGrids,
  fetchProposal,
  fetchShifts,
  putDutyGrid,
  type Collector,
  type DutyFinding,
  type DutyGrid,
  type DutyWish,
  type Proposal,
  type Shift,
} from '@/api/duty'
import { asProblem, type Problem } from '@/api/problem'
import { shiftAt } from '@/components/duty/shift_at'
import { clockOf } from '@/format/time'

import { useCity } from './city'

/** Who looks after which cells, at the moment that the reader has chosen. */
export const useDuty = defineStore('duty', () => {
  const cityStore = useCity()
  const slug = ref('')
  /** The moment looked at, in milliseconds; null means now. */
  const moment = ref<number | null>(null)
  const shift = ref<string | null>(null)
  const mayEdit = ref(false)
  const shifts = shallowRef<Shift[]>([])
  const collectors = shallowRef<Collector[]>([])
  const grids = shallowRef<DutyGrid[]>([])
  const findings = shallowRef<DutyFinding[]>([])
  const proposal = shallowRef<Proposal | null>(null)
  const loading = ref(false)
  const working = ref(false)
  const problem = shallowRef<Problem | null>(null)

  const at = computed(() => new Date(moment.value ?? Date.now()).toISOString())
  const shown = computed(() =>
    grids.value.filter(({ properties }) => !shift.value || properties.shift === shift.value),
  )

  async function attempt(act: () => Promise<void>): Promise<boolean> {
    problem.value = null
    try {
      await act()
      return true
    } catch (error) {
      problem.value = asProblem(error)
      return false
    }
  }

  async function readOnce(city: string): Promise<void> {
    const [known, people] = await Promise.all([fetchShifts(city), fetchCollectors(city)])
    mayEdit.value = known.may_edit
    shifts.value = known.shifts
    shift.value = shiftAt(known.shifts, clockOf(at.value, cityStore.zone))?.code ?? null
    collectors.value = people
  }

  async function read(): Promise<void> {
    loading.value = true
    const [city, when] = [slug.value, at.value]
    await attempt(async () => {
      const asked = [fetchDutyGrids(city, when), fetchDutyFindings(city, when)] as const
      const [held, wrong] = await Promise.all(asked)
      if (slug.value !== city) return
      grids.value = held
      findings.value = wrong
    })
    loading.value = false
  }

  async function show(city: string): Promise<void> {
    if (slug.value !== city) {
      grids.value = findings.value = []
      proposal.value = null
    }
    slug.value = city
    await attempt(() => readOnce(city))
    await read()
  }

  async function change(act: () => Promise<unknown>): Promise<boolean> {
    working.value = true
    const done = await attempt(async () => void (await act()))
    working.value = false
    if (done) await read()
    return done
  }

  const save = (id: string, wish: DutyWish): Promise<boolean> =>
    change(() => putDutyGrid(slug.value, id, wish))
  const end = (id: string): Promise<boolean> => change(() => endDutyGrid(slug.value, id))

  async function propose(street: string, people: number): Promise<void> {
    working.value = true
    proposal.value = null
    await attempt(async () => {
      proposal.value = await fetchProposal(slug.value, street, people, shift.value)
    })
    working.value = false
  }

  return {
    slug,
    moment,
    shift,
    at,
    mayEdit,
    shifts,
    collectors,
    grids,
    shown,
    findings,
    proposal,
    loading,
    working,
    problem,
    show,
    read,
    save,
    end,
    propose,
  }
})
