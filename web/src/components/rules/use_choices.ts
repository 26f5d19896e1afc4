import { computed } from 'vue'
import { useI18n } from 'vue-i18n'

import { SOURCES } from '@/components/filters/choices'
import { classTree } from '@/format/class_tree'
import { nameOf } from '@/i18n'
import { useCity } from '@/stores/city'
import { useRules } from '@/stores/rules'

/** Kinds of facilities that a rule can ask to be near; components have owners instead. */
const NEAR_KINDS = [
  'market',
  'toilet',
  'park',
  'square',
  'bus_stop',
  'bicycle_point',
  'gas_payment_point',
  'library',
  'road',
] as const
const URGENCIES = ['normal', 'urgent', 'emergency'] as const
const MONTHS = 12

type Named = { name: string; name_en?: string | null }

/** What the parts of a rule can be chosen from, named in the reader's language. */
export function useChoices() {
  const city = useCity()
  const store = useRules()
  const { t, locale } = useI18n()

  const named = <T extends Named>(things: readonly T[], value: (thing: T) => string) => {
    void locale.value
    return things.map((thing) => ({ value: value(thing), label: nameOf(thing) }))
  }
  const words = (values: readonly string[], group: string) => {
    void locale.value
    return values.map((value) => ({ value, label: t(`${group}.${value}`) }))
  }
  const areas = (found: { properties: Named & { code: string } }[]) =>
    named(
      found.map(({ properties }) => properties),
      ({ code }) => code,
    )

  return {
    classes: computed(() => {
      void locale.value
      return classTree(city.classes, nameOf)
    }),
    districts: computed(() => areas(city.districts.features)),
    streets: computed(() => areas(city.streets.features)),
    drawn: computed(() => areas(store.areas)),
    owners: computed(() => named(city.organizations, ({ code }) => code)),
    targets: computed(() =>
      named(
        city.organizations.filter((entry) => entry.takes_dispatches),
        ({ id }) => id,
      ),
    ),
    unitsOf: (organization: string | null) =>
      named(
        city.organizations.filter((entry) => entry.parent && entry.parent === organization),
        ({ id }) => id,
      ),
    sources: computed(() => words(SOURCES, 'source')),
    urgencies: computed(() => words(URGENCIES, 'urgency')),
    kinds: computed(() => words(NEAR_KINDS, 'placeKind')),
    months: computed(() =>
      Array.from({ length: MONTHS }, (_, index) => ({
        value: index + 1,
        label: t('rules.month', { number: index + 1 }),
      })),
    ),
  }
}
