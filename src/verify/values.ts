/** What objects of a PDF say, where they may be missing or something else than they should be. */
import { PDFArray, PDFName, PDFNumber, type PDFObject } from 'pdf-lib'
import { IDENTITY, type Matrix } from '../content-stream/matrix.js'
import type { Box } from './box.js'

export const numberOf = (object: PDFObject | undefined, otherwise = 0): number =>
  object instanceof PDFNumber ? object.asNumber() : otherwise

/** Undefined if it is no array; what is no number in it is 0. */
export const numbersOf = (object: PDFObject | undefined): number[] | undefined =>
  object instanceof PDFArray ? object.asArray().map((_, i) => numberOf(object.lookup(i))) : undefined

/** Without its slash. */
export const nameOf = (object: PDFObject | undefined): string | undefined =>
  object instanceof PDFName ? object.decodeText() : undefined

/** Of two opposite corners, in any order (ISO 32000-1, 7.9.5). */
export function boxOf(object: PDFObject | undefined): Box | undefined {
  const corners = numbersOf(object)
  if (!corners) return undefined
  const [a = 0, b = 0, c = 0, d = 0] = corners
  return { left: Math.min(a, c), bottom: Math.min(b, d), right: Math.max(a, c), top: Math.max(b, d) }
}

/** A form's or a pattern's own. */
export const matrixOf = (object: PDFObject | undefined): Matrix =>
  (numbersOf(object) as Matrix | undefined) ?? IDENTITY
