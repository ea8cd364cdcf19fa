/** One way to read and one way to write: what is a link, what is no file, what is too large, what is spelled otherwise. */
import { execFileSync } from 'node:child_process'
import {
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type Diagnostic, isError } from '../../src/diagnostic.js'
import { asAddress, isAlike, meant, respell, sameName } from '../../src/files/names.js'
import { openReader } from '../../src/files/reader.js'
import { LeadsOut, openWriter, placeFor, writeWhole } from '../../src/files/writer.js'
import { openProject } from '../../src/project.js'
import { project, temporaryFolder } from '../broadside.js'

/** A folder with a publication in it, and what lies beside it. */
function tree(files: Readonly<Record<string, string>>): string {
  const folder = temporaryFolder()
  mkdirSync(join(folder, 'pub'))
  for (const [name, content] of Object.entries(files)) put(join(folder, name), content)
  return folder
}
function put(file: string, content: string): void {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, content)
}

/** What is read at a path, or all that is said of it. */
async function read(root: string, path: string, kind: 'yaml' | 'picture' = 'yaml', house?: string) {
  const reader = await openReader(root)
  if (house !== undefined) await reader.admit(house)
  const told: Diagnostic[] = []
  const bytes = await reader.bytes(join(root, path), kind, (finding) => told.push(finding))
  return bytes?.toString() ?? told.map(({ code, where }) => `${code} ${where?.file.slice(root.length) ?? ''}`)
}

describe('a reader', () => {
  test('reads a file, one that a link inside leads to, and one with a second name', async () => {
    const folder = tree({ 'pub/a.yaml': 'a', 'elsewhere.yaml': 'hard' })
    const root = join(folder, 'pub')
    symlinkSync('a.yaml', join(root, 'link.yaml'))
    linkSync(join(folder, 'elsewhere.yaml'), join(root, 'hard.yaml'))
    expect(await read(root, 'a.yaml')).toBe('a')
    expect(await read(root, 'link.yaml')).toBe('a')
    expect(await read(root, 'hard.yaml')).toBe('hard')
  })

  test.each<[string, string, string]>([
    ['a file', 'link.yaml', 'link.yaml'],
    ['a folder', 'link', 'link/a.yaml'],
  ])('reads nothing behind a link to %s outside, and names the link', async (_, link, path) => {
    const folder = tree({ 'outside/a.yaml': 'secret' })
    const root = join(folder, 'pub')
    symlinkSync(link === 'link' ? '../outside' : '../outside/a.yaml', join(root, link))
    expect(await read(root, path)).toEqual([`link-outside /${link}`])
  })

  test('reads nothing behind a link that leads out by way of another one', async () => {
    const folder = tree({ 'outside/a.yaml': 'secret' })
    const root = join(folder, 'pub')
    symlinkSync('../outside', join(root, 'out'))
    symlinkSync('out/a.yaml', join(root, 'in.yaml'))
    expect(await read(root, 'in.yaml')).toEqual(['link-outside /in.yaml'])
  })

  test('takes a folder whose name begins alike for another one', async () => {
    const folder = tree({ 'pub-of-others/a.yaml': 'secret' })
    const root = join(folder, 'pub')
    symlinkSync('../pub-of-others/a.yaml', join(root, 'link.yaml'))
    expect(await read(root, 'link.yaml')).toEqual(['link-outside /link.yaml'])
    expect(await read(root, '../pub-of-others/a.yaml')).toHaveLength(1)
  })

  test('follows no link to what is hidden in the publication', async () => {
    const root = join(tree({ 'pub/.git/config': 'token' }), 'pub')
    symlinkSync('.git/config', join(root, 'link.yaml'))
    expect(await read(root, 'link.yaml')).toEqual(['link-outside /link.yaml'])
  })

  test('says of a link that leads nowhere that it does', async () => {
    const root = join(tree({}), 'pub')
    symlinkSync('../gone', join(root, 'shared'))
    const told: string[] = []
    const reader = await openReader(root)
    await reader.list(join(root, 'shared'), ({ message }) => told.push(message))
    expect(told).toEqual(['This cannot be read: it is a link to ../gone, which is not there.'])
  })

  test.each<[string, (path: string) => void]>([
    ['a pipe', (path) => execFileSync('mkfifo', [path])],
    ['a folder', (path) => mkdirSync(path)],
    ['a circle of links', (path) => symlinkSync('a.yaml', path)],
  ])('reads nothing of %s, at once', async (_, make) => {
    const root = join(tree({}), 'pub')
    make(join(root, 'a.yaml'))
    expect(await read(root, 'a.yaml')).toEqual(['cannot-read /a.yaml'])
  })

  test('reads a device not even where it lies in the folder itself', async () => {
    const reader = await openReader('/dev')
    const told: string[] = []
    await reader.bytes('/dev/zero', 'yaml', ({ message }) => told.push(message))
    expect(told).toEqual(['This cannot be read: it is a pipe or a device, not a file.'])
  })

  test('reads no more of a file than one of its kind may have', async () => {
    const root = join(tree({ 'pub/a.yaml': '', 'pub/b.svg': '' }), 'pub')
    truncateSync(join(root, 'a.yaml'), 1_000_001)
    truncateSync(join(root, 'b.svg'), 1_000_001)
    const told: string[] = []
    const reader = await openReader(root)
    await reader.bytes(join(root, 'a.yaml'), 'yaml', ({ message }) => told.push(message))
    expect(told).toEqual(['This file has 1.1 MB; a YAML file may have 1 MB at most.'])
    expect(await read(root, 'b.svg', 'picture')).toHaveLength(1_000_001)
  })

  test.each([
    ['composed', 'decomposed', 'NFC', 'NFD'],
    ['decomposed', 'composed', 'NFD', 'NFC'],
  ] as const)(
    'finds a name that is %s on the disk and %s where it is asked for',
    async (_, __, disk, asked) => {
      const path = 'fotos/Übersicht für Köln.yaml'
      const root = join(tree({ [`pub/${path.normalize(disk)}`]: 'found' }), 'pub')
      expect(await read(root, path.normalize(asked))).toBe('found')
    },
  )

  test('takes the very name before one in another form', async () => {
    const [nfc, nfd] = ['ü.yaml'.normalize('NFC'), 'ü.yaml'.normalize('NFD')]
    const root = join(tree({ [`pub/${nfc}`]: 'composed', [`pub/${nfd}`]: 'decomposed' }), 'pub')
    expect([await read(root, nfc), await read(root, nfd)]).toEqual(['composed', 'decomposed'])
  })

  test('reads templates and fonts of a house, of the rest of it only what is shown as it is', async () => {
    const folder = tree({
      'house/templates/card/page.hbs': 'page',
      'house/logos/logo.svg': '<svg/>',
      'house/notes.yaml': 'private',
    })
    const [root, house] = [join(folder, 'pub'), join(folder, 'house')]
    for (const name of ['templates/card/page.hbs', 'logos/logo.svg', 'notes.yaml'])
      symlinkSync(join('../house', name), join(root, name.replaceAll('/', '-')))
    expect(await read(root, 'templates-card-page.hbs')).toEqual(['link-outside /templates-card-page.hbs'])
    expect(await read(root, 'templates-card-page.hbs', 'yaml', house)).toBe('page')
    expect(await read(root, 'logos-logo.svg', 'picture', house)).toBe('<svg/>')
    expect(await read(root, 'notes.yaml', 'yaml', house)).toEqual(['link-outside /notes.yaml'])
  })

  test('remembers what it has read, listed, and looked for in vain', async () => {
    const root = join(tree({ 'pub/a.yaml': 'a', 'pub/folder/b.yaml': 'b' }), 'pub')
    const reader = await openReader(root)
    await reader.bytes(join(root, 'a.yaml'), 'yaml', () => {})
    await reader.bytes(join(root, 'gone.yaml'), 'yaml', () => {})
    await reader.list(join(root, 'folder'), () => {})
    expect([...reader.record.read]).toEqual([join(root, 'a.yaml')])
    expect([...reader.record.missing]).toEqual([join(root, 'gone.yaml')])
    expect([...reader.record.listed]).toEqual([join(root, 'folder')])
  })
})

test('a project knows every file that it was read from, and those that it has not', async () => {
  const root = project()
  const { project: opened } = await openProject(root, join(root, 'out'))
  const { read, missing, listed } = opened!.reader.record
  const below = (files: ReadonlySet<string>) =>
    [...files]
      .filter((file) => file.startsWith(root))
      .map((file) => file.slice(root.length + 1))
      .sort()
  expect(below(read)).toEqual([
    'source/publication.yaml',
    'source/signatories.csv',
    'source/statement/de.md',
    'source/statement/en.md',
    'templates/labels/de.yaml',
    'templates/labels/en.yaml',
  ])
  expect(below(missing)).toContain('fonts/fonts.yaml')
  expect(below(listed)).toEqual(['source', 'templates', 'templates/shared'])
})

describe('names', () => {
  test('are the same in all Unicode forms, and alike in other capitals and blanks', () => {
    expect(sameName('é'.normalize('NFC'), 'é'.normalize('NFD'))).toBe(true)
    expect(sameName('a', 'A')).toBe(false)
    expect(isAlike('My Quay.PNG', 'my  quay.png')).toBe(true)
    expect(isAlike('quay.png', 'quai.png')).toBe(false)
  })

  test('are found as they are spelled on the disk, folder by folder', async () => {
    const root = join(tree({ 'pub/Img/Quay.PNG': '' }), 'pub')
    expect(await respell(root, join(root, 'img/quay.png'), sameName)).toBeUndefined()
    expect(await meant(root, join(root, 'img/quay.png'))).toBe(join(root, 'Img/Quay.PNG'))
    expect(await meant(root, join(root, 'img\\quay.png'))).toBe(join(root, 'Img/Quay.PNG'))
    expect(await meant(root, join(root, '..\\..\\etc\\passwd'))).toBeUndefined()
  })

  test('are written as Markdown reads them', () => {
    expect(asAddress('img/my quay (1).png')).toBe('img/my%20quay%20%281%29.png')
    expect(asAddress('Übersicht.png')).toBe('Übersicht.png')
  })
})

describe('a writer', () => {
  test('writes whole files, makes the folders they need, and leaves nothing else', async () => {
    const folder = temporaryFolder()
    const writer = await openWriter({ folder: join(folder, 'out') })
    await writer.write('a/b.txt', 'one')
    await writer.write('a/b.txt', 'two')
    expect(readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()).toEqual([
      'out',
      'out/a',
      'out/a/b.txt',
    ])
    expect(readFileSync(join(folder, 'out/a/b.txt'), 'utf8')).toBe('two')
  })

  test('replaces a link at the last step, and leaves what it led to', async () => {
    const folder = temporaryFolder()
    put(join(folder, 'victim'), 'mine')
    mkdirSync(join(folder, 'out'))
    symlinkSync('../victim', join(folder, 'out/a.txt'))
    await (await openWriter({ folder: join(folder, 'out') })).write('a.txt', 'new')
    expect(readFileSync(join(folder, 'victim'), 'utf8')).toBe('mine')
    expect(lstatSync(join(folder, 'out/a.txt')).isSymbolicLink()).toBe(false)
  })

  test('writes nothing through a folder that is a link out of its place', async () => {
    const folder = temporaryFolder()
    mkdirSync(join(folder, 'elsewhere'))
    mkdirSync(join(folder, 'out'))
    symlinkSync('../elsewhere', join(folder, 'out/screen'))
    const writer = await openWriter({ folder: join(folder, 'out') })
    await expect(writer.write('screen/deep/a.pdf', 'a')).rejects.toThrow(LeadsOut)
    await expect(writer.remove('screen/a.pdf')).rejects.toThrow(LeadsOut)
    await expect(writer.write('../a.pdf', 'a')).rejects.toThrow('lies outside')
    expect(readdirSync(join(folder, 'elsewhere'))).toEqual([])
    expect(existsSync(join(folder, 'a.pdf'))).toBe(false)
  })

  test('writes through a folder that is a link within its place', async () => {
    const folder = temporaryFolder()
    mkdirSync(join(folder, 'web'))
    symlinkSync('web', join(folder, 'screen'))
    await (await openWriter({ folder })).write('screen/a.pdf', 'a')
    expect(readdirSync(join(folder, 'web'))).toEqual(['a.pdf'])
  })

  test('takes a place that leads out of the project only if it was named', async () => {
    const folder = temporaryFolder()
    mkdirSync(join(folder, 'project'))
    mkdirSync(join(folder, 'elsewhere'))
    symlinkSync('../elsewhere', join(folder, 'project/out'))
    const [root, out] = [join(folder, 'project'), join(folder, 'project/out')]
    await expect(openWriter(placeFor(out, root, false))).rejects.toThrow(LeadsOut)
    await (await openWriter(placeFor(out, root, true))).write('a.txt', 'a')
    expect(readdirSync(join(folder, 'elsewhere'))).toEqual(['a.txt'])
  })

  test('makes no folder at the end of a link that leads nowhere', async () => {
    const folder = temporaryFolder()
    mkdirSync(join(folder, 'project'))
    symlinkSync('../new', join(folder, 'project/out'))
    const named = await openWriter({ folder: join(folder, 'project/out') })
    await expect(named.write('a.txt', 'a')).rejects.toThrow('EEXIST')
    expect(existsSync(join(folder, 'new'))).toBe(false)
  })

  test('leaves nothing behind where it fails', async () => {
    const folder = temporaryFolder()
    mkdirSync(join(folder, 'a.txt'))
    await expect(writeWhole(join(folder, 'a.txt'), 'a')).rejects.toThrow('EISDIR')
    expect(readdirSync(folder)).toEqual(['a.txt'])
  })
})

test('a stranger’s publication may use no house, and its files may be less large', async () => {
  const house = temporaryFolder()
  const root = project({
    'source/publication.yaml': (text) => `${text}house: ${house}\n`,
    'source/statement/en.md': (text) => text.replace('1. ', `1. ${'a '.repeat(600_000)}`),
  })
  const codes = async (untrusted: boolean) =>
    (await openProject(root, join(root, 'out'), untrusted)).findings.filter(isError).map(({ code }) => code)
  expect(await codes(true)).toEqual(['house-untrusted', 'file-too-large'])
  expect(await codes(false)).toEqual([])
})
