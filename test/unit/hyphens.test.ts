/** Soft hyphens in content streams as Chromium writes them, and in some that it does not write. */
import { decodePDFRawStream, PDFDocument, PDFName, type PDFObject, PDFRawStream, type PDFRef } from 'pdf-lib'
import { describe, expect, test } from 'vitest'
import { rewrite } from '../../src/content-stream/content-stream.js'
import { rewriteContents } from '../../src/finish/contents.js'
import { hyphenPass } from '../../src/finish/hyphens.js'
import { openFonts } from '../../src/finish/text-cursor.js'

const GLYPHS = Object.assign(
  new Map([
    [1, ' '],
    [2, '-'],
    [3, '\u2010'],
    [0x61, 'a'],
    [0x62, 'b'],
  ]),
  { name: 'Font', widthOf: () => 500 },
)

const joined = (content: string): string => {
  const { pass, end } = hyphenPass((name) => (name === 'F' ? GLYPHS : undefined))
  return Buffer.from(rewrite(Buffer.from(content), pass, end)).toString()
}
/** The lines of a text object whose font is set. */
const inText = (...lines: string[]): string =>
  ['BT', '/F 10 Tf', '1 0 0 -1 0 14 Tm', '<0061> Tj', ...lines, 'ET'].join('\n')

const SOFT = '/Span<</ActualText <feff00ad> >> BDC'
const HARD = '/Span<</ActualText <feff2010> >> BDC'
const OURS = '/Span << /ActualText <feff00ad> >> BDC'

describe('a hyphen that divides a word', () => {
  test('is told as one soft hyphen if the page draws it after a soft one', () => {
    expect(joined(inText(SOFT, '5 0 Td <0001> Tj', 'EMC', HARD, '0 0 Td <0003> Tj', 'EMC'))).toBe(
      inText('5 0 Td', OURS, '0 0 Td <0003> Tj', 'EMC'),
    )
  })

  test('may be one that has no replacement text of its own', () => {
    expect(joined(inText(SOFT, '5 0 Td <0001> Tj', 'EMC', '0 0 Td <0002> Tj'))).toBe(
      inText('5 0 Td', '0 0 Td', OURS + ' <0002> Tj', 'EMC'),
    )
  })

  test('may be written with what follows it', () => {
    expect(joined(inText(SOFT, '5 0 Td <0001> Tj', 'EMC', '0 0 Td <00020061> Tj'))).toBe(
      inText('5 0 Td', '0 0 Td', OURS, '<0002> Tj', 'EMC', '<0061> Tj'),
    )
  })

  test('stands in a text object of its own if the browser broke the line', () => {
    const hyphen = ['BT', HARD, '/F 10 Tf', '1 0 0 -1 5 14 Tm', '<0003> Tj', 'EMC', 'ET'].join('\n')
    expect(joined(`${inText(SOFT, '5 0 Td <0001> Tj', 'EMC')}\n${hyphen}`)).toBe(
      `${inText('5 0 Td')}\n${hyphen.replace(HARD, OURS)}`,
    )
  })

  test('may have its underline before it', () => {
    const hyphen = ['0 0 1 rg 5 15 4 1 re f BT', '/F 10 Tf', '1 0 0 -1 5 14 Tm', '<0002> Tj', 'ET'].join('\n')
    expect(joined(`${inText(SOFT, '5 0 Td <0001> Tj', 'EMC')}\n${hyphen}`)).toBe(
      `${inText('5 0 Td')}\n${hyphen.replace('<0002> Tj', `${OURS}\n<0002> Tj\nEMC`)}`,
    )
  })

  test('may come after a word written in one piece, which does not tell where it ends', () => {
    const hyphen = ['BT', HARD, '/F 10 Tf', '1 0 0 -1 25 14 Tm', '<0003> Tj', 'EMC', 'ET'].join('\n')
    expect(joined(`${inText('<00610062> Tj', SOFT, '<0001> Tj', 'EMC')}\n${hyphen}`)).toBe(
      `${inText('<00610062> Tj')}\n${hyphen.replace(HARD, OURS)}`,
    )
  })

  test('stays inside the marked content of its paragraph', () => {
    expect(
      joined(
        `/P <</MCID 0>> BDC\n${inText(SOFT, '5 0 Td <0001> Tj', 'EMC', HARD, '0 0 Td <0003> Tj', 'EMC')}\nEMC`,
      ),
    ).toBe(`/P <</MCID 0>> BDC\n${inText('5 0 Td', OURS, '0 0 Td <0003> Tj', 'EMC')}\nEMC`)
  })

  test('is told once even after several soft ones', () => {
    expect(
      joined(
        inText(
          SOFT,
          '5 0 Td <0001> Tj',
          'EMC',
          SOFT,
          '0 0 Td <0001> Tj',
          'EMC',
          HARD,
          '0 0 Td <0003> Tj',
          'EMC',
        ),
      ),
    ).toBe(inText('5 0 Td', '0 0 Td', OURS, '0 0 Td <0003> Tj', 'EMC'))
  })

  test('is not changed a second time', () => {
    const once = inText('5 0 Td', OURS, '0 0 Td <0003> Tj', 'EMC')
    expect(joined(once)).toBe(once)
  })
})

describe('a soft hyphen without a hyphen goes', () => {
  test.each([
    [
      'within a word',
      inText(SOFT, '5 0 Td <0001> Tj', 'EMC', '0 0 Td <0062> Tj'),
      inText('5 0 Td', '0 0 Td <0062> Tj'),
    ],
    ['at the end of a text', inText(SOFT, '5 0 Td <0001> Tj', 'EMC'), inText('5 0 Td')],
    [
      'before the end of marked content',
      `/P <</MCID 0>> BDC ${inText(SOFT, '5 0 Td <0001> Tj', 'EMC')} EMC`,
      `/P <</MCID 0>> BDC ${inText('5 0 Td')} EMC`,
    ],
  ])('%s', (_where, before, after) => {
    expect(joined(before)).toBe(after)
  })

  test('if the next line begins with a dash', () => {
    const next = ['BT', HARD, '/F 10 Tf', '1 0 0 -1 0 28 Tm', '<0003> Tj', 'EMC', 'ET'].join('\n')
    expect(joined(`${inText(SOFT, '5 0 Td <0001> Tj', 'EMC')}\n${next}`)).toBe(`${inText('5 0 Td')}\n${next}`)
  })

  test('if the hyphen on its line is elsewhere', () => {
    const next = ['BT', '/F 10 Tf', '1 0 0 -1 60 14 Tm', '<0002> Tj', 'ET'].join('\n')
    expect(joined(`${inText(SOFT, '5 0 Td <0001> Tj', 'EMC')}\n${next}`)).toBe(`${inText('5 0 Td')}\n${next}`)
  })

  test('if the hyphen beside it belongs to another element', () => {
    const next = ['/P <</MCID 1>> BDC', 'BT', '/F 10 Tf', '1 0 0 -1 5 14 Tm', '<0002> Tj', 'ET', 'EMC'].join(
      '\n',
    )
    expect(joined(`/P <</MCID 0>> BDC\n${inText(SOFT, '5 0 Td <0001> Tj', 'EMC')}\nEMC\n${next}`)).toBe(
      `/P <</MCID 0>> BDC\n${inText('5 0 Td')}\nEMC\n${next}`,
    )
  })
})

describe('nothing changes', () => {
  test.each([
    ['if the hyphen is hard', inText('5 0 Td <0002> Tj')],
    ['if the text has U+2010 itself', inText(HARD, '5 0 Td <0003> Tj', 'EMC')],
    ['if the soft hyphen is drawn', inText(SOFT, '5 0 Td <0002> Tj', 'EMC', '5 0 Td <0062> Tj')],
    ['if what follows hangs on the blank glyph', inText(SOFT, '5 0 Td <0001> Tj', 'EMC', '<0062> Tj')],
    ['if the font is not known', inText('/G 10 Tf', SOFT, '5 0 Td <0001> Tj', 'EMC', '0 0 Td <0002> Tj')],
    [
      'if more than one glyph is the soft hyphen',
      inText(SOFT, '5 0 Td <00010001> Tj', 'EMC', '0 0 Td <0002> Tj'),
    ],
    ['if its mark is not closed', `${SOFT} BT /F 10 Tf 1 0 0 1 0 0 Tm <0001> Tj`],
  ])('%s', (_why, content) => {
    expect(joined(content)).toBe(content)
  })
})

test('Pages and forms, and forms in forms, are rewritten once, with their dictionaries', async () => {
  const document = await PDFDocument.create()
  const { context } = document
  const cmap = context.flateStream(
    '2 beginbfchar\n<0001> <0020>\n<0002> <002D>\nendbfchar\n1 beginbfchar\n<0061> <0061>\nendbfchar',
  )
  const font = context.obj({
    Type: 'Font',
    Subtype: 'Type0',
    Encoding: 'Identity-H',
    ToUnicode: context.register(cmap),
  })
  const resources = (XObject: Record<string, PDFRef>) => context.obj({ Font: { F: font }, XObject })
  const content = inText(SOFT, '5 0 Td <0001> Tj', 'EMC', '0 0 Td <0002> Tj')
  const cut = content.indexOf('Td')
  const form = (own: ReturnType<typeof resources>) => {
    const made = context.flateStream(content, { Type: 'XObject', Subtype: 'Form', StructParents: 7 })
    made.dict.set(PDFName.of('Resources'), own)
    return context.register(made)
  }
  const inner = form(resources({}))
  const outer = form(resources({ Inner: inner }))
  const untouched = context.register(context.flateStream('q Q', { Subtype: 'Form' }))
  const before = context.lookup(untouched)
  for (const page of [document.addPage(), document.addPage()]) {
    page.node.set(PDFName.of('Resources'), resources({ Outer: outer, Untouched: untouched }))
    page.node.set(
      PDFName.of('Contents'),
      context.obj(
        [content.slice(0, cut), content.slice(cut)].map((part) =>
          context.register(context.flateStream(part)),
        ),
      ),
    )
  }

  const fontsOf = openFonts()
  rewriteContents(document, ({ resources }) => hyphenPass(fontsOf(resources)))
  const stream = (object: PDFObject | undefined): PDFRawStream => {
    if (!(object instanceof PDFRawStream)) throw new TypeError('No stream.')
    return object
  }
  const read = (object: PDFObject | undefined): string =>
    Buffer.from(decodePDFRawStream(stream(object)).decode())
      .toString()
      .trim()
  const expected = inText('5 0 Td', '0 0 Td', `${OURS} <0002> Tj`, 'EMC')
  for (const page of document.getPages())
    expect(read(page.node.Contents()).replace(/\s+/g, ' ')).toBe(expected.replace(/\s+/g, ' '))
  for (const ref of [inner, outer]) {
    const object = context.lookup(ref)
    expect(read(object)).toBe(expected)
    expect(stream(object).dict.get(PDFName.of('StructParents'))?.toString()).toBe('7')
    expect(stream(object).dict.get(PDFName.of('Subtype'))?.toString()).toBe('/Form')
  }
  expect(context.lookup(untouched)).toBe(before)
})
