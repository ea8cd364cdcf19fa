/** A document → its bytes, the same whenever and wherever they are written. */
import { createHash } from 'node:crypto'
import { type PDFDocument, PDFStreamWriter } from 'pdf-lib'
import { IDENTIFIER } from './metadata.js'
import { sweep } from './sweep.js'

/** Ten times pdf-lib's own number: a structure tree is thousands of small objects that compress well together. */
const OBJECTS_PER_STREAM = 500

export async function write(document: PDFDocument): Promise<Uint8Array> {
  await document.flush()
  sweep(document)
  const writer = PDFStreamWriter.forContext(document.context, Infinity, true, OBJECTS_PER_STREAM)
  return identify(await writer.serializeToBuffer())
}

/** Puts the identifier in its places: it comes from all other bytes, so it is the same wherever they are. */
function identify(pdf: Uint8Array): Uint8Array {
  const bytes = Buffer.from(pdf.buffer, pdf.byteOffset, pdf.length)
  const identifier = createHash('sha256').update(bytes).digest('hex').slice(0, IDENTIFIER.length)
  for (let at = bytes.indexOf(IDENTIFIER); at >= 0; at = bytes.indexOf(IDENTIFIER, at))
    bytes.write(identifier, at)
  return pdf
}
