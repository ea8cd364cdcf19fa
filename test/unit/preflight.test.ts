/** A press file that is right, and per finding what breaks it. */
import { PDFArray, PDFDict, type PDFDocument, PDFName, type PDFObject, type PDFPage } from 'pdf-lib'
import { describe, expect, test } from 'vitest'
import { isError } from '../../src/diagnostic.js'
import { describePressFile } from '../../src/verify/describe.js'
import { type Order, preflight } from '../../src/verify/preflight.js'
import { readPressFacts } from '../../src/verify/press-facts.js'
import { type Changes, intent, ORDER, picture, pressFile, put, type Show, tint, XMP } from '../press-file.js'

type Amend = (document: PDFDocument, page: PDFPage) => void

interface Fault {
  /** Parts of the page’s content. */
  readonly content?: Changes
  readonly amend?: Amend
  readonly xmp?: string
  readonly order?: Partial<Order>
}

const findings = async ({ content, amend, xmp, order }: Fault) => {
  const facts = await readPressFacts(await pressFile(content, amend, xmp))
  return preflight(facts, { ...ORDER, ...order }, '/out/press/lake.pdf')
}

/** The file with that fault gets this one finding, and no other. */
const finds = (sentence: string, fault: Fault): void => {
  test(sentence, async () => {
    const found = await findings(fault)
    expect(found.map(({ message }) => message)).toEqual([sentence])
  })
}

/** The same for what ISO 15930-7 says. */
const breaks = (clause: string, problem: string, fault: Fault): void =>
  finds(`This is no PDF/X-4 (ISO 15930-7, ${clause}): ${problem}.`, fault)

const name = (text: string) => PDFName.of(text)
type Literal = { [key: string]: Literal } | Literal[] | string | number | boolean | null | PDFObject
const object = ({ context }: PDFDocument, value: Literal) => context.obj(value as object as [])
const info = ({ context }: PDFDocument) => context.lookup(context.trailerInfo.Info, PDFDict)
const intents = ({ catalog }: PDFDocument) => catalog.lookup(name('OutputIntents'), PDFArray)

/** A gradient from paper to a colour. */
const fade = (document: PDFDocument, C1: number[]) =>
  object(document, {
    ShadingType: 2,
    ColorSpace: 'DeviceCMYK',
    Coords: [0, 0, 100, 0],
    Function: { FunctionType: 2, Domain: [0, 1], N: 1, C0: [0, 0, 0, 0], C1 },
  })
const rgbPicture: Amend = (document, page) => {
  const { context } = document
  const profile = context.register(context.flateStream('', { N: 3 }))
  put(page, 'XObject', 'Picture', picture(document, context.obj(['ICCBased', profile]), [1, 2, 3]))
}

test('a press file that is right has no findings', async () => {
  expect(await findings({})).toEqual([])
})

describe('boxes', () => {
  breaks('6.12', 'it has no TrimBox', { amend: (_, { node }) => node.delete(name('TrimBox')) })
  breaks('6.12', 'it has both a TrimBox and an ArtBox', {
    amend: (_, page) => page.setArtBox(36, 36, 288, 144),
  })
  breaks('6.12', 'its BleedBox goes beyond its CropBox', {
    amend: (_, page) => page.setCropBox(30, 30, 300, 156),
  })
  finds('The trim is 100 × 50.8 mm, 101.6 × 50.8 mm were asked for.', {
    amend: (_, page) => {
      page.setTrimBox(36, 36, 283.465, 144)
      page.setBleedBox(27, 27, 301.465, 162)
    },
  })
  finds('There is no BleedBox.', { amend: (_, { node }) => node.delete(name('BleedBox')) })
  finds('The bleed on the bottom is 2.12 mm, 3.175 mm were asked for.', {
    amend: (_, page) => page.setBleedBox(27, 30, 306, 159),
  })
  finds(
    'Sheet and trim (130 × 76.2 mm, 101.6 × 50.8 mm) are not those of page 1 (127 × 76.2 mm, 101.6 × 50.8 mm).',
    {
      amend: (document) => {
        const page = document.addPage([368.504, 216])
        page.setBleedBox(27, 27, 306, 162)
        page.setTrimBox(36, 36, 288, 144)
      },
    },
  )

  test('that do not lie one within the other are all told', async () => {
    const found = await findings({
      content: { band: '' },
      amend: (_, page) => page.setBleedBox(27, 40, 306, 180),
    })
    expect(found.map(({ message }) => message)).toEqual([
      'This is no PDF/X-4 (ISO 15930-7, 6.12): its TrimBox goes beyond its BleedBox.',
      'This is no PDF/X-4 (ISO 15930-7, 6.12): its BleedBox goes beyond its MediaBox.',
      'The bleed on the top is 14.11 mm, 3.175 mm were asked for.',
      'The bleed on the bottom is \u22121.41 mm, 3.175 mm were asked for.',
    ])
  })
})

describe('bleed', () => {
  const RED = '0 0.9 0.8 0.1 k'
  finds(
    'An area reaches the left edge, and ends at the trim (0 mm from the left and \u22123.2 mm from the top of the trim).',
    {
      content: { band: `${RED} 36 150 297 39 re f` },
    },
  )
  finds(
    'An area reaches the right edge, and its bleed is 2 mm, not 3.2 mm (\u22123.2 mm from the left and \u22123.2 mm from the top of the trim).',
    {
      content: { band: `${RED} 27 150 302.67 39 re f` },
    },
  )
  finds(
    'An area reaches the top edge, and ends 0.4 mm before the trim (\u22123.2 mm from the left and 0.4 mm from the top of the trim).',
    {
      content: { band: `${RED} 27 150 306 29 re f` },
    },
  )
  finds(
    'A picture reaches the bottom edge, and ends at the trim (70.6 mm from the left and 48.3 mm from the top of the trim).',
    {
      content: { picture: 'q 7.2 0 0 7.2 236 36 cm /Picture Do Q' },
    },
  )
  finds(
    'A rule reaches the right edge, and ends at the trim (84.7 mm from the left and 24.7 mm from the top of the trim).',
    {
      content: { rule: '0 0 0 1 k 276 109 48 1 re f' },
    },
  )
  finds(
    'A gradient reaches the left edge, and ends at the trim (0 mm from the left and 24.7 mm from the top of the trim).',
    {
      content: { rule: 'q 36 100 40 10 re W n /Fade sh Q' },
      amend: (document, page) => put(page, 'Shading', 'Fade', fade(document, [0, 0, 0, 1])),
    },
  )
  finds(
    'An area reaches the left edge, and ends at the trim (0 mm from the left and 24.7 mm from the top of the trim).',
    {
      content: { rule: `q 36 36 288 144 re W n ${RED} 20 100 40 10 re f Q` }, // cut off by its clip
    },
  )

  test('may be made of pieces of one colour', async () => {
    const found = await findings({
      content: { band: `${RED} 36 150 288 39 re f 27 140 9 49 re f 324 140 20 30 re f 324 169 9 20 re f` },
    })
    expect(found).toEqual([])
  })

  test('is not asked of what stays clear of the edge, nor of white', async () => {
    const found = await findings({ content: { rule: `0 0 0 0 k 36 60 20 20 re f ${RED} 38 60 20 20 re f` } })
    expect(found).toEqual([])
  })
})

describe('fonts', () => {
  const descendant = ({ context }: PDFDocument, page: PDFPage) =>
    context.lookup(
      page.node
        .Resources()!
        .lookup(name('Font'), PDFDict)
        .lookup(name('F'), PDFDict)
        .lookup(name('DescendantFonts'), PDFArray)
        .get(0),
      PDFDict,
    )
  finds('The font SourceSans3-Regular is not embedded.', {
    amend: (document, page) => {
      descendant(document, page).lookup(name('FontDescriptor'), PDFDict).delete(name('FontFile2'))
    },
  })
  finds('The font SourceSans3-Regular is embedded whole, not as a subset.', {
    amend: (_, page) => {
      const fonts = page.node.Resources()!.lookup(name('Font'), PDFDict)
      fonts.lookup(name('F'), PDFDict).set(name('BaseFont'), name('SourceSans3-Regular'))
    },
  })
  finds('The font Drawn is Type 3: its letters are drawings, which print coarser.', {
    amend: (document, page) =>
      put(
        page,
        'Font',
        'Drawn',
        document.context.register(
          object(document, { Type: 'Font', Subtype: 'Type3', BaseFont: 'Drawn', FontBBox: [0, 0, 1, 1] }),
        ),
      ),
  })
})

describe('colours', () => {
  finds(
    'The text «The lake» is in DeviceRGB, which no plate prints (8.6 mm from the left and 25.7 mm from the top of the trim).',
    {
      content: { text: (show) => `0.6 0 0 rg BT /F 10 Tf 60 100 Td ${show('The lake')} ET` },
    },
  )
  finds(
    'A picture is in DeviceRGB, which no plate prints (75.5 mm from the left and 32.7 mm from the top of the trim).',
    {
      amend: (document, page) => put(page, 'XObject', 'Picture', picture(document, 'DeviceRGB', [1, 2, 3])),
      order: { rgbImages: true },
    },
  )
  finds(
    'A picture is in ICCBased RGB, which no plate prints (75.5 mm from the left and 32.7 mm from the top of the trim).',
    {
      amend: rgbPicture,
    },
  )
  finds(
    'A line is in CalRGB, which no plate prints (8.3 mm from the left and 31.6 mm from the top of the trim).',
    {
      content: { rule: '/Cal CS 1 0 0 SC 1 w 60 90 m 200 90 l S' },
      amend: (document, page) =>
        put(page, 'ColorSpace', 'Cal', object(document, ['CalRGB', { WhitePoint: [0.95, 1, 1.09] }])),
    },
  )
  finds(
    'An area is in Lab, which no plate prints (8.5 mm from the left and 22.2 mm from the top of the trim; 1 more on this page).',
    {
      // A tile is looked into, and stands wherever the pattern does.
      content: { rule: '/Pattern cs /Tile scn 60 107 40 10 re f' },
      amend: (document, page) => {
        const { context } = document
        put(page, 'ColorSpace', 'Light', object(document, ['Lab', { WhitePoint: [0.95, 1, 1.09] }]))
        const tile = {
          Type: 'Pattern',
          PatternType: 1,
          PaintType: 1,
          TilingType: 1,
          BBox: [0, 0, 4, 4],
          XStep: 4,
          YStep: 4,
        }
        const drawn = context.flateStream('/Light cs 50 0 0 sc 0 0 2 2 re f 2 2 2 2 re f', tile)
        put(page, 'Pattern', 'Tile', context.register(drawn))
      },
    },
  )
  /** As the browser writes what is repeated: colours that a program works out. */
  const programmed = (document: PDFDocument) => {
    const { context } = document
    const program = { FunctionType: 4, Domain: [0, 1, 0, 1], Range: [0, 1, 0, 1, 0, 1] }
    return object(document, {
      PatternType: 2,
      Shading: {
        ShadingType: 1,
        ColorSpace: ['ICCBased', context.register(context.flateStream('', { N: 3 }))],
        Function: context.register(context.flateStream('{ 0 }', program)),
      },
    })
  }
  const repeated: Fault = {
    content: { rule: '/Pattern cs /Stripes scn 60 107 40 10 re f' },
    amend: (document, page) => put(page, 'Pattern', 'Stripes', programmed(document)),
  }
  finds(
    'A gradient is in ICCBased RGB, which no plate prints (8.5 mm from the left and 22.2 mm from the top of the trim).',
    repeated,
  )

  test('that are light are let be in pictures and gradients, if the shop takes RGB', async () => {
    const order = { rgbImages: true }
    expect(await findings({ ...repeated, order })).toEqual([])
    expect(await findings({ amend: rgbPicture, order })).toEqual([])
  })

  test('that are light can be got rid of otherwise in a gradient, a picture and a text', async () => {
    const hint = async (fault: Fault) => (await findings(fault)).map((finding) => finding.hint)
    expect(await hint(repeated)).toEqual([
      'What goes round in a circle, is repeated or fades to transparent cannot be separated: let it go from one opaque ' +
        'colour to another, which may be that of the paper, or put a picture in its place. ' +
        'If the shop takes RGB, «rgb-images: true» under «press» leaves it as it is.',
    ])
    const inline = 'q 7.2 0 0 7.2 250 80 cm BI /W 30 /H 30 /BPC 8 /CS /RGB /F /AHx ID 00> EI Q'
    expect(await hint({ content: { picture: inline } })).toEqual([
      'Save the picture anew, as a plain PNG or JPEG of 8 bits a channel without a transparent colour. ' +
        'If the shop takes RGB, «rgb-images: true» under «press» leaves it as it is.',
    ])
    expect(await hint({ content: { rule: '1 0 0 rg 60 107 40 10 re f' } })).toEqual([
      'Give the colour as #9b1c20 or rgb() in the style sheet; it is separated then.',
    ])
  })

  finds('Transparency is mixed in DeviceRGB, so black ink would come out on four plates.', {
    amend: (document, page) =>
      page.node.set(name('Group'), object(document, { S: 'Transparency', CS: 'DeviceRGB' })),
  })
  finds('The spot colour Gold takes a plate of its own.', {
    content: { rule: '/Gold CS 1 SCN 1 w 60 90 m 200 90 l S' },
    amend: (document, page) =>
      put(page, 'ColorSpace', 'Gold', object(document, ['Separation', 'Gold', 'DeviceCMYK', tint(document)])),
  })
  finds(
    'An area is in the register colour, which stands on every plate (8.5 mm from the left and 22.2 mm from the top of the trim).',
    {
      content: { rule: '/All cs 0.5 scn 60 107 40 10 re f' },
    },
  )

  test('of pictures may be RGB with a profile if the shop takes it', async () => {
    expect(await findings({ amend: rgbPicture, order: { rgbImages: true } })).toEqual([])
  })
  test('of a device are those of a default space, if there is one', async () => {
    const found = await findings({
      content: { picture: 'q 7.2 0 0 7.2 250 80 cm /Picture Do Q' },
      amend: (document, page) => {
        put(page, 'XObject', 'Picture', picture(document, 'DeviceRGB', [1, 2, 3]))
        put(
          page,
          'ColorSpace',
          'DefaultRGB',
          object(document, [
            'ICCBased',
            document.context.register(document.context.flateStream('', { N: 3 })),
          ]),
        )
      },
      order: { rgbImages: true },
    })
    expect(found).toEqual([])
  })
})

describe('black', () => {
  const black = (colour: string, state = 'Over') => ({
    text: (show: Show) => `/${state} gs ${colour} BT /F 10 Tf 60 100 Td ${show('The lake')} ET /Plain gs`,
  })
  const AT = '(8.6 mm from the left and 25.7 mm from the top of the trim)'
  finds(`The text «The lake» is black on more plates than one (C 91 M 78 Y 54 K 98) ${AT}.`, {
    content: black('0.91 0.78 0.54 0.98 k', 'Plain'),
    order: { ink: 330 },
  })
  finds(`The text «The lake» is grey on more plates than one (C 52 M 43 Y 42 K 8) ${AT}.`, {
    content: black('0.52 0.43 0.42 0.08 k', 'Plain'),
  })
  finds(
    'A rule is black on more plates than one (C 75 M 68 Y 67 K 90) (8.5 mm from the left and 25.8 mm from the top of the trim).',
    {
      content: { rule: '0.75 0.68 0.67 0.9 k 60 106 40 1 re f' },
    },
  )
  finds(`The text «The lake» is black and does not overprint ${AT}.`, {
    content: black('0 0 0 1 k', 'Plain'),
  })
  finds(`The text «The lake» is black and does not overprint ${AT}.`, {
    // Of DeviceGray all four plates are painted, whatever the overprint mode (ISO 32000-1, 8.6.7).
    content: black('0 g'),
  })
  finds(`The text «The lake» is white and overprints, so it vanishes in print ${AT}.`, {
    content: black('0 0 0 0 k'),
  })

  test('of another kind than text may knock out, and colours may have black in them', async () => {
    expect(await findings({ content: black('0.25 1 0.95 0.25 k', 'Plain') })).toEqual([])
  })
})

describe('ink', () => {
  finds(
    'An area takes 330 % of ink, 300 % is the most (8.5 mm from the left and 22.2 mm from the top of the trim; 1 more on this page).',
    {
      content: { rule: '0.9 0.7 0.7 0.8 k 60 107 10 10 re f 0.9 0.8 0.8 0.8 k 60 107 40 10 re f' },
    },
  )
  finds(
    'A picture takes 320 % of ink, 300 % is the most (75.5 mm from the left and 32.7 mm from the top of the trim).',
    {
      amend: (document, page) =>
        put(page, 'XObject', 'Picture', picture(document, 'DeviceCMYK', [204, 204, 204, 204])),
    },
  )
  finds(
    'A picture takes 400 % of ink, 300 % is the most (75.5 mm from the left and 32.7 mm from the top of the trim).',
    {
      // Samples turned round, as Photoshop writes them.
      amend: (document, page) =>
        put(
          page,
          'XObject',
          'Picture',
          picture(document, 'DeviceCMYK', [0, 0, 0, 0], { Decode: [1, 0, 1, 0, 1, 0, 1, 0] }),
        ),
    },
  )
  finds(
    'The text «The lake» takes 310 % of ink, 300 % is the most (8.6 mm from the left and 25.7 mm from the top of the trim).',
    {
      content: { band: '0.7 0.7 0.7 0 k 27 90 306 99 re f' }, // black overprints it
    },
  )
  finds(
    'A gradient takes 320 % of ink, 300 % is the most (10.6 mm from the left and 44.4 mm from the top of the trim).',
    {
      // Through a form, half of its coordinates, and a gradient’s darker end.
      content: { rule: 'q 0.5 0 0 0.5 0 0 cm /Form Do Q' },
      amend: (document, page) => {
        const { context } = document
        const Pattern = { Fade: { PatternType: 2, Shading: fade(document, [0.8, 0.8, 0.8, 0.8]) } }
        const form = { Type: 'XObject', Subtype: 'Form', BBox: [0, 0, 400, 400], Resources: { Pattern } }
        const drawn = context.flateStream('/Pattern cs /Fade scn 132 100 40 8 re f', form)
        put(page, 'XObject', 'Form', context.register(drawn))
      },
    },
  )
  finds(
    'How much ink a picture (DeviceCMYK) takes cannot be told (75.5 mm from the left and 32.7 mm from the top of the trim).',
    {
      amend: (document, page) => {
        const { context } = document
        const jpeg = {
          Type: 'XObject',
          Subtype: 'Image',
          Width: 30,
          Height: 30,
          BitsPerComponent: 8,
          ColorSpace: 'DeviceCMYK',
          Filter: 'DCTDecode',
        }
        put(page, 'XObject', 'Picture', context.register(context.stream(Buffer.from([0xff, 0xd8]), jpeg)))
      },
    },
  )

  test('outside the bleed is the marks’ own affair', async () => {
    expect(await findings({ content: { marks: '1 1 1 1 K 0.1 w 36 4 m 36 22 l S' } })).toEqual([])
  })
})

describe('pictures and lines', () => {
  const drawn = (size: number, grey: (x: number, y: number) => number): Fault => ({
    content: { picture: `q ${size} 0 0 ${size} 250 80 cm /Picture Do Q` },
    amend: (document, page) =>
      put(
        page,
        'XObject',
        'Picture',
        picture(document, 'DeviceCMYK', (i) => [0, 0, 0, grey(i % 30, Math.floor(i / 30))]),
      ),
  })
  const photograph = (x: number, y: number) => 8 * ((x * y) % 30)
  const slanting = (x: number, y: number) => 255 * Number(x > y)
  const squares = (x: number, y: number) => 255 * Number(((x >> 1) * (y >> 1)) % 3 === 0)
  finds(
    'A picture of 30 × 30 pixels has 216 pixels to an inch, 300 are usual (75.5 mm from the left and 31.8 mm from the top of the trim).',
    drawn(10, photograph),
  )
  finds(
    'A picture of 30 × 30 pixels has 108 pixels to an inch: one sees them. 300 are usual (75.5 mm from the left and 28.2 mm from the top of the trim).',
    drawn(20, photograph),
  )
  test('are named by their size, one that was turned too, with the size at which they do', async () => {
    const pictures = [
      { name: 'source/statement/quay.png', width: 30, height: 30 },
      { name: 'templates/leaflet/logo.png', width: 60, height: 30 },
      { name: 'templates/leaflet/sun.png', width: 30, height: 30 },
    ]
    const [found] = await findings({ ...drawn(20, photograph), order: { pictures } })
    expect([found!.message.slice(0, 84), found!.hint]).toEqual([
      'The picture source/statement/quay.png or templates/leaflet/sun.png (30 × 30 pixels) ',
      'Print it smaller, up to 2 mm wide and 2 mm high, or take an original with more pixels.',
    ])
  })
  test('of two colours are asked about, not refused; those of squares have no resolution', async () => {
    const codes = async (fault: Fault) => (await findings(fault)).map(({ code }) => code)
    expect(await codes(drawn(20, slanting))).toEqual(['low-resolution'])
    expect(await codes(drawn(20, squares))).toEqual([])
    expect(await codes(drawn(20, (x, y) => squares(x, y) + Number(x === 9 && y === 9)))).toEqual([
      'low-resolution',
    ])
  })
  finds(
    'A line is 0.20 pt thick; below 0.25 pt it may break or vanish (8.4 mm from the left and 31.7 mm from the top of the trim).',
    {
      content: { rule: 'q 0.5 0 0 0.5 0 0 cm 0 0 0 1 K 0.4 w 120 180 m 400 180 l S Q' }, // 0.4 at half the size
    },
  )
  finds(
    'A line is 0.00 pt thick; below 0.25 pt it may break or vanish (8.5 mm from the left and 31.8 mm from the top of the trim).',
    {
      content: { rule: '0 0 0 1 K 0 w 60 90 m 200 90 l S' },
    },
  )
  finds(
    'A line is 0.10 pt thick; below 0.25 pt it may break or vanish (8.5 mm from the left and 31.7 mm from the top of the trim).',
    {
      content: { rule: '0 0 0 1 k 60 90 140 0.1 re f' },
    },
  )
})

describe('text', () => {
  const say = (x: number, y: number) => ({
    text: (show: Show) => `/Over gs 0 0 0 1 k BT /F 10 Tf ${x} ${y} Td ${show('The lake')} ET /Plain gs`,
  })
  finds(
    'The text «The lake» is 3.2 mm from the trim, 4 mm are safe (3.2 mm from the left and 25.7 mm from the top of the trim).',
    { content: say(44.8, 100) },
  )
  finds(
    'The text «The lake» runs over the trim and will be cut (92.2 mm from the left and 25.7 mm from the top of the trim).',
    { content: say(297, 100) },
  )
  finds(
    'The text «The lake» runs over the trim and will be cut (8.6 mm from the left and 51 mm from the top of the trim).',
    { content: say(60, 28.2) },
  ) // a slug in the bleed
})

test('a line that is shown letter by letter is told as one text', async () => {
  const content = {
    text: (show: Show) =>
      `/Over gs 0 0 0 1 k BT /F 10 Tf 40 100 Td ${show('Th')} 11 0 Td ${show('e')} 8 0 Td ${show('lake')} ET /Plain gs`,
  }
  const found = await findings({ content })
  expect(found.map(({ message }) => message)).toEqual([
    'The text «The lake» is 1.5 mm from the trim, 4 mm are safe (1.5 mm from the left and 25.7 mm from the top of the trim).',
  ])
})

describe('what the file says of itself', () => {
  const without = (property: string) => XMP.replace(new RegExp(`<${property}>.*</${property}>`), '')
  test('with an older version than PDF/X-4 is built upon', async () => {
    const pdf = Buffer.from(await pressFile())
    pdf.write('%PDF-1.4')
    const [found] = preflight(await readPressFacts(pdf), ORDER, '/out/press/lake.pdf')
    expect(found!.message).toBe(
      'This is no PDF/X-4 (ISO 15930-7, 6.1): its version is PDF 1.4, 1.6 is the least.',
    )
  })
  breaks('6.10', 'its trailer has no ID', {
    amend: ({ context }) => {
      delete context.trailerInfo.ID
    },
  })
  breaks('6.15', 'it is encrypted', {
    amend: ({ context }) => {
      context.trailerInfo.Encrypt = context.obj({ Filter: 'Standard' })
    },
  })
  breaks('6.10', 'it has no XMP metadata', { amend: ({ catalog }) => catalog.delete(name('Metadata')) })
  breaks('6.10', 'its XMP metadata is compressed', {
    amend: ({ catalog, context }) =>
      catalog.set(
        name('Metadata'),
        context.register(context.flateStream(XMP, { Type: 'Metadata', Subtype: 'XML' })),
      ),
  })
  breaks('6.11', 'XMP says «PDF/X-3:2003» for pdfxid:GTS_PDFXVersion', {
    xmp: XMP.replace('PDF/X-4', 'PDF/X-3:2003'),
  })
  breaks('6.11', 'XMP says nothing for pdfxid:GTS_PDFXVersion', { xmp: without('pdfxid:GTS_PDFXVersion') })
  for (const property of [
    'dc:title',
    'xmp:CreateDate',
    'xmp:ModifyDate',
    'xmp:MetadataDate',
    'xmpMM:DocumentID',
    'xmpMM:VersionID',
    'xmpMM:RenditionClass',
  ])
    breaks('6.10', `XMP has no ${property}`, { xmp: without(property) })
  breaks('6.9', 'XMP has no pdf:Trapped', { xmp: without('pdf:Trapped') })
  for (const entry of ['Title', 'CreationDate', 'ModDate'])
    breaks('6.10', `the Info dictionary has no ${entry}`, {
      amend: (document) => info(document).delete(name(entry)),
    })
  breaks('6.9', 'the Info dictionary has no Trapped', {
    amend: (document) => info(document).delete(name('Trapped')),
  })
  breaks('6.9', 'Trapped is «Unknown», neither True nor False', {
    amend: (document) => info(document).set(name('Trapped'), name('Unknown')),
    xmp: XMP.replace('<pdf:Trapped>False', '<pdf:Trapped>Unknown'),
  })
  breaks('6.10', 'Info says «Keep the lake» for Title, XMP «Keep the lake open»', {
    amend: (document) => document.setTitle('Keep the lake'),
  })
  breaks('6.10', 'Info says «D:20240915000000Z» for CreationDate, XMP «2024-09-14T00:00:00Z»', {
    amend: (document) => document.setCreationDate(new Date('2024-09-15T00:00:00Z')),
  })
  breaks('6.10', 'Info says «Swimmers» for Author, XMP nothing', {
    amend: (document) => document.setAuthor('Swimmers'),
  })

  test('may stand in attributes', async () => {
    const xmp = XMP.replace('<pdf:Trapped>False</pdf:Trapped>', '').replace(
      'rdf:about=""',
      'rdf:about="" pdf:Trapped="False"',
    )
    expect(await findings({ xmp })).toEqual([])
  })
})

describe('the printing condition', () => {
  const instead = (...args: [deviceClass?: string, space?: string, subtype?: string]): Fault => ({
    amend: (document) => intents(document).set(0, intent(document, ...args)),
  })
  const without = (key: string): Fault => ({
    amend: (document) => intents(document).lookup(0, PDFDict).delete(name(key)),
  })
  finds('The file is made for FOGRA39, FOGRA51 was asked for.', { order: { condition: 'FOGRA51' } })
  breaks('6.4', 'it has no output intents GTS_PDFX, one is needed', instead('prtr', 'CMYK', 'GTS_PDFA1'))
  breaks('6.4', 'it has 2 output intents GTS_PDFX, one is needed', {
    amend: (document) => intents(document).push(intent(document)),
  })
  breaks('6.4', 'the profile of its output intent is of class «mntr», not «prtr»', instead('mntr'))
  breaks('6.4', 'the profile of its output intent is for RGB, the plates are CMYK', instead('prtr', 'RGB'))
  breaks(
    '6.4',
    'its output intent does not name the printing condition',
    without('OutputConditionIdentifier'),
  )
  breaks('6.4', 'its output intent does not describe the printing condition (Info)', without('Info'))
  breaks('6.4', 'its output intent has no profile embedded', without('DestOutputProfile'))
})

describe('what has no place in a press file', () => {
  const inCatalog = (key: string, value: Literal): Fault => ({
    amend: (document) => document.catalog.set(name(key), object(document, value)),
  })
  const onPage = (key: string, value: Literal): Fault => ({
    amend: (document, { node }) => node.set(name(key), object(document, value)),
  })
  const inState = (entries: Record<string, Literal>): Fault => ({
    content: { rule: '/Odd gs' },
    amend: (document, page) => put(page, 'ExtGState', 'Odd', object(document, entries)),
  })
  const inPicture = (entries: Record<string, Literal>): Fault => ({
    amend: (document, page) =>
      put(page, 'XObject', 'Picture', picture(document, 'DeviceCMYK', [0, 0, 0, 9], entries)),
  })
  const note = (Subtype: string, ...Rect: number[]) => onPage('Annots', [{ Type: 'Annot', Subtype, Rect }])

  breaks('6.17', 'it has an annotation (Text) within the bleed', note('Text', 20, 20, 40, 40))
  breaks('6.17', 'it has an annotation (PrinterMark) within the bleed', note('PrinterMark', 20, 20, 40, 40))
  breaks('6.18', 'it has an action', inCatalog('OpenAction', { S: 'GoTo' }))
  breaks('6.18', 'it has an action', onPage('AA', {}))
  breaks('6.18', 'it has a script', inCatalog('Names', { JavaScript: {} }))
  breaks('6.17', 'it has a form to fill in', inCatalog('AcroForm', { Fields: [{}] }))
  breaks('6.26', 'it has an XFA form', inCatalog('AcroForm', { Fields: [], XFA: [] }))
  breaks('6.7', 'another file is embedded in it', inCatalog('Names', { EmbeddedFiles: {} }))
  breaks('6.22', 'it has an alternate presentation', inCatalog('Names', { AlternatePresentations: {} }))
  breaks('6.22', 'it has an alternate presentation', onPage('PresSteps', {}))
  breaks(
    '6.21',
    'it asks for other boxes than MediaBox and BleedBox to be shown or printed',
    inCatalog('ViewerPreferences', { PrintArea: 'TrimBox' }),
  )
  breaks('6.8', 'a stream is packed by LZW', {
    amend: ({ context }) =>
      context.register(context.stream(Buffer.from([0x80, 0x0b, 0x60, 0x50]), { Filter: 'LZWDecode' })),
  })
  breaks('6.8', 'an inline picture is packed by LZW', {
    content: { picture: 'q 7.2 0 0 7.2 250 80 cm BI /W 30 /H 30 /IM true /F /LZW ID \nEI Q' },
  })
  breaks('6.13', 'it has a transfer function', inState({ TR: 'Identity' }))
  breaks('6.13', 'it has a transfer function', inState({ TR2: 'Identity' }))
  breaks('6.13', 'it sets the phase of the screen (HTP)', inState({ HTP: [0, 0] }))
  breaks('6.23', 'it names a rendering intent that there is not', { content: { rule: '/Nice ri' } })
  breaks('6.23', 'it names a rendering intent that there is not', inState({ RI: 'Nice' }))
  breaks('6.19', 'its content has an operator that PDF does not know', { content: { rule: 'BX 1 glow EX' } })
  breaks('6.1', 'its content names a resource that is not there', { content: { rule: '/Gone gs' } })
  breaks('6.1', 'its content names a resource that is not there', { content: { rule: '/Gone Do' } })
  breaks('6.25', 'its graphics states are nested more than 28 deep', {
    content: { rule: `${'q '.repeat(29)}${'Q '.repeat(29)}` },
  })
  breaks('6.16', 'a picture has alternates', inPicture({ Alternates: [] }))
  breaks('6.7', 'it refers to a picture outside the file (OPI)', inPicture({ OPI: {} }))
  breaks('6.14', 'it has a piece of PostScript', {
    content: { rule: '/Old Do' },
    amend: ({ context }, page) =>
      put(page, 'XObject', 'Old', context.register(context.stream('', { Type: 'XObject', Subtype: 'PS' }))),
  })
  breaks('6.3', 'it refers to a page of another file', {
    content: { rule: '/Far Do' },
    amend: ({ context }, page) =>
      put(
        page,
        'XObject',
        'Far',
        context.register(
          context.stream('', { Type: 'XObject', Subtype: 'Form', BBox: [0, 0, 1, 1], Ref: {} }),
        ),
      ),
  })
  breaks('6.4', 'ICCBased CMYK overprints in mode 1', {
    content: { rule: '/Over gs /Own cs 0 1 0 0 scn 60 107 40 10 re f /Plain gs' },
    amend: ({ context }, page) =>
      put(
        page,
        'ColorSpace',
        'Own',
        context.obj(['ICCBased', context.register(context.flateStream('', { N: 4 }))]),
      ),
  })
  finds(
    'The file has layers: a shop may print a state that nobody has seen.',
    inCatalog('OCProperties', { OCGs: [], D: {} }),
  )

  test('may be beside the page, if it is a note to the printer', async () => {
    expect(await findings(note('Text', 2, 2, 20, 20))).toEqual([])
  })
})

test('what must not go to a shop is an error, what it may ask about a warning', async () => {
  const severity = async (fault: Fault) =>
    (await findings(fault)).map((each) => [each.code, isError(each), each.where])
  const where = { file: '/out/press/lake.pdf', page: 1 }
  expect(await severity({ content: { rule: '1 0 0 rg 60 107 40 10 re f' } })).toEqual([
    ['press-colour', true, where],
  ])
  expect(await severity({ content: { rule: '0 0 0 1 K 0.2 w 60 90 m 200 90 l S' } })).toEqual([
    ['hairline', false, where],
  ])
})

test('the shop gets to know what was read', async () => {
  const facts = await readPressFacts(
    await pressFile({}, (document, first) => {
      put(
        first,
        'XObject',
        'Picture',
        picture(document, 'DeviceCMYK', (i) => [128, 128, 128 - (i % 16), 0]),
      )
      const page = document.addPage([360, 216])
      page.setBleedBox(27, 27, 306, 162)
      page.setTrimBox(36, 36, 288, 144)
    }),
  )
  const { mostInk, pictures, ...others } = describePressFile(facts)
  expect(mostInk).toBeCloseTo(180)
  expect(pictures.count).toBe(1)
  expect(pictures.fewestPpi).toBeCloseTo(300)
  expect(others).toEqual({
    pages: 2,
    trim: { widthMm: 101.6, heightMm: 50.8 },
    sheet: { widthMm: 127, heightMm: 76.2 },
    bleedMm: 3.17,
    plates: [['Cyan', 'Magenta', 'Yellow', 'Black'], []],
    fonts: ['SourceSans3-Regular'],
    condition: 'FOGRA39',
    profile: 'unnamed',
  })
})
