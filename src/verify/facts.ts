/** The facts of a finished PDF. */
import {
  PDFArray,
  PDFDict,
  type PDFDocument,
  PDFHexString,
  PDFName,
  type PDFObject,
  PDFRawStream,
  PDFString,
} from 'pdf-lib'

export interface FontFact {
  /** Without the subset tag. */
  readonly name: string
  readonly subset: boolean
  /** «CID TrueType», «Type 3» … */
  readonly type: string
  readonly embedded: boolean
  readonly toUnicode: boolean
}

export interface Facts {
  readonly title: string | undefined
  readonly lang: string | undefined
  readonly pages: number
  readonly fonts: readonly FontFact[]
  /** The standards that it says it conforms to: «PDF/UA-1», «PDF/A-2a». */
  readonly standards: readonly string[]
}

export function readFacts(document: PDFDocument): Facts {
  const fonts: FontFact[] = []
  for (const [, object] of document.context.enumerateIndirectObjects())
    if (object instanceof PDFDict && object.lookup(PDFName.of('Type')) === PDFName.of('Font')) {
      const fact = fontFact(object)
      if (fact) fonts.push(fact)
    }
  return {
    title: document.getTitle(),
    lang: textOf(document.catalog.lookup(PDFName.of('Lang'))),
    pages: document.getPageCount(),
    fonts,
    standards: standardsIn(readXmp(document)),
  }
}

/** The XMP packet, or nothing. */
export function readXmp(document: PDFDocument): string {
  const metadata = document.catalog.lookup(PDFName.of('Metadata'))
  return metadata instanceof PDFRawStream ? Buffer.from(metadata.contents).toString() : ''
}

/** As ISO 14289-1, clause 5, ISO 15930-7, 6.11, and ISO 19005-2, 6.6.4, have a file say it. */
function standardsIn(xmp: string): readonly string[] {
  const value = (name: string) => new RegExp(`<${name}>(.*)</${name}>`).exec(xmp)?.[1]
  const [ua, x, part, level] = [
    'pdfuaid:part',
    'pdfxid:GTS_PDFXVersion',
    'pdfaid:part',
    'pdfaid:conformance',
  ].map(value)
  return [
    ...(ua ? [`PDF/UA-${ua}`] : []),
    ...(x ? [x] : []),
    ...(part ? [`PDF/A-${part}${(level ?? '').toLowerCase()}`] : []),
  ]
}

/** A text string as text. */
export const textOf = (object: PDFObject | undefined): string | undefined =>
  object instanceof PDFString || object instanceof PDFHexString ? object.decodeText() : undefined

/** Undefined for a descendant font, which its Type 0 parent speaks for (ISO 32000-1, 9.7). */
function fontFact(font: PDFDict): FontFact | undefined {
  const subtype = font.lookup(PDFName.of('Subtype'), PDFName).decodeText()
  if (subtype.startsWith('CIDFont')) return undefined
  const descendant = font.lookupMaybe(PDFName.of('DescendantFonts'), PDFArray)?.lookup(0, PDFDict) ?? font
  const program = descendant.lookupMaybe(PDFName.of('FontDescriptor'), PDFDict)
  const base = font.lookupMaybe(PDFName.of('BaseFont'), PDFName)?.decodeText() ?? '(unnamed)'
  const kind = descendant.lookup(PDFName.of('Subtype'), PDFName).decodeText()
  return {
    name: base.replace(/^[A-Z]{6}\+/, ''),
    subset: /^[A-Z]{6}\+/.test(base),
    type: kind === 'CIDFontType2' ? 'CID TrueType' : kind === 'Type3' ? 'Type 3' : kind,
    embedded: ['FontFile', 'FontFile2', 'FontFile3'].some((key) => program?.has(PDFName.of(key))),
    toUnicode: font.has(PDFName.of('ToUnicode')),
  }
}
