/** The browser's life: started once a build, fed from a few reused pages, restarted once if it is lost. */
import { basename } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Browser as Puppeteer, BrowserContext } from 'puppeteer'
import { diagnose, Stop } from '../diagnostic.js'
import { type Browser, chooseBrowser } from './chromium.js'
import { connect, killProcess, launch, type LaunchOptions, withTimeout } from './launch.js'
import { openPage, type PrintingPage, type Printed } from './page.js'

export interface PressOptions extends LaunchOptions {
  /** Private to the user; the pinned browser is unpacked there. */
  readonly cache: string
  /** The browser may read below this folder and nowhere else. */
  readonly work: string
  /** Pages that print at the same time. */
  readonly pages: number
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
      ? await connect(puppeteer, choice.endpoint)
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

/** Ends a browser of ours that may not answer any more; lets go of one that is somebody else's. */
async function kill({ browser, context }: Engine): Promise<void> {
  if (!browser.process()) await withTimeout(context.close(), 5000).catch(() => {})
  await killProcess(browser)
}

async function close(engine: Engine): Promise<void> {
  const { browser, opening } = engine
  if (!browser.process() || !browser.connected) return kill(engine)
  // A browser that is told to close while it opens a page may not answer.
  const closing = Promise.allSettled(opening).then(() => browser.close())
  await withTimeout(closing, 5000).catch(() => kill(engine))
}
