/** Font files that cannot be used, each by what is wrong with it. */
import { readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { inspectFont } from '../../src/read/font-file.js'
import { shippedFont, tableOf, withoutTable, withPermission } from '../fonts.js'

const FONT = shippedFont()
const problem = (bytes: Uint8Array): string => {
  const fault = inspectFont(bytes)
  if (!fault) return 'none'
  return `${fault.kind}: ${fault.kind === 'forbidden' ? fault.permission : fault.problem}`
}

test('The shipped fonts can all be used.', () => {
  for (const file of readdirSync('fonts').filter((name) => name.endsWith('.ttf')))
    expect(inspectFont(shippedFont(file)), file).toBeUndefined()
})

test('What may not be embedded is told by its bits, what may be is not.', () => {
  expect(problem(withPermission(FONT, 0x0002))).toBe('forbidden: Restricted License embedding (0x0002)')
  expect(problem(withPermission(FONT, 0x0108))).toBe('forbidden: No subsetting (0x0100)')
  expect(problem(withPermission(FONT, 0x0204))).toBe('forbidden: Bitmap embedding only (0x0200)')
  for (const fsType of [0, 0x0004, 0x0008, 0x0006]) expect(problem(withPermission(FONT, fsType))).toBe('none')
})

test.each([
  ['', 'damaged: it is empty'],
  ['<!DOCTYPE html><html>Not found</html>', 'unfit: it is a web page'],
  ['wOFF....', 'convertible: it is a WOFF file, packed for web pages'],
  ['wOF2....', 'convertible: it is a WOFF2 file, packed for web pages'],
  ['OTTO....', 'postscript: it has PostScript outlines (OpenType CFF)'],
  ['ttcf....', 'damaged: it is a collection of fonts (TTC) that is cut off'],
  ['PK\u0003\u0004....', 'unfit: it is a ZIP archive, which is what Word, Excel and LibreOffice write'],
  [
    'version https://git-lfs.github.com/spec/v1',
    'unfit: it is a pointer of Git LFS; the file itself was not fetched',
  ],
  ['Not a font at all', 'unfit: it is not a font'],
  ['\0\u0001\0\0', 'damaged: it is cut off within its table directory'],
])('A file that begins %j is no font: %s.', (content, told) => {
  expect(problem(Buffer.from(content, 'latin1'))).toBe(told)
})

test('A font that is cut off is told by its first table that is not whole.', () => {
  expect(problem(FONT.subarray(0, 200_000))).toMatch(
    /^damaged: its table “....” ends at byte \d+, and the file has 200000$/,
  )
})

test.each(['cmap', 'head', 'hhea', 'hmtx', 'loca', 'maxp', 'name', 'post', 'OS/2'])(
  'A font without its table %s is damaged.',
  (tag) => {
    expect(problem(withoutTable(FONT, tag))).toBe(`damaged: it has no table “${tag}”`)
  },
)

test('Outlines that have changed do not have their checksum any more.', () => {
  const changed = Buffer.from(FONT)
  changed[tableOf(FONT, 'glyf').offset + 1000]! ^= 0xff
  expect(problem(changed)).toBe('damaged: its table “glyf” does not have the checksum that the file gives it')
})
