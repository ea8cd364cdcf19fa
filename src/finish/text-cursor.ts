/** Where text stands and in which font, while operations go by (ISO 32000-1, 9.3 and 9.4). */
import { PDFArray, PDFDict, PDFName, PDFRawStream } from 'pdf-lib'
import type { Operand, Operation } from '../content-stream/content-stream.js'
import { concatenate, IDENTITY, type Matrix } from '../content-stream/matrix.js'
import { parseCMap } from '../content-stream/showing.js'
import { widthsByCid } from '../content-stream/widths.js'
import { decodeStream } from '../content-stream/decode.js'
import { fontName } from './text-layer.js'

/** What the glyphs of a font with codes of two bytes stand for; empty for other fonts. */
export interface GlyphText extends ReadonlyMap<number, string> {
  /** The font's PostScript name. */
  readonly name: string
  /** In thousandths of the text size; NaN for other fonts. */
  widthOf(code: number): number
}
export type FontOf = (name: string) => GlyphText | undefined

/** A reader of the fonts that resources name; each font is read once. */
export function openFonts(): (resources: PDFDict) => FontOf {
  const fonts = new Map<PDFDict, GlyphText>()
  return (resources) => {
    const named = resources.lookupMaybe(PDFName.of('Font'), PDFDict)
    return (name) => {
      const font = named?.lookup(PDFName.of(name))
      if (!(font instanceof PDFDict)) return undefined
      if (!fonts.has(font)) fonts.set(font, readFont(font))
      return fonts.get(font)
    }
  }
}

/** Chromium's fonts are all of this kind, or pictures of glyphs (Type 3), which nobody wants in a text. */
function readFont(font: PDFDict): GlyphText {
  const cmap = font.lookup(PDFName.of('ToUnicode'))
  const encoding = font.lookup(PDFName.of('Encoding'))
  const descendants = font.lookup(PDFName.of('DescendantFonts'))
  const glyphs =
    encoding === PDFName.of('Identity-H') && cmap instanceof PDFRawStream
      ? parseCMap(Buffer.from(decodeStream(cmap)).toString('latin1'))
      : new Map<number, string>()
  const widthOf =
    glyphs.size && descendants instanceof PDFArray ? widthsByCid(descendants.lookup(0, PDFDict)) : () => NaN
  return Object.assign(glyphs, { name: fontName(font) ?? '', widthOf })
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] }

/** After an operator whose movement depends on more than its operands. */
const UNKNOWN: Matrix = [NaN, NaN, NaN, NaN, NaN, NaN]

/** Follows one content stream. `track` each operation before looking. */
export class TextCursor {
  font: GlyphText | undefined
  size = 0
  /** The text line matrix (9.4.2): where a line of text begins. Goes on changing; copy it to keep it. */
  readonly matrix: Mutable<Matrix> = [...IDENTITY]
  /** Nothing has been shown since the matrix was set, so what comes is shown just there. Whoever lets text by clears it. */
  exact = true
  private readonly saved: { font: GlyphText | undefined; size: number; space: Matrix }[] = []

  /** @param space from the stream's coordinates to the page's (8.3.4) */
  constructor(
    private readonly fontOf: FontOf,
    public space = IDENTITY,
  ) {}

  track({ operator, operands }: Operation): void {
    switch (operator) {
      case 'Tj':
      case 'rg':
      case 'RG':
        break
      case 'Td':
      case 'TD': {
        const { matrix: m } = this
        const x = operands[0] as number
        const y = operands[1] as number
        m[4] += x * m[0] + y * m[2]
        m[5] += x * m[1] + y * m[3]
        this.exact = true
        break
      }
      case 'Tm':
        this.begin(operands as unknown as Matrix)
        this.exact = true
        break
      case 'Tf':
        this.font = this.fontOf(operands[0] as string)
        this.size = operands[1] as number
        break
      case 'BT':
        this.begin(IDENTITY)
        this.exact = true
        break
      case 'ET':
        this.exact = true
        break
      case 'T*':
        this.exact = true
        this.begin(UNKNOWN)
        break
      case "'":
      case '"':
        this.begin(UNKNOWN)
        break
      case 'cm':
        this.space = concatenate(operands as unknown as Matrix, this.space)
        break
      case 'q':
        this.saved.push({ font: this.font, size: this.size, space: this.space })
        break
      case 'Q':
        Object.assign(this, this.saved.pop())
        break
    }
  }

  private begin(matrix: Matrix): void {
    for (let i = 0; i < 6; i++) this.matrix[i] = matrix[i]!
  }
}

/** The replacement text of a Span that gives nothing but that (14.9.4); UTF-16 or ASCII, as the browser writes it. */
export function actualText({ operands }: Operation): string | undefined {
  const properties = operands[1]
  if (operands[0] !== 'Span' || !(properties instanceof Map) || properties.size !== 1) return undefined
  const bytes = (properties as ReadonlyMap<string, Operand>).get('ActualText')
  if (!(bytes instanceof Uint8Array)) return undefined
  if (bytes[0] !== 0xfe || bytes[1] !== 0xff)
    return bytes.every((byte) => byte < 0x80) ? String.fromCharCode(...bytes) : undefined
  let text = ''
  for (let i = 2; i + 1 < bytes.length; i += 2) text += String.fromCharCode(bytes[i]! * 256 + bytes[i + 1]!)
  return text
}
