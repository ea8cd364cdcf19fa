/** One reused browser page: it loads a file of ours, reads nothing else, runs no script, prints. */
import { statSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { extname, sep } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { HTTPRequest, JSHandle, Page } from 'puppeteer-core'
import type { Area } from '../model/area.js'
import type { PageNumber } from '../model/passage.js'
import { findOverfull, type Overfull } from './overfull.js'
import { findSetting, type FitRequest, type FitResult, paginate } from './paginate.js'
import { type Call, openText } from './page-text.js'
import { type Broken, findBroken } from './pictures.js'
import { type Lines, setLines } from './set-lines.js'

/** What the browser made of a page, and what it was not allowed or not able to do on the way. */
export interface Printed {
  readonly pdf: Uint8Array
  /** URLs outside the work directory; not read. */
  readonly refused: readonly string[]
  /** URLs inside it with no file behind them. */
  readonly missing: readonly string[]
  /** Pictures among the files that were read. */
  readonly broken: readonly Broken[]
  /** Faces that could not be loaded, by family. */
  readonly unloaded: readonly string[]
  readonly lines: Lines
  readonly overfull: Overfull
  readonly pageNumbers: readonly PageNumber[]
}

/** A page to load. */
export interface Sheet {
  /** An HTML file in the work directory, relative to it. */
  readonly path: string
  /** CSS font shorthands to load in any case, because only margin boxes use them. */
  readonly faces: readonly string[]
  readonly area: Area
}

/** How a page is printed. */
export interface Manner {
  readonly tagged: boolean
  /** Rules that come after those of the page. */
  readonly css?: string
}

/** One after the other: load, find a setting if it is to fit, set the lines, print. */
export interface PrintingPage {
  load(sheet: Sheet): Promise<void>
  findSetting(request: FitRequest): Promise<FitResult>
  /** @param setting lengths by knob; what the last page has left then is given to the template as `--slack` */
  setLines(setting: ReadonlyMap<string, string>): Promise<Lines>
  /** Leaves the page as it is then: the next print may say something else. */
  print(manner: Manner): Promise<Printed>
}

/** A remote browser does not see our files, so their bytes are handed to it. */
export async function openPage(page: Page, work: string, kind: 'program' | 'remote'): Promise<PrintingPage> {
  /** The page itself; it may lead nowhere else. */
  let loading = ''
  let refused = new Set<string>()
  let missing = new Set<string>()
  let pictures = new Map<string, string>()

  const answer = (request: HTTPRequest): Promise<void> => {
    const url = request.url()
    if (url.startsWith('data:')) return request.continue()
    const file = url.startsWith('file:') ? fileOf(url) : undefined
    if (request.isNavigationRequest() && request.frame() === page.mainFrame() && url !== loading) {
      refused.add(url)
      return request.respond({ status: 204 }) // no content, so the page stays; it would be gone if this failed
    }
    if (!file?.startsWith(work + sep)) {
      refused.add(url)
      return request.abort('accessdenied')
    }
    if (!statSync(file, { throwIfNoEntry: false })?.isFile()) {
      missing.add(url)
      return request.abort('failed')
    }
    if (request.resourceType() === 'image') pictures.set(url, file)
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
  await Promise.all([
    page.setRequestInterception(true),
    page.setJavaScriptEnabled(false),
    page.emulateMediaType('print'),
  ])

  let area: Area = { widthPx: 0, heightPx: 0, multiple: 1, facing: false }
  let unloaded: readonly string[] = []
  let broken: readonly Broken[] = []
  let call: Call<PageFunctions>
  let set: Pick<Printed, 'lines' | 'overfull' | 'pageNumbers'>

  return {
    async load(sheet) {
      refused = new Set()
      missing = new Set()
      pictures = new Map()
      area = sheet.area
      loading = pathToFileURL(`${work}/${sheet.path}`).href
      await page.goto(loading, { waitUntil: 'load', timeout: 0 })
      unloaded = await page.evaluate(settle, sheet.faces)
      broken = await findBroken(page, pictures)
      call = await openCall(page)
    },
    findSetting: (request) => call('findSetting', area, request),
    async setLines(setting) {
      if (setting.size) await call('setLengths', [...setting])
      const overfull = await call('findOverfull', area)
      const lines = await setLines(call, area)
      if (setting.size) await call('setLengths', [['slack', `${Math.max(0, lines.slackPx - 1)}px`]])
      set = { lines, overfull, pageNumbers: lines.unplaced ? await call('place', area) : [] }
      return lines
    },
    async print({ tagged, css }) {
      if (css !== undefined) await call('setRules', css)
      const pdf = await page.pdf({
        preferCSSPageSize: true,
        printBackground: true,
        tagged,
        outline: false,
        waitForFonts: false,
        timeout: 0,
      })
      const local = (url: string) => url.replace(`file://${work}/`, '')
      return {
        pdf,
        refused: [...refused].map(local),
        missing: [...missing].map(local),
        broken: broken.map(({ url, problem }) => ({ url: local(url), problem })),
        unloaded,
        ...set,
      }
    },
  }
}

/** What is thrown in a page is a bug of ours, not the browser's. */
export class PageError extends Error {
  constructor(problem: string) {
    super(`In the page: ${problem}`)
  }
}

/** What a page can be asked for. Refers to nothing outside itself, so that its text can be handed to a page. */
function openFunctions(
  layOut: typeof paginate,
  find: typeof findSetting,
  findWords: typeof findOverfull,
  open: typeof openText,
) {
  return {
    ...open(layOut),
    findSetting: (area: Area, request: FitRequest) => find(layOut, area, request),
    findOverfull: (area: Area) => findWords(layOut, area),
    setRules(css: string): void {
      // Where they stand counts: a page rule of a later sheet comes before one with a name, whatever that one says.
      const sheet = document.querySelector('style[data-rules]') ?? document.createElement('style')
      sheet.setAttribute('data-rules', '')
      sheet.textContent = css
      if (!sheet.parentNode) document.head.append(sheet)
    },
    setLengths(lengths: readonly (readonly [knob: string, length: string])[]): void {
      for (const [knob, length] of lengths) document.documentElement.style.setProperty(`--${knob}`, length)
    },
  }
}
type PageFunctions = ReturnType<typeof openFunctions>
const FUNCTIONS = `(${openFunctions.toString()})(${[paginate, findSetting, findOverfull, openText].join(', ')})`

/** Opens the functions in a page that has loaded. A call throws `PageError` if the function throws. */
async function openCall(page: Page): Promise<Call<PageFunctions>> {
  const functions = (await page.evaluateHandle(FUNCTIONS)) as JSHandle<Record<string, Anything>>
  return async (name, ...values) => {
    const answer = await functions.evaluate(
      (all, name, values) => {
        try {
          return { value: all[name]!(...values) }
        } catch (error) {
          return { problem: String((error as Error).stack) }
        }
      },
      name,
      values,
    )
    if (answer.problem !== undefined) throw new PageError(answer.problem)
    return answer.value as ReturnType<PageFunctions[typeof name]>
  }
}
type Anything = (...values: readonly unknown[]) => unknown

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

/**
 * Runs in the page: waits for all fonts, and tells the families of those that could not be loaded. A picture that is not
 * there prints nothing: its description is no text of the page.
 */
async function settle(faces: readonly string[]): Promise<string[]> {
  await Promise.all(faces.map((face) => document.fonts.load(face).catch(() => [])))
  await document.fonts.ready
  for (const image of document.images) if (!image.naturalWidth) image.style.display = 'none'
  return [...document.fonts].filter((face) => face.status === 'error').map((face) => face.family)
}
