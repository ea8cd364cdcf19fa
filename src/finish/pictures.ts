/** Pictures for the press: in its inks, or in sRGB with the profile. */
import { decode } from 'jpeg-js'
import {
  PDFArray,
  type PDFContext,
  type PDFDict,
  PDFHexString,
  PDFName,
  PDFNumber,
  type PDFObject,
  PDFRawStream,
  PDFString,
} from 'pdf-lib'
import { decodeStream } from '../content-stream/decode.js'
import { familyOf } from './colour-space.js'
import type { Separating } from './separate.js'
import type { Rgb } from './separation.js'

const named = (name: string): PDFName => PDFName.of(name)
const SPACE = named('ColorSpace')

/**
 * Grey pictures, masks and those in inks stay as they are: their plate is black, or theirs already. What cannot be separated
 * keeps its RGB, for preflight to find.
 */
export function separatePicture(
  picture: PDFRawStream,
  context: PDFContext,
  { separation, rgbImages, srgb }: Separating,
): PDFRawStream {
  const { dict } = picture
  const space = dict.lookup(SPACE)
  if (space instanceof PDFArray && space.lookup(0) === named('Indexed')) {
    const palette = paletteOf(space.lookup(3))
    if (familyOf(space.lookup(1)) !== 'rgb' || !palette) return picture
    const base = rgbImages ? context.obj(['ICCBased', srgb()]) : named('DeviceCMYK')
    const colours = rgbImages ? palette : separateEach(palette, separation.inks)
    const inks = PDFHexString.of(Buffer.from(colours).toString('hex'))
    dict.set(SPACE, context.obj([named('Indexed'), base, space.get(2), inks]))
    return picture
  }
  if (familyOf(space) !== 'rgb') return picture
  const bits = dict.lookupMaybe(named('BitsPerComponent'), PDFNumber)?.asNumber()
  if (rgbImages || bits !== 8 || isDecoded(dict)) {
    if (space === named('DeviceRGB')) dict.set(SPACE, context.obj(['ICCBased', srgb()]))
    return picture
  }
  const pixels = isJpeg(picture) ? decodeJpeg(picture) : decodeStream(picture)
  const grey = greysOf(pixels)
  const stream = context.flateStream(grey ?? separation.pixels(pixels))
  for (const [key, value] of dict.entries()) if (!ENCODING.has(key.decodeText())) stream.dict.set(key, value)
  stream.dict.set(SPACE, named(grey ? 'DeviceGray' : 'DeviceCMYK'))
  return stream
}

/** Its numbers are not the colours that they seem (8.9.5.2), or one of these is transparent (8.9.6.4). */
const isDecoded = (dict: PDFDict): boolean =>
  dict.has(named('Decode')) || dict.lookup(named('Mask')) instanceof PDFArray

const ENCODING: ReadonlySet<string> = new Set(['Length', 'Filter', 'DecodeParms', 'ColorSpace'])

/** The browser hands a photograph on as it came. */
const isJpeg = ({ dict }: PDFRawStream): boolean => dict.lookup(named('Filter')) === named('DCTDecode')

const decodeJpeg = ({ contents }: PDFRawStream): Uint8Array =>
  decode(contents, { useTArray: true, formatAsRGBA: false, tolerantDecoding: true }).data

/** One byte a pixel, if no pixel has a colour. */
function greysOf(pixels: Uint8Array): Uint8Array | undefined {
  const greys = new Uint8Array(pixels.length / 3)
  for (let at = 0, pixel = 0; pixel < greys.length; at += 3, pixel++) {
    if (pixels[at] !== pixels[at + 1] || pixels[at] !== pixels[at + 2]) return undefined
    greys[pixel] = pixels[at]!
  }
  return greys
}

/** A few colours, as in a drawing: each as flat colour is. */
const separateEach = (palette: Uint8Array, inks: (rgb: Rgb) => readonly number[]): Uint8Array =>
  Uint8Array.from(
    Array.from({ length: palette.length / 3 }, (_, at) => {
      const rgb = Array.from(palette.subarray(at * 3, at * 3 + 3), (part) => part / 255)
      return inks(rgb as unknown as Rgb).map((ink) => Math.floor(ink * 255 + 0.499))
    }).flat(),
  )

function paletteOf(object: PDFObject | undefined): Uint8Array | undefined {
  if (object instanceof PDFRawStream) return decodeStream(object)
  return object instanceof PDFHexString || object instanceof PDFString ? object.asBytes() : undefined
}
