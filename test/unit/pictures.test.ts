/** Pictures of which the end is missing. */
import { expect, test } from 'vitest'
import { isCutOff } from '../../src/read/raster.js'

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
