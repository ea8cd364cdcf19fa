/** Do the page numbers that stand in the file, as in its contents, say where their links lead? */
import { PDFArray, PDFDict, type PDFDocument, PDFName } from 'pdf-lib'
import { diagnose, type Diagnostic } from '../diagnostic.js'
import type { PageNumber } from '../model/passage.js'

/**
 * Compares numbers that were written by layout with the named destinations of the print (ISO 32000-1, 12.3.2.3).
 * @param file for findings
 */
export function checkPageNumbers(
  document: PDFDocument,
  numbers: readonly PageNumber[],
  file: string,
): readonly Diagnostic[] {
  const pages = document.getPages().map(({ ref }) => ref)
  const places = document.catalog.lookupMaybe(PDFName.of('Dests'), PDFDict)
  return numbers.flatMap(({ id, page }) => {
    const place = places?.lookup(PDFName.of(id))
    const target = place instanceof PDFArray ? pages.findIndex((ref) => ref === place.get(0)) + 1 : 0
    return target > 0 && target === page
      ? []
      : [diagnose('page-number-wrong', { file }, { id, page, target })]
  })
}
