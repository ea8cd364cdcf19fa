/** What a language says about spaces that must not break, as data; and what several languages have in common. */

/**
 * One language's rules. Clitics and what stands before a number are in lower case and hold for «Рис.» and «НА» too;
 * units and titles are as they are written. A dot belongs to its abbreviation.
 */
export interface Spacing {
  /** Short words that lean on the next one and look lost at the end of a line. */
  readonly proclitics: readonly string[]
  /** Longer ones, of which only a title takes notice: a text has too many lines that end in one. */
  readonly leaning: readonly string[]
  /** Short words that lean on the one before and must not begin a line. */
  readonly enclitics: readonly string[]
  /** «ст.» before «3» or «IV». */
  readonly beforeNumbers: readonly string[]
  /** «Dr» before «Smith», «ул.» before «Абая». */
  readonly beforeNames: readonly string[]
  /** Units and whatever else belongs to the number before it. */
  readonly afterNumbers: readonly string[]
  /** Any noun after a number belongs to it if it is short. `except` are words after a number that are no nouns. */
  readonly counted?: { readonly letters: number; readonly except: readonly string[] }
  /** Abbreviations of several parts: every space in «и т. д.», and the one in «и т.д.». */
  readonly phrases: readonly string[]
  /** Spaces that lists of words cannot describe. The space comes first, so that a long text is searched fast. */
  readonly gaps: readonly RegExp[]
}

/** A list as one reads it. */
export const words = (list: string): readonly string[] => list.trim().split(/\s+/)

/** For languages without rules of their own: before a dash with spaces round it, § 5, № 5, 50 %, 10 000. */
export const NEUTRAL: Spacing = {
  proclitics: [],
  leaning: [],
  enclitics: [],
  beforeNumbers: [],
  beforeNames: [],
  afterNumbers: [],
  phrases: [],
  gaps: [
    / (?<=\S )(?=[—–]\s)/gu,
    / (?<=[§№] )(?=[\p{L}\p{N}])/gu,
    / (?<=\d )(?=[%‰])/gu,
    / (?<=(?<!\d)\d{1,3} )(?=\d{3}(?!\d))/gu,
  ],
}

/** Up to three initials and the surname after them: «И. И. Иванов», «И.И. Иванов». */
export const INITIALS = [/ (?<=(?<![\p{L}\p{M}\p{N}])\p{Lu}\. )(?=(?:\p{Lu}\. ?){0,2}\p{Lu}[’']?\p{L})/gu]

/** Spaces that the author put inside the guillemets. */
export const GUILLEMETS = [/ (?<=« )(?=\S)/gu, / (?<=\S )(?=»)/gu]

/** Symbols of units, the same in all languages that write them in Latin letters. */
export const UNITS = words(`
  mm cm m km ha m² km² m³ mg g kg t ml l s min h W kW MW GW kWh MWh GWh V Hz kHz MHz GHz B kB MB GB TB
  ° °C °F € £ $ ₽ ₸`)
