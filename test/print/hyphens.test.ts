/** Divided words from the page to the text layer: printed by the real browser, read by PDFium and poppler. */
import { execFileSync, spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { decodePDFRawStream, PDFDict, PDFDocument, PDFName, PDFRawStream } from 'pdf-lib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readOperations, rewrite } from '../../src/content-stream/content-stream.js'
import { rewriteContents } from '../../src/finish/contents.js'
import { hyphenPass } from '../../src/finish/hyphens.js'
import { openFonts } from '../../src/finish/text-cursor.js'
import { readText } from '../read-text.js'
import { picturesOfPages } from '../pictures.js'
import { openTestPool, printSheet } from '../browser-pool.js'

let opened: ReturnType<typeof openTestPool>

beforeAll(() => {
  opened = openTestPool()
})

afterAll(() => opened.close())

/** A paragraph of lines that the page itself ends: `=` stands for a soft hyphen and the hyphen that is drawn. */
const lines = (...texts: string[]): string =>
  `<p>${texts.map((text) => `<span>${text.replace(/=/, '\u00AD\u2010')}</span>`).join('<br>')}</p>`

async function print(body: string): Promise<Uint8Array> {
  writeFileSync(
    join(opened.work, 'page.html'),
    `<!doctype html><html lang="en"><meta charset="utf-8"><title>Page</title><style>
      @font-face { font-family: Book; src: url(fonts/SourceSerif4-Regular.ttf) }
      @font-face { font-family: Book; font-style: italic; src: url(fonts/SourceSerif4-It.ttf) }
      @font-face { font-family: Plain; src: url(fonts/SourceSans3-Regular.ttf) }
      @page { size: 100mm 100mm; margin: 10mm }
      body { font: 11pt/14pt Book; margin: 0 }
      p { margin: 0 0 4pt }
      span { white-space: nowrap }
    </style>${body}`,
  )
  const area = { widthPx: 302, heightPx: 303, multiple: 1, facing: false }
  return printSheet(opened.browsers, { path: 'page.html', area, faces: [] })
}

async function joined(printed: Uint8Array): Promise<{ document: PDFDocument; pdf: Uint8Array }> {
  const document = await PDFDocument.load(printed, { updateMetadata: false })
  const fontsOf = openFonts()
  rewriteContents(document, ({ resources }) => hyphenPass(fontsOf(resources)))
  return { document, pdf: await document.save({ updateFieldAppearances: false }) }
}

/** As the check of words reads it: a tilde divides a word, a bar ends a line. */
const pdfium = async (pdf: Uint8Array): Promise<string> =>
  (await readText(pdf))
    .join('')
    .replace(/\u00AD/g, '~')
    .replace(/\r\n/g, '|')

const poppler = (pdf: Uint8Array, ...options: string[]): string => {
  const file = join(opened.work, 'page.pdf')
  writeFileSync(file, pdf)
  const text = execFileSync('pdftotext', [...options, file, '-'], { encoding: 'utf8' })
  return text
    .trim()
    .replace(/\u00AD/g, '~')
    .replace(/\n+/g, '|')
}
const hasPoppler = spawnSync('pdftotext', ['-v']).status === 0

/** Not by `toEqual`, which takes seconds for so many bytes. */
const looksAs = async (one: Uint8Array, other: Uint8Array): Promise<boolean> =>
  Buffer.concat(await picturesOfPages(one)).equals(Buffer.concat(await picturesOfPages(other)))

/** The streams of pages and forms, decoded. */
const contentsOf = (document: PDFDocument): Uint8Array[] => {
  const found = new Set<PDFRawStream>()
  for (const page of document.getPages()) {
    const contents = page.node.Contents()
    if (contents instanceof PDFRawStream) found.add(contents)
  }
  for (const [, object] of document.context.enumerateIndirectObjects())
    if (object instanceof PDFRawStream && object.dict.lookup(PDFName.of('Subtype')) === PDFName.of('Form'))
      found.add(object)
  return Array.from(found, (stream) => decodePDFRawStream(stream).decode())
}

/** MCIDs and what is inside each, as operators; throws if marked content is not well nested. */
const marked = (content: Uint8Array): string[] => {
  const open: string[] = []
  const seen: string[] = []
  let inText = -1
  for (const { operator, operands } of readOperations(content)) {
    if (operator === 'BT') inText = open.length
    if (operator === 'ET') {
      if (open.length !== inText) throw new Error('Marked content begins or ends across a text object.')
      inText = -1
    }
    if (operator === 'BDC') {
      const id = (operands[1] as ReadonlyMap<string, unknown>).get('MCID')
      open.push(typeof id === 'number' ? `MCID ${id}` : 'Span')
      seen.push(open.join(' / '))
    }
    if (operator === 'EMC' && open.pop() === undefined) throw new Error('EMC without a beginning.')
  }
  if (open.length > 0) throw new Error('Marked content does not end.')
  return seen
}

const TRILINGUAL = [
  lines('The work=', 'ers of Alma-', 'Ata defended <em>them=</em>', '<em>selves</em>.'),
  `<div lang="ru">${lines('Заявление рабо=', 'чих Алма-', 'Аты и ком=', 'мунистов')}</div>`,
  `<div lang="es" style="font-family: Plain; letter-spacing: 0.3pt">${lines('Declara=', 'ción de los tra=', 'bajadores')}</div>`,
].join('')

describe('lines that the page ends itself', () => {
  test('give words that PDFium joins, and a hard hyphen stays', async () => {
    const { pdf } = await joined(await print(TRILINGUAL))
    expect(await pdfium(pdf)).toBe(
      'The work~ers of Alma-|Ata defended them~selves.|' +
        'Заявление рабо~чих Алма-|Аты и ком~мунистов|Declara~ción de los tra~bajadores',
    )
  })

  test.skipIf(!hasPoppler)(
    'give one U+00AD at the line’s end in poppler, and a hard hyphen stays',
    async () => {
      const printed = await print(TRILINGUAL)
      const { pdf } = await joined(printed)
      expect(poppler(printed, '-raw')).toContain('The work~|‐|ers')
      expect(poppler(pdf, '-raw')).toBe(
        'The work~|ers of Alma-|Ata defended them~|selves.|' +
          'Заявление рабо~|чих Алма-|Аты и ком~|мунистов|Declara~|ción de los tra~|bajadores',
      )
      expect(poppler(pdf)).toContain('The work~|ers of Alma')
    },
  )

  test('look as before, to the pixel', async () => {
    const printed = await print(TRILINGUAL)
    const { pdf } = await joined(printed)
    expect(await looksAs(printed, pdf)).toBe(true)
  })

  test('keep their place in the structure', async () => {
    const printed = await print(TRILINGUAL)
    const before = contentsOf(await PDFDocument.load(printed)).flatMap(marked)
    const after = contentsOf((await joined(printed)).document).flatMap(marked)
    const structure = (all: readonly string[]) => all.filter((each) => !each.endsWith('Span'))
    expect(structure(after)).toEqual(structure(before))
    // Six words are divided: the hyphen had a replacement text, and so had the blank glyph.
    expect([before, after].map((all) => all.filter((each) => each.endsWith('Span')).length)).toEqual([12, 6])
    expect(after.filter((each) => each.endsWith('Span')).every((each) => each.startsWith('MCID'))).toBe(true)
  })
})

describe('lines that the browser breaks', () => {
  const NARROW = 'The work\u00ADers of Alma-Ata de\u00ADfended them\u00ADselves.'

  test.each([
    ['in a narrow column', `<p style="width: 30mm">${NARROW}`],
    ['justified', `<p style="width: 30mm; text-align: justify">${NARROW}`],
    ['in a link', `<p style="width: 30mm"><a href="https://example.org">${NARROW}</a>`],
    [
      'in colour, spaced and emphasised',
      `<p style="width: 32mm; letter-spacing: .4pt; color: #900"><em>${NARROW}</em>`,
    ],
    ['in a form, as opacity makes one', `<div style="opacity: .5"><p style="width: 30mm">${NARROW}</div>`],
    ['with a hyphen of ASCII', `<p style="width: 30mm; hyphenate-character: '-'">${NARROW}`],
  ])('%s', async (_how, body) => {
    const printed = await print(body)
    const { document, pdf } = await joined(printed)
    expect((await pdfium(pdf)).replace('|', ' ').replace(/ +/g, ' ')).toBe(
      'The workers of Alma-Ata de~fended them~selves.',
    )
    if (hasPoppler) expect(poppler(pdf, '-raw')).toBe('The workers of|Alma-Ata de~|fended them~|selves.')
    expect(await looksAs(printed, pdf)).toBe(true)
    expect(() => contentsOf(document).map(marked)).not.toThrow()
  })
})

test('What the browser writes is read and written to the byte', async () => {
  const document = await PDFDocument.load(await print(TRILINGUAL + '<div style="opacity: .5">Form</div>'))
  const contents = contentsOf(document)
  expect(contents).toHaveLength(2)
  expect(document.getPage(0).node.Resources()?.lookup(PDFName.of('XObject'))).toBeInstanceOf(PDFDict)
  for (const content of contents) {
    expect(rewrite(content, (operation, emit) => emit(operation))).toBe(content)
    const operations = [...readOperations(content)]
    const pieces = operations.map(({ before, end }) => content.subarray(before, end))
    const tail = content.subarray(operations.at(-1)!.end)
    expect(Buffer.concat([...pieces, tail]).equals(content)).toBe(true)
  }
})
