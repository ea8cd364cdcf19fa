/** Handlebars in strict mode, its errors told with template and line. */
import Handlebars from 'handlebars'
import { diagnose, type Diagnostic, Stop, type Where } from '../diagnostic.js'
import type { Source, Template } from '../model/template.js'
import { cssContent, cssString } from './css.js'

/** Handlebars' own errors know the line, but not which of the template's files it is in. */
interface Thrown extends Error {
  lineNumber?: number
  loc?: { start?: { line?: number } }
  hash?: { loc?: { first_line?: number }; line?: number }
  source?: Source
}

const handlebars = Handlebars.create()
handlebars.registerHelper({
  cssString: (text: unknown) => cssString(required(text, 'cssString')),
  cssContent: (text: unknown) => cssContent(required(text, 'cssContent')),
})

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
      if (!(error instanceof Error)) throw new Error(String(error))
      ;(error as Thrown).source ??= source
      throw error
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
    if (!(error instanceof Error) || !(error as Thrown).source) throw error
    const thrown = error as Thrown & { source: Source }
    const line = thrown.lineNumber ?? thrown.loc?.start?.line ?? lineOfParseError(thrown)
    const where = { file: thrown.source.file, ...(line && { line }) }
    throw new Stop(diagnose('template-value', where, { template: template.name, problem: problemOf(thrown) }))
  }
}

/** A helper's argument is not checked by strict mode. */
function required(text: unknown, helper: string): string {
  if (typeof text !== 'string') throw new Handlebars.Exception(`the helper ${helper} got no text`)
  return text
}

const lineOfParseError = (error: Error): number | undefined =>
  Number(/Parse error on line (\d+)/.exec(error.message)?.[1]) || undefined

/** «"subtitel" not defined in [object Object] - 12:4» without the object and the place, which is told before it. */
const problemOf = (error: Error): string =>
  error.message
    .replace(/^"(.*)" not defined in .*$/s, 'there is no value «$1»')
    .replace(/ - \d+:\d+$/, '')
    .replace(/\s*\n\s*/g, ' ')
    .replace(/\.$/, '')

const SCRIPT = /<script\b[^>]*>|\son[a-z]+\s*=\s*["'][^"']*["']|javascript:[^"'\s>]*/gi

/** A finding for each script and event handler in the template: none of them will run. */
export const findScripts = (template: Template): readonly Diagnostic[] =>
  [template.page, ...template.partials.values()].flatMap((source) =>
    [...source.text.matchAll(SCRIPT)].map((match) =>
      diagnose('script-ignored', placeIn(source, match.index), { what: match[0].trim() }),
    ),
  )

/** Where the text stands in a template's files; the page itself if nowhere to the letter. */
export function locate(template: Template, text: string): Where {
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
