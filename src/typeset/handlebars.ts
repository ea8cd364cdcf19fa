/** Handlebars in strict mode, its errors told with template and line. */
import Handlebars from 'handlebars'
import { TimeIsUp, within } from '../deadline.js'
import { diagnose, type Diagnostic, Stop, type Where } from '../diagnostic.js'
import { type Limits, limitsFor } from '../model/limits.js'
import type { Source, Template } from '../model/template.js'
import { cssContent, cssString } from './css.js'

/** Handlebars' own errors know the line, but not which of the template's files it is in. */
class TemplateError extends Error {
  constructor(
    readonly source: Source,
    override readonly cause: Cause,
  ) {
    super(cause.message.replace('…', writtenAt(source, cause) ?? '…'))
  }
}
type Cause = Error & { readonly lineNumber?: number; readonly column?: number; readonly partial?: string }

/** What a helper is given, as it is written: «names» of «{{#each names}}». */
function writtenAt({ text }: Source, { lineNumber, column = 0 }: Cause): string | undefined {
  const line = text.split('\n')[(lineNumber ?? 0) - 1]?.slice(column)
  return /^\{\{+~?#?\s*\S+\s+([^}\s]+)/.exec(line ?? '')?.[1]
}

const handlebars = Handlebars.create()
const eachOf = handlebars.helpers.each!

interface Loc {
  readonly loc: { readonly start: { readonly line: number; readonly column: number } }
}
type Options = Handlebars.HelperOptions & Loc

function failAt({ loc }: Loc, problem: string): never {
  const { line, column } = loc.start
  throw Object.assign(new Error(problem), { lineNumber: line, column })
}

/** Registers a helper that wants a value: strict mode lets helpers pass over one that is missing. */
function register(name: string, helper: Handlebars.HelperDelegate): void {
  handlebars.registerHelper(name, function (this: unknown, value: unknown, options: Options) {
    if (value !== undefined) return helper.call(this, value, options) as unknown
    return failAt(options, `{{${name} …}} gets no value`)
  })
}

for (const name of ['if', 'unless']) register(name, handlebars.helpers[name]!)
register('each', function (this: unknown, value: unknown, options: Options) {
  let length = 0
  const fn = (context: unknown, extra: object): string => {
    spend((problem) => failAt(options, problem))
    const text = options.fn(context, extra)
    length += text.length
    if (length > budget.output) failAt(options, tooMuch())
    return text
  }
  return eachOf.call(this, value, { ...options, fn }) as unknown
})
register('cssString', cssString)
register('cssContent', cssContent)

/** What every object of JavaScript has, and no template is to reach. */
const BUILT_IN: ReadonlySet<string> = new Set([...Object.getOwnPropertyNames(Object.prototype), 'prototype'])

// What is not there may be looked up, unlike other values: so a template asks for what is optional.
const { lookup } = handlebars.helpers
handlebars.registerHelper('lookup', function (this: unknown, value: unknown, key: unknown, options: Options) {
  if (BUILT_IN.has(String(key))) failAt(options, `«${String(key)}» belongs to the program`)
  return lookup!.call(this, value, key, options) as unknown
})
handlebars.unregisterHelper('log') // nothing but cli.ts writes to the console

/**
 * What is left for the page that is being filled. A template repeats something by `each` and by partials alone, be they
 * files or defined in one; each round and each call takes a step, so no template runs without end.
 */
const budget = { steps: 0, depth: 0, output: 0 }

/** Far more than partials call one another, far less than the stack holds. */
const DEEPEST = 100

function spend(fail: (problem: string) => never): void {
  if (budget.steps-- <= 0)
    fail('it repeats its parts too often: the page is not done after all the steps that it may take')
}

const tooMuch = (): string => `it makes more than ${budget.output} characters of text`

/** The partial with its calls counted. */
const counted =
  (name: string, partial: Handlebars.TemplateDelegate): Handlebars.TemplateDelegate =>
  (context, options) => {
    const fail = (problem: string): never => {
      throw Object.assign(new Error(problem), { partial: name })
    }
    spend(fail)
    if (budget.depth >= DEEPEST)
      fail(`partials call one another more than ${DEEPEST} deep; does {{> ${name}}} call itself?`)
    budget.depth++
    const text = partial(context, options)
    budget.depth--
    return text.length > budget.output ? fail(tooMuch()) : text
  }

type Inline = (
  fn: unknown,
  props: object,
  container: unknown,
  options: { readonly args: readonly string[]; fn: Handlebars.TemplateDelegate },
) => unknown
const inline = handlebars.decorators.inline as Inline
handlebars.registerDecorator('inline', ((fn, props, container, options) =>
  inline(fn, props, container, { ...options, fn: counted(options.args[0]!, options.fn) })) satisfies Inline)

/** Nested deeper, blocks and subexpressions would fill the stack. */
const MOST_NESTED = 100
const TOO_DEEP = `blocks are nested more than ${MOST_NESTED} deep here`

/** Finds what a template must not contain. */
class Inspector extends Handlebars.Visitor {
  private depth = 0
  override accept(node: hbs.AST.Node | undefined): void {
    if (!node) return
    if (++this.depth > MOST_NESTED) failAt(node, TOO_DEEP)
    if (['MustacheStatement', 'BlockStatement', 'SubExpression'].includes(node.type))
      this.checkHelper(node as hbs.AST.MustacheStatement)
    super.accept(node)
    this.depth--
  }
  /** What is given something is a helper. */
  private checkHelper({ path, params, hash }: hbs.AST.MustacheStatement): void {
    const isCall = params.length > 0 || (hash as hbs.AST.Hash | undefined) !== undefined
    if (!isCall || path.type !== 'PathExpression') return
    const { original } = path as hbs.AST.PathExpression
    if (!Object.hasOwn(handlebars.helpers, original)) failAt(path, `there is no helper «${original}»`)
  }
  override PathExpression(path: hbs.AST.PathExpression): void {
    const built = path.data ? undefined : path.parts.find((part) => BUILT_IN.has(part))
    if (built) failAt(path, `there is no value «${path.original}»: «${built}» belongs to the program`)
  }
}

/** Handlebars takes minutes to parse some thousand levels. */
function refuseDepth({ text }: Source): void {
  let blocks = 0
  for (const { 0: written, index } of text.matchAll(/\{\{[^{}]*/g)) {
    if (/^..~?#/.test(written)) blocks++
    else if (/^..~?\//.test(written)) blocks = Math.max(0, blocks - 1)
    if (blocks <= MOST_NESTED && written.split('(').length <= MOST_NESTED) continue
    throw Object.assign(new Error(TOO_DEEP), { lineNumber: text.slice(0, index).split('\n').length })
  }
}

/** Compiled once a process: editions share their partials. */
const compiled = new WeakMap<Source, Handlebars.TemplateDelegate>()

const OPTIONS = { strict: true, preventIndent: true } as const

function compile(source: Source): Handlebars.TemplateDelegate {
  const known = compiled.get(source)
  if (known) return known
  let run: Handlebars.TemplateDelegate | undefined
  const template: Handlebars.TemplateDelegate = (context, options) => {
    try {
      if (!run) {
        refuseDepth(source)
        const tree = handlebars.parse(source.text)
        new Inspector().accept(tree)
        run = handlebars.compile(tree, OPTIONS)
      }
      return run(context, options)
    } catch (error) {
      if (error instanceof TemplateError || !(error instanceof Error)) throw error
      throw new TemplateError(source, error)
    }
  }
  compiled.set(source, template)
  return template
}

/** What is not denied to a template by name is denied by kind, without a word on the console. */
const DENIED = { allowProtoPropertiesByDefault: false, allowProtoMethodsByDefault: false }

/**
 * The template filled with the values. Throws `Stop` for a value that is missing, for what does not parse and for what takes
 * more than its limits.
 */
export function fill(
  template: Template,
  values: object,
  { steps, output, secondsAtOnce }: Pick<Limits, 'steps' | 'output' | 'secondsAtOnce'> = limitsFor(false),
): string {
  Object.assign(budget, { steps, output, depth: 0 })
  const partials = Object.fromEntries(
    [...template.partials].map(([name, source]) => [name, counted(name, compile(source))]),
  )
  try {
    return within(secondsAtOnce, () => compile(template.page)(values, { partials, ...DENIED }))
  } catch (error) {
    if (error instanceof TimeIsUp)
      throw new Stop(
        diagnose(
          'template-too-slow',
          { file: template.page.file },
          { template: template.name, seconds: secondsAtOnce },
        ),
      )
    if (!(error instanceof TemplateError)) throw error
    const where = placeOf(error)
    throw new Stop(diagnose('template-value', where, { template: template.name, problem: problemOf(error) }))
  }
}

function placeOf({ source, cause }: TemplateError): Where {
  if (cause.lineNumber) return { file: source.file, line: cause.lineNumber }
  const line = Number(/^Parse error on line (\d+)/.exec(cause.message)?.[1])
  if (line) return { file: source.file, line }
  const partial = cause.partial ?? /^The partial (.+) could not be found/s.exec(cause.message)?.[1]
  if (partial === undefined) return { file: source.file }
  const called = new RegExp(`\\{\\{~?#?>\\s*["']?${partial.replace(/[^\w-]/g, '\\$&')}(?![\\w-])`).exec(
    source.text,
  )
  const offset = called?.index ?? source.text.search(/\{\{~?#?>/)
  return offset < 0 ? { file: source.file } : placeIn(source, offset)
}

/** Handlebars' message without the place, which is told before it, and without the vocabulary of its parser and of V8. */
const problemOf = ({ message }: Error): string =>
  message
    .replace(/^"(.*?)" not defined in .*$/s, 'there is no value «$1»')
    .replace(/^Cannot use 'in' operator to search for '(.*?)' in .*$/s, 'there is no value «$1» in a text')
    .replace(/^Parse error on line \d+:\n(.*)\n-*\^\n.*$/s, 'this does not parse: $1')
    .replace(/^Invalid string length$/, tooMuch())
    .replace(/ - \d+:\d+$/, '')
    .replace(/\.$/, '')

const SCRIPT = /<script\b[^>]*>|\son[a-z]+\s*=\s*["'][^"']*["']|javascript:[^"'\s>]*/gi

/** A finding for each script and event handler in the template: none of them will run. */
export const findScripts = (template: Template): readonly Diagnostic[] =>
  [template.page, ...template.partials.values()].flatMap((source) =>
    [...source.text.matchAll(SCRIPT)].map((match) =>
      diagnose('script-ignored', placeIn(source, match.index), { what: match[0].trim() }),
    ),
  )

const WITHOUT_ALT = /<img\b(?![^>]*\salt\s*=)[^>]*>/gi

/** A finding for each picture of the template that has neither a description nor an empty one. */
export const findMuteImages = (template: Template): readonly Diagnostic[] =>
  [template.page, ...template.partials.values()].flatMap((source) =>
    [...source.text.matchAll(WITHOUT_ALT)].map((match) =>
      diagnose('no-alt', placeIn(source, match.index), { tag: match[0] }),
    ),
  )

/** Where one of the texts is in a template's files, the first one first; the page itself if none is there to the letter. */
export function locate(template: Template, ...texts: readonly string[]): Where {
  for (const text of texts)
    for (const source of [template.page, ...template.partials.values(), ...template.styles]) {
      const offset = source.text.indexOf(text)
      if (offset >= 0) return placeIn(source, offset)
    }
  return { file: template.page.file }
}

const placeIn = ({ file, text }: Source, offset: number): Where => ({
  file,
  line: text.slice(0, offset).split('\n').length,
})
