/** Reads a pack's numbers one after the other; see docs/reference/offline-pack.md. */
export class ByteReader {
  private at = 0

  constructor(private readonly bytes: Uint8Array) {}

  byte(): number {
    const value = this.bytes[this.at]
    if (value === undefined) throw new RangeError('the pack ends too early')
    this.at += 1
    return value
  }

  /** A whole number from 0 up. By arithmetic, since shifts end at 32 bits. */
  unsigned(): number {
    let value = 0
    let weight = 1
    for (;;) {
      const byte = this.byte()
      value += (byte & 0x7f) * weight
      if (byte < 0x80) return value
      weight *= 128
    }
  }

  /** 0, 1, 2, 3 … stand for 0, -1, 1, -2 … */
  signed(): number {
    const value = this.unsigned()
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2
  }

  text(length: number): string {
    const end = this.at + length
    if (end > this.bytes.length) throw new RangeError('the pack ends too early')
    const text = new TextDecoder().decode(this.bytes.subarray(this.at, end))
    this.at = end
    return text
  }

  get isAtEnd(): boolean {
    return this.at === this.bytes.length
  }
}
