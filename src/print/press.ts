/** The browser's life: started once a build, fed from a few reused pages, restarted once if it is lost. */
import { pathToFileURL } from 'node:url'
import type { Browser as Puppeteer, PuppeteerNode } from 'puppeteer'
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

  const replace = async (lost: Promise<Engine>): Promise<void> => {
    if (engine !== lost) return // another job has seen to it
    losses++
    if (losses === 1) {
      engine = lost.then(kill).then(() => startEngine(options))
      engine.catch(() => {})
    }
    await engine
  }

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
          const problem = error instanceof Error ? error.message : String(error)
          if (losses > 0 && engine === current)
            throw new Stop(diagnose('browser-lost', undefined, { problem, deliverable: path }))
          await replace(current)
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
  readonly opening: readonly Promise<PrintingPage>[]
  print(path: string, faces: readonly string[]): Promise<Printed>
}

async function startEngine(options: PressOptions): Promise<Engine> {
  const { default: puppeteer } = await import('puppeteer')
  const choice = await chooseBrowser(options.environment, options.cache, () => puppeteer.executablePath())
  const browser =
    choice.kind === 'remote'
      ? await puppeteer.connect({ browserWSEndpoint: choice.endpoint }).catch(broken)
      : await launch(puppeteer, choice, options)
  type Opening = Promise<PrintingPage>
  const [blank] = choice.kind === 'program' ? await browser.pages() : [] // a browser starts with one
  const opening: Opening[] = Array.from({ length: options.pages }, async (_, i) =>
    openPage(i === 0 && blank ? blank : await browser.newPage(), options.work, choice.kind),
  )
  for (const page of opening) page.catch(() => {}) // whoever prints on it hears of it
  const idle = [...opening]
  const waiting: ((page: { readonly page: Opening }) => void)[] = []

  return {
    browser,
    opening,
    async print(path, faces) {
      const free = idle.pop()
      const { page } = free
        ? { page: free }
        : await new Promise<{ page: Opening }>((resolve) => waiting.push(resolve))
      try {
        const url = pathToFileURL(`${options.work}/${path}`).href
        return await withTimeout((await page).print(url, faces), options.timeout)
      } finally {
        const next = waiting.shift()
        if (next) next({ page })
        else idle.push(page)
      }
    },
  }
}

const broken = (error: unknown): never => {
  const message =
    error instanceof Error ? error.message : String((error as { message?: string }).message ?? error)
  const lines = message.split('\n').map((line) => line.trim())
  const telling = lines.filter(
    (line) => line && !/^(Failed to launch|TROUBLESHOOTING|\[.*(INFO|WARNING))/.test(line),
  )
  throw new Stop(diagnose('browser-broken', undefined, { problem: telling.slice(0, 3).join(' ') || message }))
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
  const start = (sandbox: boolean) =>
    puppeteer.launch({
      executablePath: program.path,
      headless: 'shell',
      userDataDir: profile,
      pipe: true, // the browser goes when the other end of the pipe does, however this process ends
      args: sandbox ? FLAGS : [...FLAGS, '--no-sandbox'],
      env: program.libraries ? { ...environment, LD_LIBRARY_PATH: program.libraries } : environment,
      timeout,
      handleSIGINT: false,
      handleSIGTERM: false,
      handleSIGHUP: false,
    })
  if (process.getuid?.() === 0) {
    report(diagnose('sandbox-off', undefined, { why: 'root cannot use it.' }))
    return start(false).catch(broken)
  }
  try {
    return await start(true)
  } catch (error) {
    if (!/sandbox/i.test(String(error))) return broken(error)
    report(diagnose('sandbox-off', undefined, { why: 'this system does not allow user namespaces.' }))
    return start(false).catch(broken)
  }
}

/** Ends a browser of ours that may not answer any more; lets go of one that is somebody else's. */
async function kill({ browser }: Engine): Promise<void> {
  const child = browser.process()
  if (!child) return browser.disconnect().catch(() => {})
  if (child.exitCode === null && child.signalCode === null) {
    const gone = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGKILL')
    await gone
  }
}

async function close(engine: Engine): Promise<void> {
  await Promise.allSettled(engine.opening) // a browser that is told to close while it opens a page may not answer
  if (!engine.browser.process()) return kill(engine)
  await withTimeout(engine.browser.close(), 5000).catch(() => kill(engine))
}

async function withTimeout<T>(work: Promise<T>, milliseconds: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer for ${milliseconds / 1000} s.`)), milliseconds)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}
