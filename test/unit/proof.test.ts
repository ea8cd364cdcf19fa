/** Pictures, their text, and how two pages differ; without a browser. */
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PDFDocument, rgb, StandardFonts } from 'pdf-lib'
import { describe, expect, test } from 'vitest'
import { openBaselines, writeBaselines } from '../../src/proof/baseline.js'
import { findChanges } from '../../src/proof/changes.js'
import { compare, type Outcome } from '../../src/proof/compare.js'
import { readGolden, tellGolden } from '../../src/proof/golden.js'
import { fromPng, toPng } from '../../src/proof/png.js'
import type { Line, PageText, Picture, Proof } from '../../src/proof/proof.js'
import { rasterise } from '../../src/proof/rasterise.js'
import { sentences, summarise, tellChanges, tellOutcome, wordChanges } from '../../src/proof/summary.js'
import { temporaryFolder } from '../broadside.js'

const picture = (width: number, height: number, colour: (index: number) => readonly number[]): Picture => ({
  width,
  height,
  pixels: Uint8Array.from(Array.from({ length: width * height }, (_, i) => [...colour(i), 255]).flat()),
})

describe('a picture as PNG', () => {
  test.each([
    ['few colours', picture(7, 5, (i) => [i * 7, 0, 255 - i])],
    ['a photograph', picture(40, 30, (i) => [i % 256, (i * 7) % 256, (i * 31) % 256])],
  ])('comes back to the pixel: %s', (_, before) => {
    expect(fromPng(toPng(before))).toEqual(before)
  })

  test('is the same bytes each time', () => {
    const make = () => toPng(picture(20, 20, (i) => [i % 3, 0, 0]))
    expect(Buffer.compare(make(), make())).toBe(0)
  })

  test('with few colours has a palette', () => {
    expect(toPng(picture(4, 4, (i) => [i, 0, 0]))[25]).toBe(3) // colour type, PNG (third edition), 11.2.1
  })
})

/** A page of 100 × 60 mm with what `draw` puts on it. */
async function drawn(draw: Parameters<typeof drawOn>[1]): Promise<Uint8Array> {
  const document = await PDFDocument.create()
  return drawOn(document, draw)
}
async function drawOn(
  document: PDFDocument,
  draw: (page: ReturnType<PDFDocument['addPage']>, document: PDFDocument) => void | Promise<void>,
): Promise<Uint8Array> {
  await draw(document.addPage([283.46, 170.08]), document)
  return document.save()
}

describe('a page as PDFium draws it', () => {
  test('has its size, its colours and its lines with place, face and ink', async () => {
    const [page] = await rasterise(
      await drawn(async (sheet, document) => {
        const font = await document.embedFont(StandardFonts.TimesRoman)
        sheet.drawText('Four night trains', { x: 28.35, y: 100, size: 12, font, color: rgb(1, 0, 0) })
        sheet.drawText('leave.', { x: 28.35, y: 86, size: 12, font })
        sheet.drawRectangle({ x: 10, y: 10, width: 50, height: 1, color: rgb(0, 0, 1) })
      }),
    )
    expect([page!.widthMm, page!.heightMm, page!.picture!.width]).toEqual([100, 60, 315])
    expect(page!.inks).toEqual(['#000000', '#0000ff', '#ff0000'])
    expect(page!.lines.map(({ text, face, ink, box }) => [text, face, ink, box.x])).toEqual([
      ['Four night trains', 'Times-Roman 12', '#ff0000', expect.closeTo(10, 0)],
      ['leave.', 'Times-Roman 12', '#000000', expect.closeTo(10, 0)],
    ])
  })

  test('is grey where it has no colour', async () => {
    const [page] = await rasterise(
      await drawn(async (sheet, document) =>
        sheet.drawText('Night', { x: 20, y: 20, font: await document.embedFont(StandardFonts.Helvetica) }),
      ),
    )
    const { pixels } = page!.picture!
    expect(pixels.every((value, index) => index % 4 === 3 || value === pixels[index - (index % 4)])).toBe(
      true,
    )
  })

  test('has no picture where the baseline has the same pixels', async () => {
    const pdf = await drawn((sheet) => sheet.drawRectangle({ width: 50, height: 50 }))
    const [page] = await rasterise(pdf)
    const [same] = await rasterise(pdf, [page!.pixels])
    expect(same).toEqual({ ...page, picture: undefined })
    expect((await rasterise(pdf, ['other']))[0]).toHaveProperty('picture')
  })

  test('tells one step of a colour apart, though its picture does not keep it', async () => {
    const page = async (red: number) =>
      (
        await rasterise(
          await drawn((sheet) => sheet.drawRectangle({ width: 50, height: 50, color: rgb(red, 0, 0) })),
        )
      )[0]!
    const [before, after] = [await page(128 / 255), await page(129 / 255)]
    expect(after.pixels).not.toBe(before.pixels)
    const { pages } = await compare(proofOf(after), baselineOf(proofOf(before)))
    expect(tellOutcome(pages[0]!)).toBe('the colour #810000 is new, the colour #800000 is gone')
    expect(pages[0]).toMatchObject({ visible: 'faint' })
  })
})

const line = (text: string, y: number, more: Partial<Line> = {}): Line => ({
  text,
  box: { x: 20, y, width: 50, height: 4 },
  face: 'Book 10',
  ink: '#000000',
  ...more,
})
const pageOf = (...lines: readonly Line[]): PageText => ({
  widthMm: 100,
  heightMm: 60,
  inks: ['#000000'],
  pixels: '00',
  lines,
})
const told = (before: PageText, after: PageText, differing = [{ x: 20, y: 10, width: 50, height: 4 }]) =>
  tellChanges(findChanges(before, after, differing, { before: '', after: '' }))

describe('two pages differ by', () => {
  const first = line('Four night trains leave', 10)
  const second = line('the northern stations every week.', 15)

  test('a word', () => {
    expect(told(pageOf(first, second), pageOf(line('Five night trains leave', 10), second))).toBe(
      '«Four» became «Five»',
    )
  })

  test('words that came, and those that went', () => {
    expect(told(pageOf(first), pageOf(first, second), [])).toBe(
      '«the northern stations every week.» was added after «Four night trains leave»',
    )
    expect(told(pageOf(first, second), pageOf(first), [])).toBe(
      '«the northern stations every week.» was taken out after «Four night trains leave»',
    )
  })

  test('lines that are broken otherwise, with hyphens too', () => {
    const after = pageOf(
      line('Four night trains leave the nor\u2010', 10),
      line('thern stations every week.', 15),
    )
    expect(told(pageOf(first, second), after)).toBe('2 lines reflowed')
  })

  test('an edit in the part of a word before its hyphen is no reflow', () => {
    const page = (part: string) => pageOf(line(`All ${part}\u2010`, 10), line('cils demand this.', 15))
    expect(told(page('coun'), page('boun'))).toContain('«boun»')
  })

  test('lines that are broken otherwise at a hyphen of the word', () => {
    const before = pageOf(line('A political-ideological', 10), line('dispute.', 15))
    const after = pageOf(line('A political-', 10), line('ideological dispute.', 15))
    expect(told(before, after)).toBe('2 lines reflowed')
    expect(told(before, pageOf(line('A political-', 10), line('logical dispute.', 15)))).toBe(
      '«political-ideological» became «political-logical» after «A»; 1 line reflowed',
    )
  })

  test('a block that moved', () => {
    const down = pageOf(line(first.text, 10.3), line(second.text, 15.3))
    expect(told(pageOf(first, second), down)).toBe(
      '2 lines from «Four night trains leave» on moved 0.3 mm down',
    )
  })

  test('blocks that moved each its way', () => {
    const apart = pageOf(line(first.text, 8), line(second.text, 18))
    expect(told(pageOf(first, second), apart)).toBe(
      '2 lines from «Four night trains leave» on moved 2 mm up to 3 mm down',
    )
  })

  test('a face, a size, a colour', () => {
    const as = (more: Partial<Line>) => told(pageOf(first), pageOf(line(first.text, 10, more)))
    expect(as({ face: 'Brook 10' })).toBe('1 line from «Four night trains leave» on set in Brook, not Book')
    expect(as({ face: 'Book 9.5' })).toBe('1 line from «Four night trains leave» on 9.5 pt high, not 10 pt')
    expect(as({ ink: '#000001' })).toBe(
      '1 line from «Four night trains leave» on in the colour #000001, not #000000',
    )
  })

  test('letters that look otherwise at the same place', () => {
    expect(told(pageOf(first), pageOf(first))).toBe(
      'the letters of 1 line from «Four night trains leave» on stand or look otherwise',
    )
  })

  test('something that is no text', () => {
    expect(told(pageOf(first), pageOf(first), [{ x: 20, y: 40, width: 60, height: 0.3 }])).toBe(
      'something drawn changed, 60.0 × 0.3 mm at 20.0 mm from the left, 40.0 mm from the top',
    )
  })

  test('nothing that words can say', () => {
    expect(told(pageOf(first), pageOf(first), [])).toBe('')
  })

  test('no word, where one only went over to another page', () => {
    const elsewhere = { before: '', after: 'the northern stations every week. ' }
    const changes = findChanges(pageOf(first, second), pageOf(first), [], elsewhere)
    expect(changes.filter(({ kind }) => kind === 'words')).toEqual([])
  })

  test.each([
    [
      'a word that is taken out',
      'A northern wind',
      'A wind',
      'a northern road',
      'a northern road',
      ['northern', ''],
    ],
    [
      'not one that went over',
      'A wind northern',
      'A wind',
      'a northern road',
      'northern a northern road',
      undefined,
    ],
    ['two that changed places', 'costs 5 euros', 'costs 6 euros', 'pays 6 euros', 'pays 5 euros', ['5', '6']],
  ])('words, though they stand on other pages: %s', (_what, from, to, before, after, told) => {
    const changes = findChanges(pageOf(line(from, 10)), pageOf(line(to, 10)), [], { before, after })
    const words = changes.flatMap((change) =>
      change.kind === 'words' ? [[change.removed, change.added]] : [],
    )
    expect(words).toEqual(told ? [told] : [])
  })

  test('only lines, where one ends behind the hyphen of half a compound', () => {
    const before = pageOf(line('Hier sind Vor- und', 10), line('Nachteile genannt', 15))
    const after = pageOf(line('Hier sind Vor-', 10), line('und Nachteile genannt', 15))
    expect(told(before, after)).toBe('2 lines reflowed')
  })

  test('only what came, where other words went over to another page', () => {
    const elsewhere = { before: '', after: 'the northern stations every week. ' }
    const changes = findChanges(pageOf(first, second), pageOf(first, line('One more', 50)), [], elsewhere)
    expect(changes).toContainEqual(expect.objectContaining({ removed: '', added: 'One more' }))
  })
})

const blank = picture(10, 6, () => [255, 255, 255])
const proofOf = (...pages: readonly (PageText & { readonly picture?: Picture })[]): Proof => ({
  structure: 'P «one»\n',
  pages: pages.map((page) => ({ picture: blank, ...page })),
})
const baselineOf = (proof: Proof) => ({
  ...readGolden(tellGolden(proof))!,
  picture: (page: number) => Promise.resolve(proof.pages[page - 1]!.picture!),
})

describe('the text beside the pictures', () => {
  test('is read as it was told', () => {
    const { structure, pages } = proofOf(
      pageOf(
        line('page 2: a line — «like» no other', 10),
        line('', 20),
        line('two  spaces', 30, { ink: 'none' }),
      ),
      pageOf(),
    )
    const read = readGolden(tellGolden({ structure, pages }))!
    expect(read.structure).toBe(structure)
    expect(read.pages).toEqual(pages.map(({ picture: _, ...page }) => page))
  })

  test.each([
    '',
    'page 1\n',
    'P\n\npage 2: 1 × 2 mm, inks none, pixels 0f\n',
    '<<<<<<< ours\n\npage 1: 1 × 2 mm, inks none, pixels 0f\nsomething\n',
  ])('is nothing else: %j', (text) => {
    expect(readGolden(text)).toBeUndefined()
  })
})

describe('a baseline in its folder', () => {
  test('keeps the pictures that are the same, and those of no page that is gone', async () => {
    const folder = temporaryFolder()
    const [one, two] = [pageOf(line('One', 10)), pageOf(line('Two', 10))]
    const renderer = { browser: 'Browser/1', rasteriser: 'Painter 1' }
    const approve = (proof: Proof) =>
      writeBaselines({ folder }, { renderer, put: [['card', proof]], drop: [] })
    await approve(proofOf(one, one, one))
    const asItWas = Buffer.from(toPng(picture(3, 3, () => [0, 0, 0])))
    writeFileSync(join(folder, 'card-1.png'), asItWas)
    await approve({ structure: 'P\n', pages: [one, { ...two, picture: blank }] })
    expect(readdirSync(folder).sort()).toEqual(['card-1.png', 'card-2.png', 'card.txt', 'renderer.json'])
    expect(readFileSync(join(folder, 'card-1.png'))).toEqual(asItWas)
    expect((await (await openBaselines({ folder })).read('card'))!.pages).toEqual([one, two])
  })
})

describe('the outcome', () => {
  const kinds = (pages: readonly Outcome[]) => pages.map(({ kind }) => kind)
  const one = pageOf(line('One', 10))
  const two = { ...pageOf(line('Two', 10)), pixels: '02' }

  test('is the same, changed, added, removed, of another size or without a baseline', async () => {
    expect(kinds((await compare(proofOf(one), baselineOf(proofOf(one)))).pages)).toEqual(['same'])
    expect(kinds((await compare(proofOf(two), baselineOf(proofOf(one)))).pages)).toEqual(['changed'])
    expect(kinds((await compare(proofOf(one, two), baselineOf(proofOf(one)))).pages)).toEqual([
      'same',
      'added',
    ])
    expect(kinds((await compare(proofOf(one), baselineOf(proofOf(one, two)))).pages)).toEqual([
      'same',
      'removed',
    ])
    expect(kinds((await compare(proofOf({ ...one, widthMm: 90 }), baselineOf(proofOf(one)))).pages)).toEqual([
      'size-changed',
    ])
    expect(kinds((await compare(proofOf(one), undefined)).pages)).toEqual(['missing-baseline'])
  })

  test('shows the picture of the baseline where the pixels are the same and only hidden text differs', async () => {
    const { pages } = await compare(
      { structure: '', pages: [{ ...two, pixels: one.pixels }] },
      baselineOf(proofOf(one)),
    )
    expect(pages[0]).toMatchObject({ before: blank, after: blank, pixels: 0, visible: 'none' })
    expect(tellOutcome(pages[0]!)).toBe('«One» became «Two»')
  })

  test('counts pixels and frames what differs, apart by 2 mm', async () => {
    const dots = picture(80, 80, (i) => (i === 0 || i === 1 || i === 79 * 80 ? [0, 0, 0] : [255, 255, 255]))
    const white = picture(80, 80, () => [255, 255, 255])
    const { pages } = await compare(
      proofOf({ ...two, picture: dots }),
      baselineOf(proofOf({ ...one, picture: white })),
    )
    expect(pages[0]).toMatchObject({
      pixels: 3,
      visible: 'clear',
      regions: [
        { x: 0, y: 0, width: 0.64, height: 0.32 },
        { x: 0, y: 25.08, width: 0.32, height: 0.32 },
      ],
    })
  })

  test('is noise where only shades differ that no eye tells apart', async () => {
    const { pages } = await compare(proofOf({ ...one, pixels: '01' }), baselineOf(proofOf(one)))
    expect(tellOutcome(pages[0]!)).toBe('only shades that no eye tells apart')
  })

  test.each([0, 1, 2])('is found where one pixel is one step off in one primary (%i)', async (primary) => {
    const grey = picture(10, 6, () => [128, 128, 128])
    const off = picture(10, 6, (i) => [0, 1, 2].map((c) => 128 + Number(i === 30 && c === primary)))
    const { pages } = await compare(
      proofOf({ ...one, pixels: '01', picture: off }),
      baselineOf(proofOf({ ...one, picture: grey })),
    )
    expect(pages[0]).toMatchObject({ kind: 'changed', pixels: 1 })
  })

  test('is told in a sentence that names edition, page and change', async () => {
    const comparison = await compare(proofOf(one, two), baselineOf(proofOf(one, one)))
    const files = [{ file: 'screen/x-leaflet-ru.pdf', edition: 'leaflet', languages: ['ru'], ...comparison }]
    expect(summarise(files)).toBe('1 of 2 pages changed.')
    expect(sentences(files)).toEqual(['Russian leaflet, page 2: «One» became «Two»'])
  })

  test('of words is told once for all files of a text, with plain spaces', async () => {
    const spaced = { ...pageOf(line('A\u2003third', 10)), pixels: '03' }
    const comparisons = await Promise.all(
      [two, spaced].map((page) => compare(proofOf(page), baselineOf(proofOf(one)))),
    )
    const [screen, other] = comparisons.map((comparison) => ({
      edition: 'pair',
      languages: ['en'],
      ...comparison,
    }))
    const files = [
      { file: 'screen/x-pair-en.pdf', ...screen! },
      { file: 'press/x-pair-en.pdf', ...screen! },
      { file: 'office/x-pair-en.pdf', ...other! },
    ]
    expect(wordChanges(files)).toEqual([
      'English pair, page 1: «One» became «Two»',
      'English pair (office), page 1: «One» became «A third»',
    ])
  })

  test('of a structure is told apart from the pages', async () => {
    const now = { ...proofOf(one), structure: 'H1 «one»\n' }
    const comparison = await compare(now, baselineOf(proofOf(one)))
    const files = [{ file: 'press/x-pair.pdf', edition: 'pair', languages: ['en', 'ru'], ...comparison }]
    expect(summarise(files)).toBe('1 file of another structure.')
    expect(sentences(files)).toEqual(['pair (press): its structure has 1 new line and lost 1 line'])
  })
})

test('all shipped baselines together are below 4 MB', () => {
  const files = readdirSync('test/baseline', { recursive: true, encoding: 'utf8' })
  const bytes = files.reduce((sum, file) => sum + statSync(`test/baseline/${file}`).size, 0)
  expect(bytes).toBeLessThan(4_000_000)
  expect(JSON.parse(readFileSync('test/baseline/renderer.json', 'utf8'))).toHaveProperty('browser')
})
