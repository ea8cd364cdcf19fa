/** What copy and search find: Chromium names the glyph, and a glyph may stand for several characters. */
import { PDFDict, type PDFDocument, PDFName, PDFRawStream } from 'pdf-lib'
import { parseCMap } from '../content-stream/showing.js'
import type { Face } from '../model/face.js'
import { decodeStream } from '../content-stream/decode.js'

/**
 * Rewrites the ToUnicode CMaps (ISO 32000-1, 9.10.3). Where characters share a glyph, Chromium may tell the wrong one
 * (U+02BC for an apostrophe, U+2019): the one that the document holds takes its place. A ligature is told by its letters.
 * @param characters code points of the document's own text
 */
export function repairTextLayer(
  document: PDFDocument,
  faces: readonly Face[],
  characters: ReadonlySet<number>,
): void {
  const { context } = document
  for (const [, object] of context.enumerateIndirectObjects()) {
    if (!(object instanceof PDFDict) || object.lookup(PDFName.of('Subtype')) !== PDFName.of('Type0')) continue
    const name = fontName(object)
    // Several may have one name. A character that is not of the document is only told by a face where it shares its glyph.
    const named = faces.filter(({ postscriptName }) => postscriptName === name)
    const stream = object.lookup(PDFName.of('ToUnicode'))
    if (!named.length || !(stream instanceof PDFRawStream)) continue
    const glyphs = parseCMap(new TextDecoder('latin1').decode(decodeStream(stream)))
    const repaired = new Map([...glyphs].map(([glyph, text]) => [glyph, repair(text, named, characters)]))
    if ([...glyphs].every(([glyph, text]) => repaired.get(glyph) === text)) continue
    object.set(PDFName.of('ToUnicode'), context.register(context.flateStream(writeCMap(repaired))))
  }
}

/** The PostScript name without the subset tag (9.6.4); pictures of glyphs have none. */
export const fontName = (font: PDFDict): string | undefined =>
  font
    .lookupMaybe(PDFName.of('BaseFont'), PDFName)
    ?.decodeText()
    .replace(/^[A-Z]{6}\+/, '')

function repair(text: string, faces: readonly Face[], characters: ReadonlySet<number>): string {
  const codePoint = text.codePointAt(0)!
  if (characters.has(codePoint)) return text
  if (codePoint >= 0xfb00 && codePoint <= 0xfb06) return text.normalize('NFKC')
  const sharing = faces.flatMap(({ sharedGlyphs }) =>
    sharedGlyphs.filter((shared) => shared.includes(codePoint)).flat(),
  )
  const present = new Set(sharing.filter((each) => characters.has(each)))
  return present.size === 1 ? String.fromCodePoint(...present) : text
}

/** At most 100 entries a section (Adobe Technical Note 5014, 2). */
function writeCMap(glyphs: ReadonlyMap<number, string>): string {
  const entries = [...glyphs]
    .sort(([a], [b]) => a - b)
    .map(([glyph, text]) => `<${hex(glyph)}> <${toUtf16(text)}>`)
  const sections: string[] = []
  for (let i = 0; i < entries.length; i += 100) {
    const section = entries.slice(i, i + 100)
    sections.push(`${section.length} beginbfchar`, ...section, 'endbfchar')
  }
  return [
    '/CIDInit /ProcSet findresource begin',
    '12 dict begin',
    'begincmap',
    '/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def',
    '/CMapName /Adobe-Identity-UCS def',
    '/CMapType 2 def',
    '1 begincodespacerange',
    '<0000> <FFFF>',
    'endcodespacerange',
    ...sections,
    'endcmap',
    'CMapName currentdict /CMap defineresource pop',
    'end',
    'end',
  ].join('\n')
}

const hex = (unit: number): string => unit.toString(16).toUpperCase().padStart(4, '0')
const toUtf16 = (text: string): string =>
  Array.from({ length: text.length }, (_, i) => hex(text.charCodeAt(i))).join('')
