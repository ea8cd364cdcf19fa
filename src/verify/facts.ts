/** The facts of a finished PDF. */
import { PDFArray, PDFDict, type PDFDocument, PDFHexString, PDFName, PDFString } from 'pdf-lib'

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
}

export function readFacts(document: PDFDocument): Facts {
  const lang = document.catalog.lookup(PDFName.of('Lang'))
  const fonts: FontFact[] = []
  for (const [, object] of document.context.enumerateIndirectObjects())
    if (object instanceof PDFDict && object.lookup(PDFName.of('Type')) === PDFName.of('Font')) {
      const fact = fontFact(object)
      if (fact) fonts.push(fact)
    }
  return {
    title: document.getTitle(),
    lang: lang instanceof PDFString || lang instanceof PDFHexString ? lang.decodeText() : undefined,
    pages: document.getPageCount(),
    fonts,
  }
}

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
