import { sha256 } from '@noble/hashes/sha2.js'

/** Lower-case hex SHA-256. WebCrypto exists only in a secure context (HTTPS or 127.0.0.1). */
export async function sha256Hex(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const subtle = globalThis.crypto?.subtle as SubtleCrypto | undefined
  const digest = subtle ? new Uint8Array(await subtle.digest('SHA-256', bytes)) : sha256(bytes)
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
