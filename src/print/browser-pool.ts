/** The browser's life: started in the background, fed from a few reused pages, started again once if it is lost. */
import { basename } from 'node:path'
import type { Browser as Puppeteer, BrowserContext, Page } from 'puppeteer'
import { diagnose, Stop } from '../diagnostic.js'
import { FULL_MB, roomProblem } from '../files/room.js'
import { type Browser, chooseBrowser, type Spare } from './chromium.js'
import { broken, connect, killProcess, launch, type LaunchOptions, NoAnswer, withTimeout } from './launch.js'
import { printSet, type SetPrinted, type SheetSet } from './copyfit.js'
import { openTurns } from './turns.js'
import { BrowserLost, openPage, PageFailure, type PrintingPage, StepTimeout } from './page.js'

export interface BrowserPoolOptions extends LaunchOptions {
  /** Private to the user; the pinned browser is unpacked there. */
  readonly cache: string | undefined
  /** Where it is unpacked else. */
  readonly spare?: Spare
  /** The browser may read below this folder and nowhere else. */
  readonly work: string
}

export interface BrowserPool {
  /**
   * Prints sheets that are set alike. Sets beyond the number of pages wait, without a time limit; a set of several sheets takes
   * a page for each. Throws `Stop` if the browser cannot be had or is lost a second time, if a sheet takes too long, and if our own
   * code fails in a page.
   */
  print(set: SheetSet): Promise<SetPrinted>
  /** Lets the browser go after so many sets, while their files are still being finished. */
  expect(sets: number): void
  /** The browser's product and version: «HeadlessChrome/147.0.7727.0»; also when it has been let go. */
  version(): Promise<string>
  close(): Promise<void>
}

/** A browser that does not answer this long when it is to close is killed. */
const GRACE_MS = 5000

/** Starts a browser in the background; the first `print` waits for it. */
export function openBrowserPool(options: BrowserPoolOptions): BrowserPool {
  let running: Promise<Engine> | undefined
  /** The end of those that were given up: the next one writes in the same folder. */
  let ended: Promise<unknown> = Promise.resolve()
  let losses = 0
  let lost: Promise<Stop> | undefined
  let version: string | undefined
  let expected = Infinity
  let closing: Promise<void> | undefined

  const start = (): Promise<Engine> => {
    const before = ended
    const starting: Promise<Engine> = before.then(async () => {
      // After a loss: a full disk would only lose the next one.
      const full = losses > 0 ? await roomProblem(options.profile, FULL_MB) : undefined
      if (full) throw new Stop(full)
      return startEngine(options, () => giveUp(starting))
    })
    starting.catch(() => {}) // whoever prints hears of it
    return starting
  }
  /** The next one to be asked for a browser starts another. */
  const giveUp = (engine: Promise<Engine>): void => {
    if (running !== engine) return // somebody else has seen to it
    running = undefined
    ended = engine.then(kill, () => {})
  }
  running = start()

  const shut = async (): Promise<void> => {
    const engine = await running?.catch(() => undefined)
    if (engine) await (options.signal.aborted ? kill(engine) : close(engine))
    await ended
  }

  /** What there is to say of a browser that was lost twice. */
  const tellLoss = async (error: BrowserLost | NoAnswer, meanwhile: string): Promise<Stop> => {
    const full = await roomProblem(options.profile, FULL_MB)
    if (full) return new Stop(full)
    if (error instanceof BrowserLost)
      return new Stop(diagnose('browser-lost', undefined, { problem: error.message, meanwhile }))
    const seconds = options.timeout / 1000
    return broken(`no answer for ${seconds} s, twice; BROADSIDE_TIMEOUT=SECONDS gives it more time.`)
  }

  /** Asks something of the browser; of another one if this one is lost over it, the first time. */
  const ask = async <T>(meanwhile: string, work: (engine: Engine) => Promise<T>): Promise<T> => {
    for (;;) {
      if (lost) throw await lost // another would be, too
      const current = (running ??= start())
      try {
        return await work(await current)
      } catch (error) {
        if (closing || !(error instanceof BrowserLost || error instanceof NoAnswer)) throw error
        if (running !== current) continue
        giveUp(current)
        if (losses++ > 0) lost = tellLoss(error, meanwhile)
      }
    }
  }

  return {
    print: (set) =>
      ask(`printed ${nameOf(set.sheets[0]!.path)}`, async (engine) => {
        const done = await engine.print(set).catch((error: unknown) => {
          throw stopFor(error, options.timeout) ?? error
        })
        if (--expected === 0) closing ??= shut()
        return done
      }),
    version: async () => (version ??= await ask('gave its version', (engine) => engine.version)),
    expect(sets) {
      expected = sets
    },
    close: () => (closing ??= shut()),
  }
}

/** «templates/leaflet/night-trains-leaflet-de.html» → «night-trains-leaflet-de» */
const nameOf = (path: string): string => basename(path, '.html')

/** What there is to say of a sheet that cannot be printed, whatever the browser. */
function stopFor(error: unknown, timeout: number): Stop | undefined {
  if (error instanceof StepTimeout) {
    const { sheet, step, pages } = error
    const data = { deliverable: nameOf(sheet.path), step, seconds: timeout / 1000, pages, ...sheet.extent }
    return new Stop(diagnose('too-long', undefined, data))
  }
  if (error instanceof PageFailure) {
    const { sheet, cause } = error
    const data = { deliverable: nameOf(sheet.path), problem: cause.message, trace: cause.trace }
    return new Stop(diagnose('page-script-failed', undefined, data))
  }
  return undefined
}

interface Engine {
  readonly browser: Puppeteer
  readonly version: Promise<string>
  readonly context: BrowserContext
  readonly opening: readonly Promise<PrintingPage>[]
  /** Rejects when the browser, or a page of it, is gone. */
  readonly lost: Promise<never>
  print(set: SheetSet): Promise<SetPrinted>
}

/** @param onHung called if the browser does not even close a page */
async function startEngine(options: BrowserPoolOptions, onHung: () => void): Promise<Engine> {
  const { default: puppeteer } = await import('puppeteer')
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
      : await launch(puppeteer, choice, options).catch(asLost)
  try {
    return await openPages(browser, choice.kind, options, onHung)
  } catch (error) {
    await killProcess(browser)
    return asLost(error)
  }
}

/** A browser that was killed at its start is lost as well; what says itself what is wrong is left as it is. */
function asLost(error: unknown): never {
  if (error instanceof Stop || error instanceof NoAnswer || error instanceof BrowserLost) throw error
  throw new BrowserLost(error instanceof Error ? error.message : String(error))
}

/** Opens the pages of a browser that has just started. */
async function openPages(
  browser: Puppeteer,
  kind: Browser['kind'],
  { work, pages, timeout }: BrowserPoolOptions,
  onHung: () => void,
): Promise<Engine> {
  let lose: (error: BrowserLost) => void
  const lost = new Promise<never>((_, reject) => (lose = reject))
  lost.catch(() => {}) // whoever prints hears of it
  browser.once('disconnected', () => lose(new BrowserLost('it ended unexpectedly.')))
  const answer = <T>(work: Promise<T>): Promise<T> => withTimeout(Promise.race([work, lost]), timeout)

  const version = answer(browser.version()).catch(asLost)
  version.catch(() => {}) // whoever asks hears of it
  // A browser of ours starts with one page; in somebody else's we stay in a context of our own.
  const context =
    kind === 'program' ? browser.defaultBrowserContext() : await answer(browser.createBrowserContext())
  await answer(watchPages(browser, context, () => lose(new BrowserLost('a page of it crashed.'))))
  const [blank] = await answer(context.pages())
  const opening: Promise<PrintingPage>[] = []
  const open = (tab: Promise<Page> = context.newPage()): Promise<PrintingPage> => {
    const page = answer(tab.then((ready) => openPage(ready, { work, kind, timeout, lost }))).catch(asLost)
    page.catch(() => {}) // whoever prints hears of it
    opening.push(page)
    return page
  }
  const idle = Array.from({ length: pages }, (_, i) =>
    i === 0 && blank ? open(Promise.resolve(blank)) : open(),
  )
  const takeTurn = openTurns(pages)
  let sets = 0
  const waiting: ((page: { readonly page: Promise<PrintingPage> }) => void)[] = []
  const acquire = async (): Promise<Promise<PrintingPage>[]> => {
    const free = idle.pop()
    const next = () => new Promise<{ page: Promise<PrintingPage> }>((resolve) => waiting.push(resolve))
    const { page } = free ? { page: free } : await Promise.race([next(), lost])
    return [page]
  }
  const release = (page: Promise<PrintingPage>): void => {
    const next = waiting.shift()
    if (next) next({ page })
    else idle.push(page)
  }
  /** What a page was at when its set failed may go on for ever, so others take its place. */
  const replace = async (held: readonly Promise<PrintingPage>[]): Promise<void> => {
    held.forEach(() => release(open()))
    const closed = Promise.all(held.map(async (page) => (await page).close()))
    await withTimeout(Promise.race([closed, lost]), GRACE_MS).catch(onHung)
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
      while (held.length < set.sheets.length) held.push(idle.pop() ?? open())
      try {
        const turns = (page: PrintingPage): PrintingPage => ({
          load: (sheet) => takeTurn(rank, () => page.load(sheet)),
          findSetting: (request) => takeTurn(rank, () => page.findSetting(request)),
          setLines: (setting) => takeTurn(rank, () => page.setLines(setting)),
          print: (how) => takeTurn(rank, () => page.print(how)),
          close: () => page.close(),
        })
        const printed = await Promise.all(held).then((ready) => printSet(ready.map(turns), set))
        held.forEach(release)
        return printed
      } catch (error) {
        if (!(error instanceof BrowserLost || error instanceof NoAnswer)) await replace(held)
        throw error
      }
    },
  }
}

/**
 * Calls back when a page of the context crashes. Asked of the browser, because a page that is still being opened cannot tell:
 * what it was sent stays without an answer.
 */
async function watchPages(browser: Puppeteer, context: BrowserContext, onCrash: () => void): Promise<void> {
  const session = await browser.target().createCDPSession()
  const ours = new Set<string>()
  session.on('Target.targetCreated', ({ targetInfo: { targetId, browserContextId } }) => {
    if (!context.id || browserContextId === context.id) ours.add(targetId)
  })
  session.on('Target.targetCrashed', ({ targetId }) => {
    if (ours.has(targetId)) onCrash()
  })
  await session.send('Target.setDiscoverTargets', { discover: true })
}

/** Ends a browser of ours that may not answer any more; lets go of one that is somebody else's. */
async function kill({ browser, context }: Engine): Promise<void> {
  if (!browser.process()) await withTimeout(context.close(), GRACE_MS).catch(() => {})
  await killProcess(browser)
}

async function close(engine: Engine): Promise<void> {
  const { browser, opening, lost } = engine
  if (!browser.process() || !browser.connected) return kill(engine)
  // A browser that is told to close while it opens a page may not answer.
  const closing = Promise.race([Promise.allSettled(opening), lost]).then(() => browser.close())
  await withTimeout(closing, GRACE_MS).catch(() => kill(engine))
}
