import { createI18n } from 'vue-i18n'

import { speak } from '@/api/client'

import en from './en'
import zh from './zh'

export type Locale = 'zh' | 'en'
export const LOCALE_TAGS: Record<Locale, string> = { zh: 'zh-Hans', en: 'en' }
const REMEMBERED = 'wangge.locale'

function remembered(): Locale {
  return localStorage.getItem(REMEMBERED) === 'en' ? 'en' : 'zh'
}

export const i18n = createI18n({
  legacy: false,
  locale: remembered(),
  fallbackLocale: 'zh',
  messages: { zh, en },
})

/** Switches page, document and the server's sentences to one language, and remembers it. */
export function useLanguage(locale: Locale): void {
  i18n.global.locale.value = locale
  document.documentElement.lang = LOCALE_TAGS[locale]
  document.title = i18n.global.t('app.title')
  localStorage.setItem(REMEMBERED, locale)
  speak(LOCALE_TAGS[locale])
}

export const currentLocale = (): Locale => i18n.global.locale.value as Locale

/** A term of the server's in the reader's language; one that we do not know is shown as it is. */
export function termOf(group: string, term: string): string {
  const key = `${group}.${term}`
  return i18n.global.te(key) ? i18n.global.t(key) : term
}

/** The name in the reader's language, or the name that there is. */
export function nameOf(
  thing: { name: string; name_en?: string | null } | null | undefined,
): string {
  if (!thing) return ''
  return (currentLocale() === 'en' && thing.name_en) || thing.name
}
