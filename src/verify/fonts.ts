/** Only our own faces, each embedded as a TrueType subset with its Unicode values. */
import type { PDFDocument } from 'pdf-lib'
import { diagnose, type Diagnostic } from '../diagnostic.js'
import type { Face } from '../model/face.js'
import { findFont } from './font-words.js'
import type { FontFact } from './facts.js'

/**
 * A finding for each font that is none of ours or not embedded as it should be, with the first page and the words that it sets.
 * @param file where the PDF will lie, for findings
 */
export function checkFonts(
  document: PDFDocument,
  fonts: readonly FontFact[],
  faces: readonly Face[],
  file: string,
): readonly Diagnostic[] {
  return fonts.flatMap((font) => {
    const problem = !faces.some(({ postscriptName }) => postscriptName === font.name)
      ? 'is none of ours: the browser fell back on it'
      : font.type !== 'CID TrueType'
        ? `is embedded as ${font.type}, not as CID TrueType`
        : !font.embedded || !font.subset
          ? 'is not embedded as a subset'
          : !font.toUnicode
            ? 'carries no Unicode values, so its text cannot be copied or searched'
            : undefined
    if (!problem) return []
    const use = findFont(document, font.name)
    const where = use ? { file, page: use.page } : { file }
    return [diagnose('foreign-font', where, { font: font.name, problem, words: use?.words ?? '' })]
  })
}
