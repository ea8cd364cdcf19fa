/** What finishing must not do: change how a page looks. */
import { readFileSync } from 'node:fs'
import { PDFDocument } from 'pdf-lib'
import { expect, test } from 'vitest'
import { setBoxes } from '../../src/finish/boxes.js'
import { finish } from '../../src/finish/finish.js'
import type { Paper } from '../../src/model/publication.js'
import { picturesOfPages } from '../pictures.js'
import { printed } from '../printed.js'

const PAPER: Paper = { name: 'square', orientation: 'portrait', widthMm: 100, heightMm: 100 }

/** Everything that finishing touches: markers, tables, backgrounds, links, groups, spaces and hyphens at line ends, places of glyphs. */
const BODY = `
  <h1>A title that is so long that it goes on over a second line</h1>
  <ol><li>The first <em>item</em>, fi and ffi</li><li>The second one with a&nbsp;no-break space</li></ol>
  <table><tr><th>One</th><th>Two</th></tr><tr><td></td><td>a cell beside an empty one</td></tr></table>
  <p style="background: #eee; border: 1pt solid #900">A box, and <a href="https://example.org/">a link in it that is
  broken over lines, as far as lines go</a>.</p>
  <p style="opacity: 0.5">Half a shadow of a para\u00AD\u2010<br>graph</p>
  <div style="mix-blend-mode: multiply; background: linear-gradient(#fee, #eef)"><p>Blended text</p></div>
  <p style="break-before: page">Another page, another paragraph, which is long enough for three lines at the least.</p>
  <p style="transform: rotate(3deg) scaleX(1.2); letter-spacing: -0.03em; word-spacing: 0.4em">Turned and stretched</p>
  <p style="text-align: justify; letter-spacing: 0.07em">Letters apart, in lines that are <sup style="font-size: 60%">high
  and small</sup> and <b style="letter-spacing: 0">near</b> and as long as one another at both ends.</p>
  <p>From <bdo dir="rtl">right to left</bdo>, <span style="font-variant-caps: small-caps">small capitals, 12.34</span></p>`
const STYLE = `
  @page { @bottom-right { content: counter(page); font: 8pt Book } }
  li::marker { content: counter(list-item) '\\2003' }
  h1 { font: 15pt/17pt Book } p { margin: 0 0 4pt } td { border: 1px solid }`

test('a finished page looks as the browser printed it, save glyphs that rounding takes over into the next pixel', async () => {
  const raw = await printed(BODY, STYLE)
  const boxed = await PDFDocument.load(raw, { updateMetadata: false })
  setBoxes(boxed, PAPER)
  const { pdf } = await finish(raw, {
    titles: new Map([['en', 'Page']]),
    publisher: undefined,
    authors: [],
    keywords: [],
    symbol: undefined,
    moment: new Date(0),
    paper: PAPER,
    margins: { mirrored: false, top: 10, right: 10, bottom: 10, left: 10 },
    edgeMm: 0,
    bleedMm: 0,
    faces: [],
    characters: new Set(),
    bookmarks: [],
    linkNames: new Map(),
    profile: readFileSync('profiles/sRGB.icc'),
  })
  const before = await picturesOfPages(await boxed.save({ updateFieldAppearances: false }))
  const after = await picturesOfPages(pdf)
  expect(before).toHaveLength(2)
  expect(after).toHaveLength(2)
  for (const [page, picture] of before.entries()) {
    expect(picture.some((byte) => byte !== 255)).toBe(true)
    const differs = picture.filter((byte, at) => byte !== after[page]![at])
    expect(differs.length).toBeLessThan(picture.length / 1000)
  }
})
