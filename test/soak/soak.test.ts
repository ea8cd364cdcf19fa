/**
 * Builds that are killed at random moments, and builds whose browser is: what is left, and what the next build makes of it.
 * SOAK_BUILDS and SOAK_BROWSERS say how many; each has a seed of its own, so that one that fails can be run again.
 */
import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { broadside, CLI, project } from '../broadside.js'

const builds = Number(process.env.SOAK_BUILDS ?? 40)
const browsers = Number(process.env.SOAK_BROWSERS ?? 20)
const seeds = (count: number, first: number) => Array.from({ length: count }, (_, index) => first + index)

/** Two versions of the publication, so that an old file is told from a new one. */
type Version = 'first' | 'second'
let root: string
let temporary: string
let length: number
const whole = new Map<Version, ReadonlyMap<string, string>>()

beforeAll(async () => {
  root = project({}, mkdtempSync(join(tmpdir(), 'broadside-soak-')))
  temporary = join(root, 'tmp')
  mkdirSync(temporary)
  await build('second') // what is kept from one run to the next is there then
  for (const version of ['first', 'second'] as const) {
    const start = performance.now()
    await build(version)
    length = performance.now() - start
    whole.set(version, filesIn(join(root, 'out')))
  }
})
afterAll(() => rmSync(root, { recursive: true, force: true }))

function write(version: Version): void {
  const file = join(root, 'source/publication.yaml')
  const text = readFileSync(file, 'utf8')
  writeFileSync(
    file,
    text.replace(/^date: .*$/m, `date: ${version === 'first' ? '2024-01-01' : '2024-02-02'}`),
  )
}

async function build(version: Version): Promise<void> {
  write(version)
  const ran = await broadside(['build'], { cwd: root, env: { TMPDIR: temporary } })
  expect(ran.stderr).not.toMatch(/error:/)
  expect(ran.code).toBe(0)
}

/** Paths and contents, but for what a build stages. */
function filesIn(folder: string): ReadonlyMap<string, string> {
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .filter((path) => !path.includes('/.staging-'))
  return new Map(paths.sort().map((path) => [path, readFileSync(path, 'latin1')]))
}

/** A number from 0 to 1 that the seed decides (mulberry32). */
function random(seed: number): number {
  let t = (seed + 0x6d2b79f5) | 0
  t = Math.imul(t ^ (t >>> 15), t | 1)
  t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
  return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
}

/** Builds, and does something so many milliseconds after the start; gives what was said on standard error. */
function interrupted(milliseconds: number, act: (pid: number) => void): Promise<string> {
  return new Promise((done, failed) => {
    const child = spawn(process.execPath, [CLI, 'build'], {
      cwd: root,
      env: { ...process.env, SOURCE_DATE_EPOCH: undefined, TMPDIR: temporary },
    })
    let said = ''
    child.stderr.on('data', (data: Buffer) => (said += data.toString()))
    const timer = setTimeout(() => act(child.pid!), milliseconds)
    child.on('error', failed)
    child.on('close', () => {
      clearTimeout(timer)
      done(said)
    })
  })
}

/** The browsers of this test, by the folder of their profile. */
const browserIds = (): readonly number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8')
        return command.includes(`--user-data-dir=${temporary}`) && !command.includes('--type=')
      } catch {
        return false // no more
      }
    })
    .map(Number)

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // it was quicker
  }
}

/** Every file is that of one version or of the other, whole; and the next build leaves nothing of it all. */
async function expectIntact(version: Version): Promise<void> {
  const names = [...whole.get('first')!.keys()]
  const now = filesIn(join(root, 'out'))
  expect([...now.keys()]).toEqual(names)
  for (const [name, content] of now)
    expect(
      [...whole.values()].some((files) => files.get(name) === content),
      name,
    ).toBe(true)
  await build(version)
  expect(filesIn(join(root, 'out'))).toEqual(whole.get(version))
  expect(readdirSync(join(root, 'out')).filter((name) => name.startsWith('.staging-'))).toEqual([])
  expect(readdirSync(temporary)).toEqual([])
}

test.each(seeds(builds, 1))(
  'a build killed at random, seed %i: out/ is whole, the next build is the same, nothing is left',
  async (seed) => {
    const version = seed % 2 ? 'first' : 'second'
    write(version)
    await interrupted(random(seed) * length * 1.1, kill)
    await expectIntact(version)
  },
)

test.each(seeds(browsers, 1001))(
  'a browser killed at random, seed %i: out/ is whole, the next build is the same, nothing is left',
  async (seed) => {
    const version = seed % 2 ? 'first' : 'second'
    write(version)
    const said = await interrupted(random(seed) * length, () => browserIds().forEach(kill))
    expect(said).not.toMatch(/^\s+at .*:\d+/m)
    expect(readdirSync(temporary)).toEqual([])
    await expectIntact(version)
  },
)
