/** Handlebars in strict mode, its errors told with template and line. */
import Handlebars from 'handlebars'
import { diagnose, type Diagnostic, Stop, type Where } from '../diagnostic.js'
import type { Source, Template } from '../model/template.js'
import { cssContent, cssString } from './css.js'

/** Handlebars' own errors know the line, but not which of the template's files it is in. */
class TemplateError extends Error {
  constructor(
    readonly source: Source,
    override readonly cause: Error & { readonly lineNumber?: number; readonly column?: number },
  ) {
    super(cause.message.replace('…', writtenAt(source, cause) ?? '…'))
  }
}

/** What a helper is given, as it is written: «names» of «{{#each names}}». */
function writtenAt({ text }: Source, { lineNumber, column = 0 }: TemplateError['cause']): string | undefined {
  const line = text.split('\n')[(lineNumber ?? 0) - 1]?.slice(column)
  return /^\{\{+~?#?\s*\S+\s+([^}\s]+)/.exec(line ?? '')?.[1]
}

const handlebars = Handlebars.create()

interface Loc {
  readonly loc: { readonly start: { readonly line: number; readonly column: number } }
}

/** Registers a helper that wants a value: strict mode lets helpers pass over one that is missing. */
function register(name: string, helper: Handlebars.HelperDelegate): void {
  handlebars.registerHelper(
    name,
    function (this: unknown, value: unknown, options: Handlebars.HelperOptions & Loc) {
      if (value !== undefined) return helper.call(this, value, options) as unknown
      const { line, column } = options.loc.start
      throw Object.assign(new Error(`{{${name} …}} gets no value`), { lineNumber: line, column })
    },
  )
}

for (const name of ['if', 'unless', 'each']) register(name, handlebars.helpers[name]!)
register('cssString', cssString)
register('cssContent', cssContent)

/** Compiled once a process: editions share their partials. */
const compiled = new WeakMap<Source, Handlebars.TemplateDelegate>()

function compile(source: Source): Handlebars.TemplateDelegate {
  const known = compiled.get(source)
  if (known) return known
  const run = handlebars.compile(source.text, { strict: true, preventIndent: true })
  const template: Handlebars.TemplateDelegate = (context, options) => {
    try {
      return run(context, options)
    } catch (error) {
      if (error instanceof TemplateError || !(error instanceof Error)) throw error
      throw new TemplateError(source, error)
    }
  }
  compiled.set(source, template)
  return template
}

/** The template filled with the values. Throws `Stop` for a value that is missing and for what does not parse. */
export function fill(template: Template, values: object): string {
  const partials = Object.fromEntries([...template.partials].map(([name, source]) => [name, compile(source)]))
  try {
    return compile(template.page)(values, { partials })
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error
    const where = placeOf(error)
    throw new Stop(diagnose('template-value', where, { template: template.name, problem: problemOf(error) }))
  }
}

function placeOf({ source, cause }: TemplateError): Where {
  if (cause.lineNumber) return { file: source.file, line: cause.lineNumber }
  const line = Number(/^Parse error on line (\d+)/.exec(cause.message)?.[1])
  if (line) return { file: source.file, line }
  const partial = /^The partial (\S+) could not be found/.exec(cause.message)?.[1]
  const offset = partial ? source.text.search(new RegExp(`\\{\\{#?>\\s*${partial}`)) : -1
  return offset < 0 ? { file: source.file } : placeIn(source, offset)
}

/** Handlebars' message without the place, which is told before it, and without its parser's vocabulary. */
const problemOf = ({ message }: Error): string =>
  message
    .replace(/^"(.*)" not defined in .*$/s, 'there is no value «$1»')
    .replace(/^Parse error on line \d+:\n(.*)\n-*\^\n.*$/s, 'this does not parse: $1')
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
