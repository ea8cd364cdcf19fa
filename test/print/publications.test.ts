/** Publications of every kind that people bring, through the real command: each is printed whole, with nothing to say but what its list holds beside. */
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { broadside, findings, temporaryFolder } from '../broadside.js'

test.each([
  [
    'coalition',
    'an open letter without numbers, with headings, footnotes, a logo and a workbook of 60 organisations',
    ['Remarks'],
  ],
  ['accord', 'a joint statement with a list in a paragraph and two groups of signatories', []],
  ['motion', 'a motion with lettered items, a table in a paragraph and a footnote', []],
  ['appeal', 'an appeal of one page with a picture, in three languages', []],
])('%s: %s', async (name, _, unused) => {
  const root = join('test/fixtures', name)
  const ran = await broadside(['build', '--project', root, '--out', temporaryFolder()])
  const told = findings(ran)
    .split('\n')
    .filter((line) => / (warning|error): /.test(line))
  expect(told.map((line) => line.replace(/^.*: /, ''))).toEqual(unused.map((column) => `${column}.`))
  expect(ran.code).toBe(0)
})
