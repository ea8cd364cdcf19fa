/** Press files: inks, marks, boxes and what they say of themselves, on tiny documents of pdf-lib. */
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import {
  decodePDFRawStream,
  PDFArray,
  PDFDict,
  PDFDocument,
  PDFName,
  PDFRawStream,
  PDFString,
  type PDFPage,
  rgb,
} from 'pdf-lib'
import { describe, expect, test } from 'vitest'
import { rewrite } from '../../src/content-stream/content-stream.js'
import { colourPass } from '../../src/finish/colour.js'
import { drawMarks } from '../../src/finish/marks.js'
import { finishPress, type PressOptions } from '../../src/finish/press.js'
import { limitInk, openSeparation } from '../../src/finish/separation.js'
import { paper, pointsFromMm } from '../../src/model/paper.js'
import { edgeOf, type PressSettings } from '../../src/model/press.js'
import { readFacts } from '../../src/verify/facts.js'
import { preflight } from '../../src/verify/preflight.js'
import { readPressFacts } from '../../src/verify/press-facts.js'

const profile = new Uint8Array(readFileSync('profiles/FOGRA39.icc'))
const srgb = new Uint8Array(readFileSync('profiles/sRGB.icc'))
const press: PressSettings = {
  profile,
  condition: 'FOGRA39',
  bleedMm: 3,
  marks: true,
  ink: 300,
  rgbImages: false,
  accent: [15, 100, 90, 10],
}
const open = (change: Partial<PressSettings> = {}) =>
  openSeparation({ press: { ...press, ...change }, srgb, accent: '#9B1C20' })
const total = (inks: readonly number[]) => inks.reduce((sum, ink) => sum + ink, 0)

describe('Inks', () => {
  test('Greys, black and white are black ink alone.', async () => {
    const { inks } = await open()
    expect(inks([0, 0, 0])).toEqual([0, 0, 0, 1])
    expect(inks([1, 1, 1])).toEqual([0, 0, 0, 0])
    expect(inks([1 / 3, 1 / 3, 1 / 3])).toEqual([0, 0, 0, 0.667])
  })

  test('The accent is printed as the shop has it, however many digits the browser gives it.', async () => {
    const accent = [0.60784316, 0.10980392, 0.1254902] as const
    expect((await open()).inks(accent)).toEqual([0.15, 1, 0.9, 0.1])
    const { inks } = await openSeparation({ press: { profile, ink: 300 }, srgb, accent: '#9b1c20' })
    expect(inks(accent)).toEqual([0, 0.891, 0.69, 0.399])
  })

  test('No colour has more ink than the paper takes.', async () => {
    const { inks } = await open({ ink: 240 })
    const part = fc.integer({ min: 0, max: 255 }).map((value) => value / 255)
    fc.assert(
      fc.property(part, part, part, (r, g, b) => {
        expect(total(inks([r, g, b]))).toBeLessThanOrEqual(2.4 + 0.002)
      }),
    )
  })

  test('Pictures are separated by the profile throughout, and within the limit.', async () => {
    const { pixels } = await open({ ink: 200 })
    const inks = pixels(Uint8Array.of(0, 0, 0, 255, 255, 255, 0, 0, 255))
    expect(inks).toHaveLength(12)
    expect([...inks.subarray(4, 8)]).toEqual([0, 0, 0, 0])
    expect(inks[0]).toBeGreaterThan(0)
    for (const at of [0, 4, 8]) expect(total([...inks.subarray(at, at + 4)])).toBeLessThanOrEqual(2 * 255)
  })

  test('The limit moves what three inks have in common to black, and leaves what is within it.', () => {
    expect(limitInk([0.9, 0.8, 0.7, 0.3], 3)).toEqual([0.9, 0.8, 0.7, 0.3])
    const limited = limitInk([1, 0.9, 0.9, 0.5], 3)
    for (const [plate, ink] of [0.85, 0.75, 0.75, 0.65].entries()) expect(limited[plate]).toBeCloseTo(ink)
    const ink = fc.double({ min: 0, max: 1, noNaN: true })
    fc.assert(
      fc.property(fc.tuple(ink, ink, ink, ink), fc.double({ min: 1, max: 4, noNaN: true }), (inks, limit) => {
        const limited = limitInk(inks, limit)
        expect(total(limited)).toBeLessThanOrEqual(Math.max(limit, 1) + 1e-9)
        for (const each of limited) expect(each >= -1e-9 && each <= 1 + 1e-9).toBe(true)
      }),
    )
  })
})

describe('Content', async () => {
  const separation = await open()
  const separated = (content: string, startsBlack = false): string => {
    const revision = colourPass(
      { separation, familyOf: (name) => (name === 'Light' ? 'rgb' : 'other'), startsBlack },
      () => {},
    )
    const bytes = rewrite(Buffer.from(content), (each, emit) => revision.pass(each, emit))
    return Buffer.from(bytes).toString().replace(/\s+/g, ' ').trim()
  }

  test('Colours of light become inks, whichever operator says them.', () => {
    expect(separated('1 1 1 rg 0 0 0 RG')).toBe('0 0 0 0 k 0 0 0 1 K')
    expect(separated('.25 g .25 G')).toBe('0 0 0 0.75 k 0 0 0 0.75 K')
    expect(separated('/Light cs 1 1 1 sc /Light CS 1 1 1 SCN')).toBe(
      '0 0 0 1 k 0 0 0 0 k 0 0 0 1 K 0 0 0 0 K',
    )
    expect(separated('/Pattern cs /P0 scn')).toBe('/Pattern cs /P0 scn')
  })

  test('Black text overprints; grey text, areas and pictures do not.', () => {
    expect(separated('0 g BT (a) Tj (b) Tj ET 0 0 9 9 re f')).toBe(
      '0 0 0 1 k BT /OverprintBlack gs (a) Tj (b) Tj ET /Knockout gs 0 0 9 9 re f',
    )
    expect(separated('.5 g BT (a) Tj ET')).toBe('0 0 0 0.5 k BT (a) Tj ET')
    expect(separated('0 g BT (a) Tj ET /Im0 Do')).toMatch(/ET \/Knockout gs \/Im0 Do$/)
  })

  test('What a saved state says comes back with it.', () => {
    expect(separated('0 g q 1 g BT (a) Tj ET Q BT (b) Tj ET')).toBe(
      '0 0 0 1 k q 0 0 0 0 k BT (a) Tj ET Q BT /OverprintBlack gs (b) Tj ET',
    )
    expect(separated('q 0 g BT (a) Tj ET Q 0 0 9 9 re f')).toBe(
      'q 0 0 0 1 k BT /OverprintBlack gs (a) Tj ET Q 0 0 9 9 re f',
    )
  })

  test('A page begins in black ink.', () => {
    expect(separated('BT (a) Tj ET', true)).toBe('0 0 0 1 k 0 0 0 1 K BT /OverprintBlack gs (a) Tj ET')
  })
})

test('Marks lie outside the bleed, and within the room for them.', () => {
  const trim = { x: 40, y: 50, width: 200, height: 300 }
  const [bleed, edge] = [pointsFromMm(3), pointsFromMm(edgeOf(press))]
  const points = drawMarks(trim, bleed)
    .filter(({ operator }) => ['m', 'l', 'c'].includes(operator))
    .map(({ operands }) => operands.slice(-2) as [number, number])
  expect(points.length).toBeGreaterThan(30)
  for (const [x, y] of points) {
    const beyond = Math.max(trim.x - x, x - trim.x - trim.width, trim.y - y, y - trim.y - trim.height)
    expect(beyond).toBeGreaterThan(bleed)
    expect(beyond).toBeLessThan(edge)
  }
})

describe('A press file', () => {
  const edge = pointsFromMm(edgeOf(press))
  /** An A6 page with its edge, as the browser prints it: rounded to its own grid. */
  async function finished(draw: (page: PDFPage) => void, change: Partial<PressSettings> = {}) {
    const source = await PDFDocument.create({ updateMetadata: false })
    draw(source.addPage([298 + 2 * edge, 420 + 2 * edge]))
    const options: PressOptions = {
      press: { ...press, ...change },
      paper: paper('A6', 'portrait')!,
      margins: { mirrored: false, top: 10, right: 10, bottom: 10, left: 10 },
      edgeMm: edgeOf(press),
      bleedMm: press.bleedMm,
      accent: '#9b1c20',
      faces: [],
      characters: new Set(),
      profile: srgb,
      titles: new Map([['en', 'A leaflet']]),
      publisher: undefined,
      authors: [],
      keywords: [],
      symbol: undefined,
      moment: new Date('2022-01-18T00:00:00Z'),
    }
    const { pdf } = await finishPress(await source.save(), options)
    return { pdf, document: await PDFDocument.load(pdf, { updateMetadata: false }) }
  }
  const square = (page: PDFPage) =>
    page.drawRectangle({ x: 90, y: 90, width: 20, height: 20, color: rgb(1, 1, 1) })
  const name = (text: string) => PDFName.of(text)

  test('has trim, bleed and room for marks to a hundredth of a point, one within the other', async () => {
    const [page] = (await finished(square)).document.getPages()
    const [media, bleed, trim] = [page!.getMediaBox(), page!.getBleedBox(), page!.getTrimBox()]
    expect(trim.width).toBeCloseTo(297.638, 2)
    expect(trim.height).toBeCloseTo(419.528, 2)
    for (const [outer, by] of [
      [bleed, 8.504],
      [media, 37.5],
    ] as const) {
      expect(trim.x - outer.x).toBeCloseTo(by, 2)
      expect(trim.y - outer.y).toBeCloseTo(by, 2)
      expect(outer.width - trim.width).toBeCloseTo(2 * by, 2)
      expect(outer.height - trim.height).toBeCloseTo(2 * by, 2)
    }
  })

  test('says that it is PDF/X-4 and PDF/A-2u, in PDF 1.6', async () => {
    const { pdf, document } = await finished(square)
    expect(Buffer.from(pdf.subarray(0, 8)).toString()).toBe('%PDF-1.6')
    expect(readFacts(document).standards).toEqual(['PDF/X-4', 'PDF/A-2u'])
    const text = Buffer.from(pdf).toString('latin1')
    for (const property of [
      'pdfxid:GTS_PDFXVersion',
      'pdf:Trapped',
      'xmp:MetadataDate',
      'xmpMM:DocumentID',
      'xmpMM:VersionID',
      'xmpMM:RenditionClass',
    ])
      expect(text).toMatch(new RegExp(`<${property}>[^<]+</${property}>`))
  })

  test('has one profile for both of its output intents', async () => {
    const { catalog } = (await finished(square)).document
    const intents = catalog.lookup(name('OutputIntents'), PDFArray)
    const [x, a] = [intents.lookup(0, PDFDict), intents.lookup(1, PDFDict)]
    expect([x, a].map((intent) => intent.lookup(name('S')))).toEqual([name('GTS_PDFX'), name('GTS_PDFA1')])
    expect(x.get(name('DestOutputProfile'))).toBe(a.get(name('DestOutputProfile')))
    const embedded = x.lookup(name('DestOutputProfile')) as PDFRawStream
    expect(Buffer.from(decodePDFRawStream(embedded).decode()).equals(profile)).toBe(true)
  })

  test('has neither links nor places that they lead to', async () => {
    const { document } = await finished((page) => {
      square(page)
      const { context, catalog } = page.doc
      const action = { S: 'URI', URI: PDFString.of('https://example.org') }
      page.node.set(
        name('Annots'),
        context.obj([{ Type: 'Annot', Subtype: 'Link', Rect: [0, 0, 9, 9], A: action }]),
      )
      catalog.set(name('Dests'), context.obj({ there: [page.ref, 'Fit'] }))
    })
    expect(document.getPage(0).node.Annots()).toBeUndefined()
    expect(document.catalog.has(name('Dests'))).toBe(false)
  })

  test('is the same at every writing, and without marks if none are wanted', async () => {
    const [one, two] = [await finished(square), await finished(square)]
    expect(Buffer.from(one.pdf).equals(two.pdf)).toBe(true)
    const bare = await finished(square, { marks: false })
    expect(contentOf(one.document)).toContain('/Registration CS')
    expect(contentOf(bare.document)).not.toContain('Registration')
    const { width } = bare.document.getPage(0).getMediaBox()
    expect(width - bare.document.getPage(0).getTrimBox().width).toBeCloseTo(18, 2) // 3 mm, in whole pixels
  })

  test('has gradients, groups and pictures in inks; grey pictures are grey, masks stay', async () => {
    const { document } = await finished((page) => {
      const { context } = page.doc
      const gradient = {
        ShadingType: 2,
        ColorSpace: 'DeviceRGB',
        Coords: [0, 0, 9, 0],
        Function: { FunctionType: 2, Domain: [0, 1], C0: [1, 1, 1], C1: [0, 0, 0], N: 1 },
      }
      const image = (space: string, bytes: number[], more = {}) =>
        context.register(
          context.flateStream(Uint8Array.from(bytes), {
            ...{ Type: 'XObject', Subtype: 'Image', Width: 1, Height: 1, BitsPerComponent: 8 },
            ...{ ColorSpace: space, ...more },
          }),
        )
      const mask = image('DeviceGray', [9])
      const pictures = {
        Colour: image('DeviceRGB', [255, 255, 0], { SMask: mask }),
        Grey: image('DeviceRGB', [7, 7, 7]),
        Palette: image('DeviceGray', [0]),
      }
      ;(context.lookup(pictures.Palette) as PDFRawStream).dict.set(
        name('ColorSpace'),
        context.obj(['Indexed', 'DeviceRGB', 0, PDFString.of('\x00\x00\x00')]),
      )
      page.node.set(name('Group'), context.obj({ S: 'Transparency', CS: 'DeviceRGB' }))
      const pattern = { PatternType: 2, Shading: gradient }
      page.node.set(name('Resources'), context.obj({ XObject: pictures, Pattern: { P: pattern } }))
      page.node.set(name('Contents'), context.register(context.flateStream('/Colour Do')))
    })
    const { node } = document.getPage(0)
    const resources = node.Resources()!
    const xobject = (key: string) =>
      resources.lookup(name('XObject'), PDFDict).lookup(name(key)) as PDFRawStream
    const bytes = (stream: PDFRawStream) => [...decodePDFRawStream(stream).decode()]
    expect(node.lookup(name('Group'), PDFDict).lookup(name('CS'))).toBe(name('DeviceCMYK'))

    const shading = resources
      .lookup(name('Pattern'), PDFDict)
      .lookup(name('P'), PDFDict)
      .lookup(name('Shading'), PDFDict)
    expect(shading.lookup(name('ColorSpace'))).toBe(name('DeviceCMYK'))
    const ends = shading.lookup(name('Function'), PDFDict)
    expect([ends.lookup(name('C0'))!.toString(), ends.lookup(name('C1'))!.toString()]).toEqual([
      '[ 0 0 0 0 ]',
      '[ 0 0 0 1 ]',
    ])

    expect(xobject('Colour').dict.lookup(name('ColorSpace'))).toBe(name('DeviceCMYK'))
    expect(bytes(xobject('Colour'))).toHaveLength(4)
    expect(bytes(xobject('Colour').dict.lookup(name('SMask')) as PDFRawStream)).toEqual([9])
    expect(xobject('Grey').dict.lookup(name('ColorSpace'))).toBe(name('DeviceGray'))
    expect(bytes(xobject('Grey'))).toEqual([7])
    expect(xobject('Palette').dict.lookup(name('ColorSpace'))!.toString()).toContain('<000000ff>')
  })

  test('keeps pictures in sRGB whose numbers are not their colours, for preflight to refuse', async () => {
    const { pdf } = await finished((page) => {
      const { context } = page.doc
      const picture = (more: object) =>
        context.register(
          context.flateStream(new Uint8Array(2700).fill(90).fill(200, 1200), {
            ...{ Type: 'XObject', Subtype: 'Image', Width: 30, Height: 30, BitsPerComponent: 8 },
            ...{ ColorSpace: 'DeviceRGB', ...more },
          }),
        )
      const pictures = {
        Keyed: picture({ Mask: [0, 9, 0, 9, 0, 9] }),
        Negative: picture({ Decode: [1, 0, 1, 0, 1, 0] }),
      }
      page.node.set(name('Resources'), context.obj({ XObject: pictures }))
      const drawn = 'q 7 0 0 7 90 90 cm /Keyed Do Q q 7 0 0 7 110 90 cm /Negative Do Q'
      page.node.set(name('Contents'), context.register(context.flateStream(drawn)))
    })
    const order = { ...press, trim: { widthMm: 105, heightMm: 148 }, pictures: [] }
    const found = preflight(await readPressFacts(pdf), order, '/out/press/lake.pdf')
    expect(found.map(({ message }) => message)).toEqual([
      expect.stringMatching(
        /^A picture is in ICCBased RGB, which no plate prints \(.*; 1 more on this page\)\.$/,
      ),
    ])
  })

  test('keeps pictures as they are with the profile of sRGB, if the shop takes that', async () => {
    const { document } = await finished(
      (page) => {
        const { context } = page.doc
        const picture = context.flateStream(Uint8Array.of(1, 2, 3), {
          ...{ Subtype: 'Image', Width: 1, Height: 1, BitsPerComponent: 8, ColorSpace: 'DeviceRGB' },
        })
        page.node.set(name('Resources'), context.obj({ XObject: { P: context.register(picture) } }))
        page.node.set(name('Contents'), context.register(context.flateStream('/P Do')))
      },
      { rgbImages: true },
    )
    const pictures = document.getPage(0).node.Resources()!.lookup(name('XObject'), PDFDict)
    const picture = pictures.lookup(name('P')) as PDFRawStream
    const space = picture.dict.lookup(name('ColorSpace'), PDFArray)
    expect(space.lookup(0)).toBe(name('ICCBased'))
    expect(Buffer.from(decodePDFRawStream(space.lookup(1) as PDFRawStream).decode()).equals(srgb)).toBe(true)
  })
})

function contentOf(document: PDFDocument): string {
  const contents = document.getPage(0).node.Contents() as PDFRawStream
  return Buffer.from(decodePDFRawStream(contents).decode()).toString('latin1')
}
