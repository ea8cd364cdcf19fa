/** out/ is never half-written. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { Stop } from '../../src/diagnostic.js'
import { type FinishedFile, publish as publishUntil } from '../../src/publish/publish.js'
import { temporaryFolder } from '../broadside.js'

const file = (name: string, text: string) => ({ file: name, bytes: Buffer.from(text) })
const gone = (name: string) => ({ file: name, bytes: null })
const publish = (out: string, files: readonly FinishedFile[]) =>
  publishUntil({ folder: out }, files, new AbortController().signal)
const told = (work: Promise<void>) =>
  work.then(
    () => 'nothing',
    (error: unknown) => {
      if (!(error instanceof Stop)) throw error
      return error.diagnostics.map(({ where, message }) => `${where?.file ?? ''}: ${message}`).join('\n')
    },
  )
const everything = (folder: string) => readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()

test('files go to their places, over those of the build before', async () => {
  const out = join(temporaryFolder(), 'deep/out')
  await publish(out, [file('screen/a.pdf', 'old')])
  await publish(out, [file('screen/a.pdf', 'new'), file('press/b.pdf', 'b')])
  expect(everything(out)).toEqual(['press', 'press/b.pdf', 'screen', 'screen/a.pdf'])
  expect(readFileSync(join(out, 'screen/a.pdf'), 'utf8')).toBe('new')
})

test('if the last file cannot be moved in, the first ones are as they were', async () => {
  const out = temporaryFolder()
  await publish(out, [file('screen/a.pdf', 'old a')])
  mkdirSync(join(out, 'screen/c.pdf/in-the-way'), { recursive: true })
  const files = ['a', 'b', 'c'].map((name) => file(`screen/${name}.pdf`, `new ${name}`))
  expect(await told(publish(out, files))).toBe(
    `${join(out, 'screen/c.pdf')}: This cannot be written: it is a folder, not a file.`,
  )
  expect(everything(out)).toEqual(['screen', 'screen/a.pdf', 'screen/c.pdf', 'screen/c.pdf/in-the-way'])
  expect(readFileSync(join(out, 'screen/a.pdf'), 'utf8')).toBe('old a')
})

test('files that are not to be there are taken out; one that is not there is no error', async () => {
  const out = temporaryFolder()
  await publish(out, [file('screen/a.pdf', 'a'), file('screen/b.pdf', 'b')])
  await publish(out, [file('screen/a.pdf', 'new'), gone('screen/b.pdf'), gone('press/c.pdf')])
  expect(everything(out)).toEqual(['press', 'screen', 'screen/a.pdf'])
})

test('if the last file cannot be moved in, or is a folder that cannot be taken out, those taken out are back', async () => {
  const out = temporaryFolder()
  await publish(out, [file('screen/a.pdf', 'a')])
  mkdirSync(join(out, 'screen/b.pdf/in-the-way'), { recursive: true })
  for (const last of [file('screen/b.pdf', 'b'), gone('screen/b.pdf')])
    expect(await told(publish(out, [gone('screen/a.pdf'), last]))).toBe(
      `${join(out, 'screen/b.pdf')}: This cannot be written: it is a folder, not a file.`,
    )
  expect(everything(out)).toEqual(['screen', 'screen/a.pdf', 'screen/b.pdf', 'screen/b.pdf/in-the-way'])
  expect(readFileSync(join(out, 'screen/a.pdf'), 'utf8')).toBe('a')
})

test('if out/ cannot be made, that is told', async () => {
  const folder = temporaryFolder()
  writeFileSync(join(folder, 'out'), 'a file')
  expect(await told(publish(join(folder, 'out'), [file('screen/a.pdf', 'a')]))).toBe(
    `${join(folder, 'out')}: This cannot be written: something else of that name is in the way.`,
  )
})

test.runIf(existsSync('/proc/self'))('below /proc, which refuses every folder, it ends too', async () => {
  expect(await told(publish('/proc/x/y', [file('screen/a.pdf', 'a')]))).toBe(
    '/proc/x/y: This cannot be written: there is no such folder.',
  )
})

test('an interruption leaves all files as they were, however many are in place', async () => {
  const out = temporaryFolder()
  const names = ['a', 'b', 'c', 'd']
  await publish(
    out,
    names.map((name) => file(`screen/${name}.pdf`, `old ${name}`)),
  )
  const text = () => names.map((name) => readFileSync(join(out, `screen/${name}.pdf`), 'utf8')).join()
  const old = text()
  // Asked once before each file is staged, once before each is moved: at the last question three are in place.
  const interruption = new AbortController()
  let asked = 0
  const signal = new Proxy(interruption.signal, {
    get(target, key) {
      if (key === 'throwIfAborted' && ++asked === 8) interruption.abort(new Error('interrupted'))
      const value: unknown = Reflect.get(target, key, target)
      return typeof value === 'function' ? (value.bind(target) as unknown) : value
    },
  })
  const files = names.map((name) => file(`screen/${name}.pdf`, `new ${name}`))
  await expect(publishUntil({ folder: out }, files, signal)).rejects.toThrow('interrupted')
  expect(text()).toBe(old)
  expect(everything(out)).toEqual(['screen', ...names.map((name) => `screen/${name}.pdf`)])
})

test('what a killed build left is taken away, what a running one is at is left alone', async () => {
  const out = temporaryFolder()
  mkdirSync(join(out, '.staging-999999999-00000000/new'), { recursive: true })
  mkdirSync(join(out, `.staging-${process.pid}-ffffffff/new`), { recursive: true })
  await publish(out, [file('screen/a.pdf', 'a')])
  expect(everything(out)).toEqual([
    `.staging-${process.pid}-ffffffff`,
    `.staging-${process.pid}-ffffffff/new`,
    'screen',
    'screen/a.pdf',
  ])
})
