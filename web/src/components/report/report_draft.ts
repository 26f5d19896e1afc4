/** One report from draft to receipt. Its id and photos' hashes are made here, so a resend is safe. */
import { putReport } from '@/api/cases'
import type { Receipt, ReportBody } from '@/api/types'
import { sendMissing, type DraftPhoto } from '@/components/photos/draft_photo'

/** Sends the report, then the photos that the receipt calls missing; returns the last receipt. */
export async function sendReport(
  id: string,
  body: ReportBody,
  photos: readonly DraftPhoto[],
  progress: (stored: number) => void,
): Promise<Receipt> {
  const receipt = await putReport(id, body)
  progress(receipt.stored.length)
  return (await sendMissing(id, receipt.missing, photos, progress)) ?? receipt
}
