/** A browser that dies, hangs or never ends, and code of ours that fails in its pages: what becomes of the build. */
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { broadside, findings, project, type Ran, type RunOptions, temporaryFolder } from '../broadside.js'
import {
  built,
  expectNothingLeft,
  place,
  printing,
  type Process,
  processes,
  standIn,
  whenPrinting,
} from '../browser-process.js'

/** The pinned browser, with a log of its starts. */
async function counted(first = ''): Promise<{ readonly browser: string; readonly starts: () => number }> {
  const log = join(temporaryFolder(), 'starts')
  writeFileSync(log, '')
  const browser = await standIn(
    // When it does not start at once, it is asked for an empty page: that is no start.
    `case "$*" in *--remote-debugging-pipe*) echo start >> ${log};; esac\n` +
      `starts=$(wc -l < ${log})\n${first}\nexec $REAL "$@"`,
  )
  return { browser, starts: () => readFileSync(log, 'utf8').split('\n').length - 1 }
}

/** A copy of the program whose code in the page is another. */
function programWith(from: string, to: string): string {
  const folder = temporaryFolder()
  for (const name of ['package.json', 'node_modules', 'templates', 'fonts', 'profiles'])
    symlinkSync(resolve(name), join(folder, name))
  cpSync('dist', join(folder, 'dist'), { recursive: true })
  const file = join(folder, 'dist/in-page.js')
  const text = readFileSync(file, 'utf8')
  if (!text.includes(from)) throw new Error('the code in the page is not as this test has it')
  writeFileSync(file, text.replace(from, to))
  return join(folder, 'dist/cli.js')
}
const MEASURING = 'function findOverfull(area) {'
const ENDLESS = `${MEASURING} if (document.documentElement.lang === 'de') for (;;);`

const errors = (ran: Ran) =>
  findings(ran)
    .split('\n')
    .filter((line) => line.includes('error: '))

/** Builds in a place of its own. */
async function build(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  options: (temporary: string) => RunOptions = () => ({}),
) {
  const { root, temporary } = place()
  const more = options(temporary)
  const ran = await broadside(['build', ...args], { cwd: root, env: { TMPDIR: temporary, ...env }, ...more })
  expectNothingLeft(temporary)
  return { root, ran }
}

const files = (root: string) =>
  new Map(
    ['screen', 'office', 'press'].flatMap((kind) => {
      const folder = join(root, 'out', kind)
      const names = existsSync(folder) ? readdirSync(folder).filter((name) => name !== 'old.pdf') : []
      return names.map((name) => [`${kind}/${name}`, readFileSync(join(folder, name), 'base64')] as const)
    }),
  )

const asItWas = (root: string) => expect(built(root)).toEqual(['old.pdf'])

test('a browser that is killed while it prints: it is started again, and the files are the same to the byte', async () => {
  const { browser, starts } = await counted()
  const quiet = await build([], { BROADSIDE_BROWSER: browser })
  expect(starts()).toBe(1)
  const { root, ran } = await build([], { BROADSIDE_BROWSER: browser }, (temporary) => ({
    meanwhile: whenPrinting(temporary, 1, ({ pid }) => process.kill(pid, 'SIGKILL')),
  }))
  expect(starts()).toBe(3)
  expect(findings(ran)).toBe('')
  expect(files(root).size).toBe(3)
  expect(files(root)).toEqual(files(quiet.root))
})

test('a browser that is killed twice: one sentence, out/ is as it was', async () => {
  const { browser, starts } = await counted()
  const { root, ran } = await build([], { BROADSIDE_BROWSER: browser }, (temporary) => ({
    meanwhile: whenPrinting(temporary, 2, ({ pid }) => process.kill(pid, 'SIGKILL')),
  }))
  expect(errors(ran)).toHaveLength(1)
  expect(errors(ran)[0]).toMatch(
    /^error: The browser was lost twice while it printed night-trains-\S+: it ended unexpectedly\.$/,
  )
  expect(ran.code).toBe(1)
  expect(starts()).toBe(2)
  asItWas(root)
})

/** The processes of a browser that have pages. */
const renderers = ({ pid }: Process) =>
  processes().filter(({ group, command }) => group === pid && command.includes('--type=renderer'))

/** What a process has worked (proc(5), utime). */
const secondsOf = ({ pid }: Process) => {
  try {
    return Number(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ')[11]) / 100
  } catch {
    return 0 // it is gone
  }
}

test('a page of the browser is killed, as the system does when memory runs out: it is printed again', async () => {
  const { root, ran } = await build([], {}, (temporary) => ({
    meanwhile: whenPrinting(temporary, 1, (browser) => {
      for (const { pid } of renderers(browser)) process.kill(pid, 'SIGKILL')
    }),
  }))
  expect(findings(ran)).toBe('')
  expect(files(root).size).toBe(3)
})

test('a browser that hangs while it prints: the limit ends it, one sentence names the length, and nothing is tried again', async () => {
  const { browser, starts } = await counted()
  const env = { BROADSIDE_BROWSER: browser, BROADSIDE_TIMEOUT: '5' }
  const { root, ran } = await build(['leaflet', '-l', 'en'], env, (temporary) => ({
    program: programWith(MEASURING, `${MEASURING} for (const end = Date.now() + 4000; Date.now() < end; );`),
    meanwhile(child) {
      const timer = setInterval(() => {
        const busy = printing(temporary).find((each) => renderers(each).some((page) => secondsOf(page) > 1))
        if (!busy) return
        clearInterval(timer)
        process.kill(busy.pid, 'SIGSTOP')
      }, 20)
      child.on('exit', () => clearInterval(timer))
    },
  }))
  expect(errors(ran)).toHaveLength(1)
  expect(errors(ran)[0]).toMatch(
    /^error: night-trains-leaflet-en is too long for the time limit of 5 s: the browser was still \w.* its [\d,]+ characters with \d+ signatories(, so far \d pages?)?\.$/,
  )
  expect(findings(ran)).toContain('BROADSIDE_TIMEOUT=SECONDS')
  expect(ran.code).toBe(1)
  expect(starts()).toBe(1)
  asItWas(root)
})

test('a browser that does not answer at its start: it is started again', async () => {
  const { browser, starts } = await counted('[ $starts = 1 ] && exec sleep 600')
  const { root, ran } = await build(['leaflet', '-l', 'en'], {
    BROADSIDE_BROWSER: browser,
    BROADSIDE_TIMEOUT: '15',
  })
  expect(findings(ran)).toBe('')
  expect(starts()).toBe(2)
  expect(files(root).size).toBe(1)
})

test('a browser that answers neither time: one sentence', async () => {
  const { browser, starts } = await counted('exec sleep 600')
  const { root, ran } = await build([], { BROADSIDE_BROWSER: browser, BROADSIDE_TIMEOUT: '1' })
  expect(errors(ran)).toEqual([
    'error: The browser does not start: no answer for 1 s, twice; BROADSIDE_TIMEOUT=SECONDS gives it more time.',
  ])
  expect(ran.code).toBe(1)
  expect(starts()).toBe(2)
  asItWas(root)
})

test('a browser that is killed at its start: it is started again', async () => {
  const { browser, starts } = await counted(
    '[ $starts = 1 ] && case "$*" in *--remote-debugging-pipe*) kill -KILL $$;; esac',
  )
  const { root, ran } = await build(['leaflet', '-l', 'en'], { BROADSIDE_BROWSER: browser })
  expect(findings(ran)).toBe('')
  expect(starts()).toBe(2)
  expect(files(root).size).toBe(1)
})

test('a page whose layout never ends: the limit ends it, the others are printed, and nothing is tried again', async () => {
  const { browser, starts } = await counted()
  const program = programWith(MEASURING, ENDLESS)
  const env = { BROADSIDE_BROWSER: browser, BROADSIDE_TIMEOUT: '8' }
  const { root, ran } = await build([], env, () => ({ program }))
  expect(errors(ran)).toHaveLength(1)
  expect(errors(ran)[0]).toMatch(
    /^error: night-trains-leaflet-de is too long for the time limit of 8 s: the browser was still setting the lines of its [\d,]+ characters with \d+ signatories\.$/,
  )
  expect(ran.stderr).toMatch(/leaflet-de\.pdf: failed$/m)
  expect(ran.stderr).toMatch(/leaflet-en\.pdf: 1 page$/m)
  expect(ran.stderr).toMatch(/pair\.pdf: \d pages?$/m)
  expect(starts()).toBe(1)
  asItWas(root)
})

test('two pages of one process whose layout never ends: each is said once, in one limit', async () => {
  const { browser, starts } = await counted()
  const program = programWith(MEASURING, `${MEASURING} for (;;);`)
  const env = { BROADSIDE_BROWSER: browser, BROADSIDE_TIMEOUT: '3' }
  const { root, ran } = await build(['leaflet'], env, () => ({ program }))
  expect(errors(ran)).toHaveLength(2)
  for (const error of errors(ran)) expect(error).toContain('is too long for the time limit of 3 s')
  expect(starts()).toBe(1)
  asItWas(root)
})

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
  '%s while the browser hangs: nothing is left, out/ is as it was',
  async (signal) => {
    const { root, ran } = await build([], {}, (temporary) => ({
      meanwhile(child) {
        whenPrinting(temporary, 1, ({ pid }) => {
          process.kill(pid, 'SIGSTOP')
          child.kill(signal)
        })(child)
      },
    }))
    expect(ran.stderr).toMatch(/Interrupted; nothing was changed\.\n$/)
    expect(ran.code).toBe(130)
    asItWas(root)
  },
)

test('Ctrl-C while a page’s layout never ends: nothing is left, out/ is as it was', async () => {
  const program = programWith(MEASURING, `${MEASURING} for (;;);`)
  const { root, ran } = await build([], {}, (temporary) => ({
    program,
    meanwhile(child) {
      whenPrinting(temporary, 1, () => void setTimeout(() => child.kill('SIGINT'), 1000))(child)
    },
  }))
  expect(ran.stderr).toMatch(/Interrupted; nothing was changed\.\n$/)
  expect(ran.code).toBe(130)
  asItWas(root)
})

test('Ctrl-C while the browser hangs at its start: nothing is left', async () => {
  const { browser, starts } = await counted('kill -STOP $$')
  const { root, ran } = await build([], { BROADSIDE_BROWSER: browser }, () => ({
    meanwhile(child) {
      const timer = setInterval(() => {
        if (!starts()) return
        clearInterval(timer)
        child.kill('SIGINT')
      }, 20)
    },
  }))
  expect(ran.stderr).toMatch(/Interrupted; nothing was changed\.\n$/)
  expect(ran.code).toBe(130)
  asItWas(root)
})

test('our own code fails in one page: it is named with file and line, the others are printed, and no browser is started again', async () => {
  const { browser, starts } = await counted()
  const program = programWith(
    MEASURING,
    `${MEASURING} if (document.documentElement.lang === 'de') area.none.at(0);`,
  )
  const { root, ran } = await build([], { BROADSIDE_BROWSER: browser }, () => ({ program }))
  expect(errors(ran)).toHaveLength(1)
  expect(errors(ran)[0]).toMatch(
    /^error: Broadside’s own code failed in the page of night-trains-leaflet-de: TypeError: Cannot read properties of undefined \(reading 'at'\), at \S*findOverfull \(src\/print\/in-page\/overfull\.ts:\d+:\d+\)/,
  )
  expect(ran.stderr).not.toMatch(/^ +at /m)
  expect(ran.stderr).toMatch(/leaflet-en\.pdf: 1 page$/m)
  expect(ran.code).toBe(1)
  expect(starts()).toBe(1)
  asItWas(root)
})

test.each([
  ['waits for fonts', 'async function settle(faces) {'],
  ['reads the text', 'function read() {'],
  ['measures', 'function measure({ words, spaces, hyphens }) {'],
  ['sets lines', 'function breakLines(broken, area) {'],
  ['is loaded', 'var SOFT_HYPHEN ='],
])('our own code fails while it %s: it is named, and no browser is started again', async (_, place) => {
  const { browser, starts } = await counted()
  const thrower = place.endsWith('{')
    ? `${place} throw new Error('lost')`
    : `throw new Error('lost'); ${place}`
  const { ran } = await build(['leaflet', '-l', 'en'], { BROADSIDE_BROWSER: browser }, () => ({
    program: programWith(place, thrower),
  }))
  expect(errors(ran)).toHaveLength(1)
  expect(errors(ran)[0]).toMatch(
    /^error: Broadside’s own code failed in the page of night-trains-leaflet-en: Error: lost, at .*src\/print\/in-page\/[\w-]+\.ts:\d+:\d+/,
  )
  expect(ran.code).toBe(1)
  expect(starts()).toBe(1)
})

test('pages that are not the multiple of the template: an error with both numbers', async () => {
  const root = project({
    'source/publication.yaml': (text) => text.replace('  pair:', '  booklet:\n  pair:'),
    'templates/labels/de.yaml': (text) =>
      `${text}contents: Inhalt\nlanguages: Sprachen\npublisher: Herausgabe\n`,
  })
  mkdirSync(join(root, 'templates'), { recursive: true })
  cpSync('templates/booklet', join(root, 'templates/booklet'), { recursive: true })
  const style = join(root, 'templates/booklet/style.css')
  // Nobody knows before print that a page begins there.
  writeFileSync(style, `${readFileSync(style, 'utf8')}\n@page folio { margin-bottom: 110mm }\n`)
  const ran = await broadside(['build', 'booklet'], { cwd: root })
  expect(errors(ran).join('\n')).toMatch(
    /out\/screen\/night-trains-booklet\.pdf: error: The file has \d+ pages, which is no multiple of 4, as its template asks for\./,
  )
  expect(ran.code).toBe(1)
})

test('a link that ends in a sign that encodes nothing, with a page number: it is told where it leads to nothing', async () => {
  const root = project()
  cpSync('templates/leaflet', join(root, 'templates/leaflet'), { recursive: true })
  const page = join(root, 'templates/leaflet/page.hbs')
  const link = '<p><a href="#100%">See page <span data-page></span></a></p></body>'
  writeFileSync(page, readFileSync(page, 'utf8').replace('</body>', link))
  const ran = await broadside(['build', 'leaflet', '-l', 'en'], { cwd: root })
  expect(findings(ran)).toContain('#100%')
  expect(findings(ran)).not.toContain('own code failed')
  expect(ran.code).toBe(1)
})
