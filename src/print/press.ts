/** The browser's life: started once a build, fed from a few reused pages, restarted once if it is lost. */
import { basename } from 'node:path'
import type { Browser as Puppeteer, BrowserContext, Page } from 'puppeteer-core'
import { diagnose, Stop } from '../diagnostic.js'
import { FULL_MB, roomProblem } from '../files/room.js'
import { type Browser, chooseBrowser, type Spare } from './chromium.js'
import { connect, killProcess, launch, type LaunchOptions, withTimeout } from './launch.js'
import { printSet, type SetPrinted, type SheetSet } from './copyfit.js'
import { openTurns } from './turns.js'
import { openPage, PageError, type PrintingPage } from './page.js'

export interface PressOptions extends LaunchOptions {
  /** Private to the user; the pinned browser is unpacked there. */
  readonly cache: string | undefined
  /** Where it is unpacked else. */
  readonly spare?: Spare
  /** The browser may read below this folder and nowhere else. */
  readonly work: string
}

export interface Press {
  /**
   * Prints sheets that are set alike. Sets beyond the number of pages wait; a set of several sheets takes a page for each.
   * Throws `Stop` if the browser cannot be had, or is lost a second time.
   */
  print(set: SheetSet): Promise<SetPrinted>
  /** Lets the browser go after so many sets, while their files are still being finished. */
  expect(sets: number): void
  /** The browser's product and version: «HeadlessChrome/147.0.7727.0»; also when it has been let go. */
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

  /** Asks something of the browser; of another one if this one is lost over it. */
  const ask = async <T>(meanwhile: string, work: (engine: Engine) => Promise<T>): Promise<T> => {
    for (;;) {
      const current = engine
      try {
        return await work(await current)
      } catch (error) {
        if (error instanceof Stop || error instanceof PageError || closing) throw error
        if (engine !== current) continue // another job has seen to it
        if (losses++ > 0) {
          const problem = error instanceof Error ? error.message : String(error)
          await current.then(kill, () => {}) // it would not hear that it is to close
          const full = await roomProblem(options.profile, FULL_MB)
          throw new Stop(full ?? diagnose('browser-lost', undefined, { problem, meanwhile }))
        }
        engine = current.then(kill, () => {}).then(() => restartEngine(options))
        engine.catch(() => {})
      }
    }
  }

  return {
    print: (set) =>
      ask(`printed ${basename(set.sheets[0]!.path, '.html')}`, async (browser) => {
        const printed = await browser.print(set)
        if (--expected === 0) closing ??= shut()
        return printed
      }),
    version: () => ask('told its version', ({ version }) => version),
    expect(sets) {
      expected = sets
    },
    close: () => (closing ??= shut()),
  }
}

interface Engine {
  readonly browser: Puppeteer
  readonly version: Promise<string>
  readonly context: BrowserContext
  readonly opening: readonly Promise<PrintingPage>[]
  /** Rejects when the browser is gone. */
  readonly lost: Promise<never>
  print(set: SheetSet): Promise<SetPrinted>
}

async function startEngine(options: PressOptions): Promise<Engine> {
  const { default: puppeteer } = await import('puppeteer-core')
  const choice = await chooseBrowser(
    options.environment,
    options.cache,
    () => puppeteer.executablePath('chrome'),
    options.spare,
    options.report,
  )
  const browser =
    choice.kind === 'remote'
      ? await connect(puppeteer, choice.endpoint, options)
      : await launch(puppeteer, choice, options)
  try {
    return await openPages(browser, choice.kind, options)
  } catch (error) {
    await killProcess(browser)
    throw error
  }
}

/** After a loss: a full disk would only lose the next one. */
async function restartEngine(options: PressOptions): Promise<Engine> {
  const full = await roomProblem(options.profile, FULL_MB)
  if (full) throw new Stop(full)
  return startEngine(options)
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

  const version = answer(browser.version())
  version.catch(() => {}) // whoever asks hears of it
  // A browser of ours starts with one page; in somebody else's we stay in a context of our own.
  const context =
    kind === 'program' ? browser.defaultBrowserContext() : await answer(browser.createBrowserContext())
  const [blank] = await answer(context.pages())
  const opening: Promise<PrintingPage>[] = []
  const open = (tab: Promise<Page>): Promise<PrintingPage> => {
    const page = tab.then((ready) => openPage(ready, work, kind))
    page.catch(() => {}) // whoever prints hears of it
    opening.push(page)
    return page
  }
  const idle = Array.from({ length: pages }, (_, i) =>
    open(i === 0 && blank ? Promise.resolve(blank) : context.newPage()),
  )
  const takeTurn = openTurns(pages)
  let sets = 0
  const waiting: ((page: { readonly page: Promise<PrintingPage> }) => void)[] = []
  const acquire = async (): Promise<Promise<PrintingPage>[]> => {
    const free = idle.pop()
    const { page } = free
      ? { page: free }
      : await new Promise<{ page: Promise<PrintingPage> }>((r) => waiting.push(r))
    return [page]
  }
  const release = (page: Promise<PrintingPage>): void => {
    const next = waiting.shift()
    if (next) next({ page })
    else idle.push(page)
  }

  return {
    browser,
    version,
    context,
    opening,
    lost,
    async print(set) {
      const rank = sets++
      const held = await acquire()
      while (held.length < set.sheets.length) held.push(idle.pop() ?? open(context.newPage()))
      try {
        const turns = (page: PrintingPage): PrintingPage => ({
          load: (sheet) => takeTurn(rank, () => page.load(sheet)),
          findSetting: (request) => takeTurn(rank, () => page.findSetting(request)),
          setLines: (setting) => takeTurn(rank, () => page.setLines(setting)),
          print: (manner) => takeTurn(rank, () => page.print(manner)),
        })
        return await answer(Promise.all(held).then((ready) => printSet(ready.map(turns), set)))
      } finally {
        held.forEach(release)
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
  const { browser, opening, lost } = engine
  if (!browser.process() || !browser.connected) return kill(engine)
  // A browser that is told to close while it opens a page may not answer.
  const closing = Promise.race([Promise.allSettled(opening), lost]).then(() => browser.close())
  await withTimeout(closing, 5000).catch(() => kill(engine))
}
