/** Hostile and broken surroundings: a cache of others, a damaged one, no home, no room, old Nodes. Each test is one attack. */
import { execFileSync, spawn } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  lchownSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { beforeAll, afterAll, describe, expect, onTestFinished, test } from 'vitest'
import { nodeProblem } from '../../src/node-version.js'
import { broadside, CLI, findings, project, type Ran, temporaryFolder } from '../broadside.js'

/** Other users, mounts and owners are root's to have; elsewhere Vitest lists these as skipped. */
const asRoot = test.runIf(process.getuid?.() === 0)
const STRANGER = 4321

/** A cache as a build leaves it; each test works on a copy, made of links where files are not changed in place. */
let filled: string
beforeAll(async () => {
  filled = mkdtempSync('/tmp/broadside-test-')
  const ran = await build(filled, {}, project({}, join(filled, 'project')))
  expect(ran.code).toBe(0)
})
afterAll(() => rmSync(filled, { recursive: true }))

const build = (cache: string, env: Readonly<Record<string, string | undefined>> = {}, root = project()) =>
  broadside(['build', 'leaflet', '--language', 'en'], { cwd: root, env: { XDG_CACHE_HOME: cache, ...env } })

/** Prints with the browser of the filled cache, where unpacking is not what the attack is about. */
const ready = () => ({
  BROADSIDE_BROWSER: join(browserIn(filled), 'chromium'),
  LD_LIBRARY_PATH: join(browserIn(filled), 'lib'),
})

/** A copy of the filled cache, its owners and modes with it. */
function cacheOfOwn(): string {
  const cache = temporaryFolder()
  execFileSync('cp', ['-a', join(filled, 'broadside'), cache])
  return cache
}

const only = (folder: string, beginning: string): string => {
  const [name] = readdirSync(folder).filter((each) => each.startsWith(beginning))
  return join(folder, name!)
}
const browserIn = (cache: string): string => only(join(cache, 'broadside'), 'chromium-')
const codeIn = (cache: string): string => only(join(cache, 'broadside/code'), 'cli-')

function flip(file: string, from: number, count = 40): void {
  const bytes = readFileSync(file)
  for (let i = from; i < from + count; i++) bytes[i]! ^= 0xff
  writeFileSync(file, bytes)
}

function expectBuilt(ran: Ran): void {
  expect(findings(ran)).toBe('')
  expect(ran.code).toBe(0)
}

/** Not a word of a stack or of a fatal error. */
function expectNoCrash({ stderr, code }: Ran): void {
  expect(stderr).not.toMatch(/^\s+at .*:\d+|Fatal error|Segmentation|node:internal/m)
  expect([0, 1, 2]).toContain(code)
}

/** Runs the command as a user who has no entry in the system's list, with nothing in the environment but this. */
function asStranger(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  cwd: string,
): Promise<Ran> {
  return new Promise((done, failed) => {
    const id = String(STRANGER)
    const child = spawn(
      'setpriv',
      ['--reuid', id, '--regid', id, '--clear-groups', process.execPath, CLI, ...args],
      { cwd, env: { PATH: process.env.PATH, ...env } },
    )
    let [stdout, stderr] = ['', '']
    child.stdout.on('data', (data: Buffer) => (stdout += data.toString()))
    child.stderr.on('data', (data: Buffer) => (stderr += data.toString()))
    child.on('error', failed)
    child.on('close', (code) => done({ code, stdout, stderr }))
  })
}

/** A project that a stranger may write to. */
function projectOfStranger(): string {
  const root = project()
  execFileSync('chown', ['-R', `${STRANGER}:${STRANGER}`, root])
  return root
}

describe('a cache that others can change', () => {
  /** Bytecode that leaves a file behind, made as V8 makes it for the very bundle. */
  function poison(cache: string, mark: string): void {
    const kept = codeIn(cache)
    const bundle = join(dirname(CLI), /cli-[0-9A-Z]+\.cjs/.exec(kept)![0])
    const script = `
      const { Script } = require('node:vm'), { readFileSync, writeFileSync } = require('node:fs')
      require('node:v8').setFlagsFromString('--no-lazy')
      const wrap = (text) => '(function (exports, require, module, __filename, __dirname) {' + text + '\\n})'
      const length = wrap(readFileSync(${JSON.stringify(bundle)}, 'latin1')).length
      const evil = wrap('require("node:fs").writeFileSync(${JSON.stringify(mark)}, "x")')
      writeFileSync(${JSON.stringify(kept)}, new Script(evil.padEnd(length), { filename: ${JSON.stringify(bundle)} }).createCachedData())`
    execFileSync(process.execPath, ['-e', script])
  }

  asRoot(
    'a folder of another user with poisoned bytecode: none of it runs, and the build says why',
    async () => {
      const cache = cacheOfOwn()
      const mark = join(temporaryFolder(), 'PWNED')
      poison(cache, mark)
      execFileSync('chown', ['-R', String(STRANGER), join(cache, 'broadside')])
      const ran = await build(cache)
      expect(findings(ran)).toContain(
        `${cache}/broadside: warning: Broadside uses nothing of this cache: ${cache}/broadside belongs to another user (uid ${STRANGER}).`,
      )
      expect(ran.code).toBe(0)
      expect(existsSync(mark)).toBe(false)
    },
  )

  test('a folder of one’s own that everybody may write to (777): nothing of it is used, and the build says why', async () => {
    const cache = cacheOfOwn()
    const mark = join(temporaryFolder(), 'PWNED')
    poison(cache, mark)
    chmodSync(join(cache, 'broadside'), 0o777)
    const ran = await build(cache, ready())
    expect(findings(ran)).toContain('can be changed by other users (mode 777).\n    Remove the folder')
    expect(ran.code).toBe(0)
    expect(existsSync(mark)).toBe(false)
  })

  test('a folder above it that everybody may write to and that is not sticky: nothing of it is used', async () => {
    const cache = cacheOfOwn()
    const mark = join(temporaryFolder(), 'PWNED')
    poison(cache, mark)
    chmodSync(cache, 0o777)
    const ran = await build(cache, ready())
    expect(findings(ran)).toContain(`${cache} lets other users exchange what is in it.`)
    expect(ran.code).toBe(0)
    expect(existsSync(mark)).toBe(false)
  })

  test.each(['code', 'faces-1', 'typeset'])(
    'a folder %s in it that a group may write to: nothing of the cache is used',
    async (name) => {
      const cache = cacheOfOwn()
      chmodSync(join(cache, 'broadside', name), 0o770)
      const ran = await build(cache, ready())
      expect(findings(ran)).toContain(`${cache}/broadside/${name} can be changed by other users (mode 770)`)
      expect(ran.code).toBe(0)
    },
  )

  test('bytecode that everybody may write to, in a folder that is safe: compiled anew', async () => {
    const cache = cacheOfOwn()
    chmodSync(codeIn(cache), 0o666)
    expectBuilt(await build(cache))
    expect(statSync(codeIn(cache)).mode & 0o777).toBe(0o600)
  })

  test('poisoned bytecode in a cache that is safe: it does not carry its sum, and is compiled anew', async () => {
    const cache = cacheOfOwn()
    const mark = join(temporaryFolder(), 'PWNED')
    poison(cache, mark)
    expectBuilt(await build(cache))
    expect(existsSync(mark)).toBe(false)
  })

  test('bytecode that is a link to a file elsewhere: not followed', async () => {
    const cache = cacheOfOwn()
    const file = codeIn(cache)
    const elsewhere = join(temporaryFolder(), 'elsewhere')
    renameSync(file, elsewhere)
    symlinkSync(elsewhere, file)
    const before = readFileSync(elsewhere)
    expectBuilt(await build(cache))
    expect(lstatSync(file).isSymbolicLink()).toBe(false)
    expect(readFileSync(elsewhere).equals(before)).toBe(true)
  })

  asRoot('a link of another user in place of the folder: not followed', async () => {
    const cache = temporaryFolder()
    const target = temporaryFolder()
    symlinkSync(target, join(cache, 'broadside'))
    lchownSync(join(cache, 'broadside'), STRANGER, STRANGER)
    const ran = await build(cache, ready())
    expect(findings(ran)).toContain(`is a link of another user (uid ${STRANGER})`)
    expect(readdirSync(target)).toEqual([])
  })

  asRoot('a library of the browser that another user owns: the browser is unpacked anew', async () => {
    const cache = cacheOfOwn()
    const library = only(join(browserIn(cache), 'lib'), 'libnss3')
    chownSync(library, STRANGER, STRANGER)
    expectBuilt(await build(cache))
    expect(statSync(library).uid).toBe(0)
  })

  test('a library that was put beside those of the browser: the browser is unpacked anew, without it', async () => {
    const cache = cacheOfOwn()
    const stowaway = join(browserIn(cache), 'lib/libevil.so')
    writeFileSync(stowaway, 'x')
    expectBuilt(await build(cache))
    expect(existsSync(stowaway)).toBe(false)
  })

  asRoot(
    'a complete cache of root, as a container’s image brings it: another user prints with it, and nothing is unpacked',
    async () => {
      const cache = cacheOfOwn()
      for (const folder of [cache, dirname(cache)])
        chmodSync(folder, folder === cache ? 0o755 : statSync(folder).mode)
      execFileSync('chmod', ['-R', 'a+rX,go-w', cache])
      const root = projectOfStranger()
      const before = statSync(join(browserIn(cache), 'chromium')).ctimeMs
      const ran = await asStranger(['build', 'leaflet', '--language', 'en'], { XDG_CACHE_HOME: cache }, root)
      expect(findings(ran)).toBe('')
      expect(ran.code).toBe(0)
      expect(statSync(join(browserIn(cache), 'chromium')).ctimeMs).toBe(before)
    },
  )

  asRoot(
    'a cache of root with a damaged browser: another user hears what to remove, and prints all the same',
    async () => {
      const cache = cacheOfOwn()
      execFileSync('chmod', ['-R', 'a+rX,go-w', cache])
      truncateSync(join(browserIn(cache), 'chromium'), 1_000_000)
      const ran = await asStranger(
        ['build', 'leaflet', '--language', 'en'],
        { XDG_CACHE_HOME: cache },
        projectOfStranger(),
      )
      expect(findings(ran)).toMatch(/chromium is damaged, and it cannot be replaced: you have no permission/)
      expect(findings(ran)).toContain(`Remove ${browserIn(cache)}`)
      expect(ran.code).toBe(0)
    },
  )
})

describe('a damaged cache', () => {
  test('glyphs of a font, empty as a power cut leaves them: looked up anew', async () => {
    const cache = cacheOfOwn()
    const folder = join(cache, 'broadside/faces-1')
    for (const name of readdirSync(folder)) writeFileSync(join(folder, name), '')
    expectBuilt(await build(cache))
    for (const name of readdirSync(folder)) expect(statSync(join(folder, name)).size).toBeGreaterThan(100)
  })

  test('glyphs of a font whose list was changed: looked up anew', async () => {
    const cache = cacheOfOwn()
    const folder = join(cache, 'broadside/faces-1')
    const whole = readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')] as const)
    for (const [name, text] of whole)
      writeFileSync(join(folder, name), text.replace(/"coverage":\[\d+,/, '"coverage":[8000,'))
    expectBuilt(await build(cache))
    for (const [name, text] of whole) expect(readFileSync(join(folder, name), 'utf8')).toBe(text)
  })

  test.each([
    ['at its beginning', 0],
    ['in its head', 40],
    ['in the middle', 200_000],
  ])('bytecode with 40 bytes flipped %s: compiled anew, no crash', async (_where, from) => {
    const cache = cacheOfOwn()
    const folder = join(cache, 'broadside/code')
    for (const name of readdirSync(folder)) flip(join(folder, name), from)
    const ran = await build(cache)
    expectNoCrash(ran)
    expectBuilt(ran)
  })

  test('bytecode of one bundle under the name of another: compiled anew', async () => {
    const cache = cacheOfOwn()
    const folder = join(cache, 'broadside/code')
    cpSync(only(folder, 'read-thread'), codeIn(cache))
    expectBuilt(await build(cache))
  })

  test.each([
    ['a number in place of each text', (text: string) => text.replace(/:"[^"]*"/g, ':7')],
    ['a list', () => '[]'],
    ['nothing but null', () => 'null'],
    ['half of it', (text: string) => text.slice(0, text.length / 2)],
  ])('kept texts that are %s: worked out anew', async (_what, change) => {
    const cache = cacheOfOwn()
    const file = only(join(cache, 'broadside/typeset'), 'cli-')
    writeFileSync(file, change(readFileSync(file, 'utf8')))
    const ran = await build(cache)
    expectNoCrash(ran)
    expectBuilt(ran)
  })

  test('a browser that may not be run any more (chmod 600): unpacked anew', async () => {
    const cache = cacheOfOwn()
    chmodSync(join(browserIn(cache), 'chromium'), 0o600)
    expectBuilt(await build(cache))
  })

  test.each([
    ['cut off in the middle', (file: string) => truncateSync(file, 100_000_000)],
    ['empty', (file: string) => truncateSync(file, 0)],
    ['gone', (file: string) => rmSync(file)],
  ])('a browser that is %s: unpacked anew', async (_what, damage) => {
    const cache = cacheOfOwn()
    const file = join(browserIn(cache), 'chromium')
    const { size } = statSync(file)
    damage(file)
    expectBuilt(await build(cache))
    expect(statSync(file).size).toBe(size)
  })

  test('a system font of the browser with flipped bytes and its old time: unpacked anew', async () => {
    const cache = cacheOfOwn()
    const file = join(browserIn(cache), 'fonts/Open_Sans/OpenSans-Regular.ttf')
    const [before, { atime, mtime }] = [readFileSync(file), statSync(file)]
    flip(file, 1000)
    execFileSync('touch', ['-d', mtime.toISOString(), file])
    expect(atime).toBeDefined()
    expectBuilt(await build(cache))
    expect(readFileSync(file).equals(before)).toBe(true)
  })

  test('the sums of the browser cut off: unpacked anew', async () => {
    const cache = cacheOfOwn()
    truncateSync(join(browserIn(cache), 'sums.json'), 100)
    expectBuilt(await build(cache))
    expect(statSync(join(browserIn(cache), 'sums.json')).size).toBeGreaterThan(1000)
  })

  test('a file where the folder of the browser should be: unpacked anew', async () => {
    const cache = cacheOfOwn()
    const home = browserIn(cache)
    rmSync(home, { recursive: true })
    writeFileSync(home, 'x')
    expectBuilt(await build(cache))
    expect(statSync(home).isDirectory()).toBe(true)
  })
})

describe('no place for a cache', () => {
  asRoot('no HOME and a user without a name: --help is printed', async () => {
    const ran = await asStranger(['--help'], {}, '/')
    expectNoCrash(ran)
    expect(ran.code).toBe(0)
    expect(ran.stdout).toContain('Usage: broadside')
  })

  asRoot(
    'no HOME and a user without a name: the build says that it unpacks the browser for itself',
    async () => {
      const ran = await asStranger(['build', 'leaflet', '--language', 'en'], {}, projectOfStranger())
      expectNoCrash(ran)
      expect(findings(ran)).toContain('there is no home directory: HOME is not set')
      expect(findings(ran)).toContain('Set XDG_CACHE_HOME')
      expect(ran.code).toBe(0)
    },
  )

  asRoot(
    'a HOME that is not there and cannot be made: the build says that it unpacks the browser for itself',
    async () => {
      const ran = await asStranger(
        ['build', 'leaflet', '--language', 'en'],
        { HOME: '/nonexistent' },
        projectOfStranger(),
      )
      expectNoCrash(ran)
      expect(findings(ran)).toContain(
        '/nonexistent/.cache/broadside: warning: The browser is unpacked for this build alone',
      )
      expect(ran.code).toBe(0)
    },
  )

  test('a relative HOME and no XDG_CACHE_HOME: no cache lands in the working directory', async () => {
    const root = project()
    const ran = await build('', { HOME: 'home' }, root)
    expectNoCrash(ran)
    expect(existsSync(join(root, 'home'))).toBe(false)
  })

  test('XDG_CACHE_HOME below a file: said, and built without', async () => {
    const file = join(temporaryFolder(), 'file')
    writeFileSync(file, '')
    const ran = await build(file)
    expect(findings(ran)).toContain('a part of its path is a file, not a folder')
    expect(ran.code).toBe(0)
  })

  asRoot('a cache on a full disk: said, built without, and nothing half is left there', async () => {
    const cache = mounted(20)
    const ran = await build(cache)
    expect(findings(ran)).toContain('the disk is full')
    expect(ran.code).toBe(0)
    expect(readdirSync(join(cache, 'broadside')).filter((name) => /chromium|unpacking/.test(name))).toEqual(
      [],
    )
  })

  asRoot('a cache on a read-only disk: said, and built without', async () => {
    const cache = mounted(20)
    execFileSync('mount', ['-o', 'remount,ro', cache])
    const ran = await build(cache)
    expect(findings(ran)).toContain('the file system is read-only')
    expect(ran.code).toBe(0)
  })
})

/** A disk of so many megabytes. */
function mounted(megabytes: number): string {
  const folder = temporaryFolder()
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder])
  onTestFinished(() => void execFileSync('umount', ['-l', folder]))
  return folder
}

describe('a system at its limits', () => {
  asRoot.each([1, 3, 8, 30])(
    'a TMPDIR with %i MB: one sentence with path, free and needed room, at once',
    async (megabytes) => {
      const folder = mounted(megabytes)
      const ran = await broadside(['build'], { cwd: project(), env: { TMPDIR: folder } })
      expect(findings(ran)).toMatch(
        /: error: The disk is full: \d+ MB are free here, and 48 MB are needed\.\n/,
      )
      expect(findings(ran)).toContain(folder)
      expect(findings(ran).match(/error:/g)).toHaveLength(1)
      expect(ran.code).toBe(1)
      expect(readdirSync(folder)).toEqual([])
    },
  )

  test.each([24, 40, 100])('no more than %i open files: one sentence with both numbers', async (limit) => {
    const ran = await limited(`ulimit -n ${limit}`)
    expect(findings(ran)).toBe(
      `error: A process may open only ${limit} files at a time here; a build needs 128.\n` +
        '    Raise the limit, for example with “ulimit -n 1024”.',
    )
    expect(ran.code).toBe(2)
  })

  test('no more than 24 open files: --help is printed', async () => {
    const ran = await limited('ulimit -n 24', ['--help'])
    expect(ran.code).toBe(0)
  })

  test('a browser that is killed while it starts: started again at once, not given up after a time', async () => {
    const folder = temporaryFolder()
    const file = join(folder, 'chrome')
    const real = `LD_LIBRARY_PATH=${join(browserIn(filled), 'lib')} exec ${join(browserIn(filled), 'chromium')} "$@"`
    writeFileSync(file, `#!/bin/sh\nif mkdir ${folder}/first 2>/dev/null; then kill -9 $$; fi\n${real}\n`)
    chmodSync(file, 0o755)
    expectBuilt(await build(filled, { BROADSIDE_BROWSER: file, BROADSIDE_TIMEOUT: '1000' }))
  })

  test('a browser of one’s own that is no program: one sentence, no stack', async () => {
    const file = join(temporaryFolder(), 'chrome')
    writeFileSync(file, 'no program')
    chmodSync(file, 0o755)
    const ran = await broadside(['build'], { cwd: project(), env: { BROADSIDE_BROWSER: file } })
    expectNoCrash(ran)
    expect(findings(ran)).toContain('error: The browser does not start: ')
    expect(ran.code).toBe(1)
  })

  /** Runs a build in a shell that sets a limit first. */
  const limited = (limit: string, args: readonly string[] = ['build']): Promise<Ran> =>
    new Promise((done, failed) => {
      const child = spawn('sh', ['-c', `${limit}; exec "$@"`, 'sh', process.execPath, CLI, ...args], {
        cwd: project(),
      })
      let [stdout, stderr] = ['', '']
      child.stdout.on('data', (data: Buffer) => (stdout += data.toString()))
      child.stderr.on('data', (data: Buffer) => (stderr += data.toString()))
      child.on('error', failed)
      child.on('close', (code) => done({ code, stdout, stderr }))
    })
})

describe('what a killed build left', () => {
  /** The number of a process that is gone. */
  const gone = (): number => Number(execFileSync('sh', ['-c', 'echo $$'], { encoding: 'utf8' }))
  const system = `${readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim()} ${execFileSync('readlink', ['/proc/self/ns/pid'], { encoding: 'utf8' }).trim()}`
  const mark = (folder: string, pid: number, started = '1') => {
    mkdirSync(join(folder, 'profile'), { recursive: true })
    chmodSync(folder, 0o700)
    writeFileSync(join(folder, 'owner.json'), JSON.stringify({ pid, started, system }), { mode: 0o600 })
    return folder
  }
  const buildIn = async (temporary: string) => expectBuilt(await build(filled, { TMPDIR: temporary }))

  test('its work directory: cleared away by the next build', async () => {
    const temporary = temporaryFolder()
    mark(join(temporary, `broadside-${gone()}-abcdef`), gone())
    await buildIn(temporary)
    expect(readdirSync(temporary)).toEqual([])
  })

  test('a work directory whose number another process has by now: cleared away', async () => {
    const temporary = temporaryFolder()
    mark(join(temporary, `broadside-${process.pid}-abcdef`), process.pid, '1')
    await buildIn(temporary)
    expect(readdirSync(temporary)).toEqual([])
  })

  test('a work directory of a build that runs: left alone', async () => {
    const temporary = temporaryFolder()
    const started = readFileSync('/proc/self/stat', 'latin1').split(') ').at(-1)!.split(' ')[19]
    const folder = mark(join(temporary, `broadside-${process.pid}-abcdef`), process.pid, started)
    await buildIn(temporary)
    expect(readdirSync(temporary)).toEqual([folder.slice(temporary.length + 1)])
  })

  test('a folder that only has the name of one: left alone', async () => {
    const temporary = temporaryFolder()
    for (const name of ['broadside-abcdef', `broadside-${gone()}-abcdef`]) {
      mkdirSync(join(temporary, name))
      writeFileSync(join(temporary, name, 'thesis.txt'), 'years of work')
    }
    await buildIn(temporary)
    expect(readdirSync(temporary)).toHaveLength(2)
  })

  test('a link with the name of one: neither followed nor removed', async () => {
    const temporary = temporaryFolder()
    const elsewhere = mark(join(temporaryFolder(), 'elsewhere'), gone())
    symlinkSync(elsewhere, join(temporary, `broadside-${gone()}-abcdef`))
    await buildIn(temporary)
    expect(readdirSync(temporary)).toHaveLength(1)
    expect(existsSync(join(elsewhere, 'profile'))).toBe(true)
  })

  test('a link within one: removed, what it leads to stays', async () => {
    const temporary = temporaryFolder()
    const precious = temporaryFolder()
    writeFileSync(join(precious, 'thesis.txt'), 'years of work')
    symlinkSync(precious, join(mark(join(temporary, `broadside-${gone()}-abcdef`), gone()), 'pages'))
    await buildIn(temporary)
    expect(readdirSync(temporary)).toEqual([])
    expect(readdirSync(precious)).toEqual(['thesis.txt'])
  })

  asRoot('a work directory of another user, with a mark: left alone', async () => {
    const temporary = temporaryFolder()
    const folder = mark(join(temporary, `broadside-${gone()}-abcdef`), gone())
    execFileSync('chown', ['-R', String(STRANGER), folder])
    await buildIn(temporary)
    expect(readdirSync(temporary)).toHaveLength(1)
  })

  test('a browser half unpacked in the cache: cleared away by the next build that unpacks', async () => {
    const cache = cacheOfOwn()
    rmSync(browserIn(cache), { recursive: true })
    mark(join(cache, 'broadside', `unpacking-${gone()}-abcdef`), gone())
    expectBuilt(await build(cache))
    expect(readdirSync(join(cache, 'broadside')).filter((name) => name.startsWith('unpacking-'))).toEqual([])
  })
})

describe('settings of puppeteer', () => {
  test('a publication with a .puppeteerrc.cjs and a puppeteer.config.js: neither is run', async () => {
    const mark = join(temporaryFolder(), 'PWNED')
    const evil = `require('node:fs').writeFileSync(${JSON.stringify(mark)}, 'x'); module.exports = {}`
    const root = project({
      '.puppeteerrc.cjs': evil,
      'puppeteer.config.js': evil,
      'package.json': '{ "puppeteer": { "executablePath": "/bin/false" } }',
    })
    expectBuilt(await build(filled, {}, root))
    expect(existsSync(mark)).toBe(false)
  })
})

describe('an old Node', () => {
  test.each(['16.20.2', '18.20.8', '20.18.3'])('%s: one sentence', (version) => {
    expect(nodeProblem(version)).toBe(`Broadside needs Node 20.19 or newer; this is ${version}.`)
  })

  test.each(['20.19.0', '22.23.3', '24.0.0', '26.10.0'])('%s: no word of it', (version) => {
    expect(nodeProblem(version)).toBeUndefined()
  })

  test('the real command under a Node that says it is 18: one sentence on standard error, exit code 2, nothing else', async () => {
    const disguise = join(temporaryFolder(), 'old.cjs')
    writeFileSync(disguise, "Object.defineProperty(process.versions, 'node', { value: '18.20.8' })\n")
    const ran = await broadside(['build'], { cwd: project(), env: { NODE_OPTIONS: `--require ${disguise}` } })
    expect(ran).toEqual({
      code: 2,
      stdout: '',
      stderr: 'Broadside needs Node 20.19 or newer; this is 18.20.8.\n',
    })
  })
})
