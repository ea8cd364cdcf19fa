/** Takes out objects that nothing refers to: what was replaced would stay in the file for good. */
import { PDFArray, PDFDict, type PDFDocument, PDFObject, PDFRef, PDFStream } from 'pdf-lib'

export function sweep({ context }: PDFDocument): void {
  const reached = new Set<PDFRef>()
  const { Root, Info, ID } = context.trailerInfo
  const waiting = [Root, Info, ID].filter((object): object is PDFObject => object instanceof PDFObject)
  for (let object = waiting.pop(); object; object = waiting.pop())
    if (object instanceof PDFRef) {
      const target = reached.has(object) ? undefined : context.lookup(object)
      reached.add(object)
      if (target) waiting.push(target)
    } else if (object instanceof PDFArray) for (const each of object.asArray()) waiting.push(each)
    else if (object instanceof PDFDict) for (const each of object.values()) waiting.push(each)
    else if (object instanceof PDFStream) waiting.push(object.dict)
  for (const [ref] of context.enumerateIndirectObjects()) if (!reached.has(ref)) context.delete(ref)
}
