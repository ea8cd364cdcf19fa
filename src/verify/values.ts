/** Boxes and matrices as objects of a PDF say them, where they may be missing. */
import type { PDFObject } from 'pdf-lib'
import { IDENTITY, type Matrix } from '../content-stream/matrix.js'
import { numbersOf } from '../content-stream/values.js'
import type { Box } from './box.js'

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
