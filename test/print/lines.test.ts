/** Paragraphs set by total fit in the real browser: how their lines turn out, and where pages end. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PDFDocument } from 'pdf-lib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { rewriteContents } from '../../src/finish/contents.js'
import type { PrintResult } from '../../src/print/page.js'
import { NO_EXTENT, openTestPool } from '../browser-pool.js'
import { readText } from '../read-text.js'

let opened: ReturnType<typeof openTestPool>

beforeAll(() => {
  opened = openTestPool()
})

afterAll(() => opened.close())

const SENTENCE =
  'The rep=re=sen=ta=tives of all mu=nic=i=pal coun=cils de=mand that the night trains go on, and that no sta=tion be closed. '
/** `=` stands for a soft hyphen. */
const text = (sentence: string, times: number): string =>
  sentence.repeat(times).trim().replace(/=/g, '\u00AD')

/** Pages of 80 by 80 mm. */
async function set(css: string, ...paragraphs: readonly string[]): Promise<PrintResult> {
  writeFileSync(
    join(opened.work, 'page.html'),
    `<!doctype html><html lang="en"><meta charset="utf-8"><title>Page</title><style>
      @font-face { font-family: Book; src: url(fonts/SourceSerif4-Regular.ttf) }
      @font-face { font-family: Book; font-weight: 600; src: url(fonts/SourceSerif4-Semibold.ttf) }
      @page { size: 100mm 100mm; margin: 10mm }
      body { font: 11pt/14.25pt Book; margin: 0 }
      p { margin: 0 0 4pt; text-align: justify; orphans: 2; widows: 2 }
      ${css}
    </style>${paragraphs.map((paragraph) => `<p>${paragraph}</p>`).join('')}`,
  )
  let result: PrintResult | undefined
  await opened.browsers.print({
    sheets: [
      {
        path: 'page.html',
        area: { widthPx: 302, heightPx: 303, multiple: 1, facing: false },
        faces: [],
        prints: [{ tagged: true }],
        extent: NO_EXTENT,
      },
    ],
    onPrinted: (_sheet, _print, printed) => (result = printed),
  })
  return result!
}

const many = Array.from({ length: 24 }, (_, i) => text(SENTENCE, 1 + (i % 4)))

test.each([
  ['moved in', 'p { text-indent: 1.2em }'],
  ['moved in by a part of the measure', 'p { text-indent: 10% }'],
  ['hanging out', 'p { padding-left: 2em; text-indent: -2em }'],
])('a first line that is %s is as well filled as the others', async (_, css) => {
  const { lines } = await set(css, ...many)
  const plain = await set('', ...many)
  expect(lines.unruly).toBe(0)
  expect(lines.stretch.at(-1)).toBeLessThan(plain.lines.stretch.at(-1)! + 0.5)
})

test('a paragraph that is emphasised as a whole is set like any other', async () => {
  const { lines } = await set('', `<strong>${text(SENTENCE, 4)}</strong>`)
  expect(lines.stretch.length).toBeGreaterThan(2)
})

test('a paragraph with a line that is ended by hand is left to the browser, and keeps the hyphens that end its lines alone', async () => {
  const { lines, pdf } = await set('', `${text(SENTENCE, 2)}<br>${text(SENTENCE, 2)}`)
  expect(lines.stretch).toEqual([])
  const [page] = await readText(pdf)
  expect(page).not.toMatch(/repre-|munic-i/)
})

test('no page ends within a compound', async () => {
  const compounds =
    'Alma-Ata, self-government, night-train-stations and north-bound railway-workers of two-thirds. '
  const { pdf } = await set('', ...Array.from({ length: 72 }, (_, i) => text(compounds, 2 + (i % 3))))
  const pages = await readText(pdf)
  expect(pages.length).toBeGreaterThan(8)
  expect(pages.filter((page) => /[\u00AD\u2010\uFFFE-]$/.test(page.trimEnd()))).toEqual([])
})

test('an underline goes on through lines that are kept on one page', async () => {
  const links = Array.from({ length: 3 }, () => many).flat()
  const { pdf } = await set(
    'p { width: 45mm } a { color: #000; text-decoration: underline }',
    ...links.map((each) => `<a href="https://example.org">${each}</a>`),
  )
  const document = await PDFDocument.load(pdf)
  let rules = 0
  rewriteContents(document, () => ({
    pass(operation, emit) {
      if (operation.operator === 're' && Math.abs(operation.operands[3] as number) < 2) rules++
      emit(operation)
    },
  }))
  const lines = (await readText(pdf)).flatMap((page) => page.split(/\r\n|\u00AD/))
  expect(rules).toBe(lines.length)
})
