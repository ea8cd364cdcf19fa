/** What a file has for readers at a screen, and paper has no use for. */
import { type PDFDocument, PDFName } from 'pdf-lib'

/** Takes out links, places that they lead to, bookmarks: PDF/X-4 wants no actions, and no annotations within the bleed (6.17, 6.18). */
export function leaveOnlyPaper(document: PDFDocument): void {
  for (const { node } of document.getPages()) node.delete(PDFName.of('Annots'))
  for (const key of ['Dests', 'Names', 'Outlines', 'OpenAction', 'AA', 'StructTreeRoot', 'MarkInfo'])
    document.catalog.delete(PDFName.of(key))
}
