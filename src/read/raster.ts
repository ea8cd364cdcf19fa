/** What a picture of pixels says of itself in its first bytes, and whether its last ones are there. */

export type Raster =
  | {
      readonly type: 'PNG' | 'JPEG' | 'GIF' | 'WebP' | 'BMP' | 'ICO' | 'AVIF'
      readonly size: Size | undefined
    }
  | { readonly problem: 'is empty' | 'is cut off' }

export interface Size {
  readonly width: number
  readonly height: number
}

/** Undefined for what is no picture of pixels that the browser knows. */
export function readRaster(bytes: Buffer): Raster | undefined {
  if (!bytes.length) return { problem: 'is empty' }
  const text = (from: number, to: number) => bytes.toString('latin1', from, to)
  const type =
    text(0, 4) === '\x89PNG'
      ? 'PNG'
      : bytes[0] === 0xff && bytes[1] === 0xd8
        ? 'JPEG'
        : /^GIF8[79]a/.test(text(0, 6))
          ? 'GIF'
          : text(0, 4) === 'RIFF' && text(8, 12) === 'WEBP'
            ? 'WebP'
            : text(0, 2) === 'BM'
              ? 'BMP'
              : text(0, 4) === '\0\0\x01\0'
                ? 'ICO'
                : text(4, 8) === 'ftyp' && /avi[fs]/.test(text(8, 32))
                  ? 'AVIF'
                  : undefined
  if (!type) return undefined
  if (isCutOff(bytes)) return { problem: 'is cut off' }
  return { type, size: SIZES[type]?.(bytes) }
}

/** Whether the last bytes are missing: the end of a PNG (chunk IEND), of a JPEG (EOI) or of a WebP (the size of its RIFF). */
export function isCutOff(bytes: Buffer): boolean {
  if (bytes.toString('latin1', 0, 4) === '\x89PNG') return !bytes.includes('IEND')
  if (bytes[0] === 0xff && bytes[1] === 0xd8) return bytes.lastIndexOf(Buffer.of(0xff, 0xd9)) < 0
  if (bytes.toString('latin1', 8, 12) === 'WEBP')
    return bytes.length < 12 || bytes.length < bytes.readUInt32LE(4) + 8
  return false
}

/** Where each format says how large it is. */
const SIZES: Readonly<Record<string, (bytes: Buffer) => Size | undefined>> = {
  PNG: (bytes) =>
    bytes.length < 24 ? undefined : { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) },
  GIF: (bytes) =>
    bytes.length < 10 ? undefined : { width: bytes.readUInt16LE(6), height: bytes.readUInt16LE(8) },
  BMP: (bytes) =>
    bytes.length < 26
      ? undefined
      : { width: Math.abs(bytes.readInt32LE(18)), height: Math.abs(bytes.readInt32LE(22)) },
  JPEG: jpegSize,
  WebP: webpSize,
}

/** Of the first frame header (ITU T.81, B.2.2): SOF0 to SOF15 but for DHT, JPG and DAC. */
function jpegSize(bytes: Buffer): Size | undefined {
  let at = 2
  while (at + 9 < bytes.length) {
    if (bytes[at] !== 0xff) return undefined
    const marker = bytes[at + 1]!
    if (marker === 0xff) {
      at++
      continue
    }
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker))
      return { height: bytes.readUInt16BE(at + 5), width: bytes.readUInt16BE(at + 7) }
    at += marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8) ? 2 : 2 + bytes.readUInt16BE(at + 2)
  }
  return undefined
}

function webpSize(bytes: Buffer): Size | undefined {
  if (bytes.length < 30) return undefined
  switch (bytes.toString('latin1', 12, 16)) {
    case 'VP8 ':
      return { width: bytes.readUInt16LE(26) & 0x3fff, height: bytes.readUInt16LE(28) & 0x3fff }
    case 'VP8L': {
      const bits = bytes.readUInt32LE(21)
      return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 }
    }
    case 'VP8X':
      return { width: bytes.readUIntLE(24, 3) + 1, height: bytes.readUIntLE(27, 3) + 1 }
    default:
      return undefined
  }
}
