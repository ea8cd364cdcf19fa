/** YAML checked against a zod schema, every problem with its line. */
import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, type YAMLError } from 'yaml'
import * as z from 'zod'
z.config({ jitless: true })
import { diagnose } from '../diagnostic.js'
import type { Place, Tag } from '../model/publication.js'
import type { Bounds, Range } from '../model/template.js'
import { isLanguage, languageOfCountry } from './language-tag.js'
import { withoutIssues } from './mend.js'
import type { Report } from './text.js'
import { findHostile, findNesting, NO_STAR, type Problem } from './yaml-hostile.js'

type Path = readonly PropertyKey[]

/** A valid YAML file: its value, and where each part of it is written. */
export interface Yaml<T> {
  readonly value: T
  /** The line of the key or item at the path, or of the nearest parent that exists. */
  readonly at: (...path: Path) => Place
}

interface Reading {
  /** Lines of the file that precede the text. */
  readonly skipped?: number
  /** The values are texts to print: nothing in their lines is taken for a comment or an anchor. */
  readonly prose?: boolean
  /** With what to go on, by key, where what is written is wrong, so that the rest of the project is looked at in the same run. */
  readonly standIns?: Readonly<Record<string, unknown>>
}

/** Parses and checks; each problem is reported. Undefined if anything was wrong and nothing can stand in for it. */
export function readYaml<T>(
  file: string,
  text: string,
  schema: z.ZodType<T>,
  report: Report,
  { skipped = 0, prose = false, standIns }: Reading = {},
): Yaml<T> | undefined {
  const lines = new LineCounter()
  const place = (offset: number): Place => ({ file, line: lines.linePos(offset).line + skipped })
  const written = text.split('\n')
  const lineOf = (at: Place): string => written[at.line - skipped - 1]?.trimEnd() ?? ''

  const broken = new Set<number>() // one mistake may give several errors
  const tellSyntax = (offset: number, problem: string, quotes: boolean): void => {
    const at = place(offset)
    if (broken.has(at.line)) return
    broken.add(at.line)
    const quoted = quotes ? inQuotes(lineOf(at)) : undefined
    report(diagnose('syntax', at, { language: 'YAML', problem: plain(problem), quoted }))
  }
  const tellHostile = ({ offset, problem, hint }: Problem): void => {
    const at = place(offset)
    if (hint === undefined) tellSyntax(offset, problem, true)
    else if (!broken.has(at.line)) report(diagnose('unsupported-yaml', at, { problem, hint }))
    broken.add(at.line)
  }
  const nested = findNesting(text)
  if (nested) {
    for (let at = 0; at <= nested.offset && at >= 0; at = text.indexOf('\n', at) + 1 || Infinity)
      lines.addNewLine(at)
    tellHostile(nested)
    return undefined
  }
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    merge: true,
    logLevel: 'error', // what it would write to the console stands in `warnings`
  })
  for (const error of [...document.errors, ...document.warnings]) {
    // Behind a key without a value, a key that stands twice is said to begin at the end of the line before.
    const blank = error.code === 'DUPLICATE_KEY' ? /^\s*/.exec(text.slice(error.pos[0]))![0].length : 0
    const offset = error.pos[0] + blank
    const { problem, quotes } = syntaxOf(error, lineOf(place(offset)))
    tellSyntax(offset, problem, quotes)
  }
  findHostile(document, text, prose).forEach(tellHostile)
  if (broken.size) return undefined

  const at = (...path: Path): Place => place(offsetOf(document.contents, path))
  const result = schema.safeParse(document.toJS(COUNTED) ?? {}, { reportInput: true })
  if (result.success) return { value: result.data, at }
  for (const issue of result.error.issues) reportIssue(issue, at, lineOf, report)
  if (!standIns) return undefined
  const mended = schema.safeParse(withoutIssues(document.toJS(COUNTED), result.error.issues, standIns))
  return mended.success ? { value: mended.data, at } : undefined
}

/** `findHostile` has counted them. */
const COUNTED = { maxAliasCount: -1 }

/** What the parser complains of, in words, and whether quotes round the text of the line would help. */
function syntaxOf({ code, message }: YAMLError, line: string): { problem: string; quotes: boolean } {
  switch (code) {
    case 'BLOCK_AS_IMPLICIT_KEY':
      return /:\s.*:(\s|$)/.test(line)
        ? { problem: 'there is a second colon in this line', quotes: true }
        : { problem: 'the line below is indented too far', quotes: false }
    case 'MISSING_CHAR':
      return /[:"']$/.test(message) || message.includes('closing')
        ? { problem: message, quotes: false }
        : { problem: 'this is no «key: value»; perhaps the space after the colon is missing', quotes: false }
    case 'UNEXPECTED_TOKEN':
      return {
        problem: /:\s+\*/.test(line) ? NO_STAR : 'something stands behind the closing quote or bracket',
        quotes: true,
      }
    case 'MULTIPLE_DOCS':
      return {
        problem: 'a line of nothing but --- or ... ends the text, and there is more after it',
        quotes: false,
      }
    case 'DUPLICATE_KEY':
      return { problem: `the key «${/[^\s:]+/.exec(line)?.[0]}» stands twice`, quotes: false }
    default:
      return { problem: message, quotes: code === 'BAD_SCALAR_START' || code === 'TAG_RESOLVE_FAILED' }
  }
}

/** The line «key: text» with its text in quotes; undefined for any other line. */
function inQuotes(line: string): string | undefined {
  const [, key, text] = /^\s*(?:- )?([\w-]+:)\s+(.+)$/.exec(line) ?? []
  if (!key || !text) return undefined
  const bare = /^(["'])(.*)\1$/.exec(text)?.[2] ?? text
  return `${key} '${bare.replaceAll("'", "''")}'`
}

function reportIssue(
  issue: z.core.$ZodIssue,
  at: Yaml<unknown>['at'],
  lineOf: (at: Place) => string,
  report: Report,
): void {
  const path = issue.path
  const key = String(path.at(-1))
  const within = tellPath(path.slice(0, -1))
  if (issue.code === 'unrecognized_keys') {
    for (const unknown of issue.keys) {
      const known = (issue as { known?: readonly string[] }).known ?? []
      report(diagnose('unknown-key', at(...path, unknown), { key: unknown, within: tellPath(path), known }))
    }
  } else if (isMissing(issue) && path.length) {
    report(diagnose('missing-key', at(...path), { key, within }))
  } else if (
    (issue.code === 'invalid_format' && issue.format === 'date') ||
    (key === 'date' && typeof issue.input === 'number')
  ) {
    report(diagnose('broken-date', at(...path), { key, value: String(issue.input) }))
  } else {
    const [problem, hint] = tellIssue(issue, key, lineOf(at(...path)))
    report(diagnose('bad-value', at(...path), { what: tellPath(path), problem: plain(problem), hint }))
  }
}

const isMissing = ({ code, input }: z.core.$ZodIssue): boolean =>
  input === undefined && (code === 'invalid_type' || code === 'invalid_value')

/** What is wrong with a value, and what to write instead. */
function tellIssue(
  issue: z.core.$ZodIssue,
  key: string,
  line: string,
): readonly [problem: string, hint: string] {
  switch (issue.code) {
    case 'custom':
      return [issue.message, String(issue.params?.hint)]
    case 'invalid_key':
      return tellIssue(issue.issues[0]!, key, line)
    case 'invalid_type':
    case 'invalid_union': {
      const commented = /:\s+(#.*)$/.exec(line)?.[1]
      if (issue.input === null && commented)
        return [
          'is empty: the # in this line begins a comment',
          `Put the value in quotes: ${key}: '${commented}'`,
        ]
      if (issue.input === null)
        return [
          'is empty',
          'Write a value behind the colon, or below it; a key that may be left out may be taken out.',
        ]
      const wanted = issue.code === 'invalid_type' ? issue.expected : 'string'
      const quoted =
        wanted === 'string' && ['number', 'boolean'].includes(typeof issue.input) ? inQuotes(line) : undefined
      if (quoted?.startsWith(`${key}:`)) return ['should be text', `Put it in quotes: ${quoted}`]
      return WANTED[wanted] ?? [issue.message, `Mend «${key}».`]
    }
    case 'too_small':
      if (issue.origin === 'number')
        return [`is less than ${issue.minimum}`, `Write ${issue.minimum} or more.`]
      return [
        'is empty',
        issue.origin === 'array' ? 'Name at least one.' : 'Write a text, or take the line out.',
      ]
    case 'too_big':
      return [`is more than ${issue.maximum}`, `Write ${issue.maximum} or less.`]
    case 'invalid_value':
      return [`is «${String(issue.input)}»`, `Write one of these: ${issue.values.map(String).join(', ')}.`]
    default:
      return [issue.message, `Mend «${key}».`]
  }
}

const LINES = [
  'should be «key: value» lines',
  'Write each key on a line of its own, with a colon and a space behind it.',
] as const

/** By the type that a schema asks for. */
const WANTED: Readonly<Record<string, readonly [problem: string, hint: string]>> = {
  string: ['should be text', 'Write one text, in quotes.'],
  number: ['should be a number', 'Write figures alone, without quotes or a unit.'],
  array: ['should be a list', 'Write [a, b], or lines that begin with «- ».'],
  object: LINES,
  record: LINES,
}

/** A part of a file in words: «editions.leaflet.paper», «title» of the 1st group. */
export function tellPath(path: Path): string {
  const steps = path.map(String)
  const index = path.findLastIndex((step) => typeof step === 'number')
  const keys = (part: readonly string[]) => `«${part.join('.')}»`
  if (!steps.length) return 'this file'
  if (index < 0) return keys(steps)
  const list = steps.slice(0, index)
  const nth = ordinal(Number(path[index]) + 1)
  const item =
    list.length === 1 && list[0]!.endsWith('s')
      ? `${nth} ${list[0]!.slice(0, -1)}`
      : `${nth} item of ${keys(list)}`
  const rest = steps.slice(index + 1)
  return rest.length ? `${keys(rest)} of the ${item}` : `the ${item}`
}

const SUFFIXES: Readonly<Record<string, string>> = { one: 'st', two: 'nd', few: 'rd', other: 'th' }
const ordinals = new Intl.PluralRules('en', { type: 'ordinal' })
const ordinal = (n: number): string => `${n}${SUFFIXES[ordinals.select(n)]!}`

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
  return z.strictObject(shape, { error: naming(Object.keys(shape)) })
}

/** What zod makes an error message with; it keeps its own, but the complaint lists the known keys. */
export const naming =
  (known: readonly string[]) =>
  (issue: z.core.$ZodRawIssue): undefined => {
    if (issue.code === 'unrecognized_keys') Object.assign(issue, { known })
  }

/** Text of a form, with what it should be and how to write it. */
export const formed = (form: RegExp, error: string, hint: string): z.ZodString =>
  z.string().refine((value) => form.test(value), { error, params: { hint } })

/** «9pt..12pt»: the smaller length first, one unit. */
export const range = z.string().transform((value, context): Range => {
  const [, from, unit, to, other] = /^([\d.]+)(pt|mm|px)\.\.([\d.]+)(pt|mm|px)$/.exec(value) ?? []
  if (from && to && unit === other && Number(from) <= Number(to))
    return { from: Number(from), to: Number(to), unit: unit! }
  const params = { hint: 'Write the smaller length first, both in pt or mm: 9pt..12pt.' }
  context.issues.push({ code: 'custom', message: `is no range of lengths: «${value}»`, input: value, params })
  return z.NEVER
})

/** «..40», «41..», «2..4»: both numbers included. */
export const bounds = z
  .union([z.string(), z.number().transform(String)])
  .transform((value, context): Bounds => {
    const [, from, to] = /^(\d*)\.\.(\d*)$/.exec(value) ?? []
    const [least, most] = [from ? Number(from) : 0, to ? Number(to) : Infinity]
    if ((from || to) && least <= most) return { from: least, to: most }
    const params = { hint: 'Write the smaller number first, or leave one of them out: 2..4, ..40, 41..' }
    context.issues.push({
      code: 'custom',
      message: `is no range of numbers: “${value}”`,
      input: value,
      params,
    })
    return z.NEVER
  })

/** A value of CSS: text, or a number that was written without quotes. */
export const cssValue = z
  .union([z.string(), z.number()], { error: 'should be text or a number' })
  .transform(String)

/** Units of print, in millimetres. */
export const MM_OF: Readonly<Record<string, number>> = { mm: 1, cm: 10, in: 25.4 }

const LENGTH = /^(\d*\.?\d+) ?(mm|cm|in)$/

/** A length as a number of millimetres: «3mm», «0.125in», or 0 without a unit. */
export const length = (hint: string) =>
  cssValue
    .refine((written) => written === '0' || LENGTH.test(written), {
      error: 'is no length in millimetres or inches',
      params: { hint },
    })
    .transform((written) => {
      const [, number = 0, unit = 'mm'] = LENGTH.exec(written) ?? []
      return Number(number) * MM_OF[unit]!
    })

export const text = z.string().trim().min(1)

/** «trains, night» or [trains, night]. */
export const listOrCommas = z
  .union([text, z.array(text).min(1)])
  .transform((value) =>
    (typeof value === 'string' ? value.split(/[,،、]/) : value).map((each) => each.trim()),
  )
  .transform((all) => all.filter(Boolean))

/** One text, or a list of them. */
export const listOrOne = z
  .union([text, z.array(text).min(1)])
  .transform((value) => (typeof value === 'string' ? [value] : value))
export const date = z.iso.date()

/** A BCP 47 tag in canonical form. */
export const tag = z.string().superRefine((value, context): void => {
  const known = canonical(value)
  if (known !== undefined && !isLanguage(known)) {
    const meant = languageOfCountry(known)
    context.addIssue({
      code: 'custom',
      message: `has “${value}”, and there is no such language`,
      input: value,
      params: {
        hint: meant
          ? `Did you mean “${meant.tag}” (${meant.name})? “${value}” is the code of a country.`
          : 'Write the language tag of BCP 47: two letters (en, ru, es), or the three of ISO 639-3.',
      },
    })
    return
  }
  if (known === value) return
  const meant = known ?? tagOf(value)
  const hint = `Write a language tag of BCP 47 (en, ru, es, pt-BR, sr-Latn)${meant ? `: here «${meant}»` : ''}.`
  context.addIssue({
    code: 'custom',
    message: `is no language tag: «${value}»`,
    input: value,
    params: { hint },
  })
})

/** Languages have two letters or three: longer words that are tags by form («german») are names. */
function canonical(value: string): Tag | undefined {
  try {
    const [locale] = Intl.getCanonicalLocales(value)
    return locale && /^[a-z]{2,3}(-|$)/.test(locale) ? locale : undefined
  } catch {
    return undefined
  }
}

/** The two-letter tag of a language by its English name or its own. */
function tagOf(name: string): Tag | undefined {
  const letters = Array.from({ length: 26 }, (_, i) => String.fromCharCode(97 + i))
  const english = new Intl.DisplayNames('en', { type: 'language', fallback: 'none' })
  const same = (other: string | undefined) => other?.toLocaleLowerCase() === name.toLocaleLowerCase()
  return letters
    .flatMap((first) => letters.map((second) => first + second))
    .find((tag) => same(english.of(tag)) || same(new Intl.DisplayNames(tag, { type: 'language' }).of(tag)))
}
