/** The other end of `in-page/`: puts the bundle into a page that has loaded, and asks for its functions by name. */
import { readFile } from 'node:fs/promises'
import { SourceMap } from 'node:module'
import type { Page } from 'puppeteer'
import { compiled } from '../compiled.js'
import type * as InPage from './in-page/index.js'

export type PageFunctions = typeof InPage

export type Answer<K extends keyof PageFunctions> = Awaited<ReturnType<PageFunctions[K]>>

/** Calls one of the functions in its page. Throws `PageError` if the function throws. */
export type Ask = <K extends keyof PageFunctions>(
  name: K,
  ...values: Parameters<PageFunctions[K]>
) => Promise<Answer<K>>

/** What our own code throws in a page. The stack names our sources. */
export class PageError extends Error {
  /** Where it was thrown, and what called that: «paginate (src/print/in-page/paginate.ts:41:9)». */
  readonly trace: readonly string[]
  constructor({ message, trace }: { readonly message: string; readonly trace: readonly string[] }) {
    super(message)
    this.name = 'PageError'
    this.trace = trace
    this.stack = [`PageError: ${message}`, ...trace.map((frame) => `    at ${frame}`)].join('\n')
  }
}

const BUNDLE = 'in-page.js'
/** The global that the bundle makes of itself (esbuild.config.js). */
const NAME = '__broadside'

let text: Promise<string> | undefined
export const readScript = (): Promise<string> => (text ??= readFile(compiled(BUNDLE), 'utf8'))

/**
 * Every page that loads gets it anew, so each has a state of its own.
 * @param script what `readScript` gave
 */
export async function openScript(page: Page, script: string): Promise<Ask> {
  await evaluate(page, `(() => { ${script}\nglobalThis.${NAME} = ${NAME} })()`, `//# sourceURL=${BUNDLE}`)
  return async (name, ...values): Promise<Answer<typeof name>> => {
    const json = JSON.stringify(JSON.stringify(values))
    return (await evaluate(page, `${NAME}.${name}(...JSON.parse(${json}))`)) as Answer<typeof name>
  }
}

/** The code goes as the text that it is: a function would go as its own, with whatever a tool has written into that. */
async function evaluate(page: Page, expression: string, comment = ''): Promise<unknown> {
  const reply = (await page.evaluate(
    `(async () => ({ value: await ${expression} }))().catch((error) => ({ problem: String(error?.stack ?? error) }))\n${comment}`,
  )) as { readonly value?: unknown; readonly problem?: string }
  if (reply.problem !== undefined) throw await errorOf(reply.problem)
  return reply.value
}

async function errorOf(problem: string): Promise<PageError> {
  const [message, ...trace] = problem.split('\n')
  const map = await readMap()
  const ours = trace.filter((line) => line.includes(`${BUNDLE}:`))
  const frames = ours.map((line) => {
    const { call, row, column } = FRAME.exec(line)?.groups ?? {}
    const found = map?.findEntry(Number(row) - 1, Number(column) - 1)
    const place =
      found && 'originalSource' in found
        ? `${found.originalSource.replace(/^(\.\.\/)+/, '')}:${found.originalLine + 1}:${found.originalColumn + 1}`
        : `dist/${BUNDLE}:${row}:${column}`
    return call ? `${call} (${place})` : place
  })
  return new PageError({ message: message!, trace: frames })
}

/** `    at paginate (in-page.js:12:7)`, `    at in-page.js:12:7` */
const FRAME = new RegExp(String.raw`at (?:(?<call>.+) \()?${BUNDLE}:(?<row>\d+):(?<column>\d+)`)

const readMap = async (): Promise<SourceMap | undefined> => {
  try {
    const text = await readFile(compiled(`${BUNDLE}.map`), 'utf8')
    return new SourceMap(JSON.parse(text) as ConstructorParameters<typeof SourceMap>[0])
  } catch {
    return undefined // the place in the bundle says enough
  }
}
