import { defineStore } from 'pinia'
import { computed, ref, watchEffect } from 'vue'

import { useLanguage, type Locale } from '@/i18n'
import { i18n } from '@/i18n'

export type Theme = 'system' | 'light' | 'dark'
const THEME = 'wangge.theme'
const LAYERS = 'wangge.layers.hidden'

function rememberedTheme(): Theme {
  const value = localStorage.getItem(THEME)
  return value === 'light' || value === 'dark' ? value : 'system'
}

function rememberedHidden(): string[] {
  return (localStorage.getItem(LAYERS) ?? '').split(',').filter(Boolean)
}

/** What a reader prefers, kept in this browser. */
export const usePrefs = defineStore('prefs', () => {
  const theme = ref<Theme>(rememberedTheme())
  const hiddenLayers = ref<string[]>(rememberedHidden())
  const media = window.matchMedia('(prefers-color-scheme: dark)')
  const systemDark = ref(media.matches)
  media.addEventListener('change', (event) => (systemDark.value = event.matches))

  const dark = computed(() =>
    theme.value === 'system' ? systemDark.value : theme.value === 'dark',
  )
  const locale = computed(() => i18n.global.locale.value as Locale)

  watchEffect(() => {
    document.documentElement.dataset.theme = dark.value ? 'dark' : 'light'
    localStorage.setItem(THEME, theme.value)
    localStorage.setItem(LAYERS, hiddenLayers.value.join(','))
  })

  function setLayer(key: string, shown: boolean): void {
    const others = hiddenLayers.value.filter((hidden) => hidden !== key)
    hiddenLayers.value = shown ? others : [...others, key]
  }

  function switchLanguage(): void {
    useLanguage(locale.value === 'zh' ? 'en' : 'zh')
  }

  return { theme, dark, locale, hiddenLayers, setLayer, switchLanguage }
})
