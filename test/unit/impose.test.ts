/** Imposed files: drawn by pdf-lib, imposed, read by PDFium. */
import { readFileSync } from 'node:fs'
import {
  decodePDFRawStream,
  PDFArray,
  PDFDict,
  PDFDocument,
  PDFName,
  PDFNumber,
  PDFRawStream,
  StandardFonts,
} from 'pdf-lib'
import { expect, test } from 'vitest'
import { impose } from '../../src/finish/impose.js'
import type { Imposition } from '../../src/model/imposition.js'
import { paper, pointsFromMm } from '../../src/model/paper.js'
import { readFacts } from '../../src/verify/facts.js'
import { readHalves } from '../read-text.js'

const [WIDTH, HEIGHT, BLEED] = [pointsFromMm(148), pointsFromMm(210), pointsFromMm(10)]

/** So many A5 pages with room around them: «Page 3» within the trim, «slug 3» outside. */
async function prints(count: number): Promise<Uint8Array> {
  const document = await PDFDocument.create()
  const font = await document.embedFont(StandardFonts.Helvetica)
  for (let number = 1; number <= count; number++) {
    const page = document.addPage([WIDTH + 2 * BLEED, HEIGHT + 2 * BLEED])
    page.drawText(`Page ${number}`, { x: 100, y: 300, size: 24, font })
    page.drawRectangle({ x: 0, y: 0, width: BLEED, height: 20 })
  }
  return document.save()
}

const saddle: Imposition = {
  scheme: 'saddle-stitch',
  paper: paper('A4', 'landscape')!,
  flip: 'short-edge',
  binding: 'left',
  thicknessMm: 0.1,
  marks: [],
}

async function imposed(pages: number, imposition: Partial<Imposition> = {}) {
  return impose(await prints(pages), {
    imposition: { ...saddle, ...imposition, at: { file: '/publication.yaml', line: 9 } },
    paper: paper('A5', 'portrait')!,
    margins: { mirrored: false, top: 12, right: 12, bottom: 12, left: 12 },
    edgeMm: 10,
    bleedMm: 10,
    margin: pointsFromMm(12),
    deliverable: 'lake-leaflet',
    faces: [],
    characters: new Set(),
    profile: readFileSync('profiles/sRGB.icc'),
    titles: new Map([
      ['en', 'A leaflet'],
      ['ru', 'Листовка'],
    ]),
    publisher: undefined,
    authors: [],
    keywords: [],
    symbol: 'A/1',
    moment: new Date('2022-01-18T00:00:00Z'),
  })
}

const halves = async (pages: number, imposition: Partial<Imposition> = {}) =>
  (await readHalves((await imposed(pages, imposition)).pdf)).map(([left, right]) => `${left} | ${right}`)

test('Each half of each side holds its page, and a blank holds nothing.', async () => {
  expect(await halves(6)).toEqual([' | Page 1', 'Page 2 | ', 'Page 6 | Page 3', 'Page 4 | Page 5'])
  expect(await halves(2, { scheme: '2-up' })).toEqual(['Page 1 | Page 1', 'Page 2 | Page 2'])
  expect(await halves(4, { scheme: 'cut-and-stack' })).toEqual(['Page 1 | Page 3', 'Page 4 | Page 2'])
})

test('Pages that lie head down are read as well.', async () => {
  expect(await halves(4, { flip: 'long-edge' })).toEqual(['Page 4 | Page 1', 'Page 3 | Page 2'])
})

/** What each page is cut to, in points of the print: left, bottom, right, top. */
function boundsIn({ document }: { document: PDFDocument }): number[][] {
  const forms = document.context
    .enumerateIndirectObjects()
    .map(([, object]) => object)
    .filter((object): object is PDFRawStream => object instanceof PDFRawStream)
    .filter(({ dict }) => dict.lookup(PDFName.of('Subtype')) === PDFName.of('Form'))
  return forms.map(({ dict }) => {
    const box = dict.lookup(PDFName.of('BBox'), PDFArray)
    return [0, 1, 2, 3].map((at) => box.lookup(at, PDFNumber).asNumber())
  })
}
/** The operations of each side. */
const contentsOf = ({ document }: { document: PDFDocument }): string[] =>
  document.getPages().map(({ node }) => {
    const content = document.context.lookup(node.get(PDFName.of('Contents'))) as PDFRawStream
    return Buffer.from(decodePDFRawStream(content).decode()).toString()
  })

const TRIM = [28.346, 28.346, 447.874, 623.622]

test('What lies outside the trim is cut off, and a page is in the file once.', async () => {
  expect(boundsIn(await imposed(2, { scheme: '2-up' }))).toEqual([TRIM, TRIM])
})

test('Pages that meet in the fold go beyond it by a tenth of a millimetre, one beside a blank does not.', async () => {
  const millimetres = (bounds: number[]) => bounds.map((at, i) => ((at - TRIM[i]!) / 72) * 25.4)
  for (const flip of ['short-edge', 'long-edge'] as const) {
    const beyond = boundsIn(await imposed(6, { flip })).map(millimetres)
    expect(beyond.map(([left, , right]) => [-left!, right!].map((mm) => Number(mm.toFixed(2)) + 0))).toEqual([
      [0, 0], // page 8 is blank
      [0, 0],
      [0.1, 0],
      [0, 0.1],
      [0.1, 0],
      [0, 0.1],
    ])
  }
  const [first, second] = boundsIn(await imposed(4, { binding: 'right' })).map(millimetres)
  expect([first![2], second![0]].map((mm) => mm!.toFixed(2))).toEqual(['0.10', '-0.10'])
})

test('What creep moves over the fold is cut off so far beyond it, too.', async () => {
  const sides = contentsOf(await imposed(6)).map((content) =>
    [...content.matchAll(/^([\d.]+) 0 ([\d.]+) [\d.]+ re\nW$/gm)].map(([, from, width]) =>
      [Number(from), Number(from) + Number(width)].map((at) => ((at / 72) * 25.4).toFixed(1)).join('–'),
    ),
  )
  const both = ['0.0–148.6', '148.4–297.0']
  expect(sides).toEqual([[], [], both, both])
})

test('All sides share one set of resources with names that tell the page.', async () => {
  const { document } = await imposed(8)
  const sets = document.getPages().map(({ node }) => node.get(PDFName.of('Resources')))
  expect(new Set(sets).size).toBe(1)
  const xObjects = document.context.lookup(sets[0], PDFDict).lookup(PDFName.of('XObject'), PDFDict)
  expect(xObjects.keys().map(String)).toEqual(Array.from({ length: 8 }, (_, i) => `/Page${i + 1}`))
})

test('The file says what it is, how to print it, and claims no standard.', async () => {
  const { document, pdf } = await imposed(4, { flip: 'long-edge' })
  expect(readFacts(document)).toMatchObject({ title: 'A leaflet', lang: 'en', pages: 2, standards: [] })
  const written = await PDFDocument.load(pdf, { updateMetadata: false })
  expect(written.catalog.getViewerPreferences()?.getPrintScaling()).toBe('None')
  expect(written.catalog.getViewerPreferences()?.getDuplex()).toBe('DuplexFlipLongEdge')
  expect(written.getCreationDate()).toEqual(new Date('2022-01-18T00:00:00Z'))
  expect(Buffer.from(pdf).toString('latin1')).toContain('<dc:identifier>A/1</dc:identifier>')
})

test('The same print gives the same bytes.', async () => {
  const [one, two] = [await imposed(5), await imposed(5)]
  expect(Buffer.compare(one.pdf, two.pdf)).toBe(0)
})

/** The operations of each side that draw lines down the middle: «m», «l» with their heights in millimetres. */
const marksOn = (file: { document: PDFDocument }) =>
  contentsOf(file).map((content) =>
    [...content.matchAll(/([\d.]+) ([\d.]+) m\n\1 ([\d.]+) l\nS/g)].map(([, , from, to]) =>
      [from, to].map((height) => ((Number(height) / 72) * 25.4).toFixed(1)).join('–'),
    ),
  )

test('Staple marks lie in the fold of the outermost sheet’s front.', async () => {
  const front = ['49.5–55.5', '154.5–160.5']
  expect(marksOn(await imposed(8, { marks: ['staple'] }))).toEqual([front, [], [], []])
})

test('Fold marks stand outside the trim where there is room for them.', async () => {
  const letter = paper('Letter', 'landscape')!
  // A5 is 148 × 210 mm, half a Letter sheet 139.7 × 215.9 mm: 198.2 mm are left of the height.
  const both = ['2.8–7.8', '208.1–213.1']
  expect(marksOn(await imposed(4, { marks: ['fold'], paper: letter }))).toEqual([both, both])
  expect(marksOn(await imposed(4, { marks: ['fold'] }))).toEqual([[], []])
})
