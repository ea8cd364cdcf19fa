/** Pictures in a PDF (ISO 32000-1, 8.9): how many pixels, in which colours, with how much ink. */
import { inflateSync } from 'node:zlib'
import { PDFArray, PDFDict, PDFName, PDFNull, PDFRawStream } from 'pdf-lib'
import { decodeStream } from '../content-stream/decode.js'
import { type ColourSpace, GREY, type SpaceOf } from './colour.js'
import { heaviestOf, type Ink, peakOf, totalInk } from './ink.js'
import { numberOf } from '../content-stream/values.js'

export interface Image {
  readonly width: number
  readonly height: number
  /** A stencil (8.9.6.2) is painted in the current colour and has none of its own. */
  readonly stencil: boolean
  readonly space: ColourSpace
  /** The pixel with the most ink; undefined if the samples cannot be read or are no plates. */
  readonly ink: Ink | undefined
  /** The most ink of each plate, in whatever pixel. */
  readonly peak: Ink | undefined
  readonly art: Art | undefined
}

/**
 * What need not have the pixels of a photograph: a drawing of few colours; one of squares, such as a QR code, is the same at any
 * resolution.
 */
export type Art = 'flat' | 'squares'

/**
 * A reader of image XObjects; each is read once.
 * @param spaceOf see `openSpaces`
 */
export function openImages(spaceOf: SpaceOf): (stream: PDFRawStream, resources: PDFDict) => Image {
  const known = new Map<PDFRawStream, Image>()
  return (stream, resources) => {
    let image = known.get(stream)
    if (!image) {
      const get = (key: string) => stream.dict.lookup(PDFName.of(key))
      const stencil = get('ImageMask')?.toString() === 'true'
      const space = stencil ? GREY : spaceOf(get('ColorSpace'), resources)
      const [width, height] = [numberOf(get('Width')), numberOf(get('Height'))]
      const samples = stencil ? undefined : readSamples(stream, space.size, width, height)
      const ink =
        samples && space.kind === 'plates' ? readInk(stream, samples, space, width * height) : undefined
      const art = stencil ? 'flat' : samples && artOf(samples, space.size, width, height)
      image = { width, height, stencil, space, ink: ink?.worst, peak: ink?.peak, art }
      known.set(stream, image)
    }
    return image
  }
}

function readInk(stream: PDFRawStream, samples: Uint8Array, space: ColourSpace, pixels: number) {
  const [low, high] = decoding(stream, space)
  const { size } = space
  const count = pixels * size
  const peaks = new Uint8Array(size)
  const lows = new Uint8Array(size).fill(255)
  const used = new Uint8Array(size === 1 ? 256 : 0)
  // The weight of a sample: with DeviceGray and with inverted samples a small one is much ink.
  const whole = space.ink(Array<number>(size).fill(high))
  const none = space.ink(Array<number>(size).fill(low))
  const rising = whole && none && totalInk(whole) >= totalInk(none)
  let worst = -1
  let worstAt = 0
  for (let at = 0; at < count; at += size) {
    let sum = 0
    for (let i = 0; i < size; i++) {
      const sample = samples[at + i]!
      sum += sample
      if (sample > peaks[i]!) peaks[i] = sample
      if (sample < lows[i]!) lows[i] = sample
    }
    if (size === 1) used[sum] = 1
    const amount = rising ? sum : size * 255 - sum
    if (amount > worst) {
      worst = amount
      worstAt = at
    }
  }
  const value = (sample: number) => low + (sample / 255) * (high - low)
  if (space.highest !== undefined || size === 1) {
    // A palette is in no order, and a single plate has few values: look at those that there are.
    const colours = Array.from(used.keys())
      .filter((sample) => used[sample])
      .map((sample) => space.ink([space.highest === undefined ? value(sample) : sample])!)
    return { worst: heaviestOf(colours), peak: peakOf(colours) }
  }
  const pixel = Array.from(samples.subarray(worstAt, worstAt + size), value)
  return {
    worst: space.ink(pixel)!,
    peak: space.ink(Array.from(rising ? peaks : lows, value))!,
  }
}

/** What the least and the greatest sample mean (8.9.5.2); the same for all components, as all who invert do it. */
function decoding(stream: PDFRawStream, space: ColourSpace): readonly [low: number, high: number] {
  const decode = stream.dict.lookup(PDFName.of('Decode'))
  if (!(decode instanceof PDFArray) || space.highest !== undefined) return [0, 1]
  return [numberOf(decode.lookup(0), 0), numberOf(decode.lookup(1), 1)]
}

/** More colours than a drawing has that is printed in one ink or two. */
const FEW = 4

/** Undefined for whatever may be a photograph. */
function artOf(samples: Uint8Array, size: number, width: number, height: number): Art | undefined {
  const colours = new Map<number, number>()
  const pixels = new Uint8Array(width * height)
  for (let pixel = 0; pixel < pixels.length; pixel++) {
    let colour = 0
    for (let i = 0; i < size; i++) colour = colour * 256 + samples[pixel * size + i]!
    const known = colours.get(colour) ?? colours.size
    if (known === FEW) return undefined
    colours.set(colour, known)
    pixels[pixel] = known
  }
  return isOfSquares(pixels, width, height) ? 'squares' : 'flat'
}

/** Whether every edge goes straight on for two pixels: what is slanting or round has steps of one. */
function isOfSquares(pixels: Uint8Array, width: number, height: number): boolean {
  const along = (lines: number, length: number, step: number, across: number): boolean => {
    for (let line = 1; line < lines; line++) {
      let run = 0
      for (let i = 0; i < length; i++) {
        const at = line * across + i * step
        if (pixels[at] !== pixels[at - across]) run++
        else if (run === 1) return false
        else run = 0
      }
      if (run === 1) return false
    }
    return true
  }
  return along(height, width, 1, width) && along(width, height, width, 1)
}

/** Undefined for samples of other than 8 bits, and for filters that are not read here (JPEG and the like). */
function readSamples(
  stream: PDFRawStream,
  size: number,
  width: number,
  height: number,
): Uint8Array | undefined {
  if (numberOf(stream.dict.lookup(PDFName.of('BitsPerComponent')), 8) !== 8) return undefined
  const samples = unpack(stream, size, width)
  return samples && samples.length >= width * height * size ? samples : undefined
}

function unpack(stream: PDFRawStream, size: number, width: number): Uint8Array | undefined {
  const filter = stream.dict.lookup(PDFName.of('Filter'))
  const names = filter instanceof PDFArray ? filter.asArray() : filter instanceof PDFName ? [filter] : []
  if (names.length === 0) return stream.contents
  if (names.length !== 1 || names[0] !== PDFName.of('FlateDecode'))
    return names.every((name) => READABLE.has(name.toString())) ? decodeStream(stream) : undefined
  let parameters = stream.dict.lookup(PDFName.of('DecodeParms'))
  if (parameters instanceof PDFArray) parameters = parameters.lookup(0)
  const predictor =
    parameters instanceof PDFDict ? numberOf(parameters.lookup(PDFName.of('Predictor')), 1) : 1
  const data = inflateSync(stream.contents)
  return predictor === 1 || parameters === PDFNull
    ? data
    : predictor >= 10
      ? unfilter(data, size, width * size)
      : undefined
}

const READABLE: ReadonlySet<string> = new Set([
  '/FlateDecode',
  '/ASCII85Decode',
  '/ASCIIHexDecode',
  '/RunLengthDecode',
])

/** The filters of PNG (ISO/IEC 15948, 9), which a stream may use on its rows (7.4.4.4). */
function unfilter(data: Uint8Array, size: number, length: number): Uint8Array {
  const rows = Math.floor(data.length / (length + 1))
  const samples = new Uint8Array(rows * length)
  for (let row = 0; row < rows; row++) {
    const from = row * (length + 1)
    const to = row * length
    const type = data[from]!
    for (let i = 0; i < length; i++) {
      const left = i >= size ? samples[to + i - size]! : 0
      const up = row ? samples[to + i - length]! : 0
      const corner = row && i >= size ? samples[to + i - length - size]! : 0
      samples[to + i] = data[from + 1 + i]! + guess(type, left, up, corner)
    }
  }
  return samples
}

function guess(type: number, left: number, up: number, corner: number): number {
  if (type === 1) return left
  if (type === 2) return up
  if (type === 3) return (left + up) >> 1
  if (type !== 4) return 0
  const [a, b, c] = [Math.abs(up - corner), Math.abs(left - corner), Math.abs(left + up - 2 * corner)]
  return a <= b && a <= c ? left : b <= c ? up : corner
}
