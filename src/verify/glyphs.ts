/** What a font says of its glyphs: how wide they are, where their ink is, which text they stand for (ISO 32000-1, 9.6 to 9.10). */
import { PDFArray, PDFDict, PDFName, PDFRawStream } from 'pdf-lib'
import { decodeStream } from '../content-stream/decode.js'
import { parseCMap } from '../content-stream/showing.js'
import { widthsByCid } from '../content-stream/widths.js'
import { type Box, isEmpty, NOTHING } from './box.js'
import { numberOf, numbersOf } from '../content-stream/values.js'

export interface Glyphs {
  /** Bytes of a character code. */
  readonly codeLength: 1 | 2
  /** In thousandths of the text size. */
  width(code: number): number
  /** Where the glyph has ink, in thousandths of the text size; a space has none. */
  ink(code: number): Box
  text(code: number): string
}

/** A reader of fonts; each is read once. */
export function openGlyphs(): (font: PDFDict) => Glyphs {
  const known = new Map<PDFDict, Glyphs>()
  return (font) => {
    let glyphs = known.get(font)
    if (!glyphs) {
      glyphs = readGlyphs(font)
      known.set(font, glyphs)
    }
    return glyphs
  }
}

function readGlyphs(font: PDFDict): Glyphs {
  const descendants = font.lookup(PDFName.of('DescendantFonts'))
  const descendant = descendants instanceof PDFArray ? descendants.lookup(0, PDFDict) : undefined
  const program = (descendant ?? font).lookup(PDFName.of('FontDescriptor'))
  const descriptor = program instanceof PDFDict ? program : undefined
  const cmap = font.lookup(PDFName.of('ToUnicode'))
  const texts =
    cmap instanceof PDFRawStream
      ? parseCMap(Buffer.from(decodeStream(cmap)).toString('latin1'))
      : new Map<number, string>()
  return {
    codeLength: descendant ? 2 : 1,
    width: descendant ? widthsByCid(descendant) : widthsByCode(font, descriptor),
    ink: inkOf(descendant, descriptor),
    text: (code) => texts.get(code) ?? (descendant ? '' : String.fromCharCode(code)),
  }
}

function widthsByCode(font: PDFDict, descriptor: PDFDict | undefined): Glyphs['width'] {
  const widths = font.lookup(PDFName.of('Widths'))
  const first = numberOf(font.lookup(PDFName.of('FirstChar')))
  const others = numberOf(descriptor?.lookup(PDFName.of('MissingWidth')), 500)
  return (code) =>
    widths instanceof PDFArray && code >= first && code - first < widths.size()
      ? numberOf(widths.lookup(code - first))
      : others
}

/** From the outlines if they are TrueType and codes are glyphs, as the browser writes it; else the font's tallest and deepest. */
function inkOf(descendant: PDFDict | undefined, descriptor: PDFDict | undefined): Glyphs['ink'] {
  const file = descriptor?.lookup(PDFName.of('FontFile2'))
  const mapped = descendant?.lookup(PDFName.of('CIDToGIDMap'))
  if (descendant && file instanceof PDFRawStream && !(mapped instanceof PDFRawStream)) {
    const boxes = outlineBoxes(decodeStream(file))
    if (boxes) return boxes
  }
  const [left = 0, bottom = -250, right = 1000, top = 750] =
    numbersOf(descriptor?.lookup(PDFName.of('FontBBox'))) ?? []
  return () => ({ left, bottom, right, top })
}

/** The head of each glyph's description holds its box (OpenType, «glyf» and «loca»). Undefined if the tables are not there. */
function outlineBoxes(file: Uint8Array): ((glyph: number) => Box) | undefined {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength)
  const tables = new Map<string, number>()
  for (let i = 0; i < view.getUint16(4); i++) {
    const record = 12 + 16 * i
    tables.set(String.fromCharCode(...file.subarray(record, record + 4)), view.getUint32(record + 8))
  }
  const [head, loca, glyf, maxp] = ['head', 'loca', 'glyf', 'maxp'].map((name) => tables.get(name))
  if (head === undefined || loca === undefined || glyf === undefined || maxp === undefined) return undefined
  const scale = 1000 / view.getUint16(head + 18)
  const long = view.getInt16(head + 50) === 1
  const count = view.getUint16(maxp + 4)
  const offset = (glyph: number): number =>
    long ? view.getUint32(loca + 4 * glyph) : 2 * view.getUint16(loca + 2 * glyph)
  const read = (glyph: number): Box => {
    if (glyph >= count || offset(glyph) === offset(glyph + 1)) return NOTHING
    const at = (field: number) => view.getInt16(glyf + offset(glyph) + field) * scale
    const box = { left: at(2), bottom: at(4), right: at(6), top: at(8) }
    return isEmpty(box) ? NOTHING : box
  }
  const known = new Map<number, Box>()
  return (glyph) => {
    const before = known.get(glyph)
    if (before) return before
    const box = read(glyph)
    known.set(glyph, box)
    return box
  }
}
