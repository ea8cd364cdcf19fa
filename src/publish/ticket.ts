/** The job ticket: what goes to the print shop with the press files, for a person to read. */
import type { Diagnostic } from '../diagnostic.js'
import type { PressFile, Size } from '../model/press-file.js'
import type { IsoDate } from '../model/publication.js'
import { visible } from '../visible.js'

export interface Job {
  readonly slug: string
  readonly title: string
  readonly publisher?: string | undefined
  readonly symbol?: string | undefined
  readonly date: IsoDate
  readonly files: readonly JobFile[]
  /** Names of press files that are there, and that this build did not make. */
  readonly others: readonly string[]
  /** Names of press files that have errors, and so are not there. */
  readonly missing: readonly string[]
}

export interface JobFile extends PressFile {
  /** Without a folder: it lies beside the ticket. */
  readonly name: string
  /** «A4 portrait», «5.5 × 8.5 in» */
  readonly paper: string
  /** What becomes of the printed sheet: «folded and stitched through the spine». */
  readonly binding?: string | undefined
  readonly inkLimit: number
  readonly sha256: string
  /** What preflight found; errors end the build, so these are warnings. */
  readonly findings: readonly Diagnostic[]
}

/** Where values begin, and where lines end. */
const INDENT = 16
const WIDTH = 96

/** Where it lies, relative to out/: beside the press files. */
export const ticketFile = (slug: string): string => `press/${slug}.txt`

/** Plain text in aligned columns, the same for the same files. */
export function writeTicket({ slug, title, publisher, symbol, date, files, others, missing }: Job): string {
  return [
    `Job ticket: ${slug}`,
    title,
    [publisher, symbol, date].filter(Boolean).join(' · '),
    ...files.flatMap((file) => ['', file.name, ...tellFile(file)]),
    ...(others.length ? ['', `Built at another time, and not told here: ${others.join(', ')}`] : []),
    ...(missing.length ? ['', `Not here, because they have errors: ${missing.join(', ')}`] : []),
    '',
  ]
    .map((line) => visible(line.replaceAll('\u00AD', '')))
    .join('\n')
}

function tellFile(file: JobFile): string[] {
  const { pages, trim, sheet, bleedMm, paper, pictures, fonts } = file
  const lines: (readonly [string, string])[] = [
    ['Pages', `${pages}, single pages in reading order${pages % 2 === 0 ? '' : ' (an odd number)'}`],
    ['Trim', paper === tellSize(trim) ? paper : `${tellSize(trim)} (${paper})`],
    ['Bleed', `${Number(bleedMm.toFixed(2))} mm on every side`],
    ['Page in file', `${tellSize(sheet)}, trim and bleed in its boxes`],
    ...(file.binding === undefined ? [] : [['Binding', file.binding] as const]),
    ...tellPlates(file.plates),
    ['Total ink', `${Math.round(file.mostInk)} % at most, within the limit of ${file.inkLimit} %`],
    [
      'Pictures',
      pictures.count
        ? `${pictures.count}${isFinite(pictures.fewestPpi) ? `, ${Math.round(pictures.fewestPpi)} ppi and more` : ''}`
        : 'none',
    ],
    ['Fonts', `${fonts.join(', ')}; embedded as subsets`],
    ['Printed for', `${file.condition}, profile embedded: ${file.profile}`],
    ['Standard', 'PDF/X-4 (ISO 15930-7:2010)'],
    ['SHA-256', file.sha256],
    ...tellPreflight(file.findings),
  ]
  return lines.flatMap(([what, value]) => wrap(what, value))
}

/** «4/4 · Cyan, Magenta, Yellow, Black»; where pages differ, a line for those that are alike. */
function tellPlates(plates: JobFile['plates']): (readonly [string, string])[] {
  const alike = new Map<string, number[]>()
  for (const [index, each] of plates.entries()) {
    const key = each.join(', ') || 'blank'
    alike.set(key, [...(alike.get(key) ?? []), index + 1])
  }
  return [...alike].map(([key, pages], i) => [
    i === 0 ? 'Plates' : '',
    alike.size === 1
      ? `${key}, on all pages`
      : `${key}: page${pages.length === 1 ? '' : 's'} ${ranges(pages)}`,
  ])
}

/** «1–4, 7» */
function ranges(pages: readonly number[]): string {
  const runs: [number, number][] = []
  for (const page of pages) {
    const last = runs.at(-1)
    if (last?.[1] === page - 1) last[1] = page
    else runs.push([page, page])
  }
  return runs.map(([from, to]) => (from === to ? `${from}` : `${from}–${to}`)).join(', ')
}

function tellPreflight(findings: readonly Diagnostic[]): (readonly [string, string])[] {
  if (findings.length === 0) return [['Preflight', 'passed, nothing found']]
  return [
    ['Preflight', `passed, with ${findings.length === 1 ? 'a warning' : `${findings.length} warnings`}:`],
    ...findings.map(({ where, message }) => {
      const page = where?.page === undefined ? '' : `Page ${where.page}: `
      return ['', `${page}${message}`] as const
    }),
  ]
}

const tellSize = ({ widthMm, heightMm }: Size): string => `${round(widthMm)} × ${round(heightMm)} mm`
const round = (mm: number): number => Number(mm.toFixed(1))

/** A value that is too long goes on below itself. */
function wrap(what: string, value: string): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of value.split(' ')) {
    if (line && INDENT + line.length + 1 + word.length > WIDTH) {
      lines.push(line)
      line = word
    } else line = line ? `${line} ${word}` : word
  }
  return [...lines, line].map((each, i) => `${`  ${i === 0 ? what : ''}`.padEnd(INDENT)}${each}`)
}
