/** Client-made ids: UUID version 7 (RFC 9562): 48 bits of milliseconds, then random bits. */
export function uuid7(now_ms: number = Date.now(), random: Uint8Array = randomBytes()): string {
  const bytes = new Uint8Array(16)
  const view = new DataView(bytes.buffer)
  view.setUint16(0, Math.floor(now_ms / 2 ** 32))
  view.setUint32(2, now_ms % 2 ** 32)
  bytes.set(random.subarray(0, 10), 6)
  view.setUint8(6, (view.getUint8(6) & 0x0f) | 0x70)
  view.setUint8(8, (view.getUint8(8) & 0x3f) | 0x80)
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20),
  ].join('-')
}

function randomBytes(): Uint8Array {
  return crypto.getRandomValues(new Uint8Array(10))
}
