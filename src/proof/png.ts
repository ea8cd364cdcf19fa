/** Pictures as PNG files, the same bytes each time: deflated by JavaScript, with nothing in them but the pixels. */
import { decode, encode } from 'fast-png'
import type { Picture } from './proof.js'

/** With a palette (which alone may have see-through colours) where it has 256 colours or fewer: half the size. */
export function toPng({ width, height, pixels }: Picture): Uint8Array {
  const colours = new Map<number, number>()
  const each = new Uint32Array(pixels.buffer, pixels.byteOffset, width * height)
  for (const colour of each) if (!colours.has(colour)) colours.set(colour, 0)
  const zlib = { level: 9 } as const
  if (colours.size > 256) {
    const data = pixels.filter((_, index) => index % 4 !== 3)
    return encode({ width, height, data, channels: 3, depth: 8 }, { zlib })
  }
  const sorted = [...colours.keys()].sort((a, b) => a - b)
  for (const [index, colour] of sorted.entries()) colours.set(colour, index)
  const clear = sorted[0]! >>> 24 < 255 // sorted by opacity first, as the format wants it
  const palette = sorted.map((colour) =>
    [0, 8, 16, ...(clear ? [24] : [])].map((bit) => (colour >>> bit) & 255),
  )
  const data = Uint8Array.from(each, (colour) => colours.get(colour)!)
  return encode({ width, height, data, channels: 1, depth: 8, palette }, { zlib })
}

/** Whether a file begins and ends like a PNG (ISO/IEC 15948, 5.2 and 11.2.5). */
export const isWholePng = (file: Buffer): boolean =>
  file.toString('latin1', 0, 8) === '\x89PNG\r\n\x1a\n' && file.toString('latin1').endsWith('IEND\xaeB`\x82')

/** Reads what `toPng` has written. Throws if it is no such file. */
export function fromPng(file: Uint8Array): Picture {
  const { width, height, data, channels, palette } = decode(file)
  const pixels = new Uint8Array(4 * width * height).fill(255)
  for (let i = 0; i < width * height; i++) {
    if (palette) pixels.set(palette[data[i]!]!.slice(0, 3), 4 * i)
    else for (let c = 0; c < 3; c++) pixels[4 * i + c] = data[channels * i + (channels < 3 ? 0 : c)]!
  }
  return { width, height, pixels }
}
