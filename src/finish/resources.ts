/** What a content stream knows by name (ISO 32000-1, 7.8.3). */
import { PDFDict, PDFName, type PDFObject } from 'pdf-lib'

/** Gives resources one more; a name of ours means the same everywhere. */
export function addResource(resources: PDFDict, category: string, name: string, value: PDFObject): void {
  const listed = resources.lookupMaybe(PDFName.of(category), PDFDict) ?? resources.context.obj({})
  resources.set(PDFName.of(category), listed)
  listed.set(PDFName.of(name), value)
}
