/** `broadside check` and `broadside approve`: every change of a page is found and named, and nothing else is. */
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { broadside, type Change, findings, project, temporaryFolder } from '../broadside.js'

let approved: string

beforeAll(async () => {
  approved = realpathSync(mkdtempSync(join(tmpdir(), 'broadside-test-')))
  const root = project({}, approved)
  cpSync('templates/leaflet', join(root, 'templates/leaflet'), { recursive: true })
  cpSync('templates/shared', join(root, 'templates/shared'), { recursive: true })
  const { code } = await broadside(['approve', '--project', root])
  expect(code).toBe(0)
})
afterAll(() => rmSync(approved, { recursive: true }))

/** A copy of the approved project with some files changed. */
function changed(changes: Readonly<Record<string, (content: string) => string>>): string {
  const root = temporaryFolder()
  cpSync(approved, root, { recursive: true })
  for (const [name, change] of Object.entries(changes)) {
    const before = readFileSync(join(root, name), 'utf8')
    const after = change(before)
    expect(after).not.toBe(before)
    writeFileSync(join(root, name), after)
  }
  return root
}

const PUBLICATION = 'source/publication.yaml'
const STYLE = 'templates/leaflet/style.css'

describe('what must be found', () => {
  test.each<[string, Readonly<Record<string, (content: string) => string>>, RegExp]>([
    [
      'one letter changed',
      { 'source/statement/en.md': (text) => text.replace('Four night', 'Four light') },
      /English leaflet, page 1: «night» became «light» after «(1 )?Four»/,
    ],
    [
      'a font swapped for a near twin',
      {
        'templates/leaflet/template.yaml': (text) =>
          text.replace(
            /family: Source Serif 4(?=[ ,}]+(\}|style|weight|$))/gm,
            'family: Source Serif 4 SmText',
          ),
      },
      /German leaflet, page 1: .*\d lines from «Wir bitten .*» on set in SourceSerif4SmText-Regular, not SourceSerif4-Regular/,
    ],
    [
      'letter-spacing by 0.01 em',
      { [STYLE]: (css) => css.replace('.statement {', '.statement { letter-spacing: 0.01em;') },
      /English leaflet, page 1: .*(letters of \d+ lines|reflowed|moved)/,
    ],
    [
      'a margin by 0.3 mm',
      { [STYLE]: (css) => css.replace('margin-top: 10mm', 'margin-top: 10.3mm') },
      /English leaflet, page 1: \d+ lines from «Four night .*» on moved 0\.3 mm down[;\n]/,
    ],
    [
      'one signatory added',
      {
        'source/signatories.csv': (text) => `${text}south;signed;;Southern Sleepers;Südschläfer;\r\n`,
      },
      /English leaflet, page 1: «3» became «4» after .*; «4 Southern Sleepers» was added after «Friends of the "Polar" Line»/,
    ],
    [
      'a colour by one step',
      { [PUBLICATION]: (text) => text.replace('0b5d4b', '0b5d4c') },
      /English leaflet, page 1: .*in the colour #0b5d4c, not #0b5d4b/,
    ],
    [
      'a rule removed',
      { [STYLE]: (css) => css.replace('.last {', '.last { border-color: transparent;') },
      /English leaflet, page 1: the colour #999999 is gone; something drawn changed, 172\.\d × 0\.\d mm at 15\.\d mm from the left/,
    ],
    [
      'a page added',
      {
        [STYLE]: (css) => css.replace('.last {', '.last { break-before: page;'),
      },
      /English leaflet, page 2: this page is new/,
    ],
    [
      'a page’s size',
      { [PUBLICATION]: (text) => text.replace('Letter', 'A4') },
      /English leaflet, page 1: its size is 210 × 297 mm, it was 215\.9 × 279\.4 mm/,
    ],
  ])('%s', async (_, changes, told) => {
    const root = changed(changes)
    const language = told.source.startsWith('German') ? 'de' : 'en'
    const ran = await broadside(['check', 'leaflet', '-l', language], { cwd: root })
    expect(ran.stdout).toMatch(told)
    expect(ran.code).toBe(1)
    expect(ran.stdout).toMatch(
      /\nLook at proof\/report\.html; «broadside approve» accepts what it shows\.\n$/,
    )
    expect(existsSync(join(root, 'out'))).toBe(false)
  })
})

test('the same build at another date, in another directory and by another user is the same', async () => {
  const root = join(temporaryFolder(), 'somewhere else')
  cpSync(approved, root, { recursive: true })
  const cache = process.env.XDG_CACHE_HOME ?? join(process.env.HOME!, '.cache')
  const env = {
    SOURCE_DATE_EPOCH: '1900000000',
    TZ: 'Asia/Tokyo',
    LANG: 'ru_RU.UTF-8',
    HOME: root,
    USER: 'somebody',
    XDG_CACHE_HOME: cache,
  }
  const ran = await broadside(['check'], { cwd: root, env })
  expect(ran.stdout).toBe('All 3 pages are as they were approved.\n')
  expect(ran.code).toBe(0)
  expect(readFileSync(join(root, 'proof/report.html'), 'utf8')).toContain(
    'All 3 pages are as they were approved.',
  )
})

describe('baselines', () => {
  const list = (root: string) =>
    readdirSync(join(root, 'test/baseline'), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.\w+$/.test(name))
      .sort()

  test('lie by deliverable and edition, a picture a page and a text a file, with the renderer’s versions', () => {
    expect(list(approved)).toEqual([
      'renderer.json',
      'screen/leaflet/night-trains-leaflet-de-1.png',
      'screen/leaflet/night-trains-leaflet-de.txt',
      'screen/leaflet/night-trains-leaflet-en-1.png',
      'screen/leaflet/night-trains-leaflet-en.txt',
      'screen/pair/night-trains-pair-1.png',
      'screen/pair/night-trains-pair.txt',
    ])
    expect(JSON.parse(readFileSync(join(approved, 'test/baseline/renderer.json'), 'utf8'))).toEqual({
      browser: expect.stringMatching(/^HeadlessChrome\/\d/) as string,
      rasteriser: expect.stringMatching(/^PDFium \d.* at \d+ dpi$/) as string,
      files: list(approved).slice(1),
    })
  })

  test('are never written by check: without one it says so and fails', async () => {
    const root = project()
    const ran = await broadside(['check', 'leaflet'], { cwd: root, env: { CI: 'true' } })
    expect(ran.code).toBe(1)
    expect(ran.stdout).toContain('2 without a baseline.\n  English leaflet: it has no baseline yet\n')
    expect(existsSync(join(root, 'test'))).toBe(false)
  })

  test('are written by approve, which tells what it accepted and takes away stale ones', async () => {
    const root = changed({
      'source/statement/en.md': (text) => text.replace('Four night', 'Five night'),
      [PUBLICATION]: (text) => text.replace('  pair:', '  both:'),
    })
    const before = await broadside(['check'], { cwd: root })
    expect(before.stdout).toContain(
      'pair: its baseline is left over; the publication does not make this file any more',
    )
    const ran = await broadside(['approve'], { cwd: root })
    expect(findings(ran)).toBe('')
    expect(ran.stdout).toMatch(/^Approved: 1 of 3 pages changed, 1 without a baseline, 1 stale baseline\.\n/)
    expect(ran.stdout).toContain('  English leaflet, page 1: «Four» became «Five»')
    expect(list(root).filter((name) => name.includes('pair'))).toEqual([])
    const after = await broadside(['check'], { cwd: root })
    expect([after.stdout, after.code]).toEqual(['All 3 pages are as they were approved.\n', 0])
  })

  test('that take over what the last report does not show are told', async () => {
    const root = changed({ 'source/statement/en.md': (text) => text.replace('Four night', 'Five night') })
    await broadside(['check', 'leaflet'], { cwd: root })
    const file = join(root, 'source/statement/en.md')
    writeFileSync(file, readFileSync(file, 'utf8').replace('Five night', 'Nine night'))
    const ran = await broadside(['approve'], { cwd: root })
    expect(findings(ran)).toMatch(
      /^proof\/report\.html: warning: .* English leaflet and pair have changed since, or were not in it\.\n/,
    )
    expect([ran.code, ran.stdout]).toEqual([0, expect.stringContaining('«Four» became «Nine»')])
  })

  test('of one edition can be approved alone', async () => {
    const root = changed({ 'source/statement/en.md': (text) => text.replace('Four night', 'Five night') })
    await broadside(['approve', 'pair'], { cwd: root })
    const ran = await broadside(['check'], { cwd: root })
    expect(ran.stdout).toMatch(/^1 of 3 pages changed\.\n {2}English leaflet, page 1: «Four» became «Five»/)
  })

  test('of another browser are not compared: check says which one they want and how to get it', async () => {
    const root = changed({
      'test/baseline/renderer.json': (text) => text.replace(/HeadlessChrome\/\d+/, 'HeadlessChrome/99'),
    })
    const ran = await broadside(['check', 'leaflet', '-l', 'en'], { cwd: root })
    expect(findings(ran)).toMatch(
      /^test\/baseline: error: The baselines were made with HeadlessChrome\/99.* and PDFium .*; this is HeadlessChrome\/1.*\. Their pixels cannot be compared\.\n {4}Run «npm ci»; /,
    )
    expect([ran.code, ran.stdout]).toEqual([1, ''])
    expect(ran.stderr).not.toContain('Making') // told before anything was printed
    const anyway = await broadside(['check', 'leaflet', '-l', 'en', '--any-browser'], { cwd: root })
    expect(anyway.code).toBe(0)
    const part = await broadside(['approve', 'leaflet'], { cwd: root })
    expect(part.code).toBe(2)
    expect(findings(part)).toContain('Approve everything at once')
  })

  test.each<[string, string, Change, string]>([
    ['a picture that is gone', 'night-trains-leaflet-en-1.png', null, 'the picture is missing'],
    [
      'a pointer of Git LFS',
      'night-trains-leaflet-en-1.png',
      'version https://git-lfs.github.com/spec/v1\n',
      'it is a pointer of Git LFS, not the picture',
    ],
    ['a picture that is cut off', 'night-trains-leaflet-en-1.png', '\x89PNG\r\n', 'it is no whole PNG'],
    [
      'a text that is cut off',
      'night-trains-leaflet-en.txt',
      (text) => text.slice(0, 40),
      'it is not as «approve» writes it',
    ],
    [
      'a text of two versions',
      'night-trains-leaflet-en.txt',
      (text) => text.replace(/^page 1.*\n/m, '<<<<<<< ours\n$&=======\n$&>>>>>>> theirs\n'),
      'two versions of it were not merged (“<<<<<<< ours”)',
    ],
  ])('that are damaged are told, whatever has changed: %s', async (_, name, change, told) => {
    const root = changed({})
    const file = join(root, 'test/baseline/screen/leaflet', name)
    if (change === null) rmSync(file)
    else writeFileSync(file, typeof change === 'function' ? change(readFileSync(file, 'utf8')) : change)
    const ran = await broadside(['check', 'leaflet', '-l', 'en'], { cwd: root })
    expect(findings(ran).replace(/(?<=txt):\d+/, '')).toBe(
      `test/baseline/screen/leaflet/${name}: error: This baseline cannot be used: ${told}.\n` +
        '    Restore it from version control, or look at the pages and make it anew with «broadside approve».',
    )
    expect(ran.code).toBe(1)
    const mended = await broadside(['approve', 'leaflet', '-l', 'en'], { cwd: root })
    expect(mended.stdout).toContain('English leaflet: it has no baseline yet')
  })
})

test('baselines whose line ends version control has changed are read like others', async () => {
  const root = changed({})
  const file = join(root, 'test/baseline/screen/leaflet/night-trains-leaflet-en.txt')
  writeFileSync(file, readFileSync(file, 'utf8').replaceAll('\n', '\r\n'))
  const ran = await broadside(['check', 'leaflet', '-l', 'en'], { cwd: root })
  expect([findings(ran), ran.code]).toEqual(['', 0])
})

test('a publication with errors is not compared', async () => {
  const root = changed({ 'source/statement/en.md': (text) => text.replace('2. We', '4. We') })
  const ran = await broadside(['check'], { cwd: root })
  expect(findings(ran)).toContain('error: ')
  expect([ran.code, ran.stdout]).toEqual([1, ''])
})
