import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'

import {
  fetchBackground,
  fetchClasses,
  fetchDistricts,
  fetchOrganizations,
  fetchStories,
  fetchStreets,
  fetchSummary,
} from '@/api/city'
import { nameOf } from '@/i18n'
import type {
  AreaCollection,
  Background,
  CaseClass,
  City,
  Organization,
  Story,
  Summary,
} from '@/api/types'

const NOTHING: AreaCollection = { type: 'FeatureCollection', features: [] }

/** The city that the page shows, and what is asked about it once. */
export const useCity = defineStore('city', () => {
  const city = ref<City | null>(null)
  const districts = shallowRef<AreaCollection>(NOTHING)
  const streets = shallowRef<AreaCollection>(NOTHING)
  const background = shallowRef<Background | null>(null)
  const classes = shallowRef<CaseClass[]>([])
  const organizations = shallowRef<Organization[]>([])
  const stories = shallowRef<Story[]>([])
  const summary = shallowRef<Summary | null>(null)
  const summaryFailed = ref(false)

  const zone = computed(() => city.value?.time_zone ?? 'Asia/Shanghai')
  const districtNames = computed(() => districts.value.features.map((area) => area.properties))

  const streetsByCode = computed(
    () => new Map(streets.value.features.map(({ properties }) => [properties.code, properties])),
  )

  const streetName = (code: string): string => nameOf(streetsByCode.value.get(code) ?? null)

  /** Keeps an answer only if the reader has not moved on to another city meanwhile. */
  async function take<T>(
    slug: string,
    answer: Promise<T>,
    keep: (value: T) => void,
  ): Promise<void> {
    try {
      const value = await answer
      if (city.value?.slug === slug) keep(value)
    } catch {
      // A list that does not arrive leaves its menu empty; the page itself stays usable.
    }
  }

  function clear(): void {
    districts.value = streets.value = NOTHING
    classes.value = []
    organizations.value = []
    stories.value = []
    summary.value = null
  }

  function show(next: City): void {
    if (city.value?.slug === next.slug) return
    city.value = next
    clear()
    const { slug } = next
    void take(slug, fetchBackground(), (value) => (background.value = value))
    void take(slug, fetchDistricts(slug), (value) => (districts.value = value))
    void take(slug, fetchStreets(slug), (value) => (streets.value = value))
    void take(slug, fetchClasses(slug), (value) => (classes.value = value))
    void take(slug, fetchOrganizations(slug), (value) => (organizations.value = value))
    void take(slug, fetchStories(slug), (value) => (stories.value = value))
    void count()
  }

  async function count(): Promise<void> {
    const slug = city.value?.slug
    if (!slug) return
    try {
      const value = await fetchSummary(slug)
      if (city.value?.slug === slug) summary.value = value
      summaryFailed.value = false
    } catch {
      summaryFailed.value = true
    }
  }

  return {
    city,
    zone,
    districts,
    streets,
    background,
    classes,
    organizations,
    stories,
    summary,
    summaryFailed,
    districtNames,
    streetName,
    show,
    count,
  }
})
