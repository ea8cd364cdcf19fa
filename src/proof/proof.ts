/** A proof: what is to be seen and read on the pages of a finished file. Lengths are millimetres from the top left corner. */

/** Pixels row by row, four bytes each: red, green, blue, 255. */
export interface Picture {
  readonly width: number
  readonly height: number
  readonly pixels: Uint8Array
}

export interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** A line of text, or the part of it that stands in one column. */
export interface Line {
  readonly text: string
  readonly box: Box
  /** Font and size in points of its first letter: «SourceSerif4-Regular 12.15». */
  readonly face: string
  /** «#9b1c20» */
  readonly ink: string
}

/** A page without its picture: what a person reads in the baseline, and what says in words how two pages differ. */
export interface PageText {
  readonly widthMm: number
  readonly heightMm: number
  /** The colours of text and drawings, sorted. */
  readonly inks: readonly string[]
  /** SHA-256 of all pixels in all their shades, the first 32 hexadecimal digits. */
  readonly pixels: string
  readonly lines: readonly Line[]
}

export interface Page extends PageText {
  /** None where the baseline's page has the same pixels: then its picture is this one, too. */
  readonly picture?: Picture
}

/** A finished file. `structure` is what `tellFile` says: tags, outline, boxes, fonts. */
export interface Proof {
  readonly structure: string
  readonly pages: readonly Page[]
}

/** Points as millimetres, to the hundredth: a PDF's own numbers are not more exact. */
export const toMm = (points: number): number => Math.round((points * 2540) / 72) / 100
