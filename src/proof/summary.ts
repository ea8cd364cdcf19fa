/** What a comparison found, in sentences: for the console, the report and the tests. */
import { type Change, STILL } from './changes.js'
import type { Comparison, Outcome } from './compare.js'

/** A file with its outcome. */
export interface Checked extends Comparison {
  /** Relative to out/: «screen/kazakhstan-2022-leaflet-ru.pdf». */
  readonly file: string
  readonly edition: string
  readonly languages: readonly string[]
}

/** «Russian leaflet», «English–Russian parallel»; «leaflet» where the file holds all languages; other deliverables than `screen` are named. */
export function nameOf({
  file,
  edition,
  languages,
}: Pick<Checked, 'file' | 'edition' | 'languages'>): string {
  const kind = file.slice(0, Math.max(0, file.indexOf('/')))
  const named = languages.length === 1 || file.endsWith(`-${languages.join('-')}.pdf`)
  const language = named ? `${languages.map(languageName).join('–')} ` : ''
  return `${language}${edition}${kind === 'screen' || !kind ? '' : ` (${kind})`}`
}

export const languageName = (tag: string): string =>
  new Intl.DisplayNames('en', { type: 'language' }).of(tag) ?? tag

const hasStructure = ({ structure: { removed, added } }: Comparison): boolean =>
  removed.length + added.length > 0

/** True if something of it is not as in the baseline. */
export const differs = (checked: Comparison): boolean =>
  hasStructure(checked) || checked.pages.some(({ kind }) => kind !== 'same')

/** «3 of 14 pages changed», and what else is not as it was. */
export function summarise(files: readonly Checked[]): string {
  const outcomes = files.flatMap(({ pages }) => pages)
  const of = (...kinds: Outcome['kind'][]) => outcomes.filter(({ kind }) => kinds.includes(kind)).length
  const present = outcomes.length - of('removed', 'stale-baseline')
  const stale = files.filter(({ pages }) => pages.some(({ kind }) => kind === 'stale-baseline')).length
  const structure = files.filter(
    (f) => hasStructure(f) && f.pages.every(({ kind }) => kind === 'same'),
  ).length
  const parts = [
    [of('changed', 'size-changed'), `of ${count(present, 'page')} changed`],
    [of('added'), 'added'],
    [of('removed'), 'gone'],
    [of('missing-baseline'), 'without a baseline'],
    [stale, `stale baseline${stale === 1 ? '' : 's'}`],
    [structure, `file${structure === 1 ? '' : 's'} of another structure`],
  ] as const
  const told = parts.flatMap(([n, what]) => (n ? [`${n} ${what}`] : []))
  return told.length ? `${told.join(', ')}.` : `All ${count(present, 'page')} are as they were approved.`
}

/** What became of the words, page by page: what an editor asks first. Of the files that show one text, the first is named. */
export function wordChanges(files: readonly Checked[]): string[] {
  const sentences = new Map<string, string>()
  for (const checked of files)
    for (const [index, outcome] of checked.pages.entries()) {
      const changes = 'changes' in outcome ? outcome.changes.filter(({ kind }) => kind === 'words') : []
      const told = tellChanges(changes)
      const key = [checked.edition, ...checked.languages, told].join(' ')
      if (told && !sentences.has(key)) sentences.set(key, `${nameOf(checked)}, page ${index + 1}: ${told}`)
    }
  return [...sentences.values()]
}

/** A sentence for each page that is not the same, and for each structure: «Russian leaflet, page 2: …». */
export const sentences = (files: readonly Checked[]): string[] =>
  files.flatMap((checked) => [
    ...checked.pages.flatMap((outcome, index) => {
      const told = tellOutcome(outcome)
      if (told === undefined) return []
      // Of a whole file, once.
      if (outcome.kind === 'missing-baseline' || outcome.kind === 'stale-baseline')
        return index ? [] : [`${nameOf(checked)}: ${told}`]
      return [`${nameOf(checked)}, page ${index + 1}: ${told}`]
    }),
    ...(hasStructure(checked) ? [`${nameOf(checked)}: ${tellStructure(checked)}`] : []),
  ])

export function tellStructure({ structure: { removed, added } }: Comparison): string {
  const told = [
    ...(added.length ? [`has ${count(added.length, 'new line')}`] : []),
    ...(removed.length ? [`lost ${count(removed.length, 'line')}`] : []),
  ]
  return `its structure ${told.join(' and ')}`
}

/** Undefined for a page that is the same. */
export function tellOutcome(outcome: Outcome): string | undefined {
  switch (outcome.kind) {
    case 'same':
      return undefined
    case 'changed':
      return tellChanges(outcome.changes)
    case 'size-changed':
      return [
        `its size is ${outcome.afterMm.join(' × ')} mm, it was ${outcome.beforeMm.join(' × ')} mm`,
        ...listChanges(outcome.changes),
      ].join('; ')
    case 'added':
      return 'this page is new'
    case 'removed':
      return 'this page is gone'
    case 'missing-baseline':
      return 'it has no baseline yet'
    case 'stale-baseline':
      return 'its baseline is left over; the publication does not make this file any more'
    default:
      return outcome satisfies never
  }
}

/** Changes of words that a sentence quotes before it only counts them. */
const QUOTED = 3

export const tellChanges = (changes: readonly Change[]): string => listChanges(changes).join('; ')

/** The changes of a page, what matters most first; many of one kind are told together. */
export function listChanges(changes: readonly Change[]): string[] {
  const of = <K extends Change['kind']>(kind: K) =>
    changes.filter((change): change is Extract<Change, { kind: K }> => change.kind === kind)
  const few = (
    kind: 'words' | 'drawing' | 'colour' | 'face',
    most: number,
    more: (rest: number) => string,
  ) => {
    const all = of(kind).sort((a, b) => ('lines' in a && 'lines' in b ? b.lines - a.lines : 0))
    const rest = all.slice(most)
    const lines = rest.reduce((sum, change) => sum + ('lines' in change ? change.lines : 1), 0)
    return [...all.slice(0, most).map(tellChange), ...(rest.length ? [more(lines)] : [])]
  }
  return [
    ...few('words', QUOTED, (rest) => `${count(rest, 'more change')} of words`),
    ...tellReflowed(of('reflowed')),
    ...few('face', 1, (rest) => `${count(rest, 'more line')} in another face or size`),
    ...few('colour', 2, (rest) => `${count(rest, 'more line')} in another colour`),
    ...tellMoved(of('moved')),
    ...of('letters').map(tellChange),
    ...few('drawing', 1, (rest) => `${count(rest, 'more place')} where something drawn changed`),
    ...of('noise').map(tellChange),
  ]
}

type Reflowed = Extract<Change, { kind: 'reflowed' }>
type Moved = Extract<Change, { kind: 'moved' }>

function tellReflowed(changes: readonly Reflowed[]): string[] {
  const lines = changes.reduce((sum, change) => sum + change.lines, 0)
  return lines ? [tellChange({ ...changes[0]!, lines })] : []
}

/** One block by its way; several by the least and the most of it. */
function tellMoved(changes: readonly Moved[]): string[] {
  const [first] = changes
  if (!first || changes.length === 1) return changes.map(tellChange)
  const lines = changes.reduce((sum, change) => sum + change.lines, 0)
  const downs = changes.map(({ downMm }) => downMm)
  const rights = changes.map(({ rightMm }) => rightMm)
  const way = [...range(downs, 'down', 'up'), ...range(rights, 'to the right', 'to the left')].join(' and ')
  return [`${lines} lines from «${shorten(first.first)}» on moved ${way}`]
}

/** «0.3 mm up», «0.3 to 1.1 mm up», «1.6 mm up to 3.5 mm down»; nothing for what stays. */
function range(mm: readonly number[], more: string, less: string): string[] {
  const [least, most] = [Math.min(...mm), Math.max(...mm)]
  const [from, to] = [trim(Math.abs(least)), trim(Math.abs(most))]
  if (from === to && Math.sign(least) === Math.sign(most)) return way(most, more, less)
  if (most <= STILL)
    return least < -STILL ? [`${most < -STILL ? `${to} to ` : 'up to '}${from} mm ${less}`] : []
  if (least >= -STILL) return [`${least > STILL ? `${from} to ` : 'up to '}${to} mm ${more}`]
  return [`${from} mm ${less} to ${to} mm ${more}`]
}

export function tellChange(change: Change): string {
  switch (change.kind) {
    case 'words': {
      const { removed, added, after } = change
      const place = after ? ` after «${shorten(after)}»` : ''
      if (!removed) return `«${shorten(added)}» was added${place}`
      if (!added) return `«${shorten(removed)}» was taken out${place}`
      return `«${shorten(removed)}» became «${shorten(added)}»${place}`
    }
    case 'reflowed':
      return `${count(change.lines, 'line')} reflowed${change.after ? ` after «${shorten(change.after)}»` : ''}`
    case 'moved': {
      const { lines, rightMm, downMm, first } = change
      const ways = [...way(downMm, 'down', 'up'), ...way(rightMm, 'to the right', 'to the left')].join(
        ' and ',
      )
      return lines === 1
        ? `the line «${shorten(first)}» moved ${ways}`
        : `${lines} lines from «${shorten(first)}» on moved ${ways}`
    }
    case 'face': {
      const [family, size] = facesOf(change.before)
      const [now, nowSize] = facesOf(change.after)
      const what = family === now ? `${nowSize} pt high, not ${size} pt` : `set in ${now}, not ${family}`
      return `${count(change.lines, 'line')} from «${shorten(change.first)}» on ${what}`
    }
    case 'colour':
      return change.lines
        ? `${count(change.lines, 'line')} from «${shorten(change.first)}» on in the colour ${change.after}, not ${change.before}`
        : [
            ...(change.after ? [`the colour ${change.after} is new`] : []),
            ...(change.before ? [`the colour ${change.before} is gone`] : []),
          ].join(', ')
    case 'letters':
      return `the letters of ${count(change.lines, 'line')} from «${shorten(change.first)}» on stand or look otherwise`
    case 'drawing': {
      const { x, y, width, height } = change.box
      const size = `${width.toFixed(1)} × ${height.toFixed(1)} mm`
      return `something drawn changed, ${size} at ${x.toFixed(1)} mm from the left, ${y.toFixed(1)} mm from the top`
    }
    case 'noise':
      return 'only shades that no eye tells apart'
    default:
      return change satisfies never
  }
}

const way = (mm: number, more: string, less: string): string[] =>
  Math.abs(mm) <= STILL ? [] : [`${trim(Math.abs(mm))} mm ${mm > 0 ? more : less}`]

/** Family and size of «SourceSerif4-Regular 12.15». */
const facesOf = (face: string): readonly [family: string, size: string] => {
  const at = face.lastIndexOf(' ')
  return [face.slice(0, at), face.slice(at + 1)]
}

const trim = (mm: number): string => mm.toFixed(mm < 0.1 ? 2 : 1).replace(/\.0$/, '')

const count = (n: number, thing: string): string => `${n} ${thing}${n === 1 ? '' : 's'}`

/** So much of a text as one recognises it by, with plain spaces. */
function shorten(text: string): string {
  const all = text.split(/\s+/)
  return all.length <= RECOGNISED ? all.join(' ') : `${all.slice(0, RECOGNISED).join(' ')} …`
}

/** Words. */
const RECOGNISED = 6
