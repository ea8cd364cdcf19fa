/** Everything Broadside has to say about a publication, a template or a machine: the codes, and how each is told. */
import { shortened, visible, visibleLine } from './visible.js'

/** `file` is absolute; `line`, `column` and `page` count from 1; `last` is the last of several pages. */
export interface Where {
  readonly file: string
  readonly line?: number
  readonly column?: number
  readonly page?: number
  readonly last?: number
}

export type Severity = 'error' | 'warning'

/** One finding. `message` says what is wrong, `hint` what to do next. */
export interface Diagnostic {
  readonly code: Code
  readonly severity: Severity
  readonly where?: Where
  readonly message: string
  readonly hint: string
  /** Languages whose finished files alone it concerns, such as that of a statement; it concerns all files otherwise. */
  readonly languages?: readonly string[]
}

/** Thrown where work cannot go on; carries what was found. */
export class Stop extends Error {
  readonly diagnostics: readonly Diagnostic[]
  constructor(...diagnostics: readonly Diagnostic[]) {
    super(diagnostics.map((d) => d.message).join('\n'))
    this.name = 'Stop'
    this.diagnostics = diagnostics
  }
}

type Wording = readonly [message: string, hint: string]
const error = <D = object>(tell: (data: D) => Wording) => ({ severity: 'error' as const, tell })
const warning = <D>(tell: (data: D) => Wording) => ({ severity: 'warning' as const, tell })

/** Of more names than these, the others are counted. */
const MOST_NAMES = 40

/** Names in a sentence: «a», «a and b», «a, b and c». */
function list(items: Iterable<string | number>): string {
  const all = [...items].map(String)
  const names =
    all.length > MOST_NAMES ? [...all.slice(0, MOST_NAMES), `${all.length - MOST_NAMES} more`] : all
  return new Intl.ListFormat('en', { type: 'conjunction' }).format(names).replace(/, and (?=[^,]*$)/, ' and ')
}

/** The last part of a path or URL. */
const basename = (url: string): string => url.slice(url.lastIndexOf('/') + 1)

/** Long ones are cut. */
const quote = (text: string): string => (text.length > 80 ? `${text.slice(0, 77)}…` : text)

const count = (n: number, thing: string): string => `${n} ${thing}${n === 1 ? '' : 's'}`

/** «四» (U+56DB); of more than three letters, and of a letter with marks, without the numbers. */
const letters = (clusters: readonly string[]): string =>
  list(
    clusters.map((cluster) =>
      clusters.length > 3 || Array.from(cluster).length > 1
        ? `«${cluster}»`
        : `«${cluster}» (U+${hex(cluster)})`,
    ),
  )
const hex = (character: string): string =>
  character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')

/** What makes a usable font of one that is none. `package` may hold its TrueType version. */
export type FontRemedy =
  | { readonly kind: 'none' | 'convert' | 'take-out' }
  | { readonly kind: 'truetype'; readonly package: string | undefined }

function remedyOf(remedy: FontRemedy, file: string): string {
  switch (remedy.kind) {
    case 'convert':
      return `Run “broadside fonts add ${file}”, which makes static TrueType of it: Chromium embeds nothing else as it is.`
    case 'take-out':
      return `Take one of them out: “broadside fonts add ${file} --face N”; without “--face” it lists them.`
    case 'truetype':
      return `Take its TrueType version, since Chromium embeds this one as Type 3: ${install(remedy.package ?? '@expo-google-fonts/FAMILY')}, if Google Fonts has it.`
    case 'none':
      return 'Use a static TrueType face (.ttf with glyf outlines); Chromium embeds others as Type 3.'
    default:
      return remedy satisfies never
  }
}

/** How a publication gets a font package, in a sentence. */
const install = (name: string): string => `run “npm install --prefix . ${name}” in the publication’s folder`

const small = (text: string): string => `${text.charAt(0).toLowerCase()}${text.slice(1)}`

const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`

/** A hint at the name that was meant, if one of the known is at most two letters from it. */
function nearest(name: string, known: readonly string[]): string | undefined {
  const [best] = known
    .map((each) => ({ each, steps: distance(name, each) }))
    .sort((a, b) => a.steps - b.steps)
  return best && best.steps <= 2 ? `Did you mean «${best.each}»?` : undefined
}

/** Letters to add, take out or exchange (Levenshtein). */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (const [i, letter] of Array.from(a).entries()) {
    const next = [i + 1]
    for (let j = 0; j < b.length; j++)
      next.push(Math.min(row[j]! + Number(letter !== b[j]), row[j + 1]! + 1, next[j]! + 1))
    row = next
  }
  return row[b.length]!
}

/** A word of the source that a finished file does not hold as it is written. */
interface InFile {
  readonly what: string
  readonly language: string
  readonly word: string
  readonly instead: string
  /** Broadside's own template sets it. */
  readonly stock: boolean
}
/** A text that is tagged with a language that is not its own. */
interface Astray {
  readonly what: string
  readonly language: string
  readonly word: string
  readonly tagged: string
}
const opening = ({ what, language }: Pick<InFile, 'what' | 'language'>): string =>
  `${capital(what)} (${language})`
/** What goes farthest beyond the text area of a page: a word, or a box as a style sheet selects it and how it begins. */
type Widest = { readonly beyondMm: number } & (
  { readonly word: string } | { readonly selector: string; readonly text: string }
)
const tellWidest = (d: Widest): string =>
  `${'word' in d ? `the word «${d.word}»` : `«${d.selector}»${d.text && `, which begins «${d.text}»`}`}, ${d.beyondMm.toFixed(1)} mm beyond the text area`

/** Why nobody reads a text that is printed. */
export type Unread =
  | { readonly kind: 'pale'; readonly contrast: number }
  | { readonly kind: 'small'; readonly sizePt: number }
  | { readonly kind: 'covered' }
  | { readonly kind: 'cut' }
  | { readonly kind: 'overprinted'; readonly under: string }
function tellUnread(cause: Unread): readonly [problem: string, advice: string] {
  switch (cause.kind) {
    case 'pale':
      return [
        `has nearly the colour of what it stands on (${cause.contrast.toFixed(1)} to 1)`,
        'Give it another colour; 4.5 to 1 is the least for small letters.',
      ]
    case 'small':
      return [`is set in ${cause.sizePt.toFixed(1)} pt, which nobody can read`, 'Set it larger.']
    case 'covered':
      return ['is painted over', 'See which background or box comes to lie over it.']
    case 'cut':
      return [
        'has letters that are cut off',
        'Give it more room: nothing is painted beyond a box with «overflow: hidden», nor above and below the text area of a page. What only a screen reader is to tell belongs in an aria-label.',
      ]
    case 'overprinted':
      return [`lies over «${cause.under}»`, 'See their positions, margins and line heights.']
  }
}

/** What asks for a picture: a statement, publication.yaml, the list of signatories, or a template. */
export type Asker = 'statement' | 'publication' | 'list' | 'template'
const ASKERS = {
  statement: ['The text', 'beside the statement'],
  publication: ['publication.yaml', 'in source/'],
  list: ['The list', 'in source/, beside the list'],
  template: ['The page', 'in a folder of the template'],
} as const satisfies Record<Asker, readonly [asker: string, where: string]>

/** Pages that do not fit on their sheet side by side. */
interface Scaled {
  readonly widthMm: number
  readonly heightMm: number
  readonly paper: string
  readonly scale: number
}
const tellScaled = (d: Scaled): string =>
  `Two pages of ${round(d.widthMm)} × ${round(d.heightMm)} mm do not fit on ${d.paper} side by side`
/** To a tenth. */
const round = (value: number): number => Math.round(value * 10) / 10
const percent = (value: number): string => `${round(value)} %`

/** What to do about a text that is not as its source has it. */
const notAsWritten = ({ stock }: Pick<InFile, 'stock'>): string =>
  stock
    ? 'The template is Broadside’s own, so this is a fault of Broadside, or of its check, and not of your text. Build with “--keep-work”, look at the page and the PDF, and report them.'
    : 'See what the template and its style sheet do to this text: generated content, hidden parts, letters as pictures. “--keep-work” leaves page and PDF to look at.'

/** What draws the pages of a proof. */
interface Drawn {
  readonly browser: string
  readonly rasteriser: string
}
const drawn = ({ browser, rasteriser }: Drawn): string => `${browser} and ${rasteriser}`

const ROOM_FOR_A_WORD =
  'Set the text smaller or the column wider («set» of the edition), or show where the word may break, by a soft hyphen (U+00AD), in an address by a space without width (U+200B).'

/** Where on a page of a press file something stands, in millimetres from the corner that a printer measures from. */
interface OnPage {
  readonly xMm: number
  readonly yMm: number
  /** How many more there are of the kind on this page. */
  readonly more: number
}
type Painting = 'text' | 'fill' | 'line' | 'image' | 'gradient'

const PLAIN_COLOUR = 'Give the colour as #9b1c20 or rgb() in the style sheet; it is separated then.'
const IF_RGB = 'If the shop takes RGB, «rgb-images: true» under «press» leaves it as it is.'

/** What Markdown takes for something else than text. */
export type Unprinted = 'code' | 'cells' | 'link' | 'picture'

/** Why it is not printed, and what to do. */
const UNPRINTED: Readonly<Record<Unprinted, readonly [why: string, hint: string]>> = {
  code: [
    'it stands in the line that begins a block of code.',
    'Put it on the next line, or a backslash before the sign if no code begins here.',
  ],
  cells: [
    'its row has more cells than the head of the table.',
    'Give the head a cell for each column, or put a backslash before each bar that parts no cells.',
  ],
  link: ['it is the title of a link, which paper cannot show.', 'Write it into the text, or take it out.'],
  picture: [
    'only a picture in a paragraph of its own has a caption.',
    'Put empty lines around the picture, or take the caption out.',
  ],
}

/** How what cannot be separated gets onto the plates after all. */
const IN_INKS: Readonly<Record<Painting, string>> = {
  text: PLAIN_COLOUR,
  fill: PLAIN_COLOUR,
  line: PLAIN_COLOUR,
  image: `Save the picture anew, as a plain PNG or JPEG of 8 bits a channel without a transparent colour. ${IF_RGB}`,
  gradient:
    'What goes round in a circle, is repeated or fades to transparent cannot be separated: let it go from one opaque colour ' +
    `to another, which may be that of the paper, or put a picture in its place. ${IF_RGB}`,
}

const mm = (value: number): string => `${Number(value.toFixed(1)).toString().replace('-', '\u2212')} mm`
const spot = ({ xMm, yMm, more }: OnPage): string =>
  `(${mm(xMm)} from the left and ${mm(yMm)} from the top of the trim${more ? `; ${more} more on this page` : ''})`

/** A picture with its size in pixels; several names where files have the same size. */
interface Pixels {
  readonly names: readonly string[]
  readonly width: number
  readonly height: number
  readonly ppi: number
  readonly wanted: number
}
const tellPicture = ({ names, width, height }: Pixels): string => {
  const size = `${width} × ${height} pixels`
  return names.length ? `The picture ${names.join(' or ')} (${size})` : `A picture of ${size}`
}
const enoughPixels = ({ width, height, wanted }: Pixels): string => {
  const [across, down] = [width, height].map((pixels) => mm(Math.floor((pixels * 25.4) / wanted)))
  return `Print it smaller, up to ${across} wide and ${down} high, or take an original with more pixels.`
}

/** What the browser does with the text of a page. */
const STEPS = {
  load: 'loading',
  fit: 'looking for the size at which the pages hold',
  set: 'setting the lines of',
  print: 'writing the PDF of',
} as const

const CATALOGUE = {
  // Source
  'no-source': error((_data: object) => [
    `There is no publication here.`,
    'Run broadside in a directory that holds source/publication.yaml, or name one with --project DIR.',
  ]),
  'file-missing': error((d: { file: string; why: string; remedy?: string }) => [
    `${d.file} is missing: ${d.why}.`,
    d.remedy ?? `Add the file, or take out what asks for it.`,
  ]),
  'cannot-read': error((d: { file?: string | undefined; problem: string }) => [
    `${d.file ?? 'This'} cannot be read: ${d.problem}.`,
    'Mend its permissions, or put an ordinary file or folder in its place.',
  ]),
  'link-outside': error((d: { link?: string; target: string }) => [
    `${d.link === undefined ? 'This' : `“${d.link}”`} is a link that leads out of the publication, to ${d.target}.`,
    'Put the file or folder itself in its place, or a link to one inside the publication. What several publications share belongs in the folder that “house” names in publication.yaml.',
  ]),
  'file-outside': error((d: { file: string }) => [
    `“${d.file}” lies outside the publication, and is not read.`,
    'Copy the file into the publication. What several publications share belongs in the folder that “house” names in publication.yaml.',
  ]),
  'file-too-large': error((d: { file?: string | undefined; size: string; what: string; limit: string }) => [
    `${d.file === undefined ? 'This file' : `“${d.file}”`} has ${d.size}; ${d.what} may have ${d.limit} at most.`,
    'Check that it is the right file, or make it smaller.',
  ]),
  'too-many-files': error((d: { most: number }) => [
    `There are more than ${d.most} files here that a page might ask for.`,
    'Keep in source/ and in the folders of templates only what belongs to them; a link to a folder above it repeats all that is in there.',
  ]),
  'name-differs': error((d: { asked: string; found: string }) => [
    `There is no file “${d.asked}”; there is one whose name is spelled differently.`,
    `Write it as “${d.found}”.`,
  ]),
  'no-house': error((d: { house: string; problem: string }) => [
    `“house” names ${d.house}, and ${d.problem}.`,
    'Name a folder that holds what several publications share, as seen from the publication’s own folder: house: ../house.',
  ]),
  'out-of-memory': error((d: { megabytes: number }) => [
    `A finished file takes more than ${d.megabytes} MB of memory to look through.`,
    'Make the pictures smaller, or divide the list of signatories or the text among several publications.',
  ]),
  'house-untrusted': error((d: { house: string }) => [
    `“house” names ${d.house}: a stranger’s publication may use nothing outside its own folder.`,
    'Take the line out, or build without --untrusted if you trust who wrote this.',
  ]),
  'not-utf8': error((d: { looksLike?: string }) => [
    `This file is not UTF-8${d.looksLike ? `; it looks like ${d.looksLike}` : ''}.`,
    'Save it again as UTF-8 (in a spreadsheet: «CSV UTF-8»; in an editor: «Save with encoding»).',
  ]),
  'other-format': error((d: { what: string; format: string; isList: boolean }) => [
    `This is not ${d.what}: it is ${d.format}.`,
    d.isList
      ? 'Save the list from the spreadsheet as “CSV UTF-8”, or give a workbook of Excel its own name, signatories.xlsx.'
      : 'Save it as plain text in UTF-8; renaming a file does not change what it is.',
  ]),
  'merge-conflict': error((d: { mark: string; last: number }) => [
    `Two versions of this file were not merged: from “${d.mark}” to line ${d.last} it has the lines of both.`,
    'Keep the lines of one of them, and delete those that begin with <<<<<<<, ======= and >>>>>>>.',
  ]),
  'lost-character': error((_data: object) => [
    'U+FFFD stands here: a character was lost when the text was converted.',
    'Put the right character in its place, from the original.',
  ]),
  'decoded-twice': error((d: { written: string; meant: string }) => [
    `“${d.written}” was decoded twice: it was UTF-8, and was read as an older encoding. It should probably read “${d.meant}”.`,
    'Type it again, or open the original as UTF-8 (a spreadsheet asks for the “file origin”) and save it as UTF-8.',
  ]),
  'stray-character': error((d: { codePoint: string; name?: string | undefined }) => [
    `This line holds ${d.codePoint}${d.name ? `, ${d.name}` : ', a control character'}, which nobody sees.`,
    'Delete it, or put in its place what is meant: a space, a hyphen, a new line.',
  ]),
  'private-character': warning((d: { codePoint: string }) => [
    `This line holds ${d.codePoint}, which Unicode assigns to no character: only the font that it was made for shows it.`,
    'Put the character that is meant in its place, such as “•” for a bullet of a word processor.',
  ]),
  'spreadsheet-leftover': error((d: { column: string; value: string; what: 'error value' | 'formula' }) => [
    `“${d.value}” in the column “${d.column}” is ${d.what === 'formula' ? 'a formula' : 'an error value'} of a spreadsheet.`,
    d.what === 'formula'
      ? 'In the spreadsheet, copy the cell and paste its value in its place; then save the list again.'
      : 'Correct the cell in the spreadsheet, and save the list again.',
  ]),
  syntax: error((d: { language: 'YAML' | 'CSV' | 'JSON'; problem: string; quoted?: string | undefined }) => [
    `This is not valid ${d.language}: ${d.problem}.`,
    d.language === 'CSV'
      ? 'A cell with a quotation mark in it stands in such marks, and the mark is doubled: "The ""Polar"" Line".'
      : d.quoted
        ? `If it belongs to the text, put the text in quotes: ${d.quoted}`
        : 'Mend the line; quotes, indentation and colons are the usual suspects.',
  ]),
  'unsupported-yaml': error((d: { problem: string; hint: string }) => [`${capital(d.problem)}.`, d.hint]),
  'no-front-matter': error((d: { begun: boolean }) =>
    d.begun
      ? [
          'The front matter that begins here has no end.',
          'Add a line with nothing but --- behind it, before the first paragraph.',
        ]
      : ['This file has no front matter.', 'Begin it with three lines: «---», «title: …» and «---».'],
  ),
  'unknown-key': error((d: { key: string; within: string; known: readonly string[] }) => [
    `Unknown key «${d.key}» in ${d.within}.`,
    d.known.length ? `Known keys are ${list(d.known)}.` : 'Take it out.',
  ]),
  'missing-key': error((d: { key: string; within: string }) => [
    `The key «${d.key}» is missing in ${d.within}.`,
    `Add a line «${d.key}: …».`,
  ]),
  'column-twice': error((d: { key: string }) => [
    `There are two columns «${d.key}».`,
    'Give one of them another name, or take it out.',
  ]),
  'missing-column': error((d: { key: string; meant: string | undefined; columns: readonly string[] }) => [
    `The list has no column “${d.key}”.`,
    d.meant
      ? `Did you mean it by “${d.meant}”?`
      : `The first row that is not empty names the columns; here they are ${list(d.columns)}.`,
  ]),
  'columns-unused': warning((d: { columns: readonly string[] }) => [
    `${d.columns.length === 1 ? 'This column is' : 'These columns are'} not used: ${list(d.columns)}.`,
    'Nothing needs to be done if that is meant. Columns that are used: id, group, country, joined, withdrawn, logo, and name_en, affiliation_en, role_en for each language.',
  ]),
  'two-lists': warning((d: { file: string; other: string }) => [
    `There are two lists of signatories, ${d.file} and ${d.other}. The first is read, the other is not.`,
    `Take ${d.other} out of source/, or ${d.file} if that is the old one.`,
  ]),
  'broken-spreadsheet': error((d: { problem: string }) => [
    `This workbook cannot be read: ${d.problem}.`,
    'Save it again as “Excel workbook (.xlsx)”, without a password, or as “CSV UTF-8”.',
  ]),
  'bad-value': error((d: { what: string; problem: string; hint: string }) => [
    `${capital(d.what)} ${d.problem}.`,
    d.hint,
  ]),
  'broken-date': error((d: { key: string; value: string }) => [
    `«${d.key}» is not a date: «${d.value}».`,
    'Write year, month and day: 2022-01-18.',
  ]),
  'unknown-template': error((d: { name: string; known: readonly string[] }) => [
    `There is no template «${d.name}».`,
    `Templates here are ${list(d.known)}; a new one is a folder templates/${d.name}/.`,
  ]),
  'unknown-paper': error((d: { name: string; known: readonly string[] }) => [
    `There is no paper “${d.name}”.`,
    `Papers are ${list(d.known)}; any other is written by width and height, like 148 x 210 mm or 5.5 x 8.5 in.`,
  ]),
  'paper-size': error((d: { written: string; leastMm: number; mostMm: number }) => [
    `A paper of ${d.written} is too small or too large.`,
    `Width and height may be ${d.leastMm} to ${d.mostMm} mm, which is ${Math.ceil(d.leastMm / 25.4)} to ${Math.floor(d.mostMm / 25.4)} in.`,
  ]),
  'no-room-on-paper': error(
    (d: { paper: string; template: string; widthMm: number; heightMm: number; leastMm: number }) => [
      `The margins of the template “${d.template}” leave ${mm(d.widthMm)} × ${mm(d.heightMm)} of ${d.paper}.`,
      `Text needs ${d.leastMm} mm each way: take a larger paper, or a template with smaller margins.`,
    ],
  ),
  'unknown-group': error((d: { name: string; known: readonly string[] }) => [
    `There is no group «${d.name}».`,
    `Groups in publication.yaml are ${list(d.known)}.`,
  ]),
  'languages-unused': warning((d: { tags: readonly string[] }) => [
    `There are texts in ${list(d.tags.map((each) => `“${each}”`))}, which “languages” does not name; they are not printed.`,
    'Nothing needs to be done if that is meant; else add the language to “languages”.',
  ]),
  'unknown-language': error((d: { name: string; known: readonly string[]; in: string }) => [
    `«${d.name}» is no language of this publication (in ${d.in}).`,
    `Its languages are ${list(d.known)}; add it to «languages» in publication.yaml, or take it out here.`,
  ]),
  untranslated: warning(
    (d: { what: string; languages: readonly string[]; tags: readonly string[]; standIn: string }) => [
      `${capital(d.what)} has no text in ${list(d.languages)}: «${d.standIn}» stands in for it.`,
      `Add ${d.tags.map((tag) => `«${tag}: …»`).join(', ')}; if it is to stay as it is, write the same words there.`,
    ],
  ),
  'missing-statement': error((d: { tag: string; file: string }) => [
    `The language «${d.tag}» has no text: ${d.file} is missing.`,
    `Add the file, or take «${d.tag}» out of «languages» in publication.yaml.`,
  ]),
  'number-without-space': error((d: { begins: string }) => [
    `A space is missing after “${d.begins}”, so this is no numbered paragraph.`,
    `Put a space after it; if the text begins so, write a backslash before the full stop.`,
  ]),
  'bad-picture-size': error((d: { picture: string; key: string; value: string }) => [
    `The ${d.key} of the picture ${d.picture} is not a length: “${d.value}”.`,
    `Write a number and a unit: {${d.key}=40mm}; mm, cm, in, pt, px, em and % are known.`,
  ]),
  'block-missing': error((d: { file: string; first: string; what: string; begins: string }) => [
    `${d.file} has one block fewer than ${d.first}. ${d.what} seems to be missing${d.begins && `: in ${d.first} it begins “${d.begins}”`}.`,
    `Add it, or take it out of ${d.first}: every language has the same blocks in the same order.`,
  ]),
  'block-added': error((d: { file: string; first: string; what: string; begins: string }) => [
    `${d.file} has one block more than ${d.first}. ${d.what} seems to be only here${d.begins && `; it begins “${d.begins}”`}.`,
    `Take it out, join it to the block that it belongs to, or add it to ${d.first}.`,
  ]),
  'order-differs': error(
    (d: { file: string; first: string; here: string | undefined; there: string | undefined }) => [
      d.here === undefined
        ? `${d.file} ends where ${d.first} goes on with ${small(d.there!)}.`
        : d.there === undefined
          ? `${d.file} goes on with ${small(d.here)} where ${d.first} ends.`
          : `${d.file} has ${small(d.here)} where ${d.first} has ${small(d.there)}.`,
      'Give every language the same headings, paragraphs, lists and tables in the same order.',
    ],
  ),
  'paragraph-numbers': error(
    (d: {
      file: string
      numbers: readonly number[]
      first: string
      firstNumbers: readonly number[]
      missing: readonly number[]
      extra: readonly number[]
    }) => [
      `${d.file} has ${count(d.numbers.length, 'paragraph')}, ${d.first} has ${d.firstNumbers.length}.` +
        (d.missing.length ? ` Missing: ${list(d.missing)}.` : '') +
        (d.extra.length ? ` Only here: ${list(d.extra)}.` : '') +
        (!d.missing.length && !d.extra.length ? ` The order is ${d.numbers.join(', ')}.` : ''),
      `Every language has the same paragraphs, with the numbers and in the order of ${d.first}.`,
    ],
  ),
  'group-twice': error((d: { id: string; first: number }) => [
    `The group «${d.id}» stands twice; the first is in line ${d.first}.`,
    'Give each group an id of its own: signatories.csv names groups by it.',
  ]),
  'paragraph-twice': error((d: { number: number; firstLine: number }) => [
    `Paragraph ${d.number} stands twice; the first is in line ${d.firstLine}.`,
    'Give each paragraph a number of its own.',
  ]),
  'number-jumps': warning((d: { number: number; before: number }) => [
    `Paragraph ${d.number} comes right after paragraph ${d.before}.`,
    'If it is none, its line begins with a number and a full stop by chance: move the number into the line before, or write \\ before the full stop.',
  ]),
  'empty-paragraph': error((d: { number: number }) => [
    `Paragraph ${d.number} is empty.`,
    'Write its text right behind the number, or take the number out.',
  ]),
  'sentence-torn': warning((d: { line: string; what: string }) => [
    `In the middle of a sentence, «${d.line}» is printed as ${d.what}: its line begins with the sign of one.`,
    'If that is meant, leave an empty line before it; if not, move the sign into the line before, or write \\ before it.',
  ]),
  'not-translated': warning((d: { passage: string; language: string; other: string }) => [
    `${d.passage} is the same in ${d.language} and in ${d.other}.`,
    'See whether it is still to be translated.',
  ]),
  'front-matter-missing': warning(
    (d: {
      what: 'subtitle' | 'addressee' | 'contact' | 'keywords'
      language: string
      others: readonly string[]
      standIn: string | undefined
    }) => [
      d.what === 'keywords'
        ? `There are no keywords in ${d.language}; there are some in ${list(d.others)}.`
        : `There is no ${d.what} in ${d.language}; there is one in ${list(d.others)}.${d.standIn ? ` That in ${d.standIn} stands in for it.` : ''}`,
      d.what === 'keywords'
        ? 'Add them to the front matter, or take them out of the others.'
        : 'Add it to the front matter, or take it out of the others.',
    ],
  ),
  'relative-link': error((d: { target: string }) => [
    `The link to «${d.target}» leads nowhere from a printed file.`,
    'Write the whole address: https://example.org/page.',
  ]),
  'heading-in-paragraph': warning((_data: object) => [
    'This text becomes a heading, because a line of === or --- follows it.',
    'If it is not one, leave a line empty between them; for a heading write ## before it.',
  ]),
  'pale-accent': warning((d: { accent: string; contrast: number }) => [
    `The accent ${d.accent} is too pale for letters: its contrast to white is ${d.contrast.toFixed(1)} to 1. Broadside’s templates print numbers, labels and titles in black instead.`,
    'Choose a darker one, of 4.5 to 1 or more, if they are to have it.',
  ]),
  'stray-mark': warning((d: { mark: string }) => [
    `«${d.mark}» is printed as it is: it has no partner.`,
    `Close what it opens (${d.mark}so${d.mark}), or write \\ before each of its signs if it is meant.`,
  ]),
  html: warning((d: { written: string }) => [
    `“${quote(d.written)}” is printed as it is: HTML is not read.`,
    d.written.startsWith('&')
      ? 'Write the character itself.'
      : d.written.startsWith('<!--')
        ? 'Take the remark out; only what is to be printed belongs in the text.'
        : 'Take it out. In the text of a statement **bold** and *emphasis* are written so, and an empty line parts paragraphs; ' +
          'signs that are meant there have a \\ before “<”.',
  ]),
  'no-address': warning((d: { written: string; begun: boolean }) => [
    `«${d.written}» is printed as it is: ${d.begun ? 'its address has no end' : 'it has no address'}.`,
    d.begun
      ? 'Write the whole address without spaces, and a closing bracket right behind it.'
      : `Write the address right behind it, ${d.written}${d.written.startsWith('!') ? '(picture.png)' : '(https://example.org)'}, ` +
        'or \\ before each bracket if it is meant.',
  ]),
  'too-nested': error((d: { levels: number }) => [
    `Lists, quotations, brackets or emphasis are nested more than ${d.levels} levels deep here, and what is deeper would be lost.`,
    'Write it with fewer levels; a sign that is meant as it is has a \\ before it.',
  ]),
  'loose-bullets': warning((d: { mark: string; last: number }) => [
    `The lines from here to line ${d.last} begin with “${d.mark}” and the like, and are printed as one paragraph, one after the other.`,
    'For a list, begin each line with “- ” and leave an empty line before the first.',
  ]),
  'too-long-to-read': error((d: { seconds: number }) => [
    `This file is not read after ${d.seconds} seconds.`,
    'Make it shorter; see whether a sign was repeated by mistake.',
  ]),
  'language-or-country': warning((d: { tag: string; name: string; meant: string; meantName: string }) => [
    `“${d.tag}” is the language ${d.name}, and the code of a country besides.`,
    `If you mean ${d.meantName}, write “${d.meant}”.`,
  ]),
  'no-text': error((_data: object) => [
    'This statement has no text.',
    'Write it below the front matter, in paragraphs with an empty line between them.',
  ]),
  'duplicate-signatory': error((d: { what: string; value: string; firstLine: number }) => [
    `The ${d.what} «${d.value}» was there before, in line ${d.firstLine}.`,
    d.what === 'id' ? 'Give each signatory an id of its own.' : 'Take one of the two out.',
  ]),
  'empty-signatory': error((d: { what: string }) => [
    `This signatory has no ${d.what}.`,
    'Fill the cell, or delete the row.',
  ]),
  'empty-list': error((_data: object) => [
    'There is nothing in this file.',
    'The first row names the columns (id,group,country,name_en,…,joined), each other one is a signatory.',
  ]),
  'no-signatories': warning((_data: object) => [
    'There is no signatory in this file.',
    'Below the names of the columns, write a row for each; without any, the list is left out.',
  ]),
  'row-length': error((d: { cells: number; columns: number }) => [
    `This row has ${count(d.cells, 'cell')}, the head has ${d.columns}.`,
    d.cells > d.columns
      ? 'A name with a comma (or semicolon) in it needs quotes: "Committee, Northern Branch".'
      : 'Write an empty cell, that is one more comma (or semicolon), for each that is missing.',
  ]),
  'unknown-country': error((d: { value: string; meant?: string | undefined }) => [
    `«${d.value}» is no country code of ISO 3166.`,
    d.meant
      ? `Did you mean «${d.meant}»?`
      : 'Use the two capital letters (GR, RU, MX …), or leave the cell empty.',
  ]),
  'mark-of-no-use': error((d: { mark: string; scheme: string; known: readonly string[] }) => [
    `A sheet of ${d.scheme} has nothing to ${d.mark}.`,
    `Take «${d.mark}» out of «marks»; ${d.scheme} knows ${list(d.known)}.`,
  ]),
  'thickness-of-no-use': error((d: { scheme: string }) => [
    `Sheets of ${d.scheme} do not lie in one another, so their thickness moves nothing.`,
    'Take «thickness» out, or fold the sheets: «scheme: saddle-stitch».',
  ]),
  'pairs-of-no-use': error((d: { template: string }) => [
    `The template “${d.template}” makes a file for each language; there is nothing to pair.`,
    'Take “pairs” out, or choose a template with several languages in a file, such as parallel.',
  ]),
  'pairs-with-none': error((d: { edition: string; language: string }) => [
    `The edition “${d.edition}” has no language to set beside ${d.language}.`,
    'Name at least one other under its “languages”, or take “pairs” out.',
  ]),
  'languages-for-template': warning(
    (d: { edition: string; count: number; template: string; least: number; most: number }) => [
      `A file of the edition “${d.edition}” has ${count(d.count, 'language')}; the template “${d.template}” is made for ${d.least} to ${d.most}.`,
      d.count > d.most
        ? 'Say which the edition takes, as in “languages: [en, fr]”, or let it set one language beside each of the others in files of their own: “pairs: en”.'
        : 'Take a template for fewer languages, or let the edition take more.',
    ],
  ),
  'language-not-printed': warning((d: { language: string }) => [
    `No edition takes ${d.language}: nothing of it is printed.`,
    'Nothing needs to be done if that is meant; else add it to the “languages” of an edition.',
  ]),
  'same-name': error((d: { edition: string; other: string; name: string }) => [
    `The editions “${d.other}” and “${d.edition}” both make ${d.name}.pdf.`,
    'Give one of them another name.',
  ]),
  'no-editions': error((_data: object) => [
    'The publication has no editions.',
    'Name at least one under «editions».',
  ]),

  // The languages compared with one another
  'paragraph-missing': error(
    (d: {
      file: string
      count: number
      first: string
      firstCount: number
      number: number
      neighbours: readonly number[]
    }) => [
      `${d.file} has ${count(d.count, 'paragraph')}, ${d.first} has ${d.firstCount}. ` +
        `Paragraph ${d.number} seems to be missing: ` +
        `its ${d.neighbours.length > 1 ? 'neighbours match' : 'neighbour matches'} ${list(d.neighbours)}.`,
      `Add paragraph ${d.number} and number those after it as ${d.first} does.`,
    ],
  ),
  'paragraph-added': error(
    (d: {
      file: string
      count: number
      first: string
      firstCount: number
      number: number
      neighbours: readonly number[]
    }) => [
      `${d.file} has ${count(d.count, 'paragraph')}, ${d.first} has ${d.firstCount}. ` +
        `Paragraph ${d.number} seems to stand only here: ` +
        `its ${d.neighbours.length > 1 ? 'neighbours match' : 'neighbour matches'} ${list(d.neighbours)}.`,
      `Take the paragraph out, join it to the one that it belongs to, or add it to ${d.first}.`,
    ],
  ),
  'year-missing': error(
    (d: {
      passage: string
      language: string
      year: string
      others: readonly string[]
      instead: readonly string[]
    }) => [
      `${d.passage}: the year «${d.year}» in ${list(d.others)}, ` +
        `${d.instead.length ? list(d.instead.map((n) => `«${n}»`)) : 'not'} in ${d.language}.`,
      `Mend the ${d.language} text: the year stands in figures in every other language.`,
    ],
  ),
  'numbers-differ': warning(
    (d: {
      passage: string
      language: string
      others: readonly string[]
      missing: readonly string[]
      extra: readonly string[]
    }) => {
      const tell = (numbers: readonly string[]) =>
        numbers.length ? list(numbers.map((n) => `«${n}»`)) : 'no such number'
      const [here, there] = [`${tell(d.extra)} in ${d.language}`, `${tell(d.missing)} in ${list(d.others)}`]
      return [
        `${d.passage}: ${d.extra.length ? `${here}, ${there}` : `${there}, ${here}`}.`,
        'See which is right; what one language writes in words may stay.',
      ]
    },
  ),
  'lonely-mark': warning((d: { passage: string; mark: string; around: string }) => [
    `${d.passage}: the mark ${d.mark} has no partner: «${d.around}».`,
    'Add the other one of the pair, or take this one out.',
  ]),
  'look-alike-letter': error(
    (d: {
      word: string
      meant: string
      wrong: readonly { readonly letter: string; readonly alphabet: string; readonly position: number }[]
    }) => [
      `«${d.word}» is ${d.meant} but for ` +
        `${list(d.wrong.map((w) => `${w.alphabet} «${w.letter}» (letter ${w.position})`))}.`,
      `Type the word again in ${d.meant} letters: it looks right, but no search finds it and no voice reads it.`,
    ],
  ),
  'two-alphabets': warning((d: { word: string; alphabets: readonly string[] }) => [
    `«${d.word}» mixes letters: ${list(d.alphabets)}.`,
    'Type it again in one alphabet, or set a hyphen or a space where the alphabet changes.',
  ]),
  'look-alike-word': warning(
    (d: { word: string; around: string; alphabet: string; home: string; language: string }) => [
      `«${d.word}»${d.around === d.word ? '' : ` in «${d.around}»`} is written in ` +
        `${d.alphabet} letters that look ${d.home}.`,
      `If it is ${d.language}, type it again in ${d.home} letters.`,
    ],
  ),
  'length-differs': warning(
    (d: {
      passage: string
      language: string
      characters: number
      otherLanguage: string
      otherCharacters: number
      expected: number
    }) => [
      `${d.passage} has ${count(d.characters, 'character')} in ${d.language}, ${d.otherCharacters} in ` +
        `${d.otherLanguage}: some ${d.expected} would be usual beside those.`,
      'See whether a sentence was lost, or stands twice.',
    ],
  ),

  // Templates, labels, fonts
  'missing-labels': error((d: { tag: string; from: string; to: string }) => [
    `There are no template words for the language «${d.tag}».`,
    `Copy ${d.from} to ${d.to} and translate it.`,
  ]),
  'missing-label': error((d: { key: string; by: string; language: string; own: string; english: string }) => [
    `The label «${d.key}» is missing (${d.language}), and ${d.by} prints it.`,
    `Add a line «${d.key}: …» to ${d.own}; ${d.english} has the English words of Broadside's own templates.`,
  ]),
  'unknown-label': warning((d: { key: string; known: readonly string[] }) => [
    `No template of this publication prints the label «${d.key}».`,
    nearest(d.key, d.known) ?? `The labels are ${list(d.known)}.`,
  ]),
  'unknown-placeholder': error((d: { placeholder: string; within: string; known: readonly string[] }) => [
    `«${d.placeholder}» in ${d.within} stands for nothing; it would be printed as it is.`,
    nearest(d.placeholder, d.known) ?? `${list(d.known)} stand for what they say.`,
  ]),
  'placeholder-in-text': warning((d: { placeholder: string; known: readonly string[] }) => [
    `“${d.placeholder}” is printed as it is: it stands for nothing.`,
    `${nearest(d.placeholder, d.known) ?? `${list(d.known)} stand for what they say.`} If it is meant, write \\ before the brace.`,
  ]),
  'no-countries': warning((_data: object) => [
    '“{countries}” becomes 0: no signatory has a country.',
    'Fill the column “country” of the list, or say it without a number.',
  ]),
  'count-differs': warning(
    (d: {
      within: string
      written: string
      better: string
      counted: number
      what: 'signatories' | 'countries'
    }) => [
      `${capital(d.within)} says “${d.written}”; the list has ${d.counted} ${d.counted === 1 ? { signatories: 'signatory', countries: 'country' }[d.what] : d.what}.`,
      `Write “${d.better}”, and each build counts anew.`,
    ],
  ),
  'missing-placeholder': error((d: { placeholder: string; key: string }) => [
    `“${d.key}” does not say where ${d.placeholder} is to be printed.`,
    `Write ${d.placeholder} in it, as templates/labels/en.yaml of Broadside does.`,
  ]),
  'template-value': error((d: { template: string; problem: string }) => [
    `Template «${d.template}»: ${d.problem}.`,
    'Mend the name, or give the value in publication.yaml or in the labels.',
  ]),
  'template-too-slow': error((d: { template: string; seconds: number }) => [
    `Template «${d.template}» is not filled after ${d.seconds} seconds.`,
    'Make its loops and partials fewer, or its files smaller.',
  ]),
  'unknown-face': error(
    (d: { face: string; template: string; known: readonly string[]; package: string }) => [
      `Template «${d.template}» asks for a face that fonts.yaml does not have: ${d.face}.`,
      d.known.length
        ? `Of this family there are ${list(d.known)}.`
        : `“broadside fonts add FILE” brings it into fonts/; ${install(d.package)}, if Google Fonts has it.`,
    ],
  ),
  'unknown-family': error(
    (d: { family: string; key: string; package: string; named: boolean; known: readonly string[] }) => [
      d.named
        ? `package.json names ${d.package}, which is not in node_modules: “fonts.${d.key}” asks for its family, ${d.family}.`
        : `“fonts.${d.key}” asks for ${d.family}, which neither fonts/ nor an npm package of this publication has.`,
      d.named
        ? 'Run “npm install” in the folder of that package.json.'
        : (nearest(d.family, d.known) ??
          `If Google Fonts has it, ${install(d.package)}; otherwise run “broadside fonts add FILE” with a font file of it.`),
    ],
  ),
  'face-stands-in': warning(
    (d: { family: string; part: string; lacking: readonly string[]; instead: readonly string[] }) => [
      `${d.family} has no ${list(d.lacking)}, in which the templates set the ${d.part}: ${list(d.instead)} ${d.instead.length > 1 ? 'stand' : 'stands'} in.`,
      'Add the face with “broadside fonts add FILE”, name another family, or leave it: emphasis that would not show is an error of its own.',
    ],
  ),
  'font-changed': error((d: { file: string; wanted: string; found: string }) => [
    `${d.file} is not the file that fonts.yaml names: sha256 ${d.found.slice(0, 12)}…, wanted ${d.wanted.slice(0, 12)}….`,
    `Restore the file, or run “broadside fonts add ${d.file}”, which writes the new sum into fonts.yaml.`,
  ]),
  'font-unfit': error((d: { file: string; problem: string; remedy: FontRemedy }) => [
    `${d.file} cannot be used: ${d.problem}.`,
    remedyOf(d.remedy, d.file),
  ]),
  'font-damaged': error((d: { file: string; problem: string }) => [
    `${d.file} is damaged: ${d.problem}.`,
    `Get the font again from its origin, and run “broadside fonts add FILE” with the new file.`,
  ]),
  'font-not-found': error((d: { source: string }) => [
    `There is neither a file “${d.source}” nor a package of that name in the publication’s node_modules.`,
    'Give the path of a font file, or install the package first: “npm install --prefix . PACKAGE” in the publication’s folder.',
  ]),
  'no-fonts': error((d: { what: string }) => [
    `There are no fonts in ${d.what}.`,
    'Name a package that holds font files (.ttf or .woff2), or a file of it.',
  ]),
  'which-face': error((d: { file: string; asked: number | undefined; names: readonly string[] }) => [
    (d.asked === undefined
      ? `${d.file} is a collection of ${count(d.names.length, 'font')}`
      : `${d.file} has no face ${d.asked}, but ${count(d.names.length, 'font')}`) +
      `: ${list(d.names.map((name, i) => `${i + 1} ${name}`))}.`,
    'Say which one you want by its number: “--face 1”.',
  ]),
  'which-file': error((d: { package: string; face: string; files: readonly string[] }) => [
    `${d.package} has several files for ${d.face}: ${list(d.files)}.`,
    'Name one of them by its path in place of the package.',
  ]),
  'font-in-the-way': error((d: { file: string; face: string }) => [
    `fonts/${d.file} is there already, and is another font than ${d.face}.`,
    'Move it away, or give it another name in fonts/ and fonts.yaml.',
  ]),
  'font-without-licence': warning((d: { family: string; says: string | undefined }) => [
    `No licence lies beside the font ${d.family}; ${d.says ? `the font itself says “${quote(d.says)}”` : 'the font itself does not say which it has'}.`,
    'Save the text of its licence into fonts/, and name that file in fonts.yaml.',
  ]),
  'font-not-embeddable': error((d: { file: string; permission: string }) => [
    `${d.file} may not be embedded in a PDF: its own table “OS/2” says “${d.permission}”.`,
    'Ask the foundry for a licence and a file that permit embedding as a subset, or choose another face.',
  ]),
  'face-twice': error((d: { face: string; first: number }) => [
    `The face ${d.face} is listed a second time; the first entry is in line ${d.first}.`,
    'Give each face a family, weight and style of its own, or delete one of the entries.',
  ]),
  'unfit-profile': error((d: { file: string; problem: string }) => [
    `${d.file} is no profile to print by: ${d.problem}.`,
    'Ask the print shop for the ICC output profile of its printing condition, or take the line out for FOGRA39.',
  ]),
  'accent-over-ink': error((d: { ink: number; limit: number }) => [
    `The accent colour takes ${percent(d.ink)} of ink, «ink» allows ${percent(d.limit)}.`,
    'Take less of the four inks, or ask the shop for its limit.',
  ]),
  'no-press': error((d: { edition: string }) => [
    `The edition «${d.edition}» asks for press files, but the publication has no «press».`,
    'Add «press: {}» to publication.yaml; the README says what a print shop may ask for.',
  ]),
  'no-condition': error((d: { name: string }) => [
    `${d.name} is the profile of a printing condition that «press» does not name.`,
    'Write beside it what the print shop calls it: condition: FOGRA51.',
  ]),
  'missing-glyph': error(
    (d: {
      text: string
      clusters: readonly string[]
      families: readonly string[]
      /** A family that has the letters, if their script tells one, and its package. */
      remedy: { readonly family: string; readonly package: string } | undefined
    }) => [
      `No glyph for ${letters(d.clusters)} in ${list(d.families)}: “${quote(d.text)}”.`,
      d.remedy
        ? `Add ${d.remedy.family} to “fonts: { fallback: [ … ] }” in publication.yaml, which stands in for all parts, and ${install(d.remedy.package)}.`
        : 'Use another character, or add a family that has it to “fonts: { fallback: [ … ] }” in publication.yaml.',
    ],
  ),

  // Printing
  'no-browser': error((d: { tried: readonly string[] }) => [
    `Found no browser to print with. ${d.tried.join(' ')}`,
    'On Linux x64 run «npm ci»; elsewhere set BROADSIDE_BROWSER=/path/to/chrome or BROADSIDE_BROWSER_WS=ws://….',
  ]),
  'browser-broken': error((d: { problem: string }) => [
    `The browser does not start: ${d.problem}`,
    'Set BROADSIDE_BROWSER to another Chrome or Chromium, or install what the message names.',
  ]),
  'browser-unreachable': error((d: { endpoint: string; problem: string }) => [
    `The browser that BROADSIDE_BROWSER_WS names cannot be reached: ${d.endpoint}: ${d.problem}.`,
    'Start it with --remote-debugging-port and give the address that it prints: ws://HOST:PORT/devtools/browser/….',
  ]),
  'browser-lost': error((d: { problem: string; meanwhile: string }) => [
    `The browser was lost twice while it ${d.meanwhile}: ${d.problem}`,
    'Check memory and disk space; BROADSIDE_TIMEOUT=SECONDS gives a slow machine more time.',
  ]),
  'too-long': error(
    (d: {
      deliverable: string
      characters: number
      signatories: number
      pages: number | undefined
      step: keyof typeof STEPS
      seconds: number
    }) => [
      `${d.deliverable} is too long for the time limit of ${d.seconds} s: the browser was still ${STEPS[d.step]} its ` +
        `${d.characters.toLocaleString('en')} characters with ${d.signatories.toLocaleString('en')} signatories` +
        `${d.pages ? `, so far ${count(d.pages, 'page')}` : ''}.`,
      'Set BROADSIDE_TIMEOUT=SECONDS to a higher limit, or shorten the text or divide it among several publications.',
    ],
  ),
  'page-script-failed': error((d: { deliverable: string; problem: string; trace: readonly string[] }) => [
    `Broadside’s own code failed in the page of ${d.deliverable}: ${d.problem}` +
      (d.trace.length ? `, at ${d.trace.slice(0, 4).join(', called by ')}.` : '.'),
    'Please report this with the publication: the fault is not yours.',
  ]),
  'sandbox-off': warning((d: { why: string }) => [
    `Chromium runs without its own sandbox: ${d.why}`,
    'Build as an ordinary user on a system that allows user namespaces to have it on.',
  ]),
  'sandbox-required': error((d: { why: string }) => [
    `Nothing is printed: --untrusted asks for the browser’s sandbox, and ${d.why}`,
    'Build as an ordinary user on a system that allows user namespaces, with a browser that runs there.',
  ]),
  'took-too-long': error((d: { seconds: number }) => [
    `The build was stopped after ${d.seconds / 60} minutes, the most that it may take.`,
    'Build fewer editions at a time, or look for what is much too large in the publication.',
  ]),
  'too-many': error((d: { what: string; count: number; most: number }) => [
    `There are ${d.count} ${d.what}; ${d.most} are the most.`,
    'Take out what does not belong here, or split the publication.',
  ]),
  'text-too-slow': error((d: { deliverable: string; seconds: number }) => [
    `The text of ${d.deliverable} is not set after ${d.seconds} seconds.`,
    'Look for a paragraph that is much too long, or for a sign repeated by mistake.',
  ]),
  'cache-unusable': error((d: { folder: string; problem: string; remedy?: string }) => [
    `The browser cannot be unpacked into ${d.folder}: ${d.problem}.`,
    d.remedy ??
      'Free some 300 MB there, or set XDG_CACHE_HOME to a directory of your own on a disk with more room, or BROADSIDE_BROWSER to a Chrome.',
  ]),
  'cache-distrusted': warning((d: { problem: string }) => [
    `Broadside uses nothing of this cache: ${d.problem}.`,
    'Remove the folder, which is made anew, or set XDG_CACHE_HOME to a directory of your own. Until then every build unpacks the browser again.',
  ]),
  'no-cache': warning((d: { problem: string; remedy?: string }) => [
    `The browser is unpacked for this build alone, which takes time and some 300 MB: ${d.problem}.`,
    d.remedy ??
      'Set XDG_CACHE_HOME to a directory of your own that can be written, or BROADSIDE_BROWSER to a browser that is there.',
  ]),
  'no-room': error((d: { freeMb: number; neededMb: number }) => [
    `The disk is full: ${d.freeMb} MB are free here, and ${d.neededMb} MB are needed.`,
    'Free some space, or set TMPDIR to a folder on another disk.',
  ]),
  'few-files': error((d: { allowed: number; needed: number }) => [
    `A process may open only ${d.allowed} files at a time here; a build needs ${d.needed}.`,
    'Raise the limit, for example with “ulimit -n 1024”.',
  ]),
  'blocked-request': warning((d: { url: string }) => [
    `The page asked for ${d.url}, which the browser may not read. Nothing that it shows is missing for that.`,
    'Take the reference out of the template.',
  ]),
  'asset-refused': error((d: { url: string }) => [
    `The page asks for ${d.url}. The browser reads only the files of the publication, so this would be missing.`,
    'Save the file beside the template and refer to it by a relative path.',
  ]),
  'asset-barred': error((d: { url: string }) => [
    `The page refers to ${d.url} in a way in which the browser loads no file: an SVG's parts cannot be taken from another file.`,
    'Copy the part into the page itself and refer to it by its id (#…), or show the file as a picture with <img>.',
  ]),
  'loose-lines': warning((d: { deliverable: string; lines: number; worst: number; limit: number }) => [
    `${d.deliverable}: the word spaces of ${count(d.lines, 'line')} are more than ${d.limit} times as wide as they should ` +
      `be, up to ${d.worst.toFixed(1)} times.`,
    'Set the text smaller or the column wider («set» of the edition), or raise limits.stretch in template.yaml.',
  ]),
  ladder: warning((d: { deliverable: string; ladders: number }) => [
    `${d.deliverable}: three or more lines in a row end in a hyphen, ${d.ladders} times.`,
    'A wider column or a smaller text leaves more choice.',
  ]),
  'word-too-wide': warning((d: { word: string; more: number }) => [
    `The word «${d.word}» is wider than its line and sticks out${d.more ? `, and so ${d.more === 1 ? 'does another one' : `do ${d.more} others`} on this page` : ''}.`,
    ROOM_FOR_A_WORD,
  ]),
  'word-cut-off': error((d: { word: string }) => [
    `The word «${d.word}» is wider than the page: its end is cut off.`,
    ROOM_FOR_A_WORD,
  ]),
  'pages-shrunk': error((d: { scale: number; widest: Widest | undefined }) => [
    `All pages are printed at ${(d.scale * 100).toFixed(1)} %: something is larger than they are, and the browser shrinks them until it fits. ` +
      (d.widest
        ? `It is ${tellWidest(d.widest)}.`
        : 'It stands on a page with rules of its own, such as a cover.'),
    d.widest
      ? 'Let it be narrower: fewer columns of a table, «max-width: 100%» in the style sheet, smaller text, a shorter word.'
      : 'Let there be less on it: shorter titles, or smaller ones in the style sheet; or choose a larger paper.',
  ]),
  'text-unread': error((d: { text: string; more: number; cause: Unread }) => {
    const [problem, advice] = tellUnread(d.cause)
    return [
      `«${d.text}» ${problem}${d.more ? `, and so ${count(d.more, 'other piece')} of this file` : ''}.`,
      advice,
    ]
  }),
  'box-over-column': error((d: { selector: string; text: string; widerMm: number }) => [
    `«${d.selector}»${d.text && `, which begins «${d.text}»,`} is ${d.widerMm.toFixed(1)} mm wider than its column, and stands over what is beside it.`,
    'Let it be narrower: fewer columns of a table, smaller text, a shorter word; or set fewer languages side by side.',
  ]),
  'nothing-to-fit': error((d: { template: string; lengths: readonly string[] }) => [
    `Nothing of the template «${d.template}» has bounds to fit its text within.`,
    `Give some under «fit», as text: 8pt..10pt; it has ${list(d.lengths)}.`,
  ]),
  'does-not-fit': error(
    (d: { deliverable: string; pages: number; wanted: number; overflowMm: number; smallest: string }) => [
      `${d.deliverable} needs ${count(d.pages, 'page')}, ${d.wanted} ${d.wanted === 1 ? 'is' : 'are'} allowed: at the smallest setting (${d.smallest}) ` +
        (d.overflowMm >= 1 ? `${Math.round(d.overflowMm)} mm are too much.` : 'a line or so is too much.'),
      'Allow a smaller setting under «fit», or more pages; or set the list of names in less room, with «signatures: running» under «set» in a leaflet or letter. ' +
        'To see the pages, take «fit» out and build again.',
    ],
  ),
  'pages-differ': error((d: { deliverable: string; pages: number; wanted: number }) => [
    `${d.deliverable} came out at ${count(d.pages, 'page')} where the layout had ${d.wanted}.`,
    'Please report this with the publication: layout and print should agree.',
  ]),
  'page-number-wrong': error((d: { id: string; page: number; target: number }) =>
    d.target > 0
      ? [
          `The page number of the link to #${d.id} is ${d.page}, but the link leads to page ${d.target}.`,
          'Please report this with the publication: layout and print should agree.',
        ]
      : [
          `A page number is asked for in a link to #${d.id}, and nothing on the pages has that id.`,
          'Give the id to the element that the link is to lead to, in page.hbs.',
        ],
  ),
  'prints-differ': error((d: { kind: string; pages: number; wanted: number }) => [
    `The ${d.kind} file holds ${count(d.pages, 'page')} of the text, the screen file ${d.wanted}.`,
    'See which rules of the style sheet depend on the paper or lie beyond it; the browser scales a page that is too wide for it.',
  ]),
  'pages-not-multiple': error((d: { pages: number; multiple: number }) => [
    `The file has ${count(d.pages, 'page')}, which is no multiple of ${d.multiple}, as its template asks for.`,
    'A page break was not counted: put break-before on a child of <body>, or on plain blocks within one, and out of columns, grids and positioned boxes.',
  ]),
  'missing-asset': error((d: { url: string; by: Asker }) => [
    `${ASKERS[d.by][0]} asks for a file that is not there: ${d.url}.`,
    d.by === 'template'
      ? 'Add the file, or mend its name.'
      : `Save the picture ${ASKERS[d.by][1]}, or mend its name.`,
  ]),
  'broken-picture': error((d: { url: string; problem: string }) => [
    `The picture ${d.url} ${d.problem}.`,
    'Save it again, as PNG, JPEG, WebP or SVG, or get it anew from where it came.',
  ]),
  'svg-malformed': error((d: { problem: string }) => [
    `This SVG is not well-formed, and the browser shows nothing of it: ${d.problem}.`,
    'Export it again from the drawing program, or correct this line in a text editor.',
  ]),
  'svg-link': error((d: { asks: string; target: string }) => [
    `This SVG asks ${d.asks} ${quote(d.target)}. A browser loads nothing from within a picture, so it would be missing.`,
    'Embed it: in Inkscape “Extensions > Images > Embed”, in Illustrator turn off “Link” and choose “Embed” when saving.',
  ]),
  'svg-text': error((d: { text: string; families: readonly string[] }) => [
    `This SVG has live text, “${quote(d.text)}”${d.families.length ? `, in ${list(d.families)}` : ''}. A picture does not see the fonts of the page.`,
    'Convert its text to outlines in the drawing program (Inkscape: “Path > Object to Path”; Illustrator: “Type > Create Outlines”), and say what it reads in the alternative text.',
  ]),
  'data-picture': error((d: { problem: string }) => [
    `The picture in the data: URI ${d.problem}.`,
    'Save the picture again and embed it anew, or keep it in a file of its own.',
  ]),
  'no-alt': error((d: { tag: string }) => [
    `This picture has no alternative text, so not everybody knows what it shows: ${d.tag}`,
    'Say it with alt="…"; if it only decorates, with alt="".',
  ]),
  'script-ignored': warning((d: { what: string }) => [
    `${d.what} was ignored: no script runs in a page.`,
    'Take it out; work out values with Handlebars.',
  ]),
  'emphasis-lost': error(
    (d: { text: string; kind: 'em' | 'strong'; template: string; lacking: string | undefined }) => [
      `“${quote(d.text)}” is emphasised, and the template “${d.template}” prints it like the words around it: ` +
        (d.lacking ? `it has no face ${d.lacking}.` : 'those are set in the same face.'),
      (d.lacking ? 'Add the face to fonts.yaml and to “faces” in template.yaml, or let' : 'Let') +
        ` style.css set <${d.kind}> apart in another way: another face, letter-spacing, an underline, a colour.`,
    ],
  ),
  'face-not-loaded': error((d: { face: string; file: string | undefined }) => [
    `The browser could not load the face ${d.face}${d.file ? ` from fonts/${d.file}` : ''}.`,
    d.file
      ? 'The file has mistakes that the browser does not accept: get the font again from its origin.'
      : 'See the @font-face rule of the template, and the file that it names.',
  ]),

  // Finished files
  'foreign-font': error((d: { font: string; problem: string; words: string }) => [
    `The font ${d.font} ${d.problem}.${d.words ? ` It sets “${quote(d.words)}”.` : ''}`,
    'Take the families of a part, such as var(--text-family), for everything that the template prints, margin boxes too.',
  ]),
  'passage-missing': error((d: InFile) => [
    `${opening(d)}: it is not there; it should begin «${d.word}».`,
    d.stock ? notAsWritten(d) : 'Print it in the template: a finished file holds every text of the source.',
  ]),
  'passage-moved': error((d: InFile) => [
    `${opening(d)}: it is there, but not in its order; it begins «${d.word}».`,
    d.stock
      ? notAsWritten(d)
      : 'Set the texts in the order of the source in the template; «texts» in its template.yaml says where titles, signatories and closing line stand.',
  ]),
  'passage-doubled': error((d: InFile) => [
    `${opening(d)}: “${d.word} …” is printed once more than the source has it.`,
    d.stock
      ? notAsWritten(d)
      : 'Print each text once where the template sets the statement and the signatories.',
  ]),
  'passage-astray': error((d: Astray) => [
    `${opening(d)}: “${d.word} …” stands in text that is tagged as “${d.tagged}”.`,
    'Check which language’s text the template sets there, and the “lang” of the element around it.',
  ]),
  'language-untagged': warning((d: Astray) => [
    `${opening(d)}: “${d.word} …” is tagged as “${d.tagged}”, so it is read aloud in the wrong language.`,
    'Set “lang” in the template on the block around it, or on a <dfn>: the browser does not pass on the language of a <span>.',
  ]),
  'word-missing': error((d: InFile) => [`${opening(d)}: the word «${d.word}» is missing.`, notAsWritten(d)]),
  'word-doubled': error((d: InFile) => [
    `${opening(d)}: the word «${d.word}» stands twice.`,
    notAsWritten(d),
  ]),
  'word-changed': error((d: InFile) => [
    d.word === d.instead
      ? `${opening(d)}: the word «${d.word}» is not in the source.`
      : `${opening(d)}: «${d.instead}» stands where «${d.word}» should.`,
    notAsWritten(d),
  ]),
  'word-broken': error((d: InFile) => [
    `${opening(d)}: the word «${d.word}» is broken: «${d.instead}».`,
    notAsWritten(d),
  ]),
  'number-lost': error((d: Omit<InFile, 'word' | 'stock'> & { number: string }) => [
    d.instead
      ? `${opening(d)}: «${d.instead}» stands before it where its number «${d.number}» should.`
      : `${opening(d)}: its number «${d.number}» is not before it.`,
    'Give the number more room in the style sheet: what goes beyond the page’s area is not printed. A template that is to print no numbers says «numbers: false» in its template.yaml.',
  ]),
  'order-doubtful': warning((d: { what: string; language: string; others: number }) => [
    `${opening(d)}${d.others ? ` and ${count(d.others, 'other text')}` : ''}: the letters are all there, but Broadside cannot tell whether they are in their order.`,
    'Read the text in the finished file. Lines that are written from the right, and lines beside them, are more than the reader that checks it can tell apart; nothing is wrong with your source.',
  ]),
  'untagged-text': error((d: { text: string; others: number }) => [
    `“${d.text}” is on the page but not in the structure of the file${d.others ? `, and so ${count(d.others, 'other piece')}` : ''}: nobody hears it read aloud.`,
    'Check the template: where a table has a column for each language, each of its rows has one cell for each.',
  ]),
  'text-differs': error((d: { kind: string; found: string; wanted: string }) => [
    `The letters of this page are not those of the file for the screen: “${d.found}” here, “${d.wanted}” there.`,
    'Both are printed from one page; only the paper differs. Look for rules of the style sheet that depend on it: @media, vw and vh.',
  ]),
  'more-words': error((d: { more: number }) => [
    `… and ${d.more} more mistakes in the words of this file.`,
    'Mend the first ones and build again.',
  ]),
  'stale-file': warning((d: { file: string }) => [
    `${d.file} is left from an earlier build; this publication does not make it any more.`,
    'Delete it, so that nobody hands out an old text.',
  ]),
  'work-directory': error((d: { problem: string }) => [
    `The work directory cannot be made or written here: ${d.problem}.`,
    'Set TMPDIR to a folder that is there, that you may write to and that has some 100 MB free.',
  ]),
  'cannot-write': error((d: { problem: string }) => [
    `This cannot be written: ${d.problem}.`,
    'Nothing was changed. Free space there, mend the permissions, or name another place with --out.',
  ]),

  // Files to hand out
  'bad-epoch': error((d: { value: string }) => [
    `SOURCE_DATE_EPOCH is no number of seconds since 1970: «${d.value}».`,
    'Set it as «date +%s» prints it, or unset it: files then have the date of the publication.',
  ]),
  'picture-from-net': error((d: { picture: string; by: Asker }) => [
    `The picture ${quote(d.picture)} lies outside the publication. Nothing is loaded from elsewhere, so it would be missing.`,
    `Save it ${ASKERS[d.by][1]} and name it without a path: ${basename(d.picture.replace(/[?#].*$/, ''))}.`,
  ]),
  'not-printed': error((d: { what: Unprinted; text: string }) => [
    `“${d.text}” would not be printed: ${UNPRINTED[d.what][0]}`,
    UNPRINTED[d.what][1],
  ]),
  'note-missing': error((d: { written: string }) => [
    `There is no footnote for the reference ${d.written}`,
    `Write its text on a line of its own: ${d.written}: … Put a backslash before the bracket if it is no reference.`,
  ]),
  'note-unused': error((d: { label: string }) => [
    `Nothing refers to the footnote [^${d.label}], so it would not be printed`,
    `Put [^${d.label}] where the text refers to it, or take the footnote out.`,
  ]),
  'note-twice': error((d: { label: string; first: number }) => [
    `There is a second footnote [^${d.label}]; the first is in line ${d.first}`,
    'Give one of the two another label.',
  ]),
  'note-empty': error((d: { label: string }) => [
    `The footnote [^${d.label}] has no text`,
    'Write its text behind the colon.',
  ]),
  'note-in-note': error((_: object) => [
    'A footnote refers to another footnote',
    'Write what it says into the first one, or refer to both from the text.',
  ]),
  'notes-differ': error(
    (d: { what: string; count: number; language: string; others: number; other: string }) => [
      `${d.what} refers to ${d.count} footnote${d.count === 1 ? '' : 's'} in ${d.language}, to ${d.others} in ${d.other}`,
      'Add the missing one, or take out the other.',
    ],
  ),
  'picture-not-read': error((d: { written: string }) => [
    `“${quote(d.written)}” is not read as a picture; its signs would be printed instead.`,
    'Write ![What it shows](picture.png): no space between the brackets, no space or line break in the address. ' +
      `An address with spaces goes in angle brackets, ![A lake](<the lake.png>). If the signs are meant, write \\ before “${d.written.startsWith('<') ? '<' : '['}”.`,
  ]),
  'picture-outside': error((d: { picture: string; by: Asker }) => [
    `The picture ${d.picture} lies outside source/.`,
    `Save it ${ASKERS[d.by][1]} and name it without a path: ${basename(d.picture)}.`,
  ]),
  'picture-without-text': error((d: { picture?: string }) => [
    `${d.picture ? `The picture ${d.picture}` : 'A picture'} has no alternative text, so not everybody knows what it shows.`,
    d.picture
      ? `Say it in the brackets: ![A lake with bathers](${d.picture}).`
      : 'Give its <img> in the template an alt that says it (alt="" if it only decorates); an <svg> takes role="img" and aria-label.',
  ]),
  'heading-skipped': error((d: { heading: string; level: number; before: number }) => [
    `The heading «${d.heading}» is of level ${d.level}, ` +
      (d.before ? `the one before it of level ${d.before}.` : 'and it is the first one.'),
    `Make it <h${d.before + 1}> in the template; how it looks is the style sheet’s business.`,
  ]),
  'untagged-link': error((d: { target: string }) => [
    `The link to ${d.target} stands in nothing that is read aloud.`,
    'Take aria-hidden off what it stands in, or take the link out.',
  ]),
  'lost-glyph': error((d: { font: string; before: string; character: string | undefined }) => {
    const what = d.character === undefined ? 'a character that the page shows' : `“${d.character}”`
    return [
      `${d.font} has no glyph for ${what}` +
        (d.before ? `, after «${d.before}».` : '; it belongs to no text of the source.'),
      d.character === undefined
        ? 'Take the character out of the template (look for «content» in style.css), or name a face that has it.'
        : 'Use another character, or let the style sheet of the template name a face that has it.',
    ]
  }),

  // Files for an office printer
  'nothing-to-fold': error((d: { deliverable: string; pages: number }) => [
    `${d.deliverable} has ${count(d.pages, 'page')}: a folded sheet has four.`,
    'Print it as «scheme: 2-up», two copies side by side to be cut, or leave «office» out.',
  ]),
  'scaled-to-sheet': warning((d: Scaled) => [
    `${tellScaled(d)}: they are printed at ${percent(100 * d.scale)} of their size.`,
    'Take a larger «paper» under «office» to have them as they are.',
  ]),
  'too-small-on-sheet': error((d: Scaled & { least: number }) => [
    `${tellScaled(d)}: at ${percent(100 * d.scale)} of their size nobody could read them; ${percent(100 * d.least)} is the least.`,
    'Take a larger «paper» under «office», or leave «office» out.',
  ]),
  'creep-too-wide': error((d: { deliverable: string; shiftMm: number; marginMm: number; sheets: number }) => [
    `${d.deliverable}: with ${count(d.sheets, 'sheet')} in one another the innermost pages move ${d.shiftMm.toFixed(1)} mm ` +
      `to the fold, and their margin is ${d.marginMm.toFixed(1)} mm.`,
    'See whether «thickness» is that of one sheet; else print on thinner paper, or bind otherwise.',
  ]),
  'too-thick-to-staple': warning((d: { deliverable: string; sheets: number; most: number }) => [
    `${d.deliverable}: ${count(d.sheets, 'sheet')} lie in one another; staplers take about ${d.most}, and what is thicker gapes.`,
    'Set more text on a page, or have it bound by a print shop from its press file.',
  ]),
  'no-room-for-marks': warning((d: { mark: string; roomMm: number; neededMm: number }) => [
    `No ${d.mark} marks are printed: there are ${Math.max(0, d.roomMm).toFixed(1)} mm above and below the pages, ` +
      `and ${d.neededMm} mm are needed.`,
    `Take «${d.mark}» out of «marks» and fold or cut edge to edge, or take a larger «paper» under «office».`,
  ]),

  // Files for a print shop
  'not-pdf-x': error((d: { clause: string; problem: string; hint: string }) => [
    `This is no PDF/X-4 (ISO 15930-7, ${d.clause}): ${d.problem}.`,
    d.hint,
  ]),
  'press-font': error((d: { font: string; problem: string }) => [
    `The font ${d.font} ${d.problem}.`,
    'A print shop has none of our fonts: use static TrueType faces of fonts.yaml for all that is printed.',
  ]),
  'press-box': error((d: { problem: string }) => [
    `${capital(d.problem)}.`,
    'Trim, bleed and sheet come from «paper» of the edition and «bleed» under «press»; no style sheet may change @page.',
  ]),
  'other-condition': error((d: { condition: string; wanted: string }) => [
    `The file is made for ${d.condition}, ${d.wanted} was asked for.`,
    'Name the condition of the shop under «press», and its profile if it gave you one.',
  ]),
  'bleed-missing': error((d: OnPage & { what: string; side: string; endsMm: number; bleedMm: number }) => [
    `${capital(d.what)} reaches the ${d.side} edge, and ` +
      (d.endsMm > 0.05
        ? `its bleed is ${mm(d.endsMm)}, not ${mm(d.bleedMm)}`
        : `ends ${d.endsMm < -0.05 ? `${mm(-d.endsMm)} before` : 'at'} the trim`) +
      ` ${spot(d)}.`,
    'Paper shifts under the knife and would show white. Give that page a name and the margins calc(var(--edge) - var(--bleed)): see «For a print shop» in the README.',
  ]),
  'press-colour': error((d: OnPage & { what: string; kind: Painting; space: string }) => [
    `${capital(d.what)} is in ${d.space}, which no plate prints ${spot(d)}.`,
    IN_INKS[d.kind],
  ]),
  'press-blending': error((d: { space: string }) => [
    `Transparency is mixed in ${d.space}, so black ink would come out on four plates.`,
    'Put a picture in the place of what has a mask, an opacity or a blend mode, or take these out of the style sheet.',
  ]),
  'black-on-plates': error((d: OnPage & { what: string; plates: string }) => [
    `${capital(d.what)} is black on more plates than one (${d.plates}) ${spot(d)}.`,
    'Give text and rules as pure grey (#000, #333), so that they come out on the black plate alone.',
  ]),
  'grey-on-plates': warning((d: OnPage & { what: string; plates: string }) => [
    `${capital(d.what)} is grey on more plates than one (${d.plates}) ${spot(d)}.`,
    'Fine grey text and rules look coloured where plates do not register; give red, green and blue alike.',
  ]),
  'black-knocks-out': error((d: OnPage & { what: string }) => [
    `${capital(d.what)} is black and does not overprint ${spot(d)}.`,
    'A white rim shows where plates do not register. Report this with the publication.',
  ]),
  'white-overprints': error((d: OnPage & { what: string }) => [
    `${capital(d.what)} is white and overprints, so it vanishes in print ${spot(d)}.`,
    'Report this with the publication: white must knock out.',
  ]),
  'register-colour': error((d: OnPage & { what: string }) => [
    `${capital(d.what)} is in the register colour, which stands on every plate ${spot(d)}.`,
    'That colour is for marks outside the bleed.',
  ]),
  'spot-plate': warning((d: { plate: string }) => [
    `The spot colour ${d.plate} takes a plate of its own.`,
    'Ask the shop whether it prints with a fifth colour.',
  ]),
  'too-much-ink': error((d: OnPage & { what: string; ink: number; limit: number }) => [
    `${capital(d.what)} takes ${percent(Math.round(d.ink))} of ink, ${percent(d.limit)} is the most ${spot(d)}.`,
    'Choose a lighter colour or picture, or ask the shop for its limit («ink» under «press»).',
  ]),
  'ink-unknown': warning((d: OnPage & { what: string; space: string }) => [
    `How much ink ${d.what} (${d.space}) takes cannot be told ${spot(d)}.`,
    'Let the shop measure its total ink.',
  ]),
  'low-resolution': warning((d: OnPage & Pixels) => [
    `${tellPicture(d)} has ${Math.round(d.ppi)} pixels to an inch, ${d.wanted} are usual ${spot(d)}.`,
    enoughPixels(d),
  ]),
  'coarse-picture': error((d: OnPage & Pixels) => [
    `${tellPicture(d)} has ${Math.round(d.ppi)} pixels to an inch: one sees them. ${d.wanted} are usual ${spot(d)}.`,
    enoughPixels(d),
  ]),
  hairline: warning((d: OnPage & { points: number; least: number }) => [
    `A line is ${d.points.toFixed(2)} pt thick; below ${d.least} pt it may break or vanish ${spot(d)}.`,
    `Make it ${d.least}pt or thicker in the style sheet.`,
  ]),
  'text-near-trim': warning((d: OnPage & { text: string; distanceMm: number; safeMm: number }) => [
    `The text «${d.text}» is ${mm(d.distanceMm)} from the trim, ${mm(d.safeMm)} are safe ${spot(d)}.`,
    'Move it inwards: the knife may take it.',
  ]),
  'text-cut': error((d: OnPage & { text: string }) => [
    `The text «${d.text}» runs over the trim and will be cut ${spot(d)}.`,
    'Move it inwards.',
  ]),
  layers: warning((_data: object) => [
    'The file has layers: a shop may print a state that nobody has seen.',
    'Report this with the publication.',
  ]),

  // Baselines
  'other-renderer': error((d: { wanted: Drawn; found: Drawn; chosen: string | undefined }) => [
    `The baselines were made with ${drawn(d.wanted)}; this is ${drawn(d.found)}. Their pixels cannot be compared.`,
    d.chosen
      ? `Unset ${d.chosen}: the browser that «npm ci» brings is the one they were made with, unless it was changed since.`
      : 'Run «npm ci»; it brings what package-lock.json names. If the new one is to stay, «check --any-browser» shows what ' +
        'it changes, and «approve» accepts it.',
  ]),
  'approve-in-part': error((d: { wanted: Drawn; found: Drawn }) => [
    `The baselines were made with ${drawn(d.wanted)}; this is ${drawn(d.found)}.`,
    'Approve everything at once, without naming editions or languages: all baselines are of one browser.',
  ]),
  'approved-unseen': warning((d: { files: readonly string[] }) => [
    `What was approved is not what this report shows: ${list(d.files)} ${d.files.length === 1 ? 'has' : 'have'} changed since, or ${d.files.length === 1 ? 'was' : 'were'} not in it.`,
    'Look at the difference of the baselines in version control, and next time at a new report: run «broadside check» first.',
  ]),
  'broken-baseline': error((d: { problem: string }) => [
    `This baseline cannot be used: ${d.problem}.`,
    'Restore it from version control, or look at the pages and make it anew with «broadside approve».',
  ]),
  'foreign-baselines': error((_data: object) => [
    'This folder is not empty, and it has no renderer.json: “approve” did not make it, and leaves it alone.',
    'Name an empty or a new folder with --baseline; “approve” removes only what it has written itself.',
  ]),
  'old-baselines': error((_data: object) => [
    'An earlier version wrote these baselines: renderer.json has no list of their files.',
    'Move the folder away, run “broadside approve”, and compare the new baselines with the old ones in version control.',
  ]),
  'not-our-baseline': error((_data: object) => [
    '“approve” did not write this file, and does not overwrite it.',
    'Move it away, and run “broadside approve” again.',
  ]),
  'place-leads-out': error((d: { target: string }) => [
    `This is a link that leads elsewhere, to ${d.target}; nothing is written there.`,
    'Remove the link. If the files are to go there, name that folder itself with --out, --baseline or --report.',
  ]),
  'cannot-write-proof': error((d: { problem: string }) => [
    `This cannot be written: ${d.problem}.`,
    'Free space there, mend the permissions, or name another place with --baseline or --report.',
  ]),

  // The call
  'unknown-edition': error((d: { name: string; known: readonly string[]; language: boolean }) => [
    `There is no edition «${d.name}».`,
    d.language
      ? `To build a language, write --language ${d.name}.`
      : `Editions of this publication are ${list(d.known)}.`,
  ]),
  'unknown-language-asked': error((d: { name: string; known: readonly string[] }) => [
    `The publication has no language «${d.name}».`,
    `Its languages are ${list(d.known)}.`,
  ]),
  'broken-setting': error((d: { variable: string; value: string; wanted: string }) => [
    `${d.variable} is not ${d.wanted}: «${d.value}».`,
    'Mend it, or unset it for the default.',
  ]),
  'nothing-to-build': error(
    (d: { edition: string; languages: readonly string[]; asked: readonly string[] }) =>
      d.asked.some((lang) => d.languages.includes(lang))
        ? [`The edition «${d.edition}» holds all languages in one file.`, 'Leave --language out to build it.']
        : [
            `The edition “${d.edition}” has no file in ${list(d.asked)}.`,
            `Its languages are ${list(d.languages)}.`,
          ],
  ),
} as const satisfies Record<string, { severity: Severity; tell: (data: never) => Wording }>

export type Code = keyof typeof CATALOGUE
type Data<C extends Code> = Parameters<(typeof CATALOGUE)[C]['tell']>[0]

/** A finding of the given kind, worded. Whatever foreign text it quotes is visible, short and in one line. */
export function diagnose<C extends Code>(code: C, where: Where | undefined, data: Data<C>): Diagnostic {
  const entry = CATALOGUE[code]
  const [message, hint] = (entry.tell as (data: Data<C>) => Wording)(quotable(data) as Data<C>)
  return {
    code,
    severity: entry.severity,
    ...(where && { where }),
    message: inLine(message),
    hint: inLine(hint),
  }
}

/** What is a path, a line to copy, or words of our own round a quotation: cut much later. */
const SENTENCES: ReadonlySet<string> = new Set([
  'problem',
  'hint',
  'why',
  'remedy',
  'meanwhile',
  'tried',
  'quoted',
  'file',
  'first',
  'from',
  'to',
  'own',
  'english',
  'folder',
  'endpoint',
  'in',
  'within',
  'what',
])
const LONGEST_SENTENCE = 400
const LONGEST_LINE = 1000

/** The data of a finding with long quotations cut. */
function quotable(data: unknown, longest?: number): unknown {
  if (typeof data === 'string') return shortened(data, longest)
  if (Array.isArray(data)) return data.map((each) => quotable(each, longest))
  if (typeof data !== 'object' || data === null) return data
  return Object.fromEntries(
    Object.entries(data).map(([key, value]) => [
      key,
      quotable(value, SENTENCES.has(key) ? LONGEST_SENTENCE : undefined),
    ]),
  )
}

const QUOTATION = /«([^«»]{81,})»|“([^“”]{81,})”/g

const inLine = (text: string): string =>
  visible(
    shortened(
      text.replace(QUOTATION, (quotation, old?: string, plain?: string) =>
        old === undefined ? `“${shortened(plain ?? quotation)}”` : `«${shortened(old)}»`,
      ),
      LONGEST_LINE,
    ),
  )

export const isError = (d: Diagnostic): boolean => d.severity === 'error'

/** Findings that say the same of one page after the other, as of a running head, become one. */
export function fold(findings: readonly Diagnostic[]): readonly Diagnostic[] {
  const folded: Diagnostic[] = []
  for (const finding of findings) {
    const { where, message } = finding
    const index = folded.findLastIndex((each) => each.message === message && each.where?.file === where?.file)
    const before = folded[index]?.where
    const last = before?.last ?? before?.page
    if (where && before && last !== undefined && (where.page === last || where.page === last + 1))
      folded[index] = { ...finding, where: { ...before, last: where.page } }
    else folded.push(finding)
  }
  return folded
}

/**
 * A finding as the user reads it, in two lines: `file:line: error: message` and an indented hint.
 * `shorten` turns an absolute path into what the user would type.
 */
export function tell(d: Diagnostic, shorten: (file: string) => string = (file) => file): string {
  const { where } = d
  const place =
    where &&
    [
      shorten(where.file),
      ...(where.line === undefined ? [] : [where.line]),
      ...(where.column === undefined ? [] : [where.column]),
    ].join(':') + pagesOf(where)
  const message = `${place ? `${place}: ` : ''}${d.severity}: ${d.message}`
  return `${visibleLine(message)}\n${visibleLine(`    ${d.hint}`)}`
}

const pagesOf = ({ page, last = page }: Where): string =>
  page === undefined ? '' : last === page ? `, page ${page}` : `, pages ${page} to ${last}`
