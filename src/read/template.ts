/** templates/<name>/ → Template. */
import { basename, join } from 'node:path'
import * as z from 'zod'
import { diagnose } from '../diagnostic.js'
import type { FileKind } from '../files/limits.js'
import type { Reader } from '../files/reader.js'
import type { FaceName } from '../model/face.js'
import { STANDS } from '../model/passage.js'
import { KINDS, ROLES, type Role, type Source, type Template } from '../model/template.js'
import { checkKnob } from './knobs.js'
import { PaperSetting } from './paper.js'
import { checkPlaceholders, REPEATED } from './placeholders.js'
import { readText, type Report } from './text.js'
import { bounds, cssValue, formed, naming, range, readYaml, strictObject, text } from './yaml.js'

const faceName = strictObject({
  family: text,
  weight: z.number().int().min(1).max(1000).default(400),
  style: z.enum(['normal', 'italic']).default('normal'),
})

/** A file a language, one for all, or one for all of which there are so many: «2..4». */
const languages = z.string().transform((value, context): Pick<Template, 'languages' | 'madeFor'> => {
  if (value === 'each' || value === 'all') return { languages: value }
  const [, least, most] = /^([1-9]\d?)\.\.([1-9]\d?)$/.exec(value) ?? []
  if (least && most && Number(least) <= Number(most))
    return { languages: 'all', madeFor: { least: Number(least), most: Number(most) } }
  const params = { hint: 'Write each, all, or all of so many: 2..4.' }
  context.issues.push({ code: 'custom', message: `is “${value}”`, input: value, params })
  return z.NEVER
})

const word = formed(
  /^[a-z][a-z-]*$/,
  'should be small letters of a to z and hyphens',
  'Write it like names-leading.',
)

const TemplateFile = strictObject({
  about: text,
  languages,
  paper: PaperSetting.default('A4'),
  orientation: z.enum(['portrait', 'landscape']).exactOptional(),
  margins: strictObject({
    mirrored: z.boolean().default(false),
    top: z.number(),
    right: z.number(),
    bottom: z.number(),
    left: z.number(),
  }),
  multiple: z.number().int().min(1).default(1),
  limits: strictObject({ stretch: z.number().min(1).default(3) }).default({ stretch: 3 }),
  numbers: z.boolean().default(true),
  notes: z.enum(['foot', 'end']).default('foot'),
  texts: z
    .array(
      z.union([
        z.enum(STANDS),
        strictObject({ text: z.enum(STANDS), when: text.exactOptional(), unless: text.exactOptional() }),
      ]),
    )
    .default(['title', 'subtitle', 'addressee', 'paragraphs', 'signatories', 'closing', 'contact']),
  conditions: z
    .record(word, strictObject({ languages: bounds.exactOptional(), signatories: bounds.exactOptional() }))
    .default({}),
  furniture: z
    .array(
      strictObject({
        text,
        from: z.number().int().min(1).default(1),
        on: z.enum(['left', 'right']).optional(),
      }),
    )
    .default([]),
  faces: z.partialRecord(z.enum(ROLES), z.array(faceName).min(1), { error: naming(ROLES) }),
  knobs: z
    .record(
      word,
      strictObject({
        kind: z.enum(KINDS).default('length'),
        choices: z.array(word).min(1).default([]),
        default: cssValue,
        fit: range.optional(),
        about: text,
      }),
    )
    .default({}),
})

const RESERVED = ['shared', 'labels']

/** Names of the templates in a templates/ folder; none if there is no such folder. */
export async function listTemplates(
  reader: Reader,
  folder: string,
  report: Report,
): Promise<readonly string[]> {
  const entries = await reader.list(folder, report)
  return entries.filter((e) => e.kind === 'folder' && !RESERVED.includes(e.name)).map((e) => e.name)
}

/** Reads a template's folder; `shared` are the folders of shared partials, later ones first in right. */
export async function readTemplate(
  reader: Reader,
  folder: string,
  shared: readonly string[],
  report: Report,
): Promise<Template | undefined> {
  const name = basename(folder)
  const settings = join(folder, 'template.yaml')
  const page = join(folder, 'page.hbs')
  const missing = (file: string, why: string) =>
    diagnose('file-missing', { file }, { file: `templates/${name}/${basename(file)}`, why })
  const [yaml, pageText] = await Promise.all([
    readText(reader, settings, 'yaml', report, missing(settings, 'it says what the template is')),
    readText(reader, page, 'template', report, missing(page, 'it is the page to fill in')),
  ])
  if (yaml === undefined || pageText === undefined) return undefined

  const read = readYaml(settings, yaml, TemplateFile, report)
  if (!read) return undefined
  const { faces, knobs, furniture, languages, texts, conditions, ...plain } = read.value
  const parts = new Map(Object.entries(faces) as [Role, FaceName[]][])
  const families = new Map<string, Role>()
  for (const [role, names] of parts)
    for (const { family } of names) if (!families.has(family)) families.set(family, role)
  for (const [key, { fit, ...knob }] of Object.entries(knobs)) {
    const { kind, choices, default: value } = knob
    if ((kind === 'choice') !== choices.length > 0)
      report(
        diagnose('bad-value', read.at('knobs', key), {
          what: `«knobs.${key}»`,
          problem: kind === 'choice' ? 'has nothing to choose from' : `is a ${kind}, and has «choices»`,
          hint: 'A knob with «kind: choice» has «choices: [one, two]»; no other has.',
        }),
      )
    else checkKnob(key, value, knob, [...families.keys()], read.at('knobs', key, 'default'), report)
    if (fit && kind !== 'length')
      report(
        diagnose('bad-value', read.at('knobs', key, 'fit'), {
          what: `«fit» of «${key}»`,
          problem: `is for lengths, not for a ${kind}`,
          hint: 'Take it out.',
        }),
      )
  }
  for (const [index, { text }] of furniture.entries())
    checkPlaceholders(text, REPEATED, { at: read.at('furniture', index), within: '«furniture»' }, report)
  for (const [index, placed] of texts.entries())
    if (typeof placed !== 'string')
      for (const key of ['when', 'unless'] as const)
        if (placed[key] !== undefined && !Object.hasOwn(conditions, placed[key]))
          report(
            diagnose('bad-value', read.at('texts', index, key), {
              what: `«${key}» of the texts`,
              problem: `names a condition that is not there: “${placed[key]}”`,
              hint: `Add it under «conditions», such as ${placed[key]}: { signatories: ..40 }.`,
            }),
          )
  const partials = new Map<string, Source>()
  const styles: Source[] = []
  for (const from of [...shared, folder]) {
    for (const source of await readSources(reader, from, '.hbs', 'template', report))
      if (source.file !== page) partials.set(basename(source.file, '.hbs'), source)
    styles.push(...(await readSources(reader, from, '.css', 'style', report)))
  }
  return {
    name,
    folder,
    ...plain,
    ...languages,
    texts: texts.map((placed) => (typeof placed === 'string' ? { text: placed } : placed)),
    conditions: new Map(Object.entries(conditions)),
    furniture: furniture.map(({ on, ...piece }) => (on ? { ...piece, on } : piece)),
    faces: parts,
    families,
    knobs: new Map(
      Object.entries(knobs).map(([key, { fit, ...knob }]) => [key, fit ? { ...knob, fit } : knob] as const),
    ),
    page: { file: page, text: pageText },
    partials,
    styles,
  }
}

async function readSources(
  reader: Reader,
  folder: string,
  extension: string,
  kind: FileKind,
  report: Report,
): Promise<Source[]> {
  const entries = await reader.list(folder, report)
  const files = entries.filter(({ name }) => name.endsWith(extension)).map(({ name }) => join(folder, name))
  const texts = await Promise.all(files.map((file) => readText(reader, file, kind, report)))
  return files.map((file, index) => ({ file, text: texts[index] ?? '' }))
}
