/** One reused browser page: it loads a file of ours, reads nothing else, runs no script, prints. */
import { statSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { extname, sep } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { HTTPRequest, Page } from 'puppeteer'
import type { Area } from '../model/area.js'
import type { PageNumber } from '../model/passage.js'
import type { PlainEmphasis } from './in-page/emphasis.js'
import type { Unloaded } from './in-page/files.js'
import type { FitRequest, FitResult } from './in-page/find-setting.js'
import type { Overfull } from './in-page/overfull.js'
import { NoAnswer, withTimeout } from './launch.js'
import { type Answer, type Ask, openScript, PageError, readScript } from './page-script.js'
import { type Lines, setLines } from './set-lines.js'

/** What the browser made of a page, and what it was not allowed or not able to do on the way. */
export interface PrintResult {
  readonly pdf: Uint8Array
  /** URLs outside the work directory; not read. */
  readonly refused: readonly Refused[]
  /** URLs inside it with no file behind them. */
  readonly missing: readonly string[]
  /** URLs of files in it that the browser did not take from where it was to. */
  readonly barred: readonly string[]
  /** URLs of pictures among the files that were read. */
  readonly pictures: readonly string[]
  /** URLs of those that the browser cannot read, data: URIs among them. */
  readonly unreadable: readonly string[]
  /** Faces that could not be loaded. */
  readonly unloaded: readonly Unloaded[]
  readonly lines: Lines
  readonly overfull: Overfull
  readonly plainEmphasis: readonly PlainEmphasis[]
  readonly pageNumbers: readonly PageNumber[]
}

export interface Refused {
  readonly url: string
  /** Something of the page is missing without it. */
  readonly lost: boolean
}

/** A page to load. */
export interface Sheet {
  /** An HTML file in the work directory, relative to it. */
  readonly path: string
  /** CSS font shorthands to load in any case, because only margin boxes use them. */
  readonly faces: readonly string[]
  readonly area: Area
  readonly extent: Extent
}

/** How long a text is. */
export interface Extent {
  readonly characters: number
  readonly signatories: number
}

/** What a page is at, each with a time limit of its own. */
export type Step = 'load' | 'fit' | 'set' | 'print'

/** A page has reached the time limit. It may still be at its work. */
export class StepTimeout extends Error {
  readonly sheet: Sheet
  readonly step: Step
  /** As many as it had when they were last counted. */
  readonly pages: number | undefined
  constructor(sheet: Sheet, step: Step, pages: number | undefined) {
    super(`${sheet.path}: the time limit was reached`)
    this.sheet = sheet
    this.step = step
    this.pages = pages
  }
}

/** Our own code has failed in a page. */
export class PageFailure extends Error {
  readonly sheet: Sheet
  override readonly cause: PageError
  constructor(sheet: Sheet, cause: PageError) {
    super(`${sheet.path}: ${cause.message}`)
    this.sheet = sheet
    this.cause = cause
  }
}

/** The browser, or this page of it, is gone. */
export class BrowserLost extends Error {}

/** How a page is printed. */
export interface PrintOptions {
  readonly tagged: boolean
  /** Rules that come after those of the page. */
  readonly css?: string
}

/**
 * One after the other: load, find a setting if it is to fit, set the lines, print. Each throws `BrowserLost`, `StepTimeout` or
 * `PageFailure`; what else is thrown is a bug outside the page.
 */
export interface PrintingPage {
  load(sheet: Sheet): Promise<void>
  findSetting(request: FitRequest): Promise<FitResult>
  /** @param setting lengths by knob; what the last page has left then is given to the template as `--slack` */
  setLines(setting: ReadonlyMap<string, string>): Promise<Lines>
  /** Leaves the page as it is then: the next print may say something else. */
  print(options: PrintOptions): Promise<PrintResult>
  /** Ends what it is at. Never resolves if the browser does not answer. */
  close(): Promise<void>
}

export interface PageOptions {
  /** The browser may read below this folder and nowhere else. */
  readonly work: string
  /** A remote browser does not see our files, so their bytes are handed to it. */
  readonly kind: 'program' | 'remote'
  /** Milliseconds that the browser has for each answer: one file loaded, one setting found, all lines broken once, one PDF. */
  readonly timeout: number
  /** Rejects when the browser, or a page of it, is gone. */
  readonly lost: Promise<never>
}

export async function openPage(
  page: Page,
  { work, kind, timeout, lost }: PageOptions,
): Promise<PrintingPage> {
  const script = await readScript()
  /** The page itself; it may lead nowhere else. */
  let loading = ''
  let refused = new Map<string, Refused>()
  let missing = new Set<string>()
  let barred = new Set<string>()
  let pictures = new Set<string>()

  const answer = (request: HTTPRequest): Promise<void> => {
    const url = request.url()
    if (url.startsWith('data:')) return request.continue()
    const file = url.startsWith('file:') ? fileOf(url) : undefined
    if (request.isNavigationRequest() && request.frame() === page.mainFrame() && url !== loading) {
      refused.set(url, { url, lost: false })
      return request.respond({ status: 204 }) // no content, so the page stays; it would be gone if this failed
    }
    if (!file?.startsWith(work + sep)) {
      refused.set(url, { url, lost: isShown(request) })
      return request.abort('accessdenied')
    }
    if (!statSync(file, { throwIfNoEntry: false })?.isFile()) {
      missing.add(url)
      return request.abort('failed')
    }
    if (request.resourceType() === 'image') pictures.add(url)
    return kind === 'program'
      ? request.continue()
      : readFile(file).then((body) =>
          request.respond({
            ...HEADERS,
            contentType: TYPES[extname(file).toLowerCase()] ?? 'application/octet-stream',
            body,
          }),
        )
  }
  page.on('request', (request) => void answer(request).catch(() => {})) // the page may be gone by now
  page.on('requestfailed', (request) => {
    const url = request.url()
    if (url.startsWith('file:') && !refused.has(url) && !missing.has(url) && isShown(request)) barred.add(url)
  })
  await Promise.all([
    page.setRequestInterception(true),
    page.setJavaScriptEnabled(false),
    page.emulateMediaType('print'),
  ])

  let sheet: Sheet
  let unloaded: readonly Unloaded[] = []
  let unreadable: readonly string[] = []
  let ask: Ask
  let set: Pick<PrintResult, 'lines' | 'overfull' | 'plainEmphasis' | 'pageNumbers'>
  /** How many pages there were when they were last counted. */
  let counted: number | undefined

  /** Asks something of the browser, and says what became of it if there is no answer. */
  const step = async <T>(step: Step, work: () => Promise<T>): Promise<T> => {
    try {
      return await withTimeout(Promise.race([work(), lost]), timeout)
    } catch (error) {
      if (error instanceof NoAnswer) throw new StepTimeout(sheet, step, counted)
      if (error instanceof PageError) throw new PageFailure(sheet, error)
      throw new BrowserLost(error instanceof Error ? error.message : String(error))
    }
  }
  const asking =
    (at: Step): Ask =>
    async (name, ...values) => {
      const answer = await step<Answer<typeof name>>(at, () => ask(name, ...values))
      if (answer && typeof answer === 'object' && 'pages' in answer) counted = answer.pages
      return answer
    }

  return {
    async load(next) {
      sheet = next
      counted = undefined
      refused = new Map()
      missing = new Set()
      barred = new Set()
      pictures = new Set()
      loading = pathToFileURL(`${work}/${sheet.path}`).href
      await step('load', () => page.goto(loading, { waitUntil: 'load', timeout: 0 }))
      ask = await step('load', () => openScript(page, script))
      unloaded = await asking('load')('settle', sheet.faces)
      await asking('load')('anchorNotes')
      await asking('load')('divideColumns', MOST_IN_COLUMNS)
      unreadable = await asking('load')('findUndecodable', [...pictures])
      for (const url of await asking('load')('findUndrawn'))
        if (!refused.has(url) && !missing.has(url)) barred.add(url)
    },
    findSetting: (request) => asking('fit')('findSetting', sheet.area, request),
    async setLines(setting) {
      const { area } = sheet
      const ask = asking('set')
      if (setting.size) await ask('setLengths', [...setting])
      const overfull = await ask('findOverfull', area)
      const plainEmphasis = await ask('findPlainEmphasis')
      const lines = await setLines(ask, area)
      if (setting.size) await ask('setLengths', [['slack', `${Math.max(0, lines.slackPx - 1)}px`]])
      set = { lines, overfull, plainEmphasis, pageNumbers: lines.unplaced ? await ask('place', area) : [] }
      return lines
    },
    async print({ tagged, css }) {
      if (css !== undefined) await asking('print')('setRules', css)
      const pdf = await step('print', () =>
        page.pdf({
          preferCSSPageSize: true,
          printBackground: true,
          tagged,
          outline: false,
          waitForFonts: false,
          timeout: 0,
        }),
      )
      const local = (url: string) => url.replace(`file://${work}/`, '')
      return {
        pdf,
        refused: [...refused.values()].map(({ url, lost }) => ({ url: local(url), lost })),
        missing: [...missing].map(local),
        barred: [...barred].map(local),
        pictures: [...pictures].map(local),
        unreadable: unreadable.map(local),
        unloaded,
        ...set,
      }
    },
    async close() {
      // What runs in a page keeps the others of its process waiting.
      const session = await page.createCDPSession()
      await session.send('Runtime.terminateExecution')
      await page.close()
    },
  }
}

/** Items of lists in one box of columns: several pages of them. */
const MOST_IN_COLUMNS = 1000

/** Whether the page shows what is asked for: all but scripts, which do not run, and what only hurries later pages. */
const isShown = (request: HTTPRequest): boolean =>
  request.resourceType() !== 'script' &&
  !`${request.headers()['sec-purpose']} ${request.headers().purpose}`.includes('prefetch')

/** Fonts are fetched across origins, and every file is an origin of its own. */
const HEADERS = { headers: { 'Access-Control-Allow-Origin': '*' } }

/** Media types for a browser that gets its files from us. */
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.ttf': 'font/ttf',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.webp': 'image/webp',
}

function fileOf(url: string): string | undefined {
  try {
    return fileURLToPath(url.replace(/[?#].*$/, ''))
  } catch {
    return undefined
  }
}
