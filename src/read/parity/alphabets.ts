/** Letters of a wrong alphabet: a Latin «o» in a Russian word looks right, and nothing finds or reads the word. */
import { diagnose, type Diagnostic } from '../../diagnostic.js'
import type { Place, Tag } from '../../model/publication.js'
import type { Report } from '../text.js'
import { excerpt, nameOf, type Passage, type Version } from './passage.js'

/** Letters in the same place look alike; a dot where an alphabet has no such letter. */
const LOOKS = {
  Latin: 'ABCEHIJKMNOPSTXYZaceijkopsuvxyh',
  Cyrillic: 'АВСЕНІЈКМ·ОРЅТХУ·асеіјкорѕ··хуһ',
  Greek: 'ΑΒ·ΕΗΙ·ΚΜΝΟΡ·ΤΧΥΖα··ι·κορ·υνχγ·',
} as const
type Alphabet = keyof typeof LOOKS

const ALPHABETS = Object.keys(LOOKS) as Alphabet[]
const LETTER = {
  Latin: /\p{Script=Latin}/u,
  Cyrillic: /\p{Script=Cyrillic}/u,
  Greek: /\p{Script=Greek}/u,
} as const satisfies Record<Alphabet, RegExp>
const ONLY = {
  Latin: /^[\p{Script=Latin}\p{M}\p{N}]+$/u,
  Cyrillic: /^[\p{Script=Cyrillic}\p{M}\p{N}]+$/u,
  Greek: /^[\p{Script=Greek}\p{M}\p{N}]+$/u,
} as const satisfies Record<Alphabet, RegExp>
const SCRIPTS: Readonly<Record<string, Alphabet>> = { Latn: 'Latin', Cyrl: 'Cyrillic', Grek: 'Greek' }

/** Not every Cyrillic alphabet has these; they count as letters of a language that uses them elsewhere. */
const LOCAL = new Set('іјѕһ')

/** The alphabet of a language, if it is one of those with letters that look alike. */
const alphabetOf = (lang: Tag): Alphabet | undefined => SCRIPTS[new Intl.Locale(lang).maximize().script ?? '']
export const hasAlphabet = (lang: Tag): boolean => alphabetOf(lang) !== undefined

/** A letter of a word: without its accents, with its alphabet, and the how-manieth it is. */
interface Letter {
  readonly letter: string
  readonly base: string
  readonly alphabet: Alphabet
  readonly position: number
}

/** A word, or the part of one between hyphens or apostrophes: «IT-компания» is two. */
interface Word {
  readonly word: string
  readonly offset: number
  readonly letters: readonly Letter[]
  readonly alphabets: ReadonlySet<Alphabet>
}

const WORD = /[\p{L}\p{M}\p{N}\u00AD\u2060]+/gu

function asWord({ 0: word, index: offset }: RegExpExecArray): Word {
  const letters = Array.from(word).flatMap((letter, index): Letter[] => {
    const base = Array.from(letter.normalize('NFD'))[0]!
    const alphabet = ALPHABETS.find((one) => LETTER[one].test(base))
    return alphabet ? [{ letter, base, alphabet, position: index + 1 }] : []
  })
  return { word, offset, letters, alphabets: new Set(letters.map((letter) => letter.alphabet)) }
}

/** The letter of the other alphabet that looks like this one. Small Greek letters are symbols too («TNFα»), all but ο. */
function twin({ base, alphabet }: Letter, other: Alphabet): string | undefined {
  if (alphabet === 'Greek' && /[α-νπ-ω]/u.test(base)) return undefined
  const found = LOOKS[other][LOOKS[alphabet].indexOf(base)]
  return found === '·' ? undefined : found
}

/** Reports words of two alphabets, and words in letters that only look like the language's own. */
export function checkAlphabets(passages: readonly Passage[], report: Report): void {
  const local = localLetters(passages.flatMap((passage) => passage.versions))
  for (const { versions } of passages)
    for (const version of versions) {
      const own = alphabetOf(version.lang)
      const matches = [...version.text.matchAll(WORD)]
      for (const [index, match] of matches.entries()) {
        if (own && ONLY[own].test(match[0])) continue // nearly all words: the rest may take its time
        const lang = version.langAt(match.index)
        if (lang === undefined) continue
        const home = lang === version.lang ? own : alphabetOf(lang)
        const word = asWord(match)
        const at = version.at(word.offset)
        if (word.alphabets.size > 1) {
          if (!hasSymbol(word, home)) report(mixture(word, home, at))
          continue
        }
        if (!home || !isDisguised(word, home, local.get(lang) ?? NONE)) continue
        const around = [matches[index - 1], matches[index + 1]].flatMap((one) => (one ? [asWord(one)] : []))
        if (isForeign(word, home, around) || isSymbol(word, version.text)) continue
        if (versions.some((other) => other !== version && hasToo(other, word))) continue
        report(
          diagnose('look-alike-word', at, {
            word: word.word,
            around: excerpt(version.text, word.offset, word.offset + word.word.length),
            alphabet: word.letters[0]!.alphabet,
            home,
            language: nameOf(lang),
          }),
        )
      }
    }
}

const NONE: ReadonlySet<string> = new Set()

/** Which of the local letters each language is seen to use. */
function localLetters(versions: readonly Version[]): ReadonlyMap<Tag, ReadonlySet<string>> {
  const used = new Map(versions.map(({ lang }) => [lang, new Set<string>()]))
  for (const { lang, text } of versions)
    for (const letter of LOCAL)
      if (text.includes(letter) || text.includes(letter.toUpperCase())) used.get(lang)!.add(letter)
  return used
}

/** An error if the word can be read in one alphabet: as Roman figures, else by preference as the language's. */
function mixture({ word, letters, alphabets }: Word, home: Alphabet | undefined, at: Place): Diagnostic {
  const foreign = (alphabet: Alphabet) => letters.filter((letter) => letter.alphabet !== alphabet)
  const latin = letters.map((letter) => (letter.alphabet === 'Latin' ? letter.base : twin(letter, 'Latin')))
  const preferred = /^[IVX]+$/u.test(latin.join('')) ? 'Latin' : home
  const likely = [...alphabets].sort(
    (a, b) => Number(b === preferred) - Number(a === preferred) || foreign(a).length - foreign(b).length,
  )
  const meant = likely.find((alphabet) => foreign(alphabet).every((letter) => twin(letter, alphabet)))
  return meant
    ? diagnose('look-alike-letter', at, { word, wrong: foreign(meant), meant })
    : diagnose('two-alphabets', at, { word, alphabets: likely })
}

/** A Latin word that begins or ends with a Greek symbol («μm», «kΩ», «TNFα»), in a text that is not Greek. */
const hasSymbol = ({ word, alphabets }: Word, home: Alphabet | undefined): boolean =>
  home !== 'Greek' &&
  !alphabets.has('Cyrillic') &&
  /^([α-νπ-ωΔΩ]\p{Script=Latin}+|\p{Script=Latin}+[α-νπ-ωΩ])$/u.test(word)

/** True if all letters of the word are of another alphabet and look like letters that the language has. */
const isDisguised = ({ letters }: Word, home: Alphabet, local: ReadonlySet<string>): boolean =>
  letters.length > 0 &&
  letters.every((letter) => {
    const own = letter.alphabet === home ? undefined : twin(letter, home)
    return own !== undefined && (!LOCAL.has(own.toLowerCase()) || local.has(own.toLowerCase()))
  })

/** Part of a phrase in the other alphabet: «a» in «a posteriori», whose other word cannot be read in this one. */
const isForeign = ({ alphabets }: Word, home: Alphabet, around: readonly Word[]): boolean =>
  around.some(
    (other) =>
      other.letters.some((letter) => alphabets.has(letter.alphabet)) &&
      other.letters.every((letter) => letter.alphabet !== home) &&
      !other.letters.every((letter) => twin(letter, home)),
  )

/** Roman figures, «CO2», «20 °C», «3 x 4», a letter that is named («x»), an option, a part of an address. */
function isSymbol({ word, offset }: Word, text: string): boolean {
  const [before, after] = [text.slice(0, offset), text.slice(offset + word.length)]
  return (
    /\p{N}/u.test(word) ||
    /^([IVX]|[IVXLCDM]{2,})$/u.test(word) ||
    /([°@/_]|[a-z\d]\.|(^|[^\p{L}])-)$/u.test(before) ||
    /^([@/_]|\.[a-z]{2})/u.test(after) ||
    (/\d\s?$/u.test(before) && /^\s?\d/u.test(after)) ||
    (word.length === 1 && /[\p{Pi}\p{Pf}"]$/u.test(before) && /^[\p{Pi}\p{Pf}"]/u.test(after))
  )
}

/** An abbreviation that stands in the text of a language of that alphabet too; a letter alone if it begins no sentence. */
function hasToo(other: Version, { word, alphabets }: Word): boolean {
  const alphabet = alphabetOf(other.lang)
  if (!alphabet || !alphabets.has(alphabet)) return false
  const alone = word.length > 1 || /^\p{Lu}$/u.test(word)
  const before = word.length > 1 ? '(?<!\\p{L})' : '(?<=\\p{Ll}\\s)'
  return alone && new RegExp(`${before}${word}(?!\\p{L})`, 'u').test(other.text)
}
