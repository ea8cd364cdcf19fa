/** What a comparison found, in sentences: for the console, the report and the tests. */
import type { Change } from './changes.js'
import type { Comparison, Outcome } from './compare.js'

/** A file with its outcome. */
export interface Checked extends Comparison {
  /** Relative to out/: «screen/kazakhstan-2022-leaflet-ru.pdf». */
  readonly file: string
  readonly edition: string
  readonly languages: readonly string[]
}

/** «Russian leaflet»; «leaflet» where the file holds all languages; other deliverables than `screen` are named. */
export function nameOf({
  file,
  edition,
  languages,
}: Pick<Checked, 'file' | 'edition' | 'languages'>): string {
  const kind = file.slice(0, file.indexOf('/'))
  const language = languages.length === 1 ? `${languageName(languages[0]!)} ` : ''
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

export const tellStructure = ({ structure: { removed, added } }: Comparison): string =>
  `its structure has ${count(added.length, 'new line')} and ${removed.length} less`

/** Undefined for a page that is the same. */
export function tellOutcome(outcome: Outcome): string | undefined {
  switch (outcome.kind) {
    case 'same':
      return undefined
    case 'changed':
      return tellChanges(outcome.changes)
    case 'size-changed':
      return (
        `its size is ${outcome.afterMm.join(' × ')} mm, it was ${outcome.beforeMm.join(' × ')} mm; ` +
        tellChanges(outcome.changes)
      )
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

function tellChanges(changes: readonly Change[]): string {
  const words = changes.filter(({ kind }) => kind === 'words')
  const others = changes.filter(({ kind }) => kind !== 'words' && kind !== 'drawing')
  const drawings = changes.filter((change) => change.kind === 'drawing')
  const first = drawings[0]
  return [
    ...words.slice(0, QUOTED).map(tellChange),
    ...(words.length > QUOTED ? [`${words.length - QUOTED} more changes of words`] : []),
    ...others.map(tellChange),
    ...(first ? [tellChange(first)] : []),
    ...(drawings.length > 1 ? [`${drawings.length - 1} more drawings changed`] : []),
  ].join('; ')
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
    case 'face':
      return `${count(change.lines, 'line')} from «${shorten(change.first)}» on set in ${change.after}, not ${change.before}`
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
  Math.abs(mm) < 0.02 ? [] : [`${trim(Math.abs(mm))} mm ${mm > 0 ? more : less}`]

const trim = (mm: number): string => mm.toFixed(mm < 1 ? 2 : 1).replace(/\.?0+$/, '')

const count = (n: number, thing: string): string => `${n} ${thing}${n === 1 ? '' : 's'}`

/** So much of a text as one recognises it by. */
export function shorten(text: string, words = 6): string {
  const all = text.split(' ')
  return all.length <= words ? text : `${all.slice(0, words).join(' ')} …`
}
