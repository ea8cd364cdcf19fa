/** Font faces: how they are named, what they can set. */
import type { Place } from './publication.js'

/** A face as CSS asks for it (CSS Fonts 4, 5.2). */
export interface FaceName {
  readonly family: string
  readonly weight: number
  readonly style: 'normal' | 'italic'
}

export interface Face extends FaceName {
  readonly file: string
  /** Of the file's bytes; two faces may have one PostScript name. */
  readonly sha256: string
  /** Where fonts.yaml names it. */
  readonly at: Place
  readonly postscriptName: string
  /** Code points it has glyphs for, as sorted, inclusive, alternating bounds: first, last, first, last … */
  readonly coverage: readonly number[]
  /** Code points that share a glyph, such as U+2019 and U+02BC. A PDF can tell only one of each set. */
  readonly sharedGlyphs: readonly (readonly number[])[]
}

export const sameFace = (a: FaceName, b: FaceName): boolean =>
  a.family === b.family && a.weight === b.weight && a.style === b.style

/** A face in words: «Source Serif 4 Display, 600», «Source Serif 4, 400 italic». */
export const tellFace = (face: FaceName): string => `${face.family}, ${formatFaceSlot(face)}`

/** «600», «400 italic». */
export const formatFaceSlot = ({ weight, style }: Omit<FaceName, 'family'>): string =>
  `${weight}${style === 'italic' ? ' italic' : ''}`

/** The npm package that holds a family, if Google Fonts has it: «Noto Serif» is in @expo-google-fonts/noto-serif. */
export const packageOf = (family: string): string =>
  `@expo-google-fonts/${family
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')}`

/** The face of a family that the browser takes for a weight and a style (CSS Fonts 4, 5.2); undefined if there are none. */
export function nearestFace<F extends FaceName>(
  faces: readonly F[],
  { weight: wanted, style }: Pick<FaceName, 'weight' | 'style'>,
): F | undefined {
  const styled = faces.filter((face) => face.style === style)
  const rank = ({ weight }: FaceName): number => {
    if (weight === wanted) return 0
    if (wanted >= 400 && wanted <= 500 && weight > wanted && weight <= 500) return weight - wanted
    const isFirst = wanted <= 500 ? weight < wanted : weight > wanted
    return 1000 + Math.abs(weight - wanted) + (isFirst ? 0 : 1000)
  }
  return [...(styled.length ? styled : faces)].sort((a, b) => rank(a) - rank(b))[0]
}

/** True if the face has a glyph for the code point. */
export function covers(face: Face, codePoint: number): boolean {
  const bounds = face.coverage
  let low = 0
  let high = bounds.length / 2
  while (low < high) {
    const middle = (low + high) >> 1
    if (codePoint > bounds[middle * 2 + 1]!) low = middle + 1
    else if (codePoint < bounds[middle * 2]!) high = middle
    else return true
  }
  return false
}
