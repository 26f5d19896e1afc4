import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import { useRoute } from 'vue-router'

import { useSession } from '@/stores/session'

/** Pages that only certain posts work on, with the verbs that open them. */
const GUARDED = [
  { name: 'network', verbs: ['edit_network', 'publish_network', 'edit_duty'] },
  { name: 'rules', verbs: ['edit_rules', 'enforce_rules'] },
] as const

/** The pages of a city that this person's posts lead to, in the order of the bar. */
export function usePlaces(slug: () => string) {
  const session = useSession()
  const route = useRoute()
  const { t } = useI18n()

  return computed(() => {
    const guarded = GUARDED.filter(({ verbs }) => session.mayIn(slug(), ...verbs))
    const own = guarded.map(({ name }) => ({ name, label: t(`plan.${name}`) }))
    const names: string[] = ['desk', ...own.map(({ name }) => name)]
    return [
      { name: 'desk', label: t('desk.title'), on: route.name === 'desk' },
      { name: 'map', label: t('desk.toMap'), on: !names.includes(String(route.name)) },
      ...own.map((place) => ({ ...place, on: route.name === place.name })),
    ]
  })
}
