/** The job ticket as the shop reads it. */
import { expect, test } from 'vitest'
import { diagnose } from '../../src/diagnostic.js'
import { type JobFile, writeTicket } from '../../src/publish/ticket.js'

const CMYK = ['Cyan', 'Magenta', 'Yellow', 'Black']
const LEAFLET: JobFile = {
  name: 'lake-2024-leaflet-en.pdf',
  paper: 'A4 portrait',
  pages: 2,
  trim: { widthMm: 210, heightMm: 297 },
  sheet: { widthMm: 240, heightMm: 327 },
  bleedMm: 3,
  plates: [CMYK, CMYK],
  mostInk: 214.7,
  inkLimit: 300,
  pictures: { count: 0, fewestPpi: Infinity },
  fonts: ['SourceSans3-Regular', 'SourceSerif4-Regular'],
  condition: 'FOGRA39',
  profile: 'Coated FOGRA39L',
  sha256: 'ab'.repeat(32),
  findings: [],
}
const JOB = {
  slug: 'lake-2024',
  title: 'Keep the lake open',
  publisher: 'Lake Committee',
  date: '2024-09-14',
  files: [],
  others: [],
  missing: [],
}
const ticket = (...files: JobFile[]): string => writeTicket({ ...JOB, files })

test('a ticket says of each file what a printer asks', () => {
  expect(ticket(LEAFLET)).toBe(`Job ticket: lake-2024
Keep the lake open
Lake Committee · 2024-09-14

lake-2024-leaflet-en.pdf
  Pages         2, single pages in reading order
  Trim          210 × 297 mm (A4 portrait)
  Bleed         3 mm on every side
  Page in file  240 × 327 mm, trim and bleed in its boxes
  Plates        Cyan, Magenta, Yellow, Black, on all pages
  Total ink     215 % at most, within the limit of 300 %
  Pictures      none
  Fonts         SourceSans3-Regular, SourceSerif4-Regular; embedded as subsets
  Printed for   FOGRA39, profile embedded: Coated FOGRA39L
  Standard      PDF/X-4 (ISO 15930-7:2010)
  SHA-256       abababababababababababababababababababababababababababababababab
  Preflight     passed, nothing found
`)
})

test('pages with other plates, the binding, pictures and warnings are told', () => {
  const booklet = ticket({
    ...LEAFLET,
    pages: 5,
    binding: 'folded, stitched through the spine',
    plates: [CMYK, [], ['Black'], ['Black'], CMYK],
    pictures: { count: 3, fewestPpi: 288.4 },
    findings: [
      diagnose(
        'low-resolution',
        { file: 'x', page: 2 },
        {
          names: ['quay.png'],
          width: 900,
          height: 600,
          ppi: 288.4,
          wanted: 300,
          xMm: 10,
          yMm: 20.25,
          more: 0,
        },
      ),
    ],
  })
  expect(booklet.split('\n').slice(5)).toEqual([
    '  Pages         5, single pages in reading order (an odd number)',
    '  Trim          210 × 297 mm (A4 portrait)',
    '  Bleed         3 mm on every side',
    '  Page in file  240 × 327 mm, trim and bleed in its boxes',
    '  Binding       folded, stitched through the spine',
    '  Plates        Cyan, Magenta, Yellow, Black: pages 1, 5',
    '                blank: page 2',
    '                Black: pages 3–4',
    '  Total ink     215 % at most, within the limit of 300 %',
    '  Pictures      3, 288 ppi and more',
    '  Fonts         SourceSans3-Regular, SourceSerif4-Regular; embedded as subsets',
    '  Printed for   FOGRA39, profile embedded: Coated FOGRA39L',
    '  Standard      PDF/X-4 (ISO 15930-7:2010)',
    '  SHA-256       abababababababababababababababababababababababababababababababab',
    '  Preflight     passed, with a warning:',
    '                Page 2: The picture quay.png (900 × 600 pixels) has 288 pixels to an inch, 300',
    '                are usual (10 mm from the left and 20.3 mm from the top of the trim).',
    '',
  ])
})

test('files of another build, and files that have errors, are named', () => {
  const [other, missing] = ['lake-2024-leaflet-fr.pdf', 'lake-2024-leaflet-de.pdf']
  expect(writeTicket({ ...JOB, others: [other], missing: [missing] })).toBe(`Job ticket: lake-2024
Keep the lake open
Lake Committee · 2024-09-14

Built at another time, and not told here: lake-2024-leaflet-fr.pdf

Not here, because they have errors: lake-2024-leaflet-de.pdf
`)
})
