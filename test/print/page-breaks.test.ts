/** Pages begin in the layout where they begin in print, wherever in the page a style sheet asks for them. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PDFDocument } from 'pdf-lib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { PrintResult } from '../../src/print/page.js'
import { readText } from '../read-text.js'
import { NO_EXTENT, openTestPool } from '../browser-pool.js'

let opened: ReturnType<typeof openTestPool>

beforeAll(() => {
  opened = openTestPool()
})

afterAll(() => opened.close())

/** Pages of 80 by 80 mm: as many as layout counts, and the text of each in print. */
async function set(
  body: string,
  css = '',
  multiple = 1,
): Promise<{ readonly counted: number; readonly pages: readonly string[] }> {
  writeFileSync(
    join(opened.work, 'page.html'),
    `<!doctype html><html lang="en"><meta charset="utf-8"><title>Page</title><style>
      @font-face { font-family: Book; src: url(fonts/SourceSerif4-Regular.ttf) }
      @page { size: 100mm 100mm; margin: 10mm }
      body { font: 11pt/14.25pt Book; margin: 0 }
      p, h2, ul, ol { margin: 0 }
      ${css}
    </style>${body}`,
  )
  let result: PrintResult | undefined
  await opened.browsers.print({
    sheets: [
      {
        path: 'page.html',
        area: { widthPx: 302, heightPx: 303, multiple, facing: false },
        faces: [],
        prints: [{ tagged: true }],
        extent: NO_EXTENT,
      },
    ],
    onPrinted: (_sheet, _print, printed) => (result = printed),
  })
  const { pdf, lines } = result!
  const document = await PDFDocument.load(pdf)
  const pages = (await readText(pdf)).map((text) => text.replace(/\s+/g, ' ').trim())
  expect(document.getPageCount()).toBe(pages.length)
  return { counted: lines.pages, pages }
}

const BREAK = 'h2 { break-before: page }'
const sections = '<h2>A</h2><p>a</p><h2>B</h2><p>b</p><h2>C</h2><p>c</p>'

test.each([
  ['headings within <main>', `<main>${sections}</main>`, BREAK],
  [
    'first children of sections',
    '<main><section><h2>A</h2></section><section><h2>B</h2></section></main>',
    BREAK,
  ],
  [
    'first children of first children',
    '<main><p>x</p><section><div><h2>A</h2></div></section></main>',
    BREAK,
  ],
  [
    'break-after of a last child',
    '<div><p>a</p><p class="end">b</p></div><p>c</p>',
    '.end { break-after: page }',
  ],
  ['break-after before bare text', '<main><p class="end">b</p>text</main>', '.end { break-after: page }'],
  ['list items', '<ol><li>a</li><li>b</li><li>c</li></ol>', 'li + li { break-before: page }'],
  [
    'rows of a table',
    '<table><tr><td>a</td></tr><tr class="next"><td>b</td></tr></table>',
    '.next { break-before: page }',
  ],
  [
    'groups of rows',
    '<table><tbody><tr><td>a</td></tr></tbody><tbody class="next"><tr><td>b</td></tr></tbody></table>',
    '.next { break-before: page }',
  ],
  [
    'items of a grid',
    '<div class="grid"><p>a</p><p class="next">b</p></div>',
    '.grid { display: grid } .next { break-before: page }',
  ],
  [
    'items of a flexible column',
    '<div class="flex"><p>a</p><p class="next">b</p></div>',
    '.flex { display: flex; flex-direction: column } .next { break-before: page }',
  ],
  [
    'boxes that float',
    '<main><p>a</p><p class="next">b</p><p>c</p></main>',
    '.next { float: left; break-before: page }',
  ],
  ['text before it', '<main>text<h2>A</h2></main>', BREAK],
  ['important rules', `<main>${sections}</main>`, 'h2 { break-before: page !important }'],
  ['boxes without a box', '<main><p>x</p><div style="display: contents"><h2>A</h2></div></main>', BREAK],
  [
    'pages with names within <main>',
    '<main><section class="a">a</section><section class="b">b</section><section class="a">a</section></main>',
    '.a { page: a } .b { page: b }',
  ],
  [
    'pages with names deep down',
    '<main><div><p class="a">a</p></div><div><p class="b">b</p></div></main>',
    '.a { page: a } .b { page: b }',
  ],
  ['a page with a name among others', '<main><p>a</p><p class="b">b</p><p>c</p></main>', '.b { page: b }'],
  [
    'a page with a name and a break',
    '<main><p>a</p><p class="b">b</p><p>c</p></main>',
    '.b { page: b; break-before: page; break-after: page }',
  ],
  [
    'columns within a page, which have pages for no break',
    '<div class="columns"><p>a</p><p class="next">b</p></div>',
    '.columns { columns: 2 } .next { break-before: page }',
  ],
  [
    'a break of columns where there are none',
    '<main><p>a</p><p class="next">b</p></main>',
    '.next { break-before: column }',
  ],
  [
    'a break of columns in columns',
    '<div class="columns"><p>a</p><p class="next">b</p></div><p>c</p>',
    '.columns { columns: 2 } .next { break-before: column }',
  ],
  [
    'a box that is positioned',
    '<main style="position: relative"><p>a</p><div style="position: absolute"><p>x</p><p class="next">b</p></div></main>',
    '.next { break-before: page }',
  ],
  [
    'a box that cannot be divided',
    '<main><p>a</p><div style="display: inline-block"><p>x</p><p class="next">b</p></div></main>',
    '.next { break-before: page }',
  ],
  [
    'what is not shown',
    '<main><p>a</p><p class="next" hidden>b</p><p>c</p></main>',
    '.next { break-before: page }',
  ],
  ['old names', '<main><p>a</p><p class="next">b</p></main>', '.next { page-break-before: always }'],
])('%s: as many pages in the layout as in print', async (_, body, css) => {
  const { counted, pages } = await set(body, css)
  expect([counted, pages]).toEqual([pages.length, pages])
})

test('what is to be kept on one page, and is higher than one, begins where it stands', async () => {
  const lines = Array.from({ length: 20 }, (_, i) => `<p>${i + 1}</p>`).join('')
  const { counted, pages } = await set(`<p>a</p><div>${lines}</div>`, 'div { break-inside: avoid }')
  expect([counted, pages]).toEqual([2, ['a 1 2 3 4 5 6 7 8 9 10 11 12 13 14', '15 16 17 18 19 20']])
})

test('the head of a table is repeated on each page, however many there are', async () => {
  const rows = Array.from({ length: 300 }, (_, i) => `<tr><td>${i + 1}</td></tr>`).join('')
  const { pages } = await set(`<table><thead><tr><th>Head</th></tr></thead><tbody>${rows}</tbody></table>`)
  expect(pages.length).toBeGreaterThan(20)
  expect(pages.filter((text) => !text.startsWith('Head'))).toEqual([])
})

test('eight pages that begin within a list stay eight', async () => {
  const items = Array.from({ length: 8 }, (_, i) => `<li>item ${i + 1}</li>`).join('')
  const { pages } = await set(`<ol>${items}</ol>`, 'li + li { break-before: page }', 4)
  expect(pages.map((text) => text.replace(/^\d+\. /, ''))).toEqual(
    Array.from({ length: 8 }, (_, i) => `item ${i + 1}`),
  )
})

test('pages that begin within <main> are filled up to the multiple after the last of them', async () => {
  const { counted, pages } = await set(
    `<main><p>x</p>${sections}</main>`,
    'h2 { break-before: page } p { margin: 0 }',
    3,
  )
  expect([counted, pages]).toEqual([6, ['x', 'Aa', 'Bb', 'Cc', '', '']])
})

test('… and before a back cover', async () => {
  const css = `${BREAK} .cover { break-before: page }`
  const { counted, pages } = await set(
    `<main><p>x</p>${sections}</main><div class="cover">cover</div>`,
    css,
    4,
  )
  expect([counted, pages]).toEqual([8, ['x', 'Aa', 'Bb', 'Cc', '', '', '', 'cover']])
})

test.each([
  ['headings within <main>', `<main><p>x</p>${sections}</main>`],
  [
    'first children of sections',
    '<main><p>x</p><section><h2>A</h2>a</section><section><h2>B</h2>b</section><section><h2>C</h2>c</section></main>',
  ],
  [
    'first children of children of the body',
    '<p>x</p><section><h2>A</h2>a</section><section><h2>B</h2>b</section><section><h2>C</h2>c</section>',
  ],
])('%s that ask for right-hand pages have blank ones before them', async (_, body) => {
  const { counted, pages } = await set(body, 'h2 { break-before: right }')
  expect([counted, pages]).toEqual([7, ['x', '', 'Aa', '', 'Bb', '', 'Cc']])
})

test('list items that ask for left-hand pages have blank ones before them', async () => {
  const { counted, pages } = await set(
    '<ul><li>a</li><li>b</li><li>c</li></ul>',
    'li + li { break-before: left } li { list-style: none }',
  )
  expect([counted, pages]).toEqual([4, ['a', 'b', '', 'c']])
})

test('page numbers count the blank pages before what is within <main>', async () => {
  const { pages } = await set(
    `<main><p><a href="#on">On page <span data-page></span></a></p><h2 id="on">A</h2></main>`,
    'h2 { break-before: right }',
  )
  expect(pages).toEqual(['On page 3', '', 'A'])
})
