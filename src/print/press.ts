/** The browser's life: started once a build, fed from a few reused pages, restarted once if it is lost. */
import { execFile } from 'node:child_process'
import { basename } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Browser as Puppeteer, BrowserContext, PuppeteerNode } from 'puppeteer'
import { diagnose, type Diagnostic, Stop } from '../diagnostic.js'
import { type Browser, chooseBrowser } from './chromium.js'
import { openPage, type PrintingPage, type Printed } from './page.js'

export interface PressOptions {
  readonly environment: NodeJS.ProcessEnv
  /** Private to the user; the pinned browser is unpacked there. */
  readonly cache: string
  /** The browser may read below this folder and nowhere else. */
  readonly work: string
  /** Where the browser may write. */
  readonly profile: string
  /** Pages that print at the same time. */
  readonly pages: number
  /** Milliseconds after which a page that does not answer is taken for hung. */
  readonly timeout: number
  /** Told once each: what the user should know about the browser. */
  readonly report: (finding: Diagnostic) => void
}

export interface Press {
  /**
   * Prints the file. Jobs beyond the number of pages wait.
   * Throws `Stop` if the browser cannot be had, or is lost a second time.
   * @param path an HTML file in the work directory, relative to it
   * @param faces CSS font shorthands to load before printing
   */
  print(path: string, faces: readonly string[]): Promise<Printed>
  /** Lets the browser go after so many prints, while their files are still being finished. */
  expect(jobs: number): void
  /** The browser's product and version: «HeadlessChrome/147.0.7727.0». */
  version(): Promise<string>
  close(): Promise<void>
}

/** Starts a browser in the background; the first `print` waits for it. */
export function openPress(options: PressOptions): Press {
  let engine = startEngine(options)
  let losses = 0
  let expected = Infinity
  let closing: Promise<void> | undefined
  engine.catch(() => {}) // whoever prints hears of it

  const shut = async (): Promise<void> => {
    const running = await engine.catch(() => undefined)
    if (running) await close(running)
  }

  return {
    async print(path, faces) {
      for (;;) {
        const current = engine
        try {
          const printed = await (await current).print(path, faces)
          if (--expected === 0) closing ??= shut()
          return printed
        } catch (error) {
          if (error instanceof Stop || closing) throw error
          if (engine !== current) continue // another job has seen to it
          if (losses++ > 0) {
            const problem = error instanceof Error ? error.message : String(error)
            throw new Stop(
              diagnose('browser-lost', undefined, { problem, deliverable: basename(path, '.html') }),
            )
          }
          engine = current.then(kill, () => {}).then(() => startEngine(options))
          engine.catch(() => {})
        }
      }
    },
    version: async () => (await engine).browser.version(),
    expect(jobs) {
      expected = jobs
    },
    close: () => (closing ??= shut()),
  }
}

interface Engine {
  readonly browser: Puppeteer
  readonly context: BrowserContext
  readonly opening: readonly Promise<PrintingPage>[]
  print(path: string, faces: readonly string[]): Promise<Printed>
}

async function startEngine(options: PressOptions): Promise<Engine> {
  const { default: puppeteer } = await import('puppeteer')
  const choice = await chooseBrowser(options.environment, options.cache, () => puppeteer.executablePath())
  const browser =
    choice.kind === 'remote'
      ? await puppeteer
          .connect({ browserWSEndpoint: choice.endpoint })
          .catch((error: unknown) => broken(error))
      : await launch(puppeteer, choice, options)
  try {
    return await openPages(browser, choice.kind, options)
  } catch (error) {
    await killProcess(browser)
    throw error
  }
}

/** Opens the pages of a browser that has just started. */
async function openPages(
  browser: Puppeteer,
  kind: Browser['kind'],
  { work, pages, timeout }: PressOptions,
): Promise<Engine> {
  const lost = new Promise<never>((_, reject) =>
    browser.once('disconnected', () => reject(new Error('it ended unexpectedly.'))),
  )
  lost.catch(() => {}) // whoever prints hears of it
  const answer = <T>(work: Promise<T>): Promise<T> => withTimeout(Promise.race([work, lost]), timeout)

  // A browser of ours starts with one page; in somebody else's we stay in a context of our own.
  const context =
    kind === 'program' ? browser.defaultBrowserContext() : await answer(browser.createBrowserContext())
  const [blank] = await answer(context.pages())
  type Opening = Promise<PrintingPage>
  const opening = Array.from({ length: pages }, async (_, i): Opening =>
    openPage(i === 0 && blank ? blank : await context.newPage(), work, kind),
  )
  for (const page of opening) page.catch(() => {}) // whoever prints on it hears of it
  const idle = [...opening]
  const waiting: ((page: { readonly page: Opening }) => void)[] = []

  return {
    browser,
    context,
    opening,
    async print(path, faces) {
      const free = idle.pop()
      const { page } = free
        ? { page: free }
        : await new Promise<{ page: Opening }>((resolve) => waiting.push(resolve))
      try {
        const url = pathToFileURL(`${work}/${path}`).href
        return await answer(page.then((ready) => ready.print(url, faces)))
      } finally {
        const next = waiting.shift()
        if (next) next({ page })
        else idle.push(page)
      }
    },
  }
}

/**
 * One resolver rule that finds no host keeps even prefetching off the network. Fonts are set unhinted, so that widths
 * on paper do not depend on the screen's settings.
 */
const FLAGS = [
  '--host-resolver-rules=MAP * ~NOTFOUND',
  '--font-render-hinting=none',
  '--force-color-profile=srgb',
  '--disable-gpu',
]

async function launch(
  puppeteer: Pick<PuppeteerNode, 'launch'>,
  program: Extract<Browser, { kind: 'program' }>,
  { environment, profile, timeout, report }: PressOptions,
): Promise<Puppeteer> {
  const start = (sandbox: boolean) => {
    const late = new AbortController()
    const launching = puppeteer.launch({
      executablePath: program.path,
      headless: 'shell',
      userDataDir: profile,
      pipe: true, // the browser goes when the other end of the pipe does, however this process ends
      args: sandbox ? FLAGS : [...FLAGS, '--no-sandbox'],
      env: program.libraries ? { ...environment, LD_LIBRARY_PATH: program.libraries } : environment,
      signal: late.signal,
      handleSIGINT: false,
      handleSIGTERM: false,
      handleSIGHUP: false,
    })
    return withTimeout(launching, timeout).catch((error: unknown) => {
      late.abort() // over a pipe puppeteer would wait for ever
      throw error
    })
  }
  if (process.getuid?.() === 0) {
    report(diagnose('sandbox-off', undefined, { why: 'root cannot use it.' }))
    return start(false).catch((error: unknown) => broken(error, program))
  }
  try {
    return await start(true)
  } catch (error) {
    const browser = await start(false).catch(() => broken(error, program))
    report(diagnose('sandbox-off', undefined, { why: 'it does not start with it on this system.' }))
    return browser
  }
}

/** Over a pipe puppeteer does not hear what a browser says that does not start; asked for its version it says it again. */
async function broken(error: unknown, program?: Extract<Browser, { kind: 'program' }>): Promise<never> {
  const said = program && !(error instanceof NoAnswer) ? await complaintOf(program) : undefined
  const problem = said ?? (error instanceof Error ? error.message : (error as ErrorEvent).message)
  throw new Stop(diagnose('browser-broken', undefined, { problem: problem.trim().replace(/\s*\n\s*/g, ' ') }))
}

function complaintOf({
  path,
  libraries,
}: Extract<Browser, { kind: 'program' }>): Promise<string | undefined> {
  const env = libraries ? { ...process.env, LD_LIBRARY_PATH: libraries } : process.env
  return new Promise((resolve) =>
    execFile(path, ['--version'], { env, timeout: 5000 }, (error, _stdout, stderr) =>
      resolve(error ? stderr.slice(0, 500) || error.message : undefined),
    ),
  )
}

/** Ends a browser of ours that may not answer any more; lets go of one that is somebody else's. */
async function kill({ browser, context }: Engine): Promise<void> {
  if (!browser.process()) await withTimeout(context.close(), 5000).catch(() => {})
  await killProcess(browser)
}

async function killProcess(browser: Puppeteer): Promise<void> {
  const child = browser.process()
  if (!child) return browser.disconnect().catch(() => {})
  const gone = new Promise((resolve) => child.once('exit', resolve))
  if (child.exitCode === null && child.signalCode === null) {
    signalGroup(child.pid!, 'SIGKILL')
    await gone
  }
  for (const stream of child.stdio) stream?.destroy()
}

/** Puppeteer starts a browser as the leader of a process group, where there are such; a wrapper script stays in it. */
function signalGroup(pid: number, signal: NodeJS.Signals): void {
  process.kill(process.platform === 'win32' ? pid : -pid, signal)
}

async function close(engine: Engine): Promise<void> {
  const { browser, opening } = engine
  if (!browser.process() || !browser.connected) return kill(engine)
  // A browser that is told to close while it opens a page may not answer.
  const closing = Promise.allSettled(opening).then(() => browser.close())
  await withTimeout(closing, 5000).catch(() => kill(engine))
}

class NoAnswer extends Error {
  constructor(milliseconds: number) {
    super(`no answer for ${milliseconds / 1000} s.`)
  }
}

async function withTimeout<T>(work: Promise<T>, milliseconds: number): Promise<T> {
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
