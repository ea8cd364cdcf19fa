/** Text that was decoded twice: UTF-8 read as an older encoding («Ã¼», «РџСЂ»), or Cyrillic bytes read as Latin ones («Ïðèâåò»). */

interface Encoding {
  readonly byteOf: ReadonlyMap<string, number>
  /** A character of UTF-8, read as this encoding. */
  readonly sequence: RegExp
}

const BYTES = Array.from({ length: 128 }, (_, i) => i + 128)

/** @param tables the characters of the bytes from 128, in one way or several */
function encoding(...tables: readonly (readonly string[])[]): Encoding {
  const byteOf = new Map(
    tables.flatMap((table) => table.map((character, i) => [character, i + 128] as const)),
  )
  const between = (from: number, to: number) => {
    const characters = tables.flatMap((table) => table.slice(from - 128, to - 127))
    return `[${[...new Set(characters)].join('').replace(/[\]\\^-]/g, '\\$&')}]`
  }
  const next = between(0x80, 0xbf)
  const sequence = new RegExp(
    `${between(0xc2, 0xdf)}${next}|${between(0xe0, 0xef)}${next}{2}|${between(0xf0, 0xf4)}${next}{3}`,
    'gu',
  )
  return { byteOf, sequence }
}

const LATIN_1 = BYTES.map((byte) => String.fromCharCode(byte))
/** Node 20 takes windows-1252 for Latin-1, which has control characters where this has quotation marks. */
const WINDOWS_1252 = Array.from('€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8DŽ\x8F\x90‘’“”•–—˜™š›œ\x9DžŸ').concat(LATIN_1.slice(32))
const LATIN = encoding(WINDOWS_1252, LATIN_1)
const CYRILLIC = ['windows-1251', 'koi8-r'].map((label) =>
  encoding(Array.from(new TextDecoder(label).decode(Uint8Array.from(BYTES)))),
)

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** The character that the sequence stands for; undefined if it is none. */
function decode(sequence: string, { byteOf }: Encoding): string | undefined {
  try {
    return utf8.decode(Uint8Array.from(sequence, (character) => byteOf.get(character)!))
  } catch {
    return undefined
  }
}

/** What may stand right behind a word: after a word that ends in an accented letter it is no trace of a wrong encoding. */
const BEHIND_A_WORD =
  /^[\u00A0\u2013\u2014\u2018-\u201F\u2020-\u2022\u2026\u2039\u203A\u00AB\u00BB\u00B0-\u00B3\u00B7\u00B9\u00AA\u00BA\u00A9\u00AE\u2122\u2030]+$/
const LETTER = /\p{L}/u

/** Characters that one expects of a text, not of a chance. */
const EXPECTED =
  /^[\p{sc=Latn}\p{sc=Grek}\p{sc=Cyrl}\p{sc=Hebr}\p{sc=Arab}\p{sc=Armn}\p{sc=Geor}\p{sc=Deva}\p{sc=Thai}\p{sc=Hani}\p{sc=Hira}\p{sc=Kana}\p{sc=Hang}\p{sc=Beng}\p{sc=Taml}\p{sc=Ethi}\p{P}\p{S}\u00A0\u00AD\u2000-\u200F\u202F]$/u

/** Letters of today's Slavic alphabets: old ones come of chance. */
const CYRILLIC_LETTER = /^[\u0401-\u044F\u0451-\u045F\u0490\u0491]$/

interface Found {
  readonly index: number
  readonly written: string
  readonly meant: string
}

function sequencesIn(text: string, from: Encoding): Found[] {
  return [...text.matchAll(from.sequence)].flatMap(({ 0: written, index }) => {
    const meant = decode(written, from)
    return meant !== undefined && EXPECTED.test(meant) ? [{ index, written, meant }] : []
  })
}

/** UTF-8 read as Windows-1252. */
function readAsLatin(text: string): readonly Found[] {
  const found = sequencesIn(text, LATIN)
  const certain = found.some(({ index, written }) => {
    if (!BEHIND_A_WORD.test(written.slice(1))) return true
    // «IRMÔ and «ESPAÑ…» end in capitals, «voilà »» in three characters that make one.
    const before = text[index - 1] ?? ' '
    const after = text[index + written.length] ?? ' '
    return written.length === 2 && (LETTER.test(after) || /\p{Ll}/u.test(before))
  })
  return certain ? found : []
}

/** UTF-8 read as a Cyrillic encoding: one such pair may be a word («Рік»), two in a row are none. */
function readAsCyrillic(text: string, from: Encoding): readonly Found[] {
  const found = sequencesIn(text, from)
  const certain = found.some(({ index, written, meant }, i) => {
    const end = index + written.length
    const next = found[i + 1]
    if (next?.index === end && [meant, next.meant].every((each) => CYRILLIC_LETTER.test(each))) return true
    if (/^[\u2010-\u2026\u20AC\u2116]$/u.test(meant)) return true // «вЂ“»
    const neighbours = `${text[index - 1] ?? ''}${text[end] ?? ''}`
    return /\p{sc=Latn}/u.test(meant) && /[a-z]/i.test(neighbours)
  })
  return certain ? found : []
}

const LATIN_1_WORD = /(?<![\p{L}\p{N}])[\u00C0-\u00FF]{4,}(?![\p{L}\p{N}])/gu
const AS_WORDS_ARE = /^(?:[\u0401-\u042F]?[\u0430-\u045F]+|[\u0401-\u042F]+)$/

/** Cyrillic bytes read as Latin-1: no language has words of accented letters alone. */
function readAsAccents(text: string): readonly Found[] {
  return [...text.matchAll(LATIN_1_WORD)].flatMap(({ 0: written, index }) => {
    const bytes = Uint8Array.from(written, (character) => character.codePointAt(0)!)
    const meant = ['windows-1251', 'koi8-r']
      .map((label) => new TextDecoder(label).decode(bytes))
      .find((word) => AS_WORDS_ARE.test(word))
    return meant === undefined ? [] : [{ index, written, meant }]
  })
}

/** The first words that were decoded twice, as they are written and as they should probably read; undefined if there are none. */
export function findMojibake(text: string): { readonly written: string; readonly meant: string } | undefined {
  if (!/[^\0-\x7F]/.test(text)) return undefined
  const ways = [readAsLatin(text), ...CYRILLIC.map((from) => readAsCyrillic(text, from)), readAsAccents(text)]
  const found = ways.find((way) => way.length)
  const [first] = found ?? []
  if (!found || !first) return undefined
  const from = text.slice(0, first.index).search(/[^\s,;:"()]*$/)
  let [to, meant] = [from, '']
  for (const { index, written, meant: character } of found) {
    if (to > from && index - to > 40) break
    meant += text.slice(to, index) + character
    to = index + written.length
  }
  const rest = /^[^\s,;:"()]*/.exec(text.slice(to))![0]
  return { written: text.slice(from, to) + rest, meant: meant + rest }
}
