/** What pictures say of themselves: whether their end is there, and how many pixels they have to an inch. */
import { expect, test } from 'vitest'
import { isCutOff, readRaster } from '../../src/read/raster.js'

const bytes = (text: string): Buffer => Buffer.from(text, 'latin1')

test.each([
  ['PNG', '\x89PNG\r\n\x1a\n\0\0\0\rIHDR…', '\0\0\0\0IEND\xaeB`\x82'],
  ['JPEG', '\xff\xd8\xff\xe0…', '\xff\xd9'],
  ['JPEG with something behind it', '\xff\xd8\xff\xe0…', '\xff\xd9\0\0trailer'],
  ['WebP', 'RIFF\x0a\0\0\0WEBPVP8 ', 'ab'],
])('%s', (_kind, beginning, end) => {
  expect(isCutOff(bytes(beginning + end))).toBe(false)
  expect(isCutOff(bytes(beginning))).toBe(true)
})

test('other files have no end that is known', () => {
  expect(isCutOff(bytes('<svg'))).toBe(false)
  expect(isCutOff(bytes('G'))).toBe(false)
})

const short = (value: number) => String.fromCharCode(value >> 8, value & 255)
const long = (value: number) => short(value >>> 16) + short(value & 0xffff)

/** @param chunk pixels to a unit across and down, and the unit: 1 is a metre */
const png = (...[x, y, unit]: [x: number, y: number, unit: number]) =>
  bytes(
    `\x89PNG\r\n\x1a\n${long(13)}IHDR${long(9)}${long(9)}\x08\x02\0\0\0crc.` +
      `${long(9)}pHYs${long(x)}${long(y)}${String.fromCharCode(unit)}crc.${long(0)}IDATcrc.${long(0)}IENDcrc.`,
  )
const segment = (marker: string, content: string) => `\xff${marker}${short(content.length + 2)}${content}`
const jfif = (unit: number, x: number, y = x) =>
  segment('\xe0', `JFIF\0\x01\x02${String.fromCharCode(unit)}${short(x)}${short(y)}\0\0`)
const exif = (unit: number, value: number, entries = 3) => {
  const values = 8 + 2 + 12 * 3 + 4
  const entry = (tag: number, kind: number, content: string) => short(tag) + short(kind) + long(1) + content
  return segment(
    '\xe1',
    `Exif\0\0MM\0*${long(8)}${short(entries)}${entry(0x11a, 5, long(values))}${entry(0x11b, 5, long(values))}` +
      `${entry(0x128, 3, short(unit) + short(0))}${long(0)}${long(value * 10)}${long(10)}`,
  )
}
const jpeg = (...segments: string[]) => bytes(`\xff\xd8${segments.join('')}\xff\xda\xff\xd9`)

test.each<[string, Buffer, number | undefined]>([
  ['a PNG of 300', png(11811, 11811, 1), 300],
  ['a PNG whose pixels are no squares', png(11811, 5906, 1), undefined],
  ['a PNG that says nothing but their shape', png(1, 1, 0), undefined],
  ['a PNG of 72, which programs write by themselves', png(2835, 2835, 1), undefined],
  ['a PNG of 96, which others write by themselves', png(3780, 3780, 1), undefined],
  ['a PNG of 1 pixel to an inch', png(39, 39, 1), undefined],
  ['a PNG of 10,000', png(393700, 393700, 1), undefined],
  ['a JPEG of 300', jpeg(jfif(1, 300)), 300],
  ['a JPEG of 118 to a centimetre', jpeg(jfif(2, 118)), 300],
  ['a JPEG that says nothing but the shape of its pixels', jpeg(jfif(0, 1)), undefined],
  ['a photograph of a camera', jpeg(exif(2, 240)), 240],
  ['a photograph that a program has given 72', jpeg(jfif(1, 72), exif(3, 100)), 254],
  ['a photograph whose camera says 72', jpeg(jfif(1, 150), exif(2, 72)), 150],
  ['a photograph whose directory leads beyond its end', jpeg(exif(2, 240, 60000)), undefined],
])('%s', (_what, file, ppi) => {
  const raster = readRaster(file) as { ppi?: number }
  expect(raster.ppi && Math.round(raster.ppi)).toBe(ppi)
})
