/** Texts of a source and of a file in a form in which they can be compared: their letters, and where words end. */

/** The end of a line or a page, which parts words unless it is behind a hyphen or dash. */
export const LINE_END = '\r'
/** Words may be parted here or not. */
export const PERHAPS = '\n'

export interface Comparable {
  /** Words with one space between them, or what may be one. */
  readonly plain: string
  /** Its letters without spaces, marks and case: what a text is found by, whatever has become of these. */
  readonly key: string
  /** Where each unit of the key begins in `plain`; and the end. */
  readonly at: Int32Array
}

/** @param text of the source */
export function comparable(text: string): Comparable {
  const plain = settle(normal(text).replace(/\s+/gu, ' ')).trim()
  const at: number[] = []
  const key = fold(plain, at)
  at.push(plain.length)
  return { plain, key, at: Int32Array.from(at) }
}

/** Signs that nobody sees, and that a file need not hold. */
const INVISIBLE = /[\u00AD\u200B-\u200F\u202A-\u202E\u2060-\u2064\u2066-\u2069\uFEFF]/g
/** A source may hold them as characters; a face draws the same for their letters. */
const LIGATURES = /[\uFB00-\uFB06]/g

/** A text or a part of one; its spaces are not yet settled. */
export const normal = (text: string): string =>
  text
    .normalize('NFC')
    .replace(INVISIBLE, '')
    .replace(LIGATURES, (ligature) => ligature.normalize('NFKC'))
    .replace(/\u2010/g, '-') // at a line's end PDFium does not tell one from the other

/** Scripts that part no words by spaces: a line end beside their letters may look like one, or swallow one. */
const UNPARTED =
  '\\p{sc=Han}\\p{sc=Hiragana}\\p{sc=Katakana}\\p{sc=Thai}\\p{sc=Lao}\\p{sc=Khmer}\\p{sc=Myanmar}\\p{sc=Tibetan}\\u3000-\\u303F\\uFF00-\\uFFEF'
const BESIDE_UNPARTED = new RegExp(`(?<=[${UNPARTED}])\\s+|\\s+(?=[${UNPARTED}])`, 'gu')

/** A line may end behind these within a word or an address, and with a space that is swallowed. */
const AFTER_DASH = /(?<=[-–—/&=@])[\r\n]+|[\r\n]+(?=\?)/g

/** A normal text with single spaces, and none where its script has none. */
export function settle(text: string): string {
  const single = text
    .replace(AFTER_DASH, PERHAPS)
    .replace(/\s+/gu, (space) => (space.includes(PERHAPS) && !/[^\n]/.test(space) ? PERHAPS : ' '))
  return /[\u0E01-\uFFFF]/.test(single) ? single.replace(BESIDE_UNPARTED, '') : single
}

const WORDS = new RegExp(`[${UNPARTED}]|[^\\s${UNPARTED}]+`, 'gu')

/** The words of a plain text; where the script has none, its letters. */
export const wordsIn = (plain: string): readonly string[] => plain.match(WORDS) ?? []

const folded = new Map<string, string>()

/** @param at takes where each unit of the key begins */
export function fold(plain: string, at?: number[]): string {
  const key: string[] = []
  let offset = 0
  for (const character of plain) {
    let letters = folded.get(character)
    if (letters === undefined) {
      // Greek capitals drop their accents; İ and I are one letter in Turkish capitals and two elsewhere.
      const bare = character.trim().normalize('NFD').replace(/\p{M}/gu, '')
      letters = bare.toLocaleUpperCase('el').normalize('NFD').replace(/\p{M}/gu, '')
      folded.set(character, letters)
    }
    if (letters) {
      key.push(letters)
      if (at) at.push(...Array<number>(letters.length).fill(offset))
    }
    offset += character.length
  }
  return key.join('')
}
