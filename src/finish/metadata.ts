/** What the file says of itself: title, language, dates. */
import type { PDFDocument } from 'pdf-lib'
import type { IsoDate, Tag } from '../model/publication.js'

/**
 * Sets the Info dictionary (ISO 32000-1, 14.3.3), the natural language (14.9.2) and the preference to show the title
 * (12.2). Both dates are the publication's, so that the same source gives the same file.
 */
export function setMetadata(
  document: PDFDocument,
  { title, lang, date }: { readonly title: string; readonly lang: Tag; readonly date: IsoDate },
): void {
  const moment = new Date(`${date}T00:00:00Z`)
  document.setTitle(title, { showInWindowTitleBar: true })
  document.setCreator('Broadside')
  document.setProducer('Broadside')
  document.setCreationDate(moment)
  document.setModificationDate(moment)
  document.setLanguage(lang)
}
