import { createPinia } from 'pinia'
import { createApp } from 'vue'

import App from './App.vue'
import { currentLocale, i18n, useLanguage } from './i18n'
import { router } from './router'
import './styles/base.css'

useLanguage(currentLocale())
createApp(App).use(createPinia()).use(i18n).use(router).mount('#app')
