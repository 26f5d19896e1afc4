import { partsOf } from '@/format/duration'

import { i18n } from './index'

/** `3 小时 20 分` or `3 h 20 min`. */
export function durationOf(seconds: number, options?: { days?: boolean }): string {
  const parts = partsOf(seconds, options).map(({ unit, n }) =>
    i18n.global.t(`duration.${unit}`, { n }),
  )
  return parts.join(' ')
}
