/** How much a publication may ask of the machine: of anybody's own publications, and of a stranger's. */

/** What a file is read as. */
export type FileKind =
  | 'yaml'
  | 'list'
  | 'statement'
  | 'template'
  | 'style'
  | 'font'
  | 'profile'
  | 'picture'
  | 'manifest'
  | 'baseline'

export interface Limits {
  /** The largest file of each kind. */
  readonly bytes: Readonly<Record<FileKind, number>>
  /** Seconds for a whole build. */
  readonly seconds: number
  /** Seconds for what holds up everything else while it runs: a text parsed, a template filled. */
  readonly secondsAtOnce: number
  /** Rounds of loops and calls of partials in one page. */
  readonly steps: number
  /** Characters of one page's HTML. */
  readonly output: number
  readonly signatories: number
  readonly pages: number
  /** Megabytes of memory for each thread. */
  readonly heapMb: number
}

const KB = 1000
const MB = 1000 * KB

const OWN: Limits = {
  bytes: {
    yaml: 2 * MB,
    list: 50 * MB,
    statement: 10 * MB,
    template: 5 * MB,
    style: 5 * MB,
    font: 50 * MB,
    profile: 20 * MB,
    picture: 100 * MB,
    manifest: 50 * MB,
    baseline: 50 * MB,
  },
  seconds: 30 * 60,
  secondsAtOnce: 30,
  steps: 5_000_000,
  output: 100 * MB,
  signatories: 200_000,
  pages: 5_000,
  heapMb: 4096,
}

const STRANGERS: Limits = {
  bytes: {
    yaml: 200 * KB,
    list: 5 * MB,
    statement: 1 * MB,
    template: 500 * KB,
    style: 500 * KB,
    font: 20 * MB,
    profile: 5 * MB,
    picture: 20 * MB,
    manifest: 5 * MB,
    baseline: 20 * MB,
  },
  seconds: 10 * 60,
  secondsAtOnce: 10,
  steps: 500_000,
  output: 20 * MB,
  signatories: 20_000,
  pages: 500,
  heapMb: 1024,
}

export const limitsFor = (untrusted: boolean): Limits => (untrusted ? STRANGERS : OWN)

/** Lists within lists, quotations within quotations: more than anybody writes, and less than a parser's stack holds. */
export const MOST_NESTED = { yaml: 50, markdown: 20 } as const

/** Each is looked up among all anchors before it. */
export const MOST_ALIASES = 1000

/** Of a YAML file, when each alias stands for what it names. */
export const MOST_VALUES = 100_000
