/** From source/ to finished PDFs with the real command: the shipped publication, and somebody else's. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PDFDocument } from 'pdf-lib'
import { beforeAll, describe, expect, test } from 'vitest'
import { textOf } from '../../src/model/block.js'
import { openProject, type Project } from '../../src/project.js'
import { type Facts, readFacts } from '../../src/verify/facts.js'
import { broadside, findings, project, type Ran } from '../broadside.js'
import { readText } from '../read-text.js'

interface Built {
  readonly facts: Facts
  readonly sizes: readonly (readonly [width: number, height: number])[]
  /** The pages' text, each run of white space one space. The build itself checks the words one by one; here the letters are looked at from outside. */
  readonly pages: readonly string[]
}

const squeeze = (text: string): string =>
  text
    .replace(/\u00AD/g, '')
    .replace(/\s+/g, ' ')
    .trim()

/** PDFium sees a gap before a quotation mark that ends a line of large type: compare letters, not spaces and hyphens. */
const tight = (text: string): string => text.replace(/[\s\u00AD-]/g, '')

async function read(file: string): Promise<Built> {
  const pdf = readFileSync(file)
  const document = await PDFDocument.load(pdf, { updateMetadata: false })
  return {
    facts: readFacts(document),
    sizes: document.getPages().map((page) => [page.getWidth(), page.getHeight()] as const),
    pages: (await readText(pdf)).map(squeeze),
  }
}

describe('the shipped publication', () => {
  let ran: Ran
  let shipped: Project
  const built = new Map<string, Built>()

  beforeAll(async () => {
    const out = mkdtempSync(join(tmpdir(), 'broadside-test-'))
    ran = await broadside(['build', '--out', out])
    shipped = (await openProject('.', out)).project!
    for (const { kind, name, file } of shipped.deliverables)
      if (kind === 'screen') built.set(name, await read(join(out, file)))
    rmSync(out, { recursive: true })
  })

  test('builds without a finding', () => {
    expect(findings(ran)).toBe('')
    expect(ran.code).toBe(0)
    expect([...built.keys()]).toEqual([
      'kazakhstan-2022-leaflet-en',
      'kazakhstan-2022-leaflet-ru',
      'kazakhstan-2022-leaflet-es',
      'kazakhstan-2022-parallel',
      'kazakhstan-2022-booklet',
    ])
  })

  test('ends with a table of file, pages, size and time', () => {
    expect(ran.stdout).toMatch(/^file +pages +size +time +text +slack +stretch +worst +hyphens\n/)
    expect(ran.stdout).toMatch(
      /^\S+\/screen\/kazakhstan-2022-leaflet-ru\.pdf +2 +\d+ kB +\d+\.\d\d s +[\d.]+pt\/[\d.]+pt +\d+ mm +\d\.\d\d +\d\.\d\d +\d+$/m,
    )
    expect(ran.stdout).toMatch(/\n11 files in \d+\.\d\d s\n$/)
  })

  test('has only our own fonts, each embedded as a TrueType subset with Unicode values', () => {
    const ours = shipped.faces.map(({ postscriptName }) => postscriptName)
    for (const { facts } of built.values()) {
      expect(facts.fonts.length).toBeGreaterThan(3)
      for (const font of facts.fonts) {
        expect(ours).toContain(font.name)
        expect(font).toMatchObject({ type: 'CID TrueType', embedded: true, subset: true, toUnicode: true })
      }
    }
  })

  test('is on exact A4, leaflets upright on two pages, the parallel edition landscape; the booklet on A5', () => {
    for (const [name, { sizes }] of built) {
      const edition = /-(leaflet|parallel|booklet)/.exec(name)![1] as keyof typeof SIZES
      for (const size of sizes) expect(size).toEqual(SIZES[edition])
      if (edition === 'leaflet') expect(sizes).toHaveLength(2)
    }
  })

  test('has title and language in each file', () => {
    const of = (name: string) => built.get(`kazakhstan-2022-${name}`)!.facts
    expect([of('leaflet-ru').title, of('leaflet-ru').lang]).toEqual([
      'Совместное заявление коммунистических и рабочих партий',
      'ru',
    ])
    expect(of('leaflet-es').lang).toBe('es')
    expect([of('parallel').title, of('parallel').lang]).toEqual([
      'Joint Statement of Communist and Workers’ Parties on the situation in Kazakhstan',
      'en',
    ])
  })

  test('has every title, paragraph, signatory and closing line, to the letter, and no lost character', () => {
    const { publication, deliverables } = shipped
    for (const { name, languages } of deliverables.filter(({ kind }) => kind === 'screen')) {
      const { pages } = built.get(name)!
      const texts = pages.map((page, index) => {
        const folio = `${index + 1} / ${pages.length}`
        const title = publication.statements.find(({ lang }) => lang === languages[0])!.title.text
        if (name.endsWith('booklet')) return page.replace(/^(\D{1,30} )?\d+ /, '') // running head and folio
        const names = (text: string) => (index ? text : '') // from page 2 on
        const foot =
          languages.length > 1
            ? `${names('Русский Español ')}${folio}${names(' English')}`
            : index
              ? `${folio} ${title}`
              : folio
        expect(page.startsWith(`${foot} `)).toBe(true)
        return page.slice(foot.length + 1)
      })
      const held = texts.map(tight)
      // In columns, what goes on over the page has the other languages in between.
      const stands = (wanted: string): boolean =>
        held.join('').includes(wanted) ||
        Array.from(wanted).some((_, at) => {
          const [begins, ends] = [wanted.slice(0, at), wanted.slice(at)]
          return held.some((page, i) => page.includes(begins) && held[i + 1]?.includes(ends))
        })
      const missing = publication.statements
        .filter(({ lang }) => languages.includes(lang))
        .flatMap(({ lang, title, subtitle, closing, body }) => [
          title.text,
          subtitle!.text,
          closing!.text,
          ...body.map(textOf),
          ...publication.groups.map((group) => group.title.get(lang)!.text),
          ...publication.groups.flatMap((group) =>
            group.signatories.map(({ names }) => names.get(lang)!.text),
          ),
        ])
        .filter((wanted) => !stands(tight(wanted)))
      expect(missing).toEqual([])
      expect(texts.join(' ')).not.toContain('\uFFFD')
    }
  })

  const SIZES = { leaflet: [595.276, 841.89], parallel: [841.89, 595.276], booklet: [419.528, 595.276] }
})

describe('somebody else’s publication', () => {
  test('is built into its own out/ with its own words, languages, papers and colours', async () => {
    const root = project()
    const ran = await broadside(['build', '--project', root])
    expect(findings(ran)).toBe('')
    expect(readdirSync(join(root, 'out/screen')).sort()).toEqual([
      'night-trains-leaflet-de.pdf',
      'night-trains-leaflet-en.pdf',
      'night-trains-pair.pdf',
    ])
    const german = await read(join(root, 'out/screen/night-trains-leaflet-de.pdf'))
    expect(german.sizes).toEqual([[612, 792]])
    expect(german.pages[0]).toContain('1 / 1')
    expect(german.pages[0]).toContain('NT/2024/3 Freitag, 3. Mai 2024')
    expect(german.pages[0]).toContain('Sleeping-Car Crews; Southern Branch')
    const pair = await read(join(root, 'out/screen/night-trains-pair.pdf'))
    expect(pair.pages[0]).toContain('ENGLISH DEUTSCH')
    expect(`${german.pages.join()}${pair.pages.join()}`).not.toMatch(/Kazakhstan|SolidNet|Joint/)
  })

  test('can be built by edition and language', async () => {
    const root = project()
    const ran = await broadside(['build', '-l', 'de', 'leaflet'], { cwd: root })
    expect(ran.code).toBe(0)
    expect(readdirSync(join(root, 'out/screen'))).toEqual(['night-trains-leaflet-de.pdf'])
    const file = 'out/screen/night-trains-leaflet-de.pdf' // as the user can open it from here
    expect(ran.stderr).toContain(`Making 1 file\n${file}: 1 page\n`)
    expect(ran.stdout).toContain(`\n${file} `)
  })

  test('--language leaves out files that hold all languages', async () => {
    const root = project()
    await broadside(['build', '--language', 'en'], { cwd: root })
    expect(readdirSync(join(root, 'out/screen'))).toEqual(['night-trains-leaflet-en.pdf'])
  })

  test('may have code in its text', async () => {
    const root = project({
      'source/statement/en.md': (text) =>
        text.replace('Four night', 'Four `night` *`and`* **`day`**\n\n   ```\n   trains\n   ```\n\n   Night'),
      'source/statement/de.md': (text) => text.replace('Vier', '`Vier`'),
    })
    const ran = await broadside(['build'], { cwd: root })
    expect(findings(ran)).toBe('')
    expect(ran.code).toBe(0)
  })

  test('--keep-work leaves the typeset pages and says where', async () => {
    const { stdout } = await broadside(['build', 'leaflet', '--keep-work'], { cwd: project() })
    const [, pages] = /^The typeset pages are in (.+)$/m.exec(stdout)!
    expect(readFileSync(join(pages!, 'templates/leaflet/night-trains-leaflet-de.html'), 'utf8')).toContain(
      'Nachtzüge',
    )
    rmSync(join(pages!, '..'), { recursive: true })
  })

  test('--keep-work leaves the files that have errors, to look at', async () => {
    const root = project({
      'source/statement/en.md': (text) => text.replace('We ask', `We ask ${'w'.repeat(58)}`),
    })
    const ran = await broadside(['build', 'leaflet', '-l', 'en', '--keep-work'], { cwd: root })
    expect(ran.code).toBe(1)
    expect(existsSync(join(root, 'out'))).toBe(false)
    const [, pages] = /^The typeset pages are in (.+)$/m.exec(ran.stdout)!
    expect(readFileSync(join(pages!, 'refused/screen/night-trains-leaflet-en.pdf'), 'latin1')).toMatch(
      /^%PDF-1\.7/,
    )
    rmSync(join(pages!, '..'), { recursive: true })
  })

  test.each([2, 3, 4])('the parallel edition serves %i languages', async (count) => {
    const languages = ['en', 'de', 'ru', 'es'].slice(0, count)
    const copy = readFileSync('test/fixtures/small/source/statement/en.md', 'utf8')
    const titles = ['      ru: Подписали\n', '      es: Firmantes\n']
      .slice(0, Math.max(0, count - 2))
      .join('')
    const root = project({
      'source/publication.yaml': (text) =>
        text
          .replace(/\[en, de\]/, `[${languages.join(',')}]`)
          .replace('      de: Unterzeichnet von\n', `$&${titles}`),
      'source/statement/ru.md': copy,
      'source/statement/es.md': copy,
    })
    const ran = await broadside(['build', 'pair'], { cwd: root })
    expect(findings(ran)).not.toContain('error') // texts are copied, which is told
    const { pages } = await read(join(root, 'out/screen/night-trains-pair.pdf'))
    expect(pages[0]).toContain(['ENGLISH', 'DEUTSCH', 'РУССКИЙ', 'ESPAÑOL'].slice(0, count).join(' '))
    expect(pages.join().split('with lanterns').length - 1).toBe(count - 1)
  })

  test('a file of an earlier edition is pointed out, and left', async () => {
    const root = project()
    await broadside(['build'], { cwd: root })
    writeFileSync(
      join(root, 'source/publication.yaml'),
      readFileSync(join(root, 'source/publication.yaml'), 'utf8').replace('  pair:', '  both:'),
    )
    const ran = await broadside(['build'], { cwd: root })
    expect(findings(ran)).toBe(
      'out/screen/night-trains-pair.pdf: warning: screen/night-trains-pair.pdf is left from an earlier build; this publication does not make it any more.\n' +
        '    Delete it, so that nobody hands out an old text.',
    )
    expect(readdirSync(join(root, 'out/screen'))).toContain('night-trains-pair.pdf')
  })
})
