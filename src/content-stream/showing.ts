/** Operators that show text (ISO 32000-1, 9.4.3), and what their glyphs stand for (9.10.3). */
import type { Operation } from './content-stream.js'

export const SHOWING: ReadonlySet<string> = new Set(['Tj', 'TJ', "'", '"'])

/** The bytes that an operator of `SHOWING` shows. */
export function shownBytes({ operator, operands }: Operation): readonly Uint8Array[] {
  const operand = operands[operator === '"' ? 2 : 0]
  if (operand instanceof Uint8Array) return [operand]
  return Array.isArray(operand)
    ? operand.filter((part): part is Uint8Array => part instanceof Uint8Array)
    : []
}

/** Glyph → text, from the bfchar and bfrange sections as Skia writes them. */
export function parseCMap(cmap: string): Map<number, string> {
  const glyphs = new Map<number, string>()
  for (const [, section] of cmap.matchAll(/beginbfchar([\s\S]*?)endbfchar/g))
    for (const [, glyph, text] of section!.matchAll(/<([0-9A-F]+)>\s*<([0-9A-F]+)>/gi))
      glyphs.set(parseInt(glyph!, 16), fromUtf16(text!))
  for (const [, section] of cmap.matchAll(/beginbfrange([\s\S]*?)endbfrange/g))
    for (const [, first, last, text] of section!.matchAll(
      /<([0-9A-F]+)>\s*<([0-9A-F]+)>\s*<([0-9A-F]+)>/gi,
    )) {
      const start = parseInt(first!, 16)
      const point = fromUtf16(text!).codePointAt(0)!
      for (let glyph = start; glyph <= parseInt(last!, 16); glyph++)
        glyphs.set(glyph, String.fromCodePoint(point + glyph - start))
    }
  return glyphs
}

const fromUtf16 = (digits: string): string =>
  String.fromCharCode(...digits.match(/.{4}/g)!.map((unit) => parseInt(unit, 16)))
