import { createPinia } from 'pinia'
import { createApp } from 'vue'

import { onSignedOut } from './api/client'
import App from './App.vue'
import { currentLocale, i18n, useLanguage } from './i18n'
import { router } from './router'
import { useSession } from './stores/session'
import './styles/base.css'

useLanguage(currentLocale())
createApp(App).use(createPinia()).use(i18n).use(router).mount('#app')

onSignedOut(() => {
  const session = useSession()
  if (!session.signedIn) return
  session.expire()
  void router.push({ name: 'sign-in', query: { next: router.currentRoute.value.fullPath } })
})
