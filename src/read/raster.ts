/** What a picture of pixels says of itself: its size and resolution in its first bytes, whether its last ones are there. */

export type Raster =
  | {
      readonly type: 'PNG' | 'JPEG' | 'GIF' | 'WebP' | 'BMP' | 'ICO' | 'AVIF'
      readonly size: Size | undefined
      /** Pixels to an inch, if somebody has chosen that. */
      readonly ppi?: number
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
  const ppi = RESOLUTIONS[type]?.(bytes)
  return { type, size: SIZES[type]?.(bytes), ...(ppi !== undefined && isChosen(ppi) && { ppi }) }
}

/** Programs write 72 or 96 where nobody has said anything; what is finer than film or coarser than a screen is a mistake. */
const isChosen = (ppi: number): boolean => ppi >= 50 && ppi <= 2400 && ![72, 96].includes(Math.round(ppi))

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

/** Where each format says how many pixels it has to an inch. */
const RESOLUTIONS: Readonly<Record<string, (bytes: Buffer) => number | undefined>> = {
  PNG: pngResolution,
  JPEG: jpegResolution,
}

const INCH_MM = 25.4

/** Of pixels that are squares; others are left as they are. */
const same = (x: number, y: number): number | undefined => (Math.abs(x - y) <= 0.01 * x ? x : undefined)

/** The chunk pHYs, in pixels to a metre, before the first pixels (ISO/IEC 15948, 11.3.5.3). */
function pngResolution(bytes: Buffer): number | undefined {
  for (let at = 8; at + 12 <= bytes.length; at += 12 + bytes.readUInt32BE(at)) {
    const chunk = bytes.toString('latin1', at + 4, at + 8)
    if (chunk === 'IDAT') return undefined
    if (chunk !== 'pHYs' || at + 17 > bytes.length || bytes[at + 16] !== 1) continue
    const inMetre = same(bytes.readUInt32BE(at + 8), bytes.readUInt32BE(at + 12))
    return inMetre && (inMetre * INCH_MM) / 1000
  }
  return undefined
}

/** Its header (JFIF 1.02), unless a camera says it (Exif): what both say is the same, or a default of the one that converted it. */
function jpegResolution(bytes: Buffer): number | undefined {
  let jfif: number | undefined
  for (let at = 2; at + 4 <= bytes.length && bytes[at] === 0xff; at += 2 + bytes.readUInt16BE(at + 2)) {
    const marker = bytes[at + 1]!
    if (marker === 0xda) break // the pixels
    const part = bytes.subarray(at + 4, at + 2 + bytes.readUInt16BE(at + 2))
    if (marker === 0xe1 && part.toString('latin1', 0, 6) === 'Exif\0\0') {
      const exif = tiffResolution(part.subarray(6))
      if (exif !== undefined && isChosen(exif)) return exif
    }
    if (marker === 0xe0 && part.toString('latin1', 0, 5) === 'JFIF\0' && part.length >= 12)
      jfif = inInches(part[7]!, same(part.readUInt16BE(8), part.readUInt16BE(10)))
  }
  return jfif
}

/** @param unit 1: to an inch, 2: to a centimetre */
const inInches = (unit: number, value: number | undefined): number | undefined =>
  value === undefined ? undefined : unit === 1 ? value : unit === 2 ? value * (INCH_MM / 10) : undefined

/** The tags XResolution, YResolution and ResolutionUnit of a first directory (TIFF 6.0, section 8). */
function tiffResolution(tiff: Buffer): number | undefined {
  const little = tiff.toString('latin1', 0, 2) === 'II'
  const short = (at: number) => (little ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at))
  const long = (at: number) => (little ? tiff.readUInt32LE(at) : tiff.readUInt32BE(at))
  const fraction = (at: number) => long(at) / long(at + 4)
  try {
    const directory = long(4)
    let [x, y, unit] = [NaN, NaN, 2]
    for (let entry = 0; entry < short(directory); entry++) {
      const at = directory + 2 + 12 * entry
      const tag = short(at)
      if (tag === 0x11a) x = fraction(long(at + 8))
      else if (tag === 0x11b) y = fraction(long(at + 8))
      else if (tag === 0x128) unit = short(at + 8)
    }
    return inInches(unit - 1, same(x, y))
  } catch (error) {
    if (error instanceof RangeError) return undefined // it leads beyond the end
    throw error
  }
}
