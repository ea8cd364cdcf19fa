/** How much a publication may ask of the machine: of anybody's own publications, and of a stranger's. */

export interface Limits {
  /** Seconds for a whole build. */
  readonly seconds: number
  /** Seconds for what holds up everything else while it runs: a text parsed, a template filled. */
  readonly secondsAtOnce: number
  /** Rounds of loops and calls of partials in one page. */
  readonly steps: number
  /** Characters of one page's HTML. */
  readonly output: number
  readonly signatories: number
}

const OWN: Limits = {
  seconds: 30 * 60,
  secondsAtOnce: 30,
  steps: 5_000_000,
  output: 100_000_000,
  signatories: 200_000,
}

const STRANGERS: Limits = {
  seconds: 10 * 60,
  secondsAtOnce: 10,
  steps: 500_000,
  output: 20_000_000,
  signatories: 20_000,
}

export const limitsFor = (untrusted: boolean): Limits => (untrusted ? STRANGERS : OWN)

/** Lists within lists, quotations within quotations: more than anybody writes, and less than a parser's stack holds. */
export const MOST_NESTED = { yaml: 50, markdown: 20 } as const

/** Each is looked up among all anchors before it. */
export const MOST_ALIASES = 1000

/** Of a YAML file, when each alias stands for what it names. */
export const MOST_VALUES = 100_000
