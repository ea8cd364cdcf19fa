/** source/ → Publication: publication.yaml, the statements it names, the list of signatories. */
import { join } from 'node:path'
import * as z from 'zod'
import { diagnose, type Diagnostic } from '../diagnostic.js'
import type { Reader } from '../files/reader.js'
import { limitsFor } from '../model/limits.js'
import { countsOf } from '../model/counts.js'
import { deliverables } from '../model/deliverable.js'
import { contrastOnWhite, LEGIBLE } from '../model/contrast.js'
import {
  type Edition,
  type Group,
  type Localised,
  type Logo,
  ORDERS,
  type Paper,
  pictureFilesOf,
  type Place,
  type Publication,
  type Statement,
  type Tag,
  type Text,
} from '../model/publication.js'
import type { Template } from '../model/template.js'
import { countryMeant, isCountry } from './countries.js'
import { EmbargoValue } from './embargo.js'
import { type Fill, fillWith } from './fill.js'
import { FitSection, readFit } from './fit.js'
import { FontsSection } from './fonts.js'
import { ImpositionSection, readImposition } from './imposition.js'
import { checkKnob } from './knobs.js'
import { likelierMeant } from './language-tag.js'
import { compareLanguages, compareTexts } from './parity.js'
import { nameOf } from './parity/passage.js'
import { PaperSetting, readPaper, sizeIn } from './paper.js'
import { checkPictures, pictureNamed } from './pictures.js'
import { PressSection } from './press.js'
import { readSignatories } from './signatories.js'
import { readStatement } from './statement.js'
import { readText, type Report } from './text.js'
import {
  cssValue,
  date,
  formed,
  listOrOne,
  length,
  readYaml,
  strictObject,
  tag,
  tellPath,
  text,
  type Yaml,
} from './yaml.js'

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

const tags = z
  .array(tag)
  .min(1)
  .refine((tags) => new Set(tags).size === tags.length, {
    error: 'names a language twice',
    params: { hint: 'Take one of the two out.' },
  })

/** source/publication.yaml, as the README describes it. */
const PublicationFile = strictObject({
  slug: name,
  symbol: text.optional(),
  publisher: text.optional(),
  authors: listOrOne.default([]),
  status: z.enum(['draft']).optional(),
  embargo: EmbargoValue.optional(),
  logo: strictObject({
    file: text,
    alt: localised,
    height: length('Write it in millimetres or inches: 16mm.').default(16),
  }).optional(),
  house: text.optional(),
  date,
  languages: tags,
  accent: formed(
    /^#[0-9a-fA-F]{6}$/,
    'is no colour',
    `Write # and six hexadecimal digits, in quotes: '#9b1c20'.`,
  ).default('#9b1c20'),
  wording: z.record(z.string(), localised).default({}),
  hyphenation: z.record(z.string(), z.array(dividedWord)).default({}),
  countries: z.record(z.string(), localised).default({}),
  groups: z
    .array(
      strictObject({
        id: name,
        title: localised,
        order: z.enum(ORDERS).default('file'),
        countries: z.boolean().default(false),
      }),
    )
    .min(1),
  fonts: FontsSection.default({ fallback: [] }),
  press: PressSection.optional(),
  editions: z.record(
    name,
    // «leaflet:» alone is the template as it is
    z.preprocess(
      (settings) => settings ?? {},
      strictObject({
        template: text.optional(),
        languages: tags.optional(),
        pairs: tag.optional(),
        paper: PaperSetting.optional(),
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

/** The templates' names that the outline asks for, each once: all of them, or those that print a language. */
export const templatesOf = ({ value }: Outline, lang?: Tag): readonly string[] => [
  ...new Set(
    Object.entries(value.editions)
      .filter(([, settings]) => lang === undefined || takenBy(settings, value.languages).includes(lang))
      .map(([edition, settings]) => settings.template ?? edition),
  ),
]

/** The languages of an edition, that which it pairs with the others among them. */
function takenBy(
  { languages, pairs }: PublicationFile['editions'][string],
  all: readonly Tag[],
): readonly Tag[] {
  const taken = languages ?? all
  return pairs === undefined || taken.includes(pairs) ? taken : [pairs, ...taken]
}

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
  const groupIds = value.groups.map((group) => group.id)
  for (const [index, id] of groupIds.entries())
    if (groupIds.indexOf(id) < index) {
      const first = at('groups', groupIds.indexOf(id), 'id').line
      report(diagnose('group-twice', at('groups', index, 'id'), { id, first }))
    }
  const signatories = await readSignatories(reader, source, groupIds, languages, report)
  const fill = fillWith(
    countsOf(signatories, groupIds),
    value.date,
    new Map(value.groups.map(({ id, title }) => [id, title])),
    report,
  )
  const statements = await readStatements(reader, source, languages, fill, at, report)

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
  /** A key that is no language may be anything, and its text is compared with nothing. */
  const textsAt = (texts: Record<string, string>, ...path: PropertyKey[]): Localised => {
    checkTags(texts, ...path)
    const entries = Object.entries(texts).filter(([key]) => languages.includes(key))
    return new Map(entries.map(([lang, text]): [Tag, Text] => [lang, { lang, text, at: at(...path, lang) }]))
  }
  const localise = (texts: Record<string, string>, ...path: PropertyKey[]): Localised => {
    const known = textsAt(texts, ...path)
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
    return new Map([...known].map(([lang, text]) => [lang, fill.line(text, tellPath(path))]))
  }
  const readLogo = ({ file, alt, height }: NonNullable<PublicationFile['logo']>): Logo | undefined => {
    const picture = pictureNamed(file, at('logo', 'file'), report)
    const texts = localise(alt, 'logo', 'alt')
    return picture && { ...picture, alt: texts, heightMm: height }
  }
  const groups = value.groups.map((group, index): Group => ({
    id: group.id,
    title: localise(group.title, 'groups', index, 'title'),
    order: group.order,
    countries: group.countries,
    signatories: signatories.filter((signatory) => signatory.group === group.id),
  }))
  const wording = Object.entries(value.wording).map(
    ([key, texts]) => [key, localise(texts, 'wording', key)] as const,
  )
  const countries = Object.entries(value.countries).map(([code, names]) => {
    const where = at('countries', code)
    if (!isCountry(code))
      report(diagnose('unknown-country', where, { value: code, meant: countryMeant(code) }))
    return [code, textsAt(names, 'countries', code)] as const
  })
  const logo = value.logo && readLogo(value.logo)
  const resolutions = await checkPictures(
    reader,
    source,
    pictureFilesOf({ statements, groups, ...(logo && { logo }) }),
    ({ at }) => statements.find(({ file }) => file === at.file)?.lang,
    report,
  )
  compareTexts(
    [
      ...signatories.flatMap(({ names, affiliations, roles }) => [names, affiliations, roles]),
      ...groups.map(({ title }) => title),
      ...wording.map(([, texts]) => texts),
      ...countries.map(([, names]) => names),
      ...(logo ? [logo.alt] : []),
    ],
    report,
  )
  checkTags(value.hyphenation, 'hyphenation')
  const [[, firstUnused] = []] = unused
  if (firstUnused) report(diagnose('languages-unused', firstUnused, { tags: [...unused.keys()] }))
  const contrast = contrastOnWhite(value.accent)
  if (contrast < LEGIBLE) report(diagnose('pale-accent', at('accent'), { accent: value.accent, contrast }))
  if (!Object.keys(value.editions).length) report(diagnose('no-editions', at('editions'), {}))
  const editions = Object.keys(value.editions).flatMap((edition) =>
    readEdition(edition, value, at, templates, report),
  )
  checkNames(value.slug, editions, templates, at, report)
  return {
    slug: value.slug,
    ...(value.symbol && { symbol: value.symbol }),
    ...(value.publisher && { publisher: value.publisher }),
    authors: value.authors,
    ...(value.status && { status: value.status }),
    ...(value.embargo && { embargo: value.embargo }),
    ...(logo && { logo }),
    date: value.date,
    languages,
    accent: value.accent,
    wording: new Map(wording),
    hyphenation: new Map(Object.entries(value.hyphenation)),
    countries: new Map(countries),
    groups,
    statements,
    resolutions,
    editions,
  }
}

async function readStatements(
  reader: Reader,
  source: string,
  languages: readonly Tag[],
  fill: Fill,
  at: Outline['at'],
  report: Report,
): Promise<readonly Statement[]> {
  const { secondsAtOnce: seconds } = limitsFor(reader.untrusted)
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
      content === undefined ? undefined : readStatement(file, content, lang, reportHere, { seconds, fill })
    if (statement) statements.push(statement)
    found.set(lang, own)
  }
  const isRead = (tag: Tag | undefined) => statements.some(({ lang }) => lang === tag)
  const [first] = languages
  // These take a closing line of the first language, which nobody knows then, or what some other language has.
  const lacks = (statement: Statement): boolean =>
    !statement.closing ||
    (['addressee', 'contact'] as const).some(
      (key) => !statement[key] && statements.some((other) => other[key]),
    )
  const lent = isRead(first) ? [] : statements.filter(lacks).map(({ lang }) => lang)
  for (const [lang, findings] of found)
    for (const finding of findings)
      report({ ...finding, languages: lang === first ? [lang, ...lent] : [lang] })
  compareLanguages(statements, (finding) => {
    const lang = statements.find(({ file }) => file === finding.where?.file)?.lang
    report({ ...finding, ...(lang !== undefined && { languages: [lang] }) })
  })
  return statements
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
  // A size says by itself which way the paper lies.
  const usual = settings.paper !== undefined && sizeIn(settings.paper) ? undefined : template.orientation
  const sheet = readPaper(
    settings.paper ?? template.paper,
    settings.orientation ?? usual,
    at('editions', edition, 'paper'),
    report,
  )
  if (sheet) checkRoom(sheet, template, at('editions', edition, 'paper'), report)
  const languages = readLanguages(edition, value, template, at, report)
  const known = [...template.knobs.keys()]
  for (const key of Object.keys(settings.set))
    if (!known.includes(key)) {
      const within = `«editions.${edition}.set»`
      report(diagnose('unknown-key', at('editions', edition, 'set', key), { key, within, known }))
    }
  for (const [key, value] of Object.entries(settings.set)) {
    const knob = template.knobs.get(key)
    if (knob)
      checkKnob(key, value, knob, [...template.families.keys()], at('editions', edition, 'set', key), report)
  }
  const imposition =
    settings.office &&
    readImposition(settings.office, sheet, (...path) => at('editions', edition, 'office', ...path), report)
  const fit =
    settings.fit &&
    readFit(settings.fit, template, Object.keys(settings.set), ['editions', edition, 'fit'], at, report)
  if (!sheet || !languages) return []
  const knobs = [...template.knobs].map(
    ([key, knob]) => [key, Object.hasOwn(settings.set, key) ? settings.set[key]! : knob.default] as const,
  )
  const office = imposition && { ...imposition, at: at('editions', edition, 'office') }
  return [
    {
      name: edition,
      template: template.name,
      languages,
      ...(settings.pairs !== undefined && { pairs: settings.pairs }),
      paper: sheet,
      knobs: new Map(knobs),
      press: settings.press ?? value.press !== undefined,
      ...(fit && { fit }),
      ...(office && { office }),
    },
  ]
}

/** What an edition takes of the publication's languages; undefined if there is something wrong with it. */
function readLanguages(
  edition: string,
  value: PublicationFile,
  { name: template, languages: files, madeFor }: Template,
  at: Outline['at'],
  report: Report,
): Edition['languages'] | undefined {
  const settings = value.editions[edition]!
  const { pairs } = settings
  const taken = takenBy(settings, value.languages)
  const unknown = taken.filter((lang) => !value.languages.includes(lang))
  for (const name of unknown) {
    const key = name === pairs ? 'pairs' : 'languages'
    const within = tellPath(['editions', edition, key])
    const known = value.languages
    report(diagnose('unknown-language', at('editions', edition, key), { name, known, in: within }))
  }
  if (pairs !== undefined && files === 'each')
    report(diagnose('pairs-of-no-use', at('editions', edition, 'pairs'), { template }))
  else if (pairs !== undefined && taken.length < 2)
    report(
      diagnose('pairs-with-none', at('editions', edition, 'pairs'), { edition, language: nameOf(pairs) }),
    )
  const count = pairs === undefined ? taken.length : 2
  if (madeFor && (count < madeFor.least || count > madeFor.most))
    report(
      diagnose('languages-for-template', at('editions', edition), { edition, count, template, ...madeFor }),
    )
  return unknown.length ? undefined : (taken as [Tag, ...Tag[]])
}

/** Two editions may come to one name: «leaflet» in English and «leaflet-en» in all languages. */
function checkNames(
  slug: string,
  editions: readonly Edition[],
  templates: ReadonlyMap<string, Template>,
  at: Outline['at'],
  report: Report,
): void {
  const makers = new Map<string, string>()
  for (const edition of editions)
    for (const { kind, name } of deliverables({ slug }, edition, templates.get(edition.template)!)) {
      if (kind !== 'screen') continue
      const key = name.toLowerCase() // not every disk knows capitals
      const other = makers.get(key)
      if (other === undefined) makers.set(key, edition.name)
      else report(diagnose('same-name', at('editions', edition.name), { edition: edition.name, other, name }))
    }
}

/** In millimetres: some letters beside one another, a line or two. */
const LEAST_AREA = 20

/** Margins are the template's own, and may leave nothing of a small paper. */
function checkRoom(
  { name, widthMm, heightMm }: Paper,
  { name: template, margins: { top, right, bottom, left } }: Template,
  at: Place,
  report: Report,
): void {
  const area = { widthMm: widthMm - left - right, heightMm: heightMm - top - bottom }
  if (Math.min(area.widthMm, area.heightMm) >= LEAST_AREA) return
  report(diagnose('no-room-on-paper', at, { paper: name, template, ...area, leastMm: LEAST_AREA }))
}
