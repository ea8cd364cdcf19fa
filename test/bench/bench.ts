/**
 * What a build costs over the floor, as ratios within one run: the machine's speed cancels out, its noise is met by
 * medians of alternating runs, the build's caches (unpacked browser, faces, bytecode, texts as they are set) warm. Times are wall clock of whole processes, memory is the sum over the process tree.
 * `npm run bench -- shipped`, `-- screen` or `-- grown` measures one publication only; `-- rooms` tells what the rooms of the
 * program add one after the other, from the mere printing of pages on, for leaflets and parallel edition, shipped and grown.
 */
import { execFileSync, spawn } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseDocument } from 'yaml'
import { grow } from './grow.js'
import { bundleWithout, STEPS } from './without.js'

const runsOf = (usual: number): number => Number(process.env.BENCH_RUNS ?? usual)
const CLI = resolve('dist/cli.js')
const scratch = mkdtempSync(join(tmpdir(), 'broadside-bench-'))

interface Run {
  readonly seconds: number
  readonly output: string
}

/** Runs a program to its end. */
function run(args: readonly string[], watch?: (pid: number) => void): Promise<Run> {
  return new Promise((done, failed) => {
    const start = performance.now()
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    child.stdout.on('data', (data: Buffer) => (output += data.toString()))
    child.stderr.on('data', (data: Buffer) => (output += data.toString()))
    if (watch) watch(child.pid!)
    child.on('exit', (code) => {
      const seconds = (performance.now() - start) / 1000
      if (code === 0) done({ seconds, output })
      else failed(new Error(`exit code ${code} of ${args.join(' ')}\n${output}`))
    })
  })
}

const median = (numbers: readonly number[]): number =>
  [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)]!

interface Task {
  readonly pid: number
  readonly task: number
  /** A file of proc(5) about it. */
  readonly about: (file: string) => string
}

/** What `read` tells of each thread of a process and of all below it; nothing of those that have ended meanwhile. */
function eachTask<T>(root: number, read: (task: Task) => T): T[] {
  const told: T[] = []
  const pids = [root]
  for (let pid = pids.pop(); pid !== undefined; pid = pids.pop())
    try {
      for (const name of readdirSync(`/proc/${pid}/task`)) {
        const about = (file: string): string => readFileSync(`/proc/${pid}/task/${name}/${file}`, 'utf8')
        pids.push(...about('children').split(' ').filter(Boolean).map(Number))
        told.push(read({ pid, task: Number(name), about }))
      }
    } catch {
      // It has ended.
    }
  return told
}

/** Runs a program and looks at all its threads every few milliseconds. */
async function watch(args: readonly string[], everyMs: number, look: (pid: number) => void): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  await run(args, (pid) => (timer = setInterval(() => look(pid), everyMs)))
  clearInterval(timer)
}

/** The largest sum of proportional set sizes (smaps_rollup), in megabytes. */
async function peakMemory(args: readonly string[]): Promise<number> {
  let peak = 0
  await watch(args, 50, (root) => {
    const kilobytes = eachTask(root, ({ pid, task }) =>
      task === pid
        ? Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0)
        : 0,
    )
    peak = Math.max(peak, kilobytes.reduce((sum, each) => sum + each, 0) / 1024)
  })
  return peak
}

/** Milliseconds of processor time (schedstat): of the main thread, the others by their names, V8's helpers and the browser. */
async function processorTime(args: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const last = new Map<number, readonly [part: string, ms: number]>()
  await watch(args, 5, (root) => {
    eachTask(root, ({ pid, task, about }) => {
      const name = about('comm').trim()
      const part = pid !== root ? 'browser' : task === pid ? 'main' : name === 'node' ? 'V8' : name
      last.set(task, [part, Number(about('schedstat').split(' ')[0]) / 1e6])
    })
  })
  const sums = new Map<string, number>()
  for (const [part, ms] of last.values()) sums.set(part, (sums.get(part) ?? 0) + ms)
  return sums
}

interface Measured {
  /** The program's arguments, to run it again. */
  readonly floor: readonly string[]
  readonly build: readonly string[]
  /** Seconds of each run; a build follows the floor of the same place. */
  readonly floors: readonly number[]
  readonly builds: readonly number[]
  readonly editions: number
  readonly pages: number
  readonly files: number
}

/** Builds a project with a program, and prints the same pages with nothing but the browser, by turns. `look` gets what has been measured while the pages are there. */
async function compare(
  cli: string,
  project: string,
  prints: 'both' | 'tagged',
  runs: number,
  look: (measured: Measured) => Promise<void> | void,
): Promise<void> {
  const build = [cli, 'build', '--project', project, '--out', join(scratch, 'out')]
  const { output } = await run([...build, '--keep-work'])
  const pages = /typeset pages are in (.*)/.exec(output)![1]!
  const count = [...output.matchAll(/: (\d+) pages?$/gm)].reduce((sum, [, n]) => sum + Number(n), 0)
  const html = readdirSync(pages, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.html'),
  )
  const floor = [join(scratch, 'floor.mjs'), browserPath(), prints, ...html.map((file) => join(pages, file))]

  const floors: number[] = []
  const builds: number[] = []
  for (let i = 0; i < runs; i++) {
    floors.push((await run(floor)).seconds)
    builds.push((await run(build)).seconds)
  }
  await look({
    floor,
    build,
    floors,
    builds,
    editions: html.length,
    pages: count,
    files: Number(/(\d+) files? in/.exec(output)![1]),
  })
  rmSync(join(pages, '..'), { recursive: true, force: true })
}

function ratioOf({ floors, builds }: Measured): string {
  const ratios = builds.map((seconds, i) => seconds / floors[i]!)
  return `${(median(builds) / median(floors)).toFixed(2)}   (single runs ${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)})`
}

const measure = (name: string, project: string, prints: 'both' | 'tagged', runs: number): Promise<void> =>
  compare(CLI, project, prints, runs, async (measured) => {
    const { floor, build, floors, builds, editions, pages, files } = measured
    const memory = [await peakMemory(floor), await peakMemory(build)] as const
    const spent = await processorTime(build)
    console.log(
      [
        `${name}: ${editions} files, ${pages} pages, medians of ${runs}`,
        `  floor         ${median(floors).toFixed(2)} s`,
        `  build         ${median(builds).toFixed(2)} s`,
        `  build/floor   ${ratioOf(measured)}`,
        `  peak memory   floor ${memory[0].toFixed(0)} MB, build ${memory[1].toFixed(0)} MB, ${((memory[1] - memory[0]) / pages).toFixed(2)} MB more a page`,
        `  processor     ${[...spent].map(([part, ms]) => `${part} ${(ms / 1000).toFixed(2)} s`).join(', ')}`,
        `  pdf work      ${((spent.get('finish') ?? 0) / files).toFixed(0)} ms of processor time a file: ${files} files, their thread's start included`,
      ].join('\n'),
    )
  })

/** What a program makes is not fitted to a number of pages here, because only one that chooses lines can do that. */
async function measureRooms(name: string, source: string, runs: number): Promise<void> {
  const project = without([...PAPER, ['editions', 'leaflet', 'fit']], source, join(scratch, `rooms-${name}`))
  console.log(
    `${name}, leaflets and parallel edition for the screen alone, not fitted; build/floor of a program that`,
  )
  for (const [i, [what, leftOut]] of [...STEPS].entries())
    await compare(
      bundleWithout(leftOut, join(scratch, `program-${name}-${i}`)),
      project,
      'tagged',
      runs,
      (measured) => {
        console.log(`  ${what.padEnd(46)} ${ratioOf(measured)}`)
      },
    )
}

const PAPER = [['press'], ['editions', 'booklet']]

/** A publication without some of its keys, as the project `to`. */
function without(keys: readonly (readonly string[])[], from: string, to: string): string {
  cpSync(join(from, 'source'), join(to, 'source'), { recursive: true })
  const file = join(to, 'source', 'publication.yaml')
  const document = parseDocument(readFileSync(file, 'utf8'))
  for (const key of keys) document.deleteIn(key)
  writeFileSync(file, document.toString())
  return to
}

function browserPath(): string {
  if (process.env.BROADSIDE_BROWSER) return process.env.BROADSIDE_BROWSER
  const cache = join(process.env.XDG_CACHE_HOME ?? join(process.env.HOME!, '.cache'), 'broadside')
  const version = (
    JSON.parse(readFileSync('node_modules/@sparticuz/chromium/package.json', 'utf8')) as { version: string }
  ).version
  return join(cache, `chromium-${version}`, 'chromium')
}

try {
  // Compiled beforehand and left where it finds puppeteer, so that the floor pays for nothing but printing.
  execFileSync('node_modules/.bin/esbuild', [
    'test/bench/floor.ts',
    '--format=esm',
    `--outfile=${join(scratch, 'floor.mjs')}`,
    '--log-level=error',
  ])
  execFileSync('ln', ['-s', resolve('node_modules'), join(scratch, 'node_modules')])
  const [only] = process.argv.slice(2)
  const grown = (): string => grow('source', join(scratch, 'grown'))
  const measures = {
    shipped: () => measure('shipped publication', '.', 'both', runsOf(7)),
    screen: () =>
      measure(
        'leaflets and parallel edition, for the screen alone',
        without(PAPER, '.', join(scratch, 'screen')),
        'tagged',
        runsOf(7),
      ),
    grown: () => measure('grown publication', grown(), 'both', runsOf(5)),
    rooms: async () => {
      await measureRooms('shipped', '.', runsOf(7))
      await measureRooms('grown', grown(), runsOf(3))
    },
  }
  for (const [name, run] of Object.entries(measures)) if (only === undefined || only === name) await run()
} finally {
  rmSync(scratch, { recursive: true, force: true })
}
