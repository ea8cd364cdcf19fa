/** Spaces that must not break: a language's rules put no-break spaces for spaces, and nothing else. */
import type { Tag } from '../model/publication.js'
import { LETTER, WORD } from './spacing/characters.js'
import { ENGLISH } from './spacing/en.js'
import { FRENCH } from './spacing/fr.js'
import { GREEK } from './spacing/el.js'
import { NEUTRAL, type Spacing } from './spacing/preset.js'
import { RUSSIAN } from './spacing/ru.js'
import { SPANISH } from './spacing/es.js'

/** By the language subtag of a BCP 47 tag; other languages have `NEUTRAL`. */
export const SPACINGS: ReadonlyMap<string, Spacing> = new Map([
  ['el', GREEK],
  ['en', ENGLISH],
  ['es', SPANISH],
  ['fr', FRENCH],
  ['ru', RUSSIAN],
])

/** U+202F would be finer in places, but several text faces lack it. */
const NO_BREAK = '\u00A0'

/**
 * How much may become unbreakable. Clitics give way early, or «и не в том» would be one long word; the other bonds
 * give way only where the text is no prose but a table or a list of numbers. Two words are never too many.
 */
interface Limit {
  readonly words: number
  /** In characters with their spaces. */
  readonly length: number
}
const FIRM: Limit = { words: 5, length: 40 }
const CLITIC: Limit = { words: 3, length: 14 }
/** «on the situation», «de las grandes» */
const IN_TITLE: Limit = { words: 3, length: 20 }

/** In characters. What is longer (a web address, a row of dashes) is not looked through to its end, and not bound. */
const LONGEST = 100

interface Rules {
  readonly firm: readonly RegExp[]
  readonly clitic: readonly RegExp[]
  readonly leaning: readonly RegExp[]
}

/**
 * The text with the spaces that must not break exchanged for U+00A0. It is as long as before, each visible character in
 * its place: so a paragraph in several runs can be joined, set and cut again at the same offsets, which is how a bond
 * over the edge of a run is seen. Spaces that are no-break already, of either kind, stay as they are.
 *
 * U+2060 is never added: text faces have no glyph for it, and all these bonds have a space to exchange. A run of
 * several spaces stays as it is: HTML makes it one space, which one no-break space in it would prevent. A line end is
 * no space either, so a text that was wrapped by hand is best unwrapped first.
 *
 * The few lines of a title are broken where the sense is: none ends in an article or a preposition.
 */
export function setSpaces(text: string, lang: Tag, kind: 'text' | 'title' = 'text'): string {
  const { firm, clitic, leaning } = rulesOf(lang)
  const shown = text.replace(/[\u00AD\u2060]/g, '')
  // The rules see one kind of space, so that what they did before does not change what they do now.
  const plain = shown.replace(/[\u00A0\u202F]/g, ' ')
  const bound = new Set(places(shown, [/[\u00A0\u202F]/g]))
  // From the right, because what is next to the noun matters more than what comes before: «и не·в·том».
  const bonds = [
    [firm, FIRM],
    [clitic, CLITIC],
    [kind === 'title' ? leaning : [], IN_TITLE],
  ] as const
  for (const [rules, limit] of bonds)
    for (const place of places(plain, rules).sort((a, b) => b - a))
      if (fits(unbreakable(plain, bound, place), limit)) bound.add(place)
  let next = 0
  return text.replace(/[^\u00AD\u2060]/g, (character) => {
    const place = next++
    return character === ' ' && bound.has(place) ? NO_BREAK : character
  })
}

const places = (text: string, rules: readonly RegExp[]): number[] =>
  rules.flatMap((rule) => [...text.matchAll(rule)].map(({ index }) => index))

/** What would hold together round the space at `place` if that were bound; more than `LONGEST` is cut. */
function unbreakable(text: string, bound: ReadonlySet<number>, place: number): string {
  const breaks = (at: number): boolean => /\s/.test(text.charAt(at)) && !bound.has(at)
  let [start, end] = [place, place + 1]
  while (start > 0 && place - start <= LONGEST && !breaks(start - 1)) start -= 1
  while (end < text.length && end - place <= LONGEST && !breaks(end)) end += 1
  return text.slice(start, end)
}

function fits(run: string, { words, length }: Limit): boolean {
  const count = run.split(' ').filter((word) => /[\p{L}\p{N}]/u.test(word)).length // a dash is no word
  return run.length <= LONGEST && (count <= 2 || (count <= words && run.length <= length))
}

const compiled = new Map<Spacing, Rules>()

function rulesOf(lang: Tag): Rules {
  const spacing = SPACINGS.get(lang.split('-')[0]!.toLowerCase()) ?? NEUTRAL
  const known = compiled.get(spacing)
  if (known) return known
  const rules = compile(spacing)
  compiled.set(spacing, rules)
  return rules
}

/** The beginning and the end of a word, as what must not stand there. JavaScript's \b knows ASCII only. */
const START = String.raw`(?<![${WORD}]|\.)`
const END = String.raw`(?![${WORD}]|-[${LETTER}])`

/** Matches nowhere. */
const NOTHING = '(?!)'

/** Before a clitic: a space, an opening quote or bracket, a dash. */
const OPEN = String.raw`(?<=^|[\s\p{Ps}\p{Pi}"'\u00BF\u00A1\u2014\u2013])`
/** After one. No bracket: «б)» and «ж)» are items of a list. */
const CLOSE = String.raw`(?=$|[\s\p{Pf}"'.,;:!?\u2026])`

/** «30», «1,5», «5–10», not the 4 of «A4» nor the 19 of «COVID-19». */
const NUMBER = String.raw`(?<![${WORD}]|-)(?:\d[\d.,:/\u2013-]*)?\d`
const NUMERAL = String.raw`(?:\d|[IVXLCDM]+${END})`
/** Counts nothing: «в 1991 власть», though it has its «года». The price is that «2000 человек» may break. */
const YEAR = String.raw`(?<!\d)(?:1[5-9]|20)\d\d`
/** After «2022 г.» and «и т. д.» a capital begins a sentence. */
const SENTENCE_MAY_END = String.raw`(?<!\d ?|(?<![${LETTER}])[${LETTER}]\. ?)`

function compile(spacing: Spacing): Rules {
  return {
    firm: [
      gap(START + anyCase(spacing.beforeNumbers), NUMERAL),
      gap(START + SENTENCE_MAY_END + any(spacing.beforeNames), String.raw`\p{Lu}`),
      gap(NUMBER, any(spacing.afterNumbers) + END),
      gap(`${NUMBER}(?<!${YEAR})`, countedNoun(spacing)),
      ...spacing.phrases.flatMap(insidePhrase),
      ...spacing.gaps,
    ],
    clitic: [
      gap(OPEN + anyCase(spacing.proclitics), String.raw`\S`),
      gap(String.raw`(?:[${WORD}]|[\p{Pf}\p{Pe}"])`, anyCase(spacing.enclitics) + CLOSE),
    ],
    leaning: [gap(OPEN + anyCase(spacing.leaning), String.raw`\S`)],
  }
}

const countedNoun = ({ counted }: Spacing): string =>
  counted ? String.raw`(?!${any(counted.except)}${END})\p{Ll}{1,${counted.letters}}${END}` : NOTHING

/** The single space between two things, each the source of a regular expression. */
const gap = (before: string, after: string): RegExp => new RegExp(` (?<=${before} )(?=${after})`, 'gu')

/** Every space in the phrase, whichever of the others the author left out. */
function insidePhrase(phrase: string): readonly RegExp[] {
  const parts = phrase.split(' ').map(literal)
  return parts
    .slice(1)
    .map((_, index) =>
      gap(START + parts.slice(0, index + 1).join(' ?'), parts.slice(index + 1).join(' ?') + END),
    )
}

const any = (words: readonly string[]): string =>
  words.length ? `(?:${words.map(literal).join('|')})` : NOTHING

const anyCase = (words: readonly string[]): string =>
  any(words.flatMap((word) => [word, word.charAt(0).toUpperCase() + word.slice(1), word.toUpperCase()]))

const literal = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
