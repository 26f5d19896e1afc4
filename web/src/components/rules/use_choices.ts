import { computed } from 'vue'
import { useI18n } from 'vue-i18n'

import type { Organization } from '@/api/types'
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
type Coded = { properties: Named & { code: string } }

const named = <T extends Named>(things: readonly T[], value: (thing: T) => string) =>
  things.map((thing) => ({ value: value(thing), label: nameOf(thing) }))
const areas = (found: readonly Coded[]) =>
  named(
    found.map(({ properties }) => properties),
    ({ code }) => code,
  )

/** What the parts of a rule can be chosen from, named in the reader's language. */
export function useChoices() {
  const city = useCity()
  const store = useRules()
  const { t, locale } = useI18n()

  /** A list that follows the language as well. */
  const list = <T>(make: () => T) => computed(() => (locale.value ? make() : make()))
  const words = (values: readonly string[], group: string) =>
    values.map((value) => ({ value, label: t(`${group}.${value}`) }))
  const months = () =>
    Array.from({ length: MONTHS }, (_, index) => ({
      value: index + 1,
      label: t('rules.month', { number: index + 1 }),
    }))
  const offices = (fits: (entry: Organization) => boolean) =>
    named(city.organizations.filter(fits), ({ id }) => id)

  return {
    classes: list(() => classTree(city.classes, nameOf)),
    districts: list(() => areas(city.districts.features)),
    streets: list(() => areas(city.streets.features)),
    drawn: list(() => areas(store.areas)),
    owners: list(() => named(city.organizations, ({ code }) => code)),
    targets: list(() => offices((entry) => entry.takes_dispatches)),
    unitsOf: (office: string | null) => offices(({ parent }) => !!parent && parent === office),
    sources: list(() => words(SOURCES, 'source')),
    urgencies: list(() => words(URGENCIES, 'urgency')),
    kinds: list(() => words(NEAR_KINDS, 'placeKind')),
    months: list(months),
  }
}
