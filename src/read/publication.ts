/** source/ → Publication: publication.yaml, the statements it names, the list of signatories. */
import { join } from 'node:path'
import * as z from 'zod'
import { diagnose, type Diagnostic } from '../diagnostic.js'
import type { Reader } from '../files/reader.js'
import { limitsFor } from '../model/limits.js'
import { contrastOf, type Rgb, WHITE } from '../model/contrast.js'
import { paper, PAPERS } from '../model/paper.js'
import {
  type Edition,
  type Group,
  type Localised,
  ORDERS,
  type Place,
  type Publication,
  type Statement,
  type Tag,
  type Text,
} from '../model/publication.js'
import { familiesOf, type Template } from '../model/template.js'
import { FitSection, readFit } from './fit.js'
import { ImpositionSection, readImposition } from './imposition.js'
import { checkKnob } from './knobs.js'
import { likelierMeant } from './language-tag.js'
import { compareLanguages, compareTexts } from './parity.js'
import { nameOf } from './parity/passage.js'
import { checkPictures } from './pictures.js'
import { PressSection } from './press.js'
import { readSignatories } from './signatories.js'
import { readStatement } from './statement.js'
import { readText, type Report } from './text.js'
import { cssValue, date, formed, readYaml, strictObject, tag, tellPath, text, type Yaml } from './yaml.js'

const name = formed(
  /^[a-z0-9]+(-[a-z0-9]+)*$/,
  'should be small letters of a to z, digits and hyphens',
  'Write it like lake-2024.',
)
const localised = z.record(z.string(), text)

const dividedWord = formed(
  /^[\p{L}\p{M}]+(-[\p{L}\p{M}]+)*$/u,
  'is no word',
  'Write one word with a hyphen wherever it may be divided: Kazakh-stan. Without a hyphen it stays whole.',
)

/** source/publication.yaml, as the README describes it. */
const PublicationFile = strictObject({
  slug: name,
  symbol: text.optional(),
  publisher: text.optional(),
  house: text.optional(),
  date,
  languages: z
    .array(tag)
    .min(1)
    .refine((tags) => new Set(tags).size === tags.length, {
      error: 'names a language twice',
      params: { hint: 'Take one of the two out.' },
    }),
  accent: formed(
    /^#[0-9a-fA-F]{6}$/,
    'is no colour',
    `Write # and six hexadecimal digits, in quotes: '#9b1c20'.`,
  ).default('#9b1c20'),
  wording: z.record(z.string(), localised).default({}),
  hyphenation: z.record(z.string(), z.array(dividedWord)).default({}),
  groups: z.array(strictObject({ id: name, title: localised, order: z.enum(ORDERS).default('file') })).min(1),
  press: PressSection.optional(),
  editions: z.record(
    name,
    // «leaflet:» alone is the template as it is
    z.preprocess(
      (settings) => settings ?? {},
      strictObject({
        template: text.optional(),
        paper: text.optional(),
        orientation: z.enum(['portrait', 'landscape']).optional(),
        set: z.record(z.string(), cssValue).default({}),
        fit: FitSection.optional(),
        office: ImpositionSection.optional(),
        press: z.boolean().optional(),
      }),
    ),
  ),
})
type PublicationFile = z.infer<typeof PublicationFile>

/** What publication.yaml says, before the templates it names have been looked at. */
export type Outline = Yaml<PublicationFile>

/** Reads publication.yaml alone. */
export async function readOutline(
  reader: Reader,
  source: string,
  report: Report,
): Promise<Outline | undefined> {
  const file = join(source, 'publication.yaml')
  const content = await readText(reader, file, 'yaml', report, diagnose('no-source', { file }, {}))
  return content === undefined
    ? undefined
    : readYaml(file, content, PublicationFile, report, { standIns: { slug: 'x', date: '2000-01-01' } })
}

/** The templates' names that the outline asks for, each once. */
export const templatesOf = ({ value }: Outline): readonly string[] => [
  ...new Set(Object.entries(value.editions).map(([edition, settings]) => settings.template ?? edition)),
]

/**
 * Reads what the outline names. `templates` holds the templates that could be read.
 * What is wrong is reported and left out.
 */
export async function readPublication(
  reader: Reader,
  source: string,
  { value, at }: Outline,
  templates: ReadonlyMap<string, Template>,
  report: Report,
): Promise<Publication> {
  const languages = value.languages as [Tag, ...Tag[]]
  for (const [index, lang] of languages.entries()) {
    const meant = likelierMeant(lang)
    const where = at('languages', index)
    if (meant)
      report(
        diagnose('language-or-country', where, {
          tag: lang,
          name: nameOf(lang),
          meant: meant.tag,
          meantName: meant.name,
        }),
      )
  }
  const { statements, resolutions } = await readStatements(reader, source, languages, at, report)
  const groupIds = value.groups.map((group) => group.id)
  for (const [index, id] of groupIds.entries())
    if (groupIds.indexOf(id) < index) {
      const first = at('groups', groupIds.indexOf(id), 'id').line
      report(diagnose('group-twice', at('groups', index, 'id'), { id, first }))
    }
  const signatories = await readSignatories(reader, source, groupIds, languages, report)

  /** Languages that there are texts in and that are not printed, or not yet, each with the first place. */
  const unused = new Map<Tag, Place>()
  const checkTags = (byTag: Readonly<Record<string, unknown>>, ...path: PropertyKey[]): void => {
    for (const key of Object.keys(byTag)) {
      if (languages.includes(key)) continue
      if (tag.safeParse(key).success) unused.set(key, unused.get(key) ?? at(...path, key))
      else
        report(
          diagnose('unknown-language', at(...path, key), { name: key, known: languages, in: tellPath(path) }),
        )
    }
  }
  const localise = (texts: Record<string, string>, ...path: PropertyKey[]): Localised => {
    checkTags(texts, ...path)
    const lacking = languages.filter((tag) => !Object.hasOwn(texts, tag))
    if (lacking.includes(languages[0]))
      report(diagnose('missing-key', at(...path), { key: languages[0], within: tellPath(path) }))
    else if (lacking.length)
      report(
        diagnose('untranslated', at(...path), {
          what: tellPath(path),
          languages: lacking.map(nameOf),
          tags: lacking,
          standIn: texts[languages[0]]!,
        }),
      )
    // A key that is no language may be anything, and its text is compared with nothing.
    const entries = Object.entries(texts).filter(([key]) => languages.includes(key))
    return new Map(entries.map(([lang, text]): [Tag, Text] => [lang, { lang, text, at: at(...path, lang) }]))
  }
  const groups = value.groups.map((group, index): Group => ({
    id: group.id,
    title: localise(group.title, 'groups', index, 'title'),
    order: group.order,
    signatories: signatories.filter((signatory) => signatory.group === group.id),
  }))
  const wording = Object.entries(value.wording).map(
    ([key, texts]) => [key, localise(texts, 'wording', key)] as const,
  )
  compareTexts(
    [
      ...signatories.flatMap(({ names, affiliations, roles }) => [names, affiliations, roles]),
      ...groups.map(({ title }) => title),
      ...wording.map(([, texts]) => texts),
    ],
    report,
  )
  checkTags(value.hyphenation, 'hyphenation')
  const [[, firstUnused] = []] = unused
  if (firstUnused) report(diagnose('languages-unused', firstUnused, { tags: [...unused.keys()] }))
  const contrast = contrastOf(rgbOf(value.accent), WHITE)
  if (contrast < PALE) report(diagnose('pale-accent', at('accent'), { accent: value.accent, contrast }))
  if (!Object.keys(value.editions).length) report(diagnose('no-editions', at('editions'), {}))
  return {
    slug: value.slug,
    ...(value.symbol && { symbol: value.symbol }),
    ...(value.publisher && { publisher: value.publisher }),
    date: value.date,
    languages,
    accent: value.accent,
    wording: new Map(wording),
    hyphenation: new Map(Object.entries(value.hyphenation)),
    groups,
    statements,
    resolutions,
    editions: Object.keys(value.editions).flatMap((edition) =>
      readEdition(edition, value, at, templates, report),
    ),
  }
}

/** The least that large letters need (WCAG 2.2, 1.4.3). */
const PALE = 3

/** @param colour «#rrggbb» */
const rgbOf = (colour: string): Rgb =>
  [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16)) as unknown as Rgb

async function readStatements(
  reader: Reader,
  source: string,
  languages: readonly Tag[],
  at: Outline['at'],
  report: Report,
): Promise<Pick<Publication, 'statements' | 'resolutions'>> {
  const { secondsAtOnce } = limitsFor(reader.untrusted)
  const statements: Statement[] = []
  const found = new Map<Tag, Diagnostic[]>()
  for (const [index, lang] of languages.entries()) {
    const file = join(source, 'statement', `${lang}.md`)
    const missing = { tag: lang, file: `statement/${lang}.md` }
    const own: Diagnostic[] = []
    const reportHere: Report = (finding) => own.push(finding)
    const content = await readText(
      reader,
      file,
      'statement',
      reportHere,
      diagnose('missing-statement', at('languages', index), missing),
    )
    const statement =
      content === undefined ? undefined : readStatement(file, content, lang, reportHere, secondsAtOnce)
    if (statement) statements.push(statement)
    found.set(lang, own)
  }
  const isRead = (tag: Tag | undefined) => statements.some(({ lang }) => lang === tag)
  const [first] = languages
  // These take the closing line of the first language, which nobody knows then.
  const lent = isRead(first) ? [] : statements.filter(({ closing }) => !closing).map(({ lang }) => lang)
  for (const [lang, findings] of found)
    for (const finding of findings)
      report({ ...finding, languages: lang === first ? [lang, ...lent] : [lang] })
  compareLanguages(statements, (finding) => {
    const lang = statements.find(({ file }) => file === finding.where?.file)?.lang
    report({ ...finding, ...(lang !== undefined && { languages: [lang] }) })
  })
  return { statements, resolutions: await checkPictures(reader, source, statements, report) }
}

function readEdition(
  edition: string,
  value: PublicationFile,
  at: Outline['at'],
  templates: ReadonlyMap<string, Template>,
  report: Report,
): Edition[] {
  const settings = value.editions[edition]!
  const template = templates.get(settings.template ?? edition)
  if (!template) return []
  const name = settings.paper ?? template.paper
  const sheet = paper(name, settings.orientation ?? template.orientation)
  if (!sheet)
    report(diagnose('unknown-paper', at('editions', edition, 'paper'), { name, known: Object.keys(PAPERS) }))
  const known = [...template.knobs.keys()]
  for (const key of Object.keys(settings.set))
    if (!known.includes(key)) {
      const within = `«editions.${edition}.set»`
      report(diagnose('unknown-key', at('editions', edition, 'set', key), { key, within, known }))
    }
  for (const [key, value] of Object.entries(settings.set)) {
    const kind = template.knobs.get(key)?.kind
    if (kind) checkKnob(key, value, kind, familiesOf(template), at('editions', edition, 'set', key), report)
  }
  const imposition =
    settings.office &&
    readImposition(settings.office, (...path) => at('editions', edition, 'office', ...path), report)
  const fit =
    settings.fit &&
    readFit(settings.fit, template, Object.keys(settings.set), ['editions', edition, 'fit'], at, report)
  if (!sheet) return []
  const knobs = [...template.knobs].map(
    ([key, knob]) => [key, Object.hasOwn(settings.set, key) ? settings.set[key]! : knob.default] as const,
  )
  const office = imposition && { ...imposition, at: at('editions', edition, 'office') }
  return [
    {
      name: edition,
      template: template.name,
      paper: sheet,
      knobs: new Map(knobs),
      press: settings.press ?? value.press !== undefined,
      ...(fit && { fit }),
      ...(office && { office }),
    },
  ]
}
