/** Only our own faces, each embedded as a TrueType subset with its Unicode values. */
import { diagnose, type Diagnostic } from '../diagnostic.js'
import type { Face } from '../model/face.js'
import type { FontFact } from './facts.js'

/** @param file where the PDF will lie, for findings */
export function checkFonts(
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
    return problem ? [diagnose('foreign-font', { file }, { font: font.name, problem })] : []
  })
}
