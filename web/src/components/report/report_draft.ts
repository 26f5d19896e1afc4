/** One report from draft to receipt. Its id and photos' hashes are made here, so a resend is safe. */
import { putPhoto, putReport } from '@/api/cases'
import type { PhotoRole, Receipt, ReportBody } from '@/api/types'
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

/** Sends the report, then the photos that the receipt calls missing; returns the last receipt. */
export async function sendReport(
  id: string,
  body: ReportBody,
  photos: readonly DraftPhoto[],
  progress: (done: number) => void,
): Promise<Receipt> {
  let receipt = await putReport(id, body)
  progress(receipt.stored.length)
  for (const sha256 of receipt.missing) {
    const photo = photos.find((entry) => entry.sha256 === sha256)
    if (!photo) continue
    receipt = await putPhoto(id, sha256, photo.file)
    progress(receipt.stored.length)
  }
  return receipt
}
