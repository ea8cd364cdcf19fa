/** templates/labels/<tag>.yaml → Labels: the words of the templates in one language. */
import { join } from 'node:path'
import * as z from 'zod'
import { diagnose, type Diagnostic, type Where } from '../diagnostic.js'
import type { Reader } from '../files/reader.js'
import type { Labels, Template } from '../model/template.js'
import { checkPlaceholders, COUNTERS, OF_LABELS } from './placeholders.js'
import { readText, type Report } from './text.js'
import { readYaml, text, type Yaml } from './yaml.js'

const LabelFile = z.record(z.string(), text)

/** What prints a label, as a message says it, and where that is written. */
interface Asking {
  readonly by: string
  readonly at: Where
}

/**
 * The labels that are asked for, each by the first that does.
 * @param marks what the publication has printed on every page
 */
export function labelsWanted(
  templates: Iterable<Template>,
  marks: readonly (readonly [key: string, at: Where])[],
): ReadonlyMap<string, Asking> {
  const wanted = new Map<string, Asking>(marks.map(([key, at]) => [key, { by: 'every page', at }] as const))
  const ask = (key: string, template: string, at: Where): void => {
    if (!wanted.has(key)) wanted.set(key, { by: `the template «${template}»`, at })
  }
  for (const { name, page, partials, furniture } of templates) {
    for (const { file, text } of [page, ...partials.values()])
      for (const { 1: key, index } of text.matchAll(/\blabels\.([\w-]+)/g))
        ask(key!, name, { file, line: text.slice(0, index).split('\n').length })
    if (furniture.some((piece) => piece.text.includes('{folio}'))) ask('folio', name, { file: page.file })
  }
  return wanted
}

/**
 * Reads one language's labels from each labels/ folder, Broadside's first, the project's last and first in right;
 * undefined if none has them. Reports what a template asks for in vain, and in the project what none asks for.
 */
export async function readLabels(
  reader: Reader,
  folders: readonly string[],
  tag: string,
  wanted: ReadonlyMap<string, Asking>,
  report: Report,
): Promise<Labels | undefined> {
  const own = join(folders.at(-1)!, `${tag}.yaml`)
  const [ours, english] = [join(folders[0]!, `${tag}.yaml`), join(folders[0]!, 'en.yaml')]
  const labels = new Map<string, string>()
  let last: string | undefined
  let whole = true
  for (const file of folders.map((folder) => join(folder, `${tag}.yaml`))) {
    const read = await readFile(reader, file, report)
    if (read === 'none') continue
    last = file
    if (read === 'broken') whole = false
    else
      for (const [key, text] of Object.entries(read.value)) {
        labels.set(key, text)
        const own = OF_LABELS[key] ?? COUNTERS
        checkPlaceholders(text, own, { at: read.at(key), within: `«${key}»` }, report)
        for (const placeholder of OF_LABELS[key] ?? [])
          if (!text.includes(placeholder))
            report(diagnose('missing-placeholder', read.at(key), { placeholder, key }))
      }
    if (read === 'broken' || file !== own || file === ours) continue // others serve other publications, too
    const broadsides = await readFile(reader, english, () => {}) // what may have been copied and is not used yet
    const known = new Set([
      ...wanted.keys(),
      ...(typeof broadsides === 'string' ? [] : Object.keys(broadsides.value)),
    ])
    for (const key of Object.keys(read.value))
      if (!known.has(key)) report(diagnose('unknown-label', read.at(key), { key, known: [...known] }))
  }
  if (last && whole)
    for (const [key, { by, at }] of wanted)
      if (!labels.has(key)) {
        const where = last === own ? { file: own } : at // Broadside's file is not the one to mend
        report(diagnose('missing-label', where, { key, by, language: tag, own, english }))
      }
  return last === undefined ? undefined : labels
}

async function readFile(
  reader: Reader,
  file: string,
  report: Report,
): Promise<Yaml<z.infer<typeof LabelFile>> | 'none' | 'broken'> {
  const told: Diagnostic[] = []
  const content = await readText(reader, file, 'yaml', (finding) => told.push(finding))
  told.forEach(report)
  if (content === undefined) return told.length ? 'broken' : 'none'
  return readYaml(file, content, LabelFile, report) ?? 'broken'
}
