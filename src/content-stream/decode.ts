/** Streams as they were before they were encoded (ISO 32000-1, 7.4). */
import { inflateSync } from 'node:zlib'
import { decodePDFRawStream, PDFName, type PDFRawStream } from 'pdf-lib'

/** What Chromium deflates, Node inflates several times as fast as pdf-lib, and to the same bytes whatever its version. */
export function decodeStream(stream: PDFRawStream): Uint8Array {
  const { dict, contents } = stream
  const plain =
    dict.get(PDFName.of('Filter')) === PDFName.of('FlateDecode') && !dict.has(PDFName.of('DecodeParms'))
  return plain ? inflateSync(contents) : decodePDFRawStream(stream).decode()
}
