/** out/ is never half-written. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { publish } from '../../src/publish/publish.js'
import { temporaryFolder } from '../broadside.js'

const file = (name: string, text: string) => ({ file: name, bytes: Buffer.from(text) })
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
  await expect(publish(out, files)).rejects.toThrow(`Cannot write ${join(out, 'screen/c.pdf')}`)
  expect(everything(out)).toEqual(['screen', 'screen/a.pdf', 'screen/c.pdf', 'screen/c.pdf/in-the-way'])
  expect(readFileSync(join(out, 'screen/a.pdf'), 'utf8')).toBe('old a')
})

test('if out/ cannot be made, that is told', async () => {
  const folder = temporaryFolder()
  writeFileSync(join(folder, 'out'), 'a file')
  await expect(publish(join(folder, 'out'), [file('screen/a.pdf', 'a')])).rejects.toThrow('Cannot write')
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
