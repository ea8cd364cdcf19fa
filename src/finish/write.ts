/** A document → its bytes, the same whenever and wherever they are written. */
import { createHash } from 'node:crypto'
import { type PDFDocument, PDFStreamWriter } from 'pdf-lib'
import { IDENTIFIER } from './metadata.js'
import { sweep } from './sweep.js'

/** Ten times pdf-lib's own number: a structure tree is thousands of small objects that compress well together. */
const OBJECTS_PER_STREAM = 500

/** @param version of PDF that the header says (ISO 32000-1, 7.5.2); pdf-lib writes 1.7, whatever its context holds */
export async function write(document: PDFDocument, version: '1.6' | '1.7' = '1.7'): Promise<Uint8Array> {
  await document.flush()
  sweep(document)
  const writer = PDFStreamWriter.forContext(document.context, Infinity, true, OBJECTS_PER_STREAM)
  const pdf = await writer.serializeToBuffer()
  pdf.set(Buffer.from(`%PDF-${version}`))
  return identify(pdf)
}

/** Puts the identifier in its places: it comes from all other bytes, so it is the same wherever they are. */
function identify(pdf: Uint8Array): Uint8Array {
  const bytes = Buffer.from(pdf.buffer, pdf.byteOffset, pdf.length)
  const identifier = createHash('sha256').update(bytes).digest('hex').slice(0, IDENTIFIER.length)
  for (let at = bytes.indexOf(IDENTIFIER); at >= 0; at = bytes.indexOf(IDENTIFIER, at))
    bytes.write(identifier, at)
  return pdf
}
