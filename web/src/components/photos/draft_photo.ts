/** A photo before it is sent: its hash is made here, so that the receipt can be checked. */
import { putPhoto } from '@/api/cases'
import type { PhotoRole, Receipt, ReportPhoto } from '@/api/types'
import { sha256Hex } from '@/format/sha256'

export const MAX_PHOTO_BYTES = 20 * 1024 * 1024
const PHOTO_TYPES = ['image/jpeg', 'image/png', 'image/webp']

export interface DraftPhoto {
  file: File
  sha256: string
  role: PhotoRole
  preview: string
}

export type PhotoRefusal = 'photoTooLarge' | 'photoType' | 'photoTwice'

/** Says why a file cannot be a photo of the report, or null where it can. */
export function refusalOf(file: { size: number; type: string }): PhotoRefusal | null {
  if (!PHOTO_TYPES.includes(file.type)) return 'photoType'
  return file.size > MAX_PHOTO_BYTES ? 'photoTooLarge' : null
}

export async function draftPhoto(file: File, role: PhotoRole): Promise<DraftPhoto> {
  const bytes = new Uint8Array(await file.arrayBuffer())
  return { file, sha256: await sha256Hex(bytes), role, preview: URL.createObjectURL(file) }
}

export const declared = (photos: readonly DraftPhoto[]): ReportPhoto[] =>
  photos.map(({ sha256, role }) => ({ sha256, role }))

export const forget = (photos: readonly DraftPhoto[]): void =>
  photos.forEach((photo) => URL.revokeObjectURL(photo.preview))

/** Sends those of the photos that the server calls missing; returns the last receipt, if any. */
export async function sendMissing(
  caseId: string,
  missing: readonly string[],
  photos: readonly DraftPhoto[],
  progress: (stored: number) => void,
): Promise<Receipt | null> {
  let last: Receipt | null = null
  for (const photo of photos.filter(({ sha256 }) => missing.includes(sha256))) {
    last = await putPhoto(caseId, photo.sha256, photo.file)
    progress(last.stored.length)
  }
  return last
}
