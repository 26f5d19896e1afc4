import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import { useRoute } from 'vue-router'

import { useSession } from '@/stores/session'

/** Pages that only certain posts work on, with the verbs that open them; the first way in wins. */
const GUARDED = [
  { key: 'network', name: 'network', verbs: ['edit_network', 'publish_network'] },
  { key: 'network', name: 'duty', verbs: ['edit_duty'] },
  { key: 'rules', name: 'rules', verbs: ['edit_rules', 'enforce_rules'] },
] as const

/** The pages of a city that this person's posts lead to, in the order of the bar. */
export function usePlaces(slug: () => string) {
  const session = useSession()
  const route = useRoute()
  const { t } = useI18n()

  return computed(() => {
    const open = GUARDED.filter(({ verbs }) => session.mayIn(slug(), ...verbs))
    const ways = open.filter(({ key }, at) => open.findIndex((way) => way.key === key) === at)
    const here = GUARDED.find(({ name }) => name === route.name)?.key ?? String(route.name)
    const own = ways.map(({ key, name }) => ({ name, label: t(`plan.${key}`), on: key === here }))
    const elsewhere = here === 'desk' || own.some(({ on }) => on)
    return [
      { name: 'desk', label: t('desk.title'), on: here === 'desk' },
      { name: 'map', label: t('desk.toMap'), on: !elsewhere },
      ...own,
    ]
  })
}
