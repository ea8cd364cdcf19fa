/** What objects of a PDF say, where they may be missing or something else than they should be. */
import { PDFArray, PDFName, PDFNumber, type PDFObject } from 'pdf-lib'

export const numberOf = (object: PDFObject | undefined, otherwise = 0): number =>
  object instanceof PDFNumber ? object.asNumber() : otherwise

/** Undefined if it is no array; what is no number in it is 0. */
export function numbersOf(array: PDFArray): number[]
export function numbersOf(object: PDFObject | undefined): number[] | undefined
export function numbersOf(object: PDFObject | undefined): number[] | undefined {
  return object instanceof PDFArray ? object.asArray().map((_, i) => numberOf(object.lookup(i))) : undefined
}

/** Without its slash. */
export const nameOf = (object: PDFObject | undefined): string | undefined =>
  object instanceof PDFName ? object.decodeText() : undefined
