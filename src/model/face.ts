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
export const tellFace = (face: FaceName): string =>
  `${face.family}, ${face.weight}${face.style === 'italic' ? ' italic' : ''}`

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
