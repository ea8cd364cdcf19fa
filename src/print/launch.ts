/** A browser's start and end as a process. */
import { type ChildProcess, execFile } from 'node:child_process'
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Browser, PuppeteerNode } from 'puppeteer'
import { diagnose, type Diagnostic, Stop } from '../diagnostic.js'
import { problemOf } from '../files/words.js'
import type { Program } from './chromium.js'

export interface LaunchOptions {
  readonly environment: NodeJS.ProcessEnv
  /** A folder where the browser may write. */
  readonly profile: string
  /** Pages that print at the same time. */
  readonly pages: number
  /** Milliseconds after which a browser that does not answer is taken for hung. */
  readonly timeout: number
  /** Ends the start. */
  readonly signal: AbortSignal
  /** Prints nothing without the browser's sandbox: what it prints comes from a stranger. */
  readonly untrusted?: boolean
  /** Told once each: what the user should know about the browser. */
  readonly report: (finding: Diagnostic) => void
}

/**
 * One resolver rule that finds no host keeps even prefetching off the network. Fonts are set unhinted, so that widths
 * on paper do not depend on the screen's settings. Every process of the browser costs a start: none is kept in reserve, what
 * fetches has none of its own, and pages beyond those that work at the same time share theirs.
 */
const flagsFor = (pages: number): string[] => [
  '--host-resolver-rules=MAP * ~NOTFOUND',
  '--font-render-hinting=none',
  '--force-color-profile=srgb',
  '--disable-gpu',
  '--disable-features=SpareRendererForSitePerProcess',
  '--enable-features=NetworkServiceInProcess2',
  `--renderer-process-limit=${pages}`,
]

/** Starts the browser, with its sandbox if the system lets it. Throws `Stop` if it does not start, `NoAnswer` if it is slow to. */
export async function launch(
  puppeteer: Pick<PuppeteerNode, 'launch'>,
  program: Program,
  { environment, profile, pages, timeout, signal, untrusted, report }: LaunchOptions,
): Promise<Browser> {
  const start = (sandbox: boolean) => {
    const late = new AbortController()
    const spawning = watchSpawning(program.path)
    const launching = puppeteer.launch({
      executablePath: program.path,
      headless: 'shell',
      defaultViewport: { width: 800, height: 1 },
      userDataDir: profile,
      pipe: true, // the browser goes when the other end of the pipe does, however this process ends
      args: [...flagsFor(pages), ...(sandbox ? [] : ['--no-sandbox'])],
      env: environmentFor(program, { ...environment, TMPDIR: profile }, profile), // what a crash leaves goes with the profile
      signal: AbortSignal.any([late.signal, signal]),
      handleSIGINT: false,
      handleSIGTERM: false,
      handleSIGHUP: false,
      protocolTimeout: 0, // the limits are those of `page.ts`
    })
    return withTimeout(Promise.race([launching, spawning.failed]), timeout)
      .catch((error: unknown) => {
        launching.catch(() => {}) // heard of already
        late.abort() // over a pipe puppeteer would wait for ever
        throw error
      })
      .finally(spawning.end)
  }
  const root = process.getuid?.() === 0
  const withoutSandbox = (why: string): void => {
    if (untrusted) throw new Stop(diagnose('sandbox-required', undefined, { why }))
    report(diagnose('sandbox-off', undefined, { why }))
  }
  if (root) withoutSandbox('root cannot use it.')
  try {
    return await start(!root)
  } catch (error) {
    if (error instanceof NoAnswer) throw error
    if (error instanceof NotSpawned) throw broken(error.message)
    signal.throwIfAborted()
    if (error instanceof Killed) throw error
    const complaint = await complaintOf(program, root ? ['--no-sandbox'] : [], profile, signal)
    if (complaint === undefined) throw error // it does start; this one crashed
    if (root || !/sandbox/i.test(complaint)) throw broken(complaint)
    withoutSandbox('this system does not let it have one.')
    return start(false).catch(() => {
      throw broken(complaint)
    })
  }
}

/** Connects to a browser that runs elsewhere. Throws `Stop` if there is none. */
export async function connect(
  puppeteer: Pick<PuppeteerNode, 'connect'>,
  endpoint: string,
  { timeout, signal, untrusted }: LaunchOptions,
): Promise<Browser> {
  if (untrusted)
    throw new Stop(
      diagnose('sandbox-required', undefined, {
        why: 'whether a browser that runs elsewhere has one cannot be seen.',
      }),
    )
  const aborted = new Promise<never>((_, reject) =>
    signal.addEventListener('abort', () => reject(new Error('interrupted'))),
  )
  try {
    const connecting = puppeteer.connect({ browserWSEndpoint: endpoint, protocolTimeout: 0 })
    return await withTimeout(Promise.race([connecting, aborted]), timeout)
  } catch (error) {
    const problem = ((error as { message?: string }).message ?? 'no answer').replace(/\.$/, '')
    throw new Stop(diagnose('browser-unreachable', undefined, { endpoint, problem }))
  }
}

/** @param profile where the browser may write */
function environmentFor(
  { libraries, fonts }: Program,
  environment: NodeJS.ProcessEnv,
  profile: string,
): NodeJS.ProcessEnv {
  return {
    ...environment,
    ...(libraries && { LD_LIBRARY_PATH: libraries }),
    ...(fonts && { FONTCONFIG_FILE: writeFontsConf(fonts, profile) }),
  }
}

/** What fontconfig finds of the fonts it keeps in the profile: the browser's own folder stays as it was unpacked. */
function writeFontsConf(fonts: string, profile: string): string {
  const file = join(profile, 'fonts.conf')
  mkdirSync(profile, { recursive: true })
  const escaped = (path: string) => path.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
  writeFileSync(
    file,
    `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <dir>${escaped(fonts)}</dir>
  <cachedir>${escaped(join(profile, 'fontconfig'))}</cachedir>
</fontconfig>
`,
  )
  return file
}

export const broken = (problem: string): Stop =>
  new Stop(diagnose('browser-broken', undefined, { problem: problem.trim().replace(/\s*\n\s*/g, ' ') }))

/**
 * What a browser says that does not start, undefined if it does. Over a pipe puppeteer does not hear it, so the browser
 * is asked for an empty page on the command line.
 */
function complaintOf(
  program: Program,
  flags: readonly string[],
  profile: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  const args = ['--headless', '--disable-gpu', ...flags, '--dump-dom', 'about:blank']
  return new Promise((resolve) =>
    execFile(
      program.path,
      args,
      { env: environmentFor(program, process.env, profile), timeout: 10_000, signal },
      (error, stdout, stderr) => {
        const page = /<html/i.test(stdout)
        const nothing = `${program.path} ends without a page; it seems to be no Chrome or Chromium.`
        if (error?.killed) return resolve(undefined) // it runs, and says nothing of its own
        resolve(error ? stderr.slice(0, 500) || error.message : page ? undefined : nothing)
      },
    ),
  )
}

/** How long a browser that was killed may take to be gone with all its processes. */
const GROUP_MS = 1000

/** Ends a browser that may not answer any more, with all its processes; only lets go of one that we did not start. */
export async function killProcess(browser: Browser): Promise<void> {
  const child = browser.process()
  if (!child) return browser.disconnect().catch(() => {})
  const gone = new Promise((resolve) => child.once('exit', resolve))
  if (child.exitCode === null && child.signalCode === null) {
    signalGroup(child.pid!, 'SIGKILL')
    await gone
    await groupGone(child.pid!)
  }
  for (const stream of child.stdio) stream?.destroy()
}

/** Puppeteer starts a browser as the leader of a process group, where there are such; a wrapper script stays in it. */
function signalGroup(pid: number, signal: NodeJS.Signals): void {
  process.kill(process.platform === 'win32' ? pid : -pid, signal)
}

/** The others of a group end a moment after its leader. Those that nobody reaps stay in it for ever, so there is a limit. */
async function groupGone(leader: number): Promise<void> {
  if (process.platform === 'win32') return
  for (const end = Date.now() + GROUP_MS; Date.now() < end; await sleep(5))
    try {
      process.kill(-leader, 0)
    } catch {
      return
    }
}

/** Nobody but somebody else, or a system without memory, does that: it has nothing to complain of. */
class Killed extends Error {
  constructor() {
    super('it was killed.')
  }
}

class NotSpawned extends Error {
  constructor(program: string, error: unknown) {
    super(`${program} cannot be run: ${problemOf(error)}.`)
  }
}

/**
 * Hears of a program that the system does not start (too few files, processes or rights), or that ends while it starts: over
 * a pipe puppeteer has no ear for that. Of the first Node would end the process, of the other it would wait for ever.
 */
function watchSpawning(program: string): { readonly failed: Promise<never>; readonly end: () => void } {
  let watch!: (message: unknown) => void
  const failed = new Promise<never>((_, reject) => {
    watch = (message) => {
      const { process } = message as { process: ChildProcess }
      process.once('error', (error) => reject(new NotSpawned(program, error)))
      process.once('exit', (_, signal) => {
        reject(signal === 'SIGKILL' ? new Killed() : new Error('it ended unexpectedly.'))
      })
    }
  })
  failed.catch(() => {}) // heard of by whoever waits
  subscribe('child_process', watch)
  return { failed, end: () => unsubscribe('child_process', watch) }
}

/** Somebody did not answer in time. */
export class NoAnswer extends Error {
  constructor(milliseconds: number) {
    super(`no answer for ${milliseconds / 1000} s.`)
  }
}

/** Rejects with `NoAnswer` if the work takes longer; the work itself goes on. */
export async function withTimeout<T>(work: Promise<T>, milliseconds: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new NoAnswer(milliseconds)), milliseconds)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}
