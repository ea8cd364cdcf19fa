/** What a file is by its first bytes, whatever its name says. */

const FORMATS: readonly (readonly [begins: string, format: string])[] = [
  ['PK\x03\x04', 'a ZIP archive, which is what Word, Excel and LibreOffice write'],
  ['\xd0\xcf\x11\xe0', 'an old Office file (.doc, .xls), or one with a password'],
  ['{\\rtf', 'an RTF file'],
  ['%PDF-', 'a PDF'],
  ['version https://git-lfs', 'a pointer of Git LFS; the file itself was not fetched'],
]
const WEB_PAGE = /^(?:\xef\xbb\xbf)?\s*<(?:!doctype\s+html|html|head|body)\b/i

/** A noun with its article; undefined for what may be text, a picture or a font. */
export function formatOf(bytes: Uint8Array): string | undefined {
  const beginning = Buffer.from(bytes.subarray(0, 200)).toString('latin1')
  if (WEB_PAGE.test(beginning)) return 'a web page'
  return FORMATS.find(([begins]) => beginning.startsWith(begins))?.[1]
}
