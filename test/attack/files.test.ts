/** Attacks on what is read and written: each test is one, made against the real command. */
import { execFileSync } from 'node:child_process'
import {
  cpSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { broadside, type Change, findings, project, type Ran, temporaryFolder } from '../broadside.js'

const SECRET = 'token-5e884898da280471'
const SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'
/** The style sheet that every template of Broadside's begins with. */
const BASE = readFileSync('templates/shared/base.css', 'utf8')
const HINT =
  '\n    Put the file or folder itself in its place, or a link to one inside the publication. ' +
  'What several publications share belongs in the folder that “house” names in publication.yaml.'
const GONE =
  '; nothing is written there.\n    Remove the link. If the files are to go there, name that folder itself with --out, --baseline or --report.'

/** A publication, and a folder of somebody else beside it. */
function beside(changes: Readonly<Record<string, Change>> = {}): { root: string; outside: string } {
  const folder = temporaryFolder()
  const [root, outside] = [join(folder, 'pub'), join(folder, 'outside')]
  mkdirSync(root)
  project(changes, root)
  mkdirSync(outside)
  writeFileSync(join(outside, 'secret'), SECRET)
  return { root, outside }
}

/** A link in place of what is there. */
function link(root: string, path: string, target: string): void {
  rmSync(join(root, path), { recursive: true, force: true })
  mkdirSync(dirname(join(root, path)), { recursive: true })
  symlinkSync(target, join(root, path))
}

/** It is refused with that link's path, and nothing of what lies there comes out. */
function expectRefused(ran: Ran, path: string, target: string): void {
  const told = `${path}: error: This is a link that leads out of the publication, to ${target}.${HINT}`
  expect(findings(ran).slice(0, told.length)).toBe(told)
  expect(ran.stderr + ran.stdout).not.toContain(SECRET)
  expect(ran.code).toBe(1)
}

const build = (root: string, ...more: string[]) =>
  broadside(['build', 'leaflet', '-l', 'en', ...more], { cwd: root })
const picture = (address: string) => ({
  'source/statement/en.md': (text: string) => text.replace('Four night', `![A quay](${address}) Four night`),
})
const everything = (folder: string) => readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()

const FILES = [
  'source/publication.yaml',
  'source/signatories.csv',
  'source/statement/en.md',
  'templates/labels/en.yaml',
  'templates/shared/outside.hbs',
  'templates/shared/outside.css',
  'fonts/fonts.yaml',
]
for (const path of FILES)
  test(`${path} is a link to a file outside: refused with the path of the link`, async () => {
    const { root, outside } = beside()
    link(root, path, join(outside, 'secret'))
    expectRefused(await build(root), path, join(outside, 'secret'))
  })

test('signatories.csv is a link to /proc/self/environ: refused, and no variable of the environment is shown', async () => {
  const { root } = beside()
  link(root, 'source/signatories.csv', '/proc/self/environ')
  const ran = await broadside(['build'], { cwd: root, env: { TOKEN: SECRET } })
  expectRefused(ran, 'source/signatories.csv', '/proc/self/environ')
})

test('page.hbs of a template of its own is a link to /etc/passwd: refused with the path of the link', async () => {
  const { root } = beside()
  cpSync('templates/leaflet', join(root, 'templates/leaflet'), { recursive: true })
  link(root, 'templates/leaflet/page.hbs', '/etc/passwd')
  expectRefused(await build(root), 'templates/leaflet/page.hbs', '/etc/passwd')
})

const FOLDERS: Readonly<Record<string, string>> = {
  source: 'source',
  'source/statement': 'source/statement',
  templates: '',
  'templates/shared': '',
  'templates/labels': 'templates/labels',
  'templates/leaflet': 'templates/leaflet',
  fonts: '',
}
for (const [path, from] of Object.entries(FOLDERS))
  test(`${path}/ is a link to a folder outside that looks like it: refused with the path of the link`, async () => {
    const { root, outside } = beside()
    if (path === 'templates/leaflet') cpSync(path, join(root, path), { recursive: true })
    if (from) cpSync(join(root, from), join(outside, 'copy'), { recursive: true })
    else mkdirSync(join(outside, 'copy'))
    link(root, path, '../'.repeat(path.split('/').length) + 'outside/copy')
    expectRefused(await build(root), path, '../'.repeat(path.split('/').length) + 'outside/copy')
  })

test('a link to the settings of git inside the publication: refused, for they may hold a token', async () => {
  const { root } = beside({ '.git/config': `[http]\n\textraheader = ${SECRET}\n` })
  link(root, 'source/signatories.csv', '../.git/config')
  expectRefused(await build(root), 'source/signatories.csv', '../.git/config')
})

test('the colour profile is named by a path outside: refused at its line', async () => {
  const { root } = beside({
    'source/publication.yaml': (text) => `${text}press: { profile: ../outside/secret, condition: X }\n`,
  })
  const ran = await build(root)
  expect(findings(ran)).toMatch(
    /^source\/publication\.yaml:\d+: error: “\.\.\/outside\/secret” lies outside the publication, and is not read\.\n/,
  )
  expect([ran.code, ran.stderr.includes(SECRET)]).toEqual([1, false])
})

test('fonts.yaml names a file outside by ../: refused at its line', async () => {
  const { root } = beside()
  mkdirSync(join(root, 'fonts'))
  const own = readFileSync('fonts/fonts.yaml', 'utf8').replaceAll(/file: .*/g, 'file: ../../outside/secret')
  writeFileSync(join(root, 'fonts/fonts.yaml'), own)
  const ran = await build(root)
  expect(findings(ran)).toMatch(
    /^fonts\/fonts\.yaml:\d+: error: “fonts\/\.\.\/\.\.\/outside\/secret” lies outside the publication/,
  )
  expect(ran.code).toBe(1)
})

test('a picture is a link to a file outside: refused at the line that asks for it, with link and target', async () => {
  const { root, outside } = beside(picture('quay.svg'))
  writeFileSync(join(outside, 'quay.svg'), SVG)
  link(root, 'source/statement/quay.svg', '../../../outside/quay.svg')
  const ran = await build(root)
  expect(findings(ran)).toBe(
    'source/statement/en.md:7: error: “source/statement/quay.svg” is a link that leads out of the publication, ' +
      `to ../../../outside/quay.svg.${HINT}`,
  )
})

test('a picture is a link within the publication, to a file and by way of a folder: printed', async () => {
  const { root } = beside({ ...picture('quay.svg'), 'logos/quay.svg': SVG })
  link(root, 'source/statement/quay.svg', '../../logos/quay.svg')
  expect((await build(root)).code).toBe(0)
  writeFileSync(
    join(root, 'source/statement/en.md'),
    readFileSync(join(root, 'source/statement/en.md'), 'utf8').replace('(quay.svg)', '(img/quay.svg)'),
  )
  link(root, 'source/statement/img', '../../logos')
  const ran = await build(root)
  expect([findings(ran), ran.code]).toEqual(['', 0])
})

test('a style sheet asks for a picture that is a link outside: refused at its line, and not printed without', async () => {
  const { root } = beside({
    'templates/shared/base.css': BASE + 'h1 { background: url(quay.svg) no-repeat }\n',
  })
  link(root, 'templates/shared/quay.svg', '../../../outside/secret')
  const ran = await build(root)
  expect(findings(ran)).toBe(
    `templates/shared/base.css:${BASE.split('\n').length}: error: “templates/shared/quay.svg” is a link that leads out of the publication, ` +
      `to ../../../outside/secret.${HINT}`,
  )
})

test('a picture is a pipe that nobody writes to: refused, and nobody waits', async () => {
  const { root } = beside(picture('quay.svg'))
  execFileSync('mkfifo', [join(root, 'source/statement/quay.svg')])
  expect(findings(await build(root))).toMatch(
    /^source\/statement\/en\.md:7: error: quay\.svg cannot be read: it is a pipe or a device, not a file\.\n/,
  )
})

test('publication.yaml is a socket: refused', async () => {
  const { root } = beside({ 'source/publication.yaml': null })
  const server = createServer()
  onTestFinished(() => void server.close())
  await new Promise<void>((done) => server.listen(join(root, 'source/publication.yaml'), done))
  const ran = await build(root)
  expect(findings(ran)).toMatch(
    /^source\/publication\.yaml: error: This cannot be read: it is a pipe or a device/,
  )
})

test('a statement of a gigabyte that takes no room on the disk: refused with size and limit, unread', async () => {
  const { root } = beside()
  truncateSync(join(root, 'source/statement/en.md'), 1_000_000_000)
  expect(findings(await build(root))).toContain(
    'source/statement/en.md: error: This file has 1000 MB; a statement may have 5 MB at most.\n',
  )
})

test('a picture of a gigabyte: refused at the line that asks for it, with size and limit', async () => {
  const { root } = beside({ ...picture('quay.png'), 'source/statement/quay.png': '' })
  truncateSync(join(root, 'source/statement/quay.png'), 1_000_000_000)
  expect(findings(await build(root))).toContain(
    'source/statement/en.md:7: error: “quay.png” has 1000 MB; a picture may have 100 MB at most.\n',
  )
})

test('links in source/ that lead round in circles, two in each folder: refused before the disk is full of them', async () => {
  const { root } = beside()
  for (const name of ['a', 'b']) symlinkSync('.', join(root, 'source', name))
  const ran = await build(root)
  expect(findings(ran)).toMatch(
    /^source: error: There are more than 20000 files here that a page might ask for\.\n/,
  )
  expect(ran.code).toBe(1)
})

for (const [what, disk, asked] of [
  ['decomposed on the disk and composed in the text', 'NFD', 'NFC'],
  ['composed on the disk and decomposed in the text', 'NFC', 'NFD'],
] as const)
  test(`a picture’s name is ${what}: printed`, async () => {
    const name = 'seeübersicht.svg'
    const { root } = beside({
      ...picture(name.normalize(asked)),
      [`source/statement/${name.normalize(disk)}`]: SVG,
      'templates/shared/base.css': `${BASE}h1 { background: url(${name.normalize(asked)}) no-repeat }\n`,
      [`templates/shared/${name.normalize(disk)}`]: SVG,
    })
    const ran = await build(root)
    expect([findings(ran), ran.code]).toEqual(['', 0])
  })

for (const [what, asked, disk, told] of [
  ['in other capitals', 'quay.png', 'Quay.PNG', 'Quay.PNG'],
  ['with a backslash', 'img\\quay.png', 'img/quay.png', 'img/quay.png'],
  ['with a blank too few', 'myquay.png', 'my quay.png', 'my%20quay.png'],
] as const)
  test(`a picture’s name is written ${what}: an error shows the name as it should be`, async () => {
    const { root } = beside({ ...picture(asked), [`source/statement/${disk}`]: SVG })
    const ran = await build(root)
    expect(findings(ran)).toMatch(
      /^source\/statement\/en\.md:7: error: There is no file “[^”]+”; there is one whose name is spelled differently\.\n/,
    )
    expect(findings(ran)).toMatch(new RegExp(`\\n {4}Write it as “${told}”\\.$`))
  })

const ENTRY = {
  file: 'screen/night-trains-leaflet-de.pdf',
  kind: 'screen',
  edition: 'leaflet',
  languages: ['de'],
  date: '2024-03-01',
  pages: 1,
  bytes: 6,
  sha256: 'a'.repeat(64),
  standards: [],
  renderer: 'x',
}
const manifest = (entry: object) => JSON.stringify({ slug: 'night-trains', files: [{ ...ENTRY, ...entry }] })
const listed = (root: string) =>
  (
    JSON.parse(readFileSync(join(root, 'out/manifest.json'), 'utf8')) as { files: { file: string }[] }
  ).files.map(({ file }) => file)
const OWN = ['screen/night-trains-leaflet-en.pdf']

for (const [what, content] of [
  ['names /dev/zero by ../', manifest({ file: '../../../../../../../dev/zero' })],
  ['names /dev/zero by screen/../', manifest({ file: 'screen/../../../../../../../../dev/zero.pdf' })],
  ['names a file of the publication', manifest({ file: '../source/publication.yaml' })],
  ['is no list', '{"slug":"night-trains","files":{}}'],
  ['is not JSON', '{{{{'],
  ['is nested without end', '['.repeat(500_000)],
] as const)
  test(`out/manifest.json ${what}: it says nothing, and is made anew`, async () => {
    const { root } = beside({ 'out/manifest.json': content })
    const ran = await build(root)
    expect([findings(ran), ran.code]).toEqual(['', 0])
    expect(listed(root)).toEqual(OWN)
  })

test('out/manifest.json is a pipe: it is replaced, and nobody waits', async () => {
  const { root } = beside()
  mkdirSync(join(root, 'out'))
  execFileSync('mkfifo', [join(root, 'out/manifest.json')])
  expect((await build(root)).code).toBe(0)
  expect(listed(root)).toEqual(OWN)
})

test('a file that out/manifest.json names is a pipe: it is not opened', async () => {
  const { root } = beside({ 'out/manifest.json': manifest({}) })
  mkdirSync(join(root, 'out/screen'))
  execFileSync('mkfifo', [join(root, 'out', ENTRY.file)])
  expect((await build(root)).code).toBe(0)
  expect(listed(root)).toEqual(OWN)
})

test('out/manifest.json is a link to a file of somebody else: the link is replaced, the file stays', async () => {
  const { root, outside } = beside()
  link(root, 'out/manifest.json', '../../outside/secret')
  expect((await build(root)).code).toBe(0)
  expect(lstatSync(join(root, 'out/manifest.json')).isFile()).toBe(true)
  expect(readFileSync(join(outside, 'secret'), 'utf8')).toBe(SECRET)
})

test('a PDF in out/ is a link to a file of somebody else: the link is replaced, the file stays', async () => {
  const { root, outside } = beside()
  link(root, `out/${OWN[0]}`, '../../../outside/secret')
  expect((await build(root)).code).toBe(0)
  expect(readFileSync(join(outside, 'secret'), 'utf8')).toBe(SECRET)
})

const broken = {
  'source/statement/en.md': (text: string) => text.replace('We ask', `We ask ${'w'.repeat(58)}`),
}

test('a PDF that --keep-going takes out of out/ is a link to a file of somebody else: the link goes, the file stays', async () => {
  const { root, outside } = beside(broken)
  link(root, `out/${OWN[0]}`, '../../../outside/secret')
  expect((await broadside(['build', 'leaflet', '--keep-going'], { cwd: root })).code).toBe(1)
  expect(readdirSync(join(root, 'out/screen'))).toEqual(['night-trains-leaflet-de.pdf'])
  expect(readFileSync(join(outside, 'secret'), 'utf8')).toBe(SECRET)
})

test('a folder is in the place of a PDF that --keep-going takes out of out/: nothing in it is deleted, nothing is written', async () => {
  const { root } = beside({ ...broken, [`out/${OWN[0]}/thesis.txt`]: 'mine' })
  const ran = await broadside(['build', 'leaflet', '--keep-going'], { cwd: root })
  expect(findings(ran)).toContain(`out/${OWN[0]}: error: This cannot be written: it is a folder, not a file.`)
  expect(everything(join(root, 'out'))).toEqual(['screen', `${OWN[0]}`, `${OWN[0]}/thesis.txt`])
})

test('a PDF in out/ has a second name elsewhere: that keeps what it has', async () => {
  const { root, outside } = beside()
  mkdirSync(join(root, 'out/screen'), { recursive: true })
  linkSync(join(outside, 'secret'), join(root, `out/${OWN[0]}`))
  expect((await build(root)).code).toBe(0)
  expect(readFileSync(join(outside, 'secret'), 'utf8')).toBe(SECRET)
})

for (const [path, target] of [
  ['out', '../outside'],
  ['out/screen', '../../outside'],
  ['out/press', '/tmp'],
] as const)
  test(`${path} is a link out of the project: refused before anything is made`, async () => {
    const { root, outside } = beside()
    link(root, path, target)
    const ran = await build(root)
    expect(findings(ran)).toBe(`${path}: error: This is a link that leads elsewhere, to ${target}${GONE}`)
    expect(ran.stderr).not.toContain('Making')
    expect([ran.code, everything(outside)]).toEqual([1, ['secret']])
  })

test('--out names a link out of the project: it is followed, links below it are not', async () => {
  const { root, outside } = beside()
  symlinkSync('../outside', join(root, 'out'))
  expect((await build(root, '--out', 'out')).code).toBe(0)
  expect(everything(outside)).toContain(OWN[0])
  rmSync(join(outside, 'screen'), { recursive: true })
  symlinkSync('../pub/source', join(outside, 'screen'))
  const ran = await build(root, '--out', 'out')
  expect(findings(ran)).toContain('out/screen: error: This is a link that leads elsewhere, to ../pub/source')
  expect(ran.code).toBe(1)
})

test('a folder in out/ is called like a work folder of the program’s: it stays', async () => {
  const { root } = beside({ 'out/.staging-area/thesis.txt': 'mine', 'out/.staging-1-x/thesis.txt': 'mine' })
  expect((await build(root)).code).toBe(0)
  expect(existsSync(join(root, 'out/.staging-area/thesis.txt'))).toBe(true)
  expect(existsSync(join(root, 'out/.staging-1-x/thesis.txt'))).toBe(true)
})

test('a template holds a file named like a page that is typeset beside it: the file stays as it is', async () => {
  const { root } = beside()
  cpSync('templates/leaflet', join(root, 'templates/leaflet'), { recursive: true })
  const file = join(root, 'templates/leaflet/night-trains-leaflet-en.html')
  writeFileSync(file, 'mine')
  expect((await build(root)).code).toBe(0)
  expect(readFileSync(file, 'utf8')).toBe('mine')
})

const check = (root: string, ...more: string[]) =>
  broadside(['check', 'leaflet', '-l', 'en', ...more], { cwd: root })
const approve = (root: string, ...more: string[]) => broadside(['approve', ...more], { cwd: root })

test('proof/ is a link out of the project: refused before anything is made', async () => {
  const { root, outside } = beside()
  symlinkSync('../outside', join(root, 'proof'))
  const ran = await check(root)
  expect(findings(ran)).toBe(`proof: error: This is a link that leads elsewhere, to ../outside${GONE}`)
  expect([ran.code, everything(outside)]).toEqual([1, ['secret']])
})

test('a link beside the report, by the name that a process number makes: not followed', async () => {
  const { root, outside } = beside()
  mkdirSync(join(root, 'proof'))
  await broadside(['check', 'leaflet', '-l', 'en'], {
    cwd: root,
    meanwhile: ({ pid }) => symlinkSync('../../outside/secret', join(root, `proof/report.html.${pid}`)),
  })
  expect(readFileSync(join(outside, 'secret'), 'utf8')).toBe(SECRET)
  expect(lstatSync(join(root, 'proof/report.html')).isFile()).toBe(true)
})

test('proof/report.html is a link to a file of somebody else: the link is replaced, the file stays', async () => {
  const { root, outside } = beside()
  link(root, 'proof/report.html', '../../outside/secret')
  await check(root)
  expect(readFileSync(join(outside, 'secret'), 'utf8')).toBe(SECRET)
  expect(lstatSync(join(root, 'proof/report.html')).isFile()).toBe(true)
})

test('proof/report.html is a pipe when approve looks into it: refused, and nobody waits', async () => {
  const { root } = beside()
  mkdirSync(join(root, 'proof'))
  execFileSync('mkfifo', [join(root, 'proof/report.html')])
  const ran = await approve(root, 'leaflet', '-l', 'en')
  expect(findings(ran)).toMatch(/^proof\/report\.html: error: This cannot be read: it is a pipe or a device/)
})

test('approve --baseline . in a folder with texts of one’s own: refused, and all of them stay', async () => {
  const { root } = beside({ 'thesis.txt': 'mine', 'thesis-3.png': 'mine', 'notes/minutes.txt': 'mine' })
  const before = everything(root)
  const ran = await approve(root, '--baseline', '.')
  expect(findings(ran)).toMatch(/^\.: error: This folder is not empty, and it has no renderer\.json: /)
  expect([ran.code, everything(root)]).toEqual([2, before])
})

test('approve with nothing but a README where baselines go: refused, and the README stays', async () => {
  const { root } = beside({ 'test/baseline/README.txt': 'mine' })
  const ran = await approve(root)
  expect([ran.code, everything(join(root, 'test/baseline'))]).toEqual([2, ['README.txt']])
})

test('texts and folders beside baselines that approve wrote: check and approve leave them alone', async () => {
  const { root } = beside()
  expect((await approve(root)).code).toBe(0)
  const baseline = join(root, 'test/baseline')
  for (const name of [
    'README.txt',
    'screen/notes.txt',
    'screen/leaflet/thesis.txt',
    'screen/leaflet/thesis-3.png',
  ])
    writeFileSync(join(baseline, name), 'mine')
  const own = everything(baseline)
  const ran = await broadside(['check'], { cwd: root })
  expect([findings(ran), ran.code]).toEqual(['', 0])
  const file = join(root, 'source/publication.yaml')
  writeFileSync(file, readFileSync(file, 'utf8').replace('  pair:', '  both:'))
  expect((await approve(root)).stdout).toContain('1 stale baseline')
  expect(everything(baseline)).toEqual(
    own
      .map((name) =>
        name.replace(/^screen\/pair/, 'screen/both').replace('night-trains-pair', 'night-trains-both'),
      )
      .concat('screen/pair')
      .sort(),
  )
})

test('renderer.json names files outside: it is none of ours, and they stay', async () => {
  const { root, outside } = beside()
  writeFileSync(join(outside, 'thesis.txt'), 'mine')
  const mark = { browser: 'x', rasteriser: 'x', files: ['../../../outside/thesis.txt'] }
  mkdirSync(join(root, 'test/baseline'), { recursive: true })
  writeFileSync(join(root, 'test/baseline/renderer.json'), JSON.stringify(mark))
  const ran = await approve(root)
  expect(findings(ran)).toMatch(/^test\/baseline\/renderer\.json: error: This baseline cannot be used: /)
  expect([ran.code, readFileSync(join(outside, 'thesis.txt'), 'utf8')]).toEqual([1, 'mine'])
})

test('renderer.json names files in a folder that is a link outside: they stay', async () => {
  const { root, outside } = beside()
  mkdirSync(join(outside, 'old'))
  writeFileSync(join(outside, 'old/thesis.txt'), 'mine')
  const mark = { browser: 'x', rasteriser: 'x', files: ['screen/old/thesis.txt'] }
  mkdirSync(join(root, 'test/baseline'), { recursive: true })
  writeFileSync(join(root, 'test/baseline/renderer.json'), JSON.stringify(mark))
  symlinkSync('../../../outside', join(root, 'test/baseline/screen'))
  const ran = await approve(root)
  expect([ran.code, everything(outside)]).toEqual([1, ['old', 'old/thesis.txt', 'secret']])
})

test('test/baseline is a link out of the project: refused, and followed only if --baseline names it', async () => {
  const { root, outside } = beside()
  mkdirSync(join(outside, 'kept'))
  link(root, 'test/baseline', '../../outside/kept')
  const ran = await approve(root, 'leaflet', '-l', 'en')
  expect(findings(ran)).toBe(
    `test/baseline: error: This is a link that leads elsewhere, to ../../outside/kept${GONE}`,
  )
  expect([ran.code, everything(join(outside, 'kept'))]).toEqual([1, []])
  expect((await approve(root, 'leaflet', '-l', 'en', '--baseline', 'test/baseline')).code).toBe(0)
  expect(everything(join(outside, 'kept'))).toContain('renderer.json')
})

test('a file of one’s own has the name that a new baseline would get: it is not overwritten', async () => {
  const { root } = beside()
  expect((await approve(root, 'leaflet', '-l', 'en')).code).toBe(0)
  const file = join(root, 'test/baseline/screen/leaflet/night-trains-leaflet-de.txt')
  writeFileSync(file, 'mine')
  const ran = await approve(root)
  expect(findings(ran)).toMatch(/night-trains-leaflet-de\.txt: error: “approve” did not write this file/)
  expect([ran.code, readFileSync(file, 'utf8')]).toEqual([1, 'mine'])
})

test('baselines of an earlier version, which had no list: a sentence says what to do', async () => {
  const { root } = beside({ 'test/baseline/renderer.json': '{"browser":"x","rasteriser":"x"}' })
  for (const ran of [await check(root), await approve(root)]) {
    expect(findings(ran)).toMatch(
      /^test\/baseline\/renderer\.json: error: An earlier version wrote these baselines/,
    )
    expect(ran.code).toBe(1)
  }
})

test('two builds into the same folder at once: both end well, and nothing is left of either', async () => {
  const { root } = beside()
  const [one, two] = await Promise.all([build(root), build(root)])
  expect([one.code, two.code]).toEqual([0, 0])
  expect(everything(join(root, 'out'))).toEqual(['SHA256SUMS', 'manifest.json', 'screen', OWN[0]])
})

const house = (name: string) => ({
  'source/publication.yaml': (text: string) => `${text}house: ${name}\n`,
})

test('“house” names a folder beside the publication: its templates, labels and profiles are used', async () => {
  const { root, outside } = beside(house('../outside'))
  cpSync('templates/leaflet', join(outside, 'templates/leaflet'), { recursive: true })
  writeFileSync(join(outside, 'templates/leaflet/logo.svg'), SVG)
  const page = join(outside, 'templates/leaflet/page.hbs')
  writeFileSync(
    page,
    readFileSync(page, 'utf8').replace('</body>', '<img src="logo.svg" alt="A logo"></body>'),
  )
  mkdirSync(join(outside, 'templates/labels'))
  renameSync(join(root, 'templates/labels/de.yaml'), join(outside, 'templates/labels/de.yaml'))
  const ran = await build(root)
  expect([findings(ran), ran.code]).toEqual(['', 0])
})

test('a template of the house is a link out of it: refused with the path of the link', async () => {
  const { root, outside } = beside(house('../outside'))
  cpSync('templates/leaflet', join(outside, 'templates/leaflet'), { recursive: true })
  link(outside, 'templates/leaflet/stolen.hbs', '/etc/passwd')
  const ran = await build(root)
  expect(findings(ran)).toContain(
    'stolen.hbs: error: This is a link that leads out of the publication, to /etc/passwd.',
  )
})

test('“house” names /etc, and a partial is a link to /etc/passwd: refused all the same', async () => {
  const { root } = beside(house('/etc'))
  link(root, 'templates/shared/stolen.hbs', '/etc/passwd')
  expectRefused(await build(root), 'templates/shared/stolen.hbs', '/etc/passwd')
})

for (const [name, problem] of [
  ['../nowhere', 'there is no such folder'],
  ['../outside/secret', 'that is no folder'],
] as const)
  test(`“house” names ${name}: an error at its line`, async () => {
    const { root } = beside(house(name))
    const ran = await build(root)
    expect(findings(ran)).toMatch(
      new RegExp(`^source/publication\\.yaml:\\d+: error: “house” names ${name}, and ${problem}\\.\n`),
    )
    expect(ran.code).toBe(1)
  })
