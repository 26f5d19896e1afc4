/** Why a case may be a duplicate of another, in words; what is not known is not said. */
import type { Duplicate } from '@/api/types'
import { metres } from '@/format/number'
import { i18n } from '@/i18n'

const CLASS_WORDS = { same: 'sameClass', major: 'sameMajor', other: '' } as const

export function wordsOf({ score, likeness }: Duplicate): string[] {
  const { t } = i18n.global
  const said: [unknown, () => string][] = [
    [true, () => t('duplicates.score', { score: Math.round(score * 100) })],
    [
      likeness.distance_m !== null,
      () => t('duplicates.metres', { m: metres(likeness.distance_m ?? 0) }),
    ],
    [CLASS_WORDS[likeness.class_match], () => t(`duplicates.${CLASS_WORDS[likeness.class_match]}`)],
    [true, () => t('duplicates.hours', { hours: Math.round(likeness.hours_apart) })],
    [likeness.same_component, () => t('duplicates.sameComponent')],
    [likeness.same_picture, () => t('duplicates.samePicture')],
  ]
  return said.flatMap(([holds, words]) => (holds ? [words()] : []))
}
