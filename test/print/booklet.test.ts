/** The booklet: pages that can be folded, contents that say where things are, names once for all languages. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PDFArray, PDFDict, PDFDocument, PDFName } from 'pdf-lib'
import { beforeAll, describe, expect, test } from 'vitest'
import { visitPages } from '../../src/pdfium.js'
import { areaOf } from '../../src/typeset/view.js'
import { textOf } from '../../src/verify/facts.js'
import { readText } from '../read-text.js'
import { broadside, findings, project } from '../broadside.js'
import { grown } from '../grown.js'
import { printed } from '../printed.js'

/** A finished file as PDFium and pdf-lib read it. */
interface Read {
  readonly pdf: Uint8Array
  /** The text of each page. */
  readonly pages: readonly string[]
  /** Links within the file: what each says, and the page, from 1, that it leads to. */
  readonly links: readonly { readonly says: string; readonly page: number }[]
}

async function read(pdf: Uint8Array): Promise<Read> {
  const document = await PDFDocument.load(pdf, { updateMetadata: false })
  const refs = document.getPages().map(({ ref }) => ref)
  const places = document.catalog.lookup(PDFName.of('Dests'), PDFDict)
  const links = document.getPages().flatMap(({ node }) => {
    const annotations = node.Annots()
    return (annotations?.asArray() ?? []).map((_, at) => {
      const link = annotations!.lookup(at, PDFDict)
      const place = places.lookup(link.lookup(PDFName.of('Dest'), PDFName), PDFArray).get(0)
      return {
        says: textOf(link.lookup(PDFName.of('Contents'))) ?? '',
        page: refs.findIndex((ref) => ref === place) + 1,
      }
    })
  })
  return { pdf, pages: await readText(pdf), links }
}

/** Builds the booklet of a project; there is nothing else to say about it. */
async function build(root: string, name: string, said = ''): Promise<Read> {
  const out = mkdtempSync(join(tmpdir(), 'broadside-test-'))
  const ran = await broadside(['build', 'booklet', '--out', out], { cwd: root })
  expect(findings(ran)).toContain(said)
  if (!said) expect(findings(ran)).toBe('')
  const pdf = readFileSync(join(out, `screen/${name}-booklet.pdf`))
  rmSync(out, { recursive: true })
  return read(pdf)
}

const withBooklet = (text: string): string => text.replace('  pair:', '  booklet:\n  pair:')

/** Pages, from 1, on which nothing is printed. */
const blanks = ({ pages }: Read): readonly number[] =>
  pages.flatMap((text, index) => (text.trim() === '' ? [index + 1] : []))

/** What must hold of any booklet. */
function expectFoldable(file: Read, entries: number): void {
  const { pages, links } = file
  expect(pages.length % 4).toBe(0)
  expect(pages.at(-1)).not.toBe('')
  // The contents name the sections and the signatories, each with the page that the link leads to.
  expect(links).toHaveLength(entries)
  for (const { says, page } of links) expect(says).toMatch(new RegExp(` ${page}$`))
  // Blank is only what fills the last sheet, before the back cover.
  const last = pages.findLastIndex((text, index) => text !== '' && index < pages.length - 1) + 1
  for (const page of blanks(file)) expect(page).toBeGreaterThan(last)
  expect(blanks(file).length).toBeLessThan(4)
}

describe('the booklet of the shipped publication', () => {
  let file: Read
  beforeAll(async () => {
    file = await build('.', 'kazakhstan-2022')
  })

  test('has three sheets, and contents that tell where each language and its signatories are', () => {
    expectFoldable(file, 6)
    expect(file.pages).toHaveLength(12)
    expect(blanks(file)).toEqual([])
    expect(file.links.map(({ says }) => says)).toEqual([
      'English Joint Statement of Communist and Workers’ Parties on the situation in Kazakhstan 3',
      'Signatories 5',
      'Русский Совместное заявление коммунистических и рабочих партий 6',
      'Подписали 8',
      'Español Comunicado Conjunto de Partidos Comunistas y Obreros 9',
      'Firmantes 11',
    ])
  })

  test('has folio and running title at the foot of all pages but the covers', () => {
    const titles = [
      'English · Joint Statement',
      'Русский · Совместное заявление',
      'Español · Comunicado Conjunto',
    ]
    const all = 'English · Русский · Español'
    const feet = file.pages.map((text) => /^\d+ .*· .*/.exec(text)?.[0].trim())
    expect(feet).toEqual([
      undefined,
      `2 ${all}`,
      ...[3, 4, 5].map((page) => `${page} ${titles[0]}`),
      ...[6, 7, 8].map((page) => `${page} ${titles[1]}`),
      ...[9, 10, 11].map((page) => `${page} ${titles[2]}`),
      undefined,
    ])
  })

  test('is nowhere turned within a word', () => {
    const ends = file.pages.map((text) => text.trimEnd())
    const divided = /[\u00AD\u2010\uFFFE-]$/
    expect(ends.flatMap((text, i) => (i % 2 === 0 && divided.test(text) ? [i + 1] : []))).toEqual([])
  })

  test('divides no compound but at the hyphens that it has', () => {
    expect(file.pages.join('\r\n')).not.toMatch(/\p{L}-\p{L}*[\u00AD\u2010\uFFFE]/u)
  })

  test('has its text on one axis on left and right pages', async () => {
    const margins = await visitPages(file.pdf, (pdfium, page) => {
      const memory = pdfium.pdfium
      const text = pdfium.FPDFText_LoadPage(page)
      const box = memory.wasmExports.malloc(16)
      let [left, right] = [Infinity, -Infinity]
      for (let i = 0; i < pdfium.FPDFText_CountChars(text); i++)
        if (pdfium.FPDFText_GetLooseCharBox(text, i, box)) {
          left = Math.min(left, memory.getValue(box, 'float'))
          right = Math.max(right, memory.getValue(box + 8, 'float'))
        }
      memory.wasmExports.free(box)
      pdfium.FPDFText_ClosePage(text)
      return [left, 419.528 - right] as const
    })
    // 16 mm on both sides, to the width of a letter's own margins.
    for (const margin of [4, 5, 7, 8, 10, 11].flatMap((page) => margins[page - 1]!))
      expect(Math.abs(margin - (16 / 25.4) * 72)).toBeLessThan(3)
  })

  test('has the same bytes when it is built again', async () => {
    expect((await build('.', 'kazakhstan-2022')).pdf).toEqual(file.pdf)
  })
})

describe('a booklet of another publication', () => {
  const words = (text: string) => `${text}contents: Inhalt\npublisher: Herausgabe\n`
  const changes = { 'source/publication.yaml': withBooklet, 'templates/labels/de.yaml': words }

  test('in two languages has two sections, each with the names in its language; what closes both stands once', async () => {
    const file = await build(project(changes), 'night-trains')
    expectFoldable(file, 4)
    const text = file.pages.join('\r\n')
    const times = (wanted: string) => text.replace(/\s+/g, ' ').split(wanted).length - 1
    expect([times('Night Riders'), times('Nachtreisende'), times('Southern Branch')]).toEqual([1, 1, 2])
    expect(times('Others may sign')).toBe(1)
  })

  test.each([3, 4])('in %i languages has as many sections, and long titles on its cover', async (count) => {
    const languages = ['en', 'de', 'ru', 'es'].slice(0, count)
    const longer = (text: string) =>
      text.replace(
        /^title: .*$/m,
        `title: ${'Joint statement of the parties on the situation at the lake '.repeat(2)}`,
      )
    const copy = longer(readFileSync('test/fixtures/small/source/statement/en.md', 'utf8'))
    const root = project({
      ...changes,
      'source/statement/en.md': longer,
      'source/statement/de.md': longer,
      'source/publication.yaml': (text) =>
        withBooklet(text)
          .replace(/\[en, de\]/, `[${languages.join(', ')}]`)
          .replace(
            / +de: Unterz.*/,
            languages
              .slice(1)
              .map((tag) => `      ${tag}: Unterzeichnet von`)
              .join('\n'),
          ),
      'source/statement/ru.md': copy,
      'source/statement/es.md': copy,
    })
    expectFoldable(await build(root, 'night-trains', 'is the same in'), 2 * count)
  })

  test('that nobody has signed and that does not close has neither, and still a back cover', async () => {
    const unsigned = (text: string) => text.slice(0, text.indexOf('\n') + 1)
    const open = (text: string) => text.replace(/^closing:.*\n/m, '')
    const root = project({
      ...changes,
      'source/signatories.csv': unsigned,
      'source/statement/en.md': open,
    })
    const file = await build(root, 'night-trains', 'warning: There is no signatory in this file.')
    expect(file.links).toHaveLength(2)
    expect(file.pages.length % 4).toBe(0)
  })

  test('with 200 signatories has pages more, and all names', async () => {
    const file = await build(grown(200), 'kazakhstan-2022')
    expectFoldable(file, 4)
    expect(file.pages.length).toBeGreaterThan(24)
  })

  test('that lacks a name is not written', async () => {
    const root = project({
      ...changes,
      'templates/booklet/groups.hbs': readFileSync('templates/shared/groups.hbs', 'utf8').replace(
        /<li .*<\/li>/,
        '{{#unless @first}}$&{{/unless}}',
      ),
      'templates/booklet/page.hbs': readFileSync('templates/booklet/page.hbs'),
      'templates/booklet/style.css': readFileSync('templates/booklet/style.css'),
      'templates/booklet/template.yaml': readFileSync('templates/booklet/template.yaml'),
    })
    const ran = await broadside(['build', 'booklet'], { cwd: root })
    expect(findings(ran)).toContain(
      'error: Signatory 1 of «signed» (de): it is not there; it should begin «Nachtreisende».',
    )
  })
})

describe('any page', () => {
  test('may have its parts begin on a right-hand or left-hand page, and tells their numbers', async () => {
    const { pages, links } = await read(
      await printed(
        '<p>See <a href="#two">two, page <span data-page>0</span></a></p><h1 id="two">Two</h1><h1>Three</h1><h1>Four</h1>',
        'h1 { break-before: right } h1:last-child { break-before: left }',
      ),
    )
    expect(pages.map((text) => text.trim())).toEqual(['See two, page 3', '', 'Two', '', 'Three', 'Four'])
    expect(new Set(links.map(({ page }) => page))).toEqual(new Set([3])) // the browser has one a line
  })

  test.each([
    [148, 210, 23, 32],
    [210, 297, 20, 17],
    [297, 210, 15, 15],
    [215.9, 279.4, 20, 20],
    [215.9, 279.4, 25.4, 25.4],
  ])(
    'of %f × %f mm with margins of %f and %f ends in print where it does in the layout',
    async (...paper) => {
      const [widthMm, heightMm, top, bottom] = paper
      const margins = { top, right: 10, bottom, left: 10, mirrored: false }
      const area = areaOf({ widthMm, heightMm }, { margins, multiple: 1 })
      const style = `@page { size: ${widthMm}mm ${heightMm}mm; margin: ${top}mm 10mm ${bottom}mm } body { line-height: 20px }`
      for (const [heightPx, page] of [
        [area.heightPx, 1],
        [area.heightPx + 1, 2],
      ] as const) {
        const filling = `<div style="height: ${heightPx - 40}px"></div>`
        const body = `<a href="#on"><span data-page>0</span></a>${filling}<div id="on">Here</div>`
        const { pages, links } = await read(await printed(body, style, area))
        expect([pages.length, links[0]?.page, pages[0]?.startsWith(String(page))]).toEqual([page, page, true])
      }
    },
  )

  test('has its page numbers right even where writing one moves what it is the number of', async () => {
    // Sixteen lines are a page: the last of them moves on as soon as the number has a line of its own.
    const rows = Array.from({ length: 14 }, (_, i) => `<p>Line ${i + 1}</p>`).join('')
    const { pages, links } = await read(
      await printed(
        `${rows}<p><a href="#on">On page <span data-page style="display: block"></span></a></p><p id="on">Here</p>`,
        'p { margin: 0 }',
      ),
    )
    expect(pages[0]).toMatch(/On page\s+2$/)
    expect(pages[1]).toBe('Here')
    expect(links[0]?.page).toBe(2)
  })
})
