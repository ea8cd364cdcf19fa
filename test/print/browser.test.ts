/** The browser's life: found, unpacked, lost, interrupted. */
import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import puppeteer from 'puppeteer'
import { expect, test } from 'vitest'
import { cacheFolder } from '../../src/cache.js'
import { chooseBrowser } from '../../src/print/chromium.js'
import { broadside, findings, project, temporaryFolder } from '../broadside.js'
import { built, expectNothingLeft, place, processes, standIn, whenPrinting } from '../browser-process.js'

test('BROADSIDE_BROWSER names another browser', async () => {
  const root = project()
  const mark = join(root, 'used')
  const browser = await standIn(`touch ${mark}\nexec $REAL "$@"`)
  const ran = await broadside(['build'], { cwd: root, env: { BROADSIDE_BROWSER: browser } })
  expect(findings(ran)).toBe('')
  expect(existsSync(mark)).toBe(true)
})

test('BROADSIDE_BROWSER_WS names a running one, which need not see our files and is left running', async () => {
  const real = await chooseBrowser({}, cacheFolder(), () => '')
  if (real.kind !== 'program') throw new Error('the pinned browser is a program')
  const remote = await puppeteer.launch({
    executablePath: real.path,
    headless: 'shell',
    args: ['--no-sandbox', '--font-render-hinting=none'],
    env: { ...process.env, ...(real.libraries && { LD_LIBRARY_PATH: real.libraries }) },
  })
  try {
    const root = project()
    const ran = await broadside(['build'], { cwd: root, env: { BROADSIDE_BROWSER_WS: remote.wsEndpoint() } })
    expect(findings(ran)).toBe('')
    expect(built(root)).toHaveLength(3)
    expect(remote.connected).toBe(true)
    expect(await remote.pages()).toHaveLength(1)
  } finally {
    await remote.close()
  }
})

test('a remote browser that is not there is told', async () => {
  const ran = await broadside(['build'], {
    cwd: project(),
    env: { BROADSIDE_BROWSER_WS: 'ws://127.0.0.1:9/x' },
  })
  expect(findings(ran)).toBe(
    'error: The browser that BROADSIDE_BROWSER_WS names cannot be reached: ws://127.0.0.1:9/x: connect ECONNREFUSED 127.0.0.1:9.\n' +
      '    Start it with --remote-debugging-port and give the address that it prints: ws://HOST:PORT/devtools/browser/….',
  )
  expect(ran.code).toBe(1)
})

test('a browser that is not there is told, with the ways out', async () => {
  const ran = await broadside(['build'], { cwd: project(), env: { BROADSIDE_BROWSER: '/nowhere/chrome' } })
  expect(findings(ran)).toBe(
    'error: Found no browser to print with. BROADSIDE_BROWSER names /nowhere/chrome, which is not there.\n' +
      '    On Linux x64 run «npm ci»; elsewhere set BROADSIDE_BROWSER=/path/to/chrome or BROADSIDE_BROWSER_WS=ws://….',
  )
  expect(ran.code).toBe(2)
})

test.each([
  [
    '/etc',
    'error: Found no browser to print with. BROADSIDE_BROWSER names /etc, which is no program that you may run.',
    2,
  ],
  [
    '/bin/true',
    'error: The browser does not start: /bin/true ends without a page; it seems to be no Chrome or Chromium.',
    1,
  ],
])('BROADSIDE_BROWSER=%s is told', async (browser, told, code) => {
  const ran = await broadside(['build'], { cwd: project(), env: { BROADSIDE_BROWSER: browser } })
  expect(findings(ran).split('\n')[0]).toBe(told)
  expect(ran.code).toBe(code)
})

test('a browser that does not start is told with what it said', async () => {
  const browser = await standIn('echo "chrome: cannot open shared object file libfoo.so" >&2\nexit 127')
  const ran = await broadside(['build'], { cwd: project(), env: { BROADSIDE_BROWSER: browser } })
  expect(findings(ran)).toContain(
    'error: The browser does not start: chrome: cannot open shared object file libfoo.so\n',
  )
  expect(ran.code).toBe(1)
})

test('a browser that never answers is given up with a clear error', async () => {
  const root = project()
  const browser = await standIn('sleep 600')
  const ran = await broadside(['build'], {
    cwd: root,
    env: { BROADSIDE_BROWSER: browser, BROADSIDE_TIMEOUT: '1' },
  })
  expect(findings(ran)).toMatch(/^error: The browser does not start: /)
  expect(ran.code).toBe(1)
  expect(built(root)).toEqual([])
})

test('two builds at once unpack the browser side by side, and a killed one leaves nothing broken', async () => {
  const home = temporaryFolder()
  const env = { XDG_CACHE_HOME: home }
  const unpacking = () =>
    existsSync(join(home, 'broadside')) &&
    readdirSync(join(home, 'broadside')).some((name) => name.startsWith('unpacking-'))
  await broadside(['build'], {
    cwd: project(),
    env: { ...env, TMPDIR: temporaryFolder() }, // what is killed leaves its work directory
    meanwhile(child) {
      const timer = setInterval(() => unpacking() && child.kill('SIGKILL'), 10)
      child.on('exit', () => clearInterval(timer))
    },
  })
  expect(unpacking()).toBe(true)
  const [one, other] = [project(), project()]
  const runs = await Promise.all([one, other].map((cwd) => broadside(['build'], { cwd, env })))
  expect(runs.map(({ code }) => code)).toEqual([0, 0])
  expect([built(one).length, built(other).length]).toEqual([3, 3])
  const left = readdirSync(join(home, 'broadside')).filter((name) => name.startsWith('chromium-'))
  expect(left).toHaveLength(1)
  expect(execFileSync('stat', ['-c', '%a', join(home, 'broadside', left[0]!)], { encoding: 'utf8' })).toBe(
    '700\n',
  )
})

test.each([
  ['below a file', (folder: string) => join(folder, 'file'), 'a part of its path is a file, not a folder.'],
  ['in /proc', () => '/proc/x', 'there is no such folder.'],
] as const)(
  'a cache that cannot be written is told, and the browser unpacked for this build: %s',
  async (_what, home, problem) => {
    const { root, temporary } = place()
    writeFileSync(join(root, 'file'), '')
    const env = { XDG_CACHE_HOME: home(root), TMPDIR: temporary }
    const ran = await broadside(['build'], { cwd: root, env })
    expect(findings(ran)).toBe(
      `${home(root).startsWith(root) ? home(root).slice(root.length + 1) : home(root)}/broadside: warning: The browser is unpacked for this build alone, which takes time and some 300 MB: ${problem}\n` +
        '    Set XDG_CACHE_HOME to a directory of your own that can be written, or BROADSIDE_BROWSER to a browser that is there.',
    )
    expect(ran.code).toBe(0)
    expectNothingLeft(temporary)
  },
)

test.each(['SIGINT', 'SIGTERM'] as const)(
  '%s leaves no process, no directory and out/ as it was',
  async (signal) => {
    const { root, temporary } = place()
    const ran = await broadside(['build'], {
      cwd: root,
      env: { TMPDIR: temporary },
      meanwhile: (child) => whenPrinting(temporary, 1, () => child.kill(signal))(child),
    })
    expect(ran.stderr).toMatch(/Interrupted; nothing was changed\.\n$/)
    expect(ran.code).toBe(130)
    expect(readdirSync(join(root, 'out'), { recursive: true }).sort()).toEqual(['screen', 'screen/old.pdf'])
    expectNothingLeft(temporary)
  },
)

test('SIGTERM ends the wait for a browser that never answers', async () => {
  const { root, temporary } = place()
  const mark = join(root, 'started')
  const browser = await standIn(`touch ${mark}\nexec sleep 600`)
  const start = performance.now()
  const ran = await broadside(['build'], {
    cwd: root,
    env: { TMPDIR: temporary, BROADSIDE_BROWSER: browser },
    meanwhile(child) {
      const timer = setInterval(() => {
        if (!existsSync(mark)) return
        clearInterval(timer)
        child.kill('SIGTERM')
      }, 20)
    },
  })
  expect(ran.stderr).toMatch(/Interrupted; nothing was changed\.\n$/)
  expect(ran.code).toBe(130)
  expect(performance.now() - start).toBeLessThan(60_000) // it is given up after 120 s
  expectNothingLeft(temporary)
})

test('a build that is killed takes its browser with it', async () => {
  const { root, temporary } = place()
  await broadside(['build'], {
    cwd: root,
    env: { TMPDIR: temporary },
    meanwhile: (child) => whenPrinting(temporary, 1, () => child.kill('SIGKILL'))(child),
  })
  await expect
    .poll(() => processes().filter(({ command }) => command.includes(temporary)), { timeout: 10_000 })
    .toEqual([])
  expect(built(root)).toEqual(['old.pdf'])
})
