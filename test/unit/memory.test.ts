import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { openMemory } from '../../src/memory.js'
import { temporaryFolder } from '../broadside.js'

let cache: string
beforeEach(() => {
  cache = temporaryFolder()
  vi.stubEnv('XDG_CACHE_HOME', cache)
})
afterEach(() => vi.unstubAllEnvs())

const PROGRAM = '/anywhere/cli-ABCD2345.cjs'
const folder = () => join(cache, 'broadside', 'typeset')

test('what was worked out in one run is there in the next', async () => {
  const first = openMemory('typeset', PROGRAM)
  expect(first.recall('en paper', () => 'pa-per')).toBe('pa-per')
  await first.save()
  const second = openMemory('typeset', PROGRAM)
  expect(second.recall('en paper', () => 'made anew')).toBe('pa-per')
  expect(second.recall('ru paper', () => 'made anew')).toBe('made anew')
})

test('another program works everything out itself, and takes the place of the one before', async () => {
  const first = openMemory('typeset', PROGRAM)
  first.recall('en paper', () => 'pa-per')
  await first.save()
  const other = openMemory('typeset', '/anywhere/cli-ZZZZ2345.cjs')
  expect(other.recall('en paper', () => 'pap-er')).toBe('pap-er')
  await other.save()
  expect(readdirSync(folder())).toEqual([`cli-ZZZZ2345.cjs-${process.version}.json`])
})

test('a program that cannot be told from others keeps nothing', async () => {
  const memory = openMemory('typeset', '/anywhere/index.js')
  memory.recall('en paper', () => 'pa-per')
  await memory.save()
  expect(readdirSync(cache)).toEqual([])
})

test('a broken file is as good as none', async () => {
  const first = openMemory('typeset', PROGRAM)
  first.recall('en paper', () => 'pa-per')
  await first.save()
  const [file] = readdirSync(folder())
  const whole = readFileSync(join(folder(), file!))
  writeFileSync(join(folder(), file!), whole.subarray(0, whole.length - 4))
  const second = openMemory('typeset', PROGRAM)
  expect(second.recall('en paper', () => 'made anew')).toBe('made anew')
})
