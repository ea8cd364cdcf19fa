/** YAML checked against a zod schema, every problem with its line. */
import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml'
import * as z from 'zod'
import { diagnose } from '../diagnostic.js'
import type { Place, Tag } from '../model/publication.js'
import type { Range } from '../model/template.js'
import type { Report } from './text.js'

type Path = readonly PropertyKey[]

/** A valid YAML file: its value, and where each part of it is written. */
export interface Yaml<T> {
  readonly value: T
  /** The line of the key or item at the path, or of the nearest parent that exists. */
  readonly at: (...path: Path) => Place
}

/** Parses and checks; undefined if anything was wrong, and then each problem was reported. `skipped` lines precede the text. */
export function readYaml<T>(
  file: string,
  text: string,
  schema: z.ZodType<T>,
  report: Report,
  skipped = 0,
): Yaml<T> | undefined {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  for (const error of document.errors) {
    const line = lines.linePos(error.pos[0]).line + skipped
    report(diagnose('syntax', { file, line }, { language: 'YAML', problem: plain(error.message) }))
  }
  if (document.errors.length) return undefined

  const at = (...path: Path): Place => {
    const offset = offsetOf(document.contents, path)
    return { file, line: lines.linePos(offset).line + skipped }
  }
  const result = schema.safeParse(document.toJS() ?? {}, { reportInput: true })
  if (result.success) return { value: result.data, at }
  for (const issue of result.error.issues) reportIssue(issue, at, report)
  return undefined
}

function reportIssue(issue: z.core.$ZodIssue, at: Yaml<unknown>['at'], report: Report): void {
  const path = issue.path
  const key = path.at(-1) === undefined ? 'the file' : String(path.at(-1))
  const within = tellPath(path.slice(0, -1))
  if (issue.code === 'unrecognized_keys') {
    for (const unknown of issue.keys) {
      const known = (issue as { known?: readonly string[] }).known ?? []
      report(diagnose('unknown-key', at(...path, unknown), { key: unknown, within: tellPath(path), known }))
    }
  } else if (issue.code === 'invalid_type' && issue.input === undefined && path.length) {
    report(diagnose('missing-key', at(...path), { key, within }))
  } else if (issue.code === 'invalid_format' && issue.format === 'date') {
    report(diagnose('broken-date', at(...path), { key, value: String(issue.input) }))
  } else if (issue.code === 'custom' && issue.params?.code === 'unknown-key') {
    const known = issue.params.known as readonly string[]
    report(diagnose('unknown-key', at(...path), { key, within, known }))
  } else {
    const hint =
      issue.code === 'custom' ? String(issue.params?.hint ?? '') : 'See the README for what goes here.'
    report(diagnose('bad-value', at(...path), { key, problem: plain(problemOf(issue)), hint }))
  }
}

function problemOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_type') return `should be ${article(issue.expected)}`
  if (issue.code === 'too_small') return 'is empty'
  if (issue.code === 'invalid_value') return `should be one of ${issue.values.map(String).join(', ')}`
  return issue.message
}

const article = (type: string): string =>
  ({
    string: 'text (put it in quotes)',
    record: 'a list of «key: value» lines',
    object: 'a list of «key: value» lines',
    array: 'a list («- …» lines, or [a, b])',
    number: 'a number',
  })[type] ?? type

const tellPath = (path: Path): string => (path.length ? `«${path.map(String).join('.')}»` : 'this file')
const plain = (sentence: string): string => sentence.trim().replace(/\.$/, '')

/** The offset of the key (in a map) or item (in a list) that the path leads to. */
function offsetOf(root: unknown, path: Path): number {
  let node = root as Node | null
  let offset = node?.range?.[0] ?? 0
  for (const step of path) {
    if (isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === String(step))
      if (!pair) break
      offset = (pair.key as Node).range?.[0] ?? offset
      node = pair.value as Node | null
    } else if (isSeq(node)) {
      const item = node.items[Number(step)] as Node | undefined
      if (!item) break
      offset = item.range?.[0] ?? offset
      node = item
    } else break
  }
  return offset
}

/** A strict object whose complaint about an unknown key lists the known ones. */
export function strictObject<S extends z.core.$ZodLooseShape>(shape: S): z.ZodObject<S, z.core.$strict> {
  return z.strictObject(shape, {
    error: (issue) => {
      if (issue.code === 'unrecognized_keys') Object.assign(issue, { known: Object.keys(shape) })
      return undefined
    },
  })
}

/** «9pt..12pt»: the smaller length first, one unit. */
export const range = z.string().transform((value, context): Range => {
  const [, from, unit, to, other] = /^([\d.]+)(pt|mm|px)\.\.([\d.]+)(pt|mm|px)$/.exec(value) ?? []
  if (from && to && unit === other && Number(from) <= Number(to))
    return { from: Number(from), to: Number(to), unit: unit! }
  const params = { hint: 'Write the smaller length first, both in pt or mm: 9pt..12pt.' }
  context.issues.push({ code: 'custom', message: `is no range of lengths: «${value}»`, input: value, params })
  return z.NEVER
})

/** A value of CSS: text, or a number that was written without quotes. */
export const cssValue = z
  .union([z.string(), z.number()], { error: 'should be text or a number' })
  .transform(String)

export const text = z.string().min(1)
export const date = z.iso.date()

/** A BCP 47 tag in canonical form. */
export const tag = z.string().refine((value): value is Tag => canonical(value) === value, {
  error: (issue) => `is no language tag: «${String(issue.input)}»`,
  params: { hint: 'Use a BCP 47 tag in its usual spelling: en, ru, es, pt-BR, sr-Latn.' },
})

function canonical(value: string): string | undefined {
  try {
    return Intl.getCanonicalLocales(value)[0]
  } catch {
    return undefined
  }
}
