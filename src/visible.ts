/** Foreign text as it may stand in a line for people and machines: nothing invisible acts, nothing starts a line of its own. */

/** Emoji and the scripts that join letters need these two between their own characters; elsewhere they only hide. */
const JOINER =
  /(?<=\p{Extended_Pictographic}|\p{Emoji_Modifier}|\uFE0F)\u200D(?=\p{Extended_Pictographic})|(?<=[\p{scx=Arab}\p{scx=Syrc}\p{scx=Mong}\p{scx=Deva}\p{scx=Beng}\p{scx=Guru}\p{scx=Gujr}\p{scx=Orya}\p{scx=Taml}\p{scx=Telu}\p{scx=Knda}\p{scx=Mlym}\p{scx=Sinh}\p{scx=Khmr}])[\u200C\u200D]/u
    .source

/** One variation selector chooses how the character before it looks; a row of them may hide a text. */
const SELECTOR = /(?<=[^\p{C}\p{Z}\p{Variation_Selector}])[\u{FE00}-\u{FE0F}]/u.source

/** Control and format characters, separators of lines, lone surrogates, what no font knows, and letters without ink. */
const UNSEEN =
  /[\u17B4-\u17B5]|\u034F|\p{Variation_Selector}|[\p{C}\u2028\u2029\u115F\u1160\u2800\u3164\uFFA0]/u.source

const HARMLESS_OR_UNSEEN = new RegExp(`(${JOINER}|${SELECTOR})|${UNSEEN}`, 'gu')

const SHORT: Readonly<Record<string, string>> = { '\t': '\\t', '\n': '\\n', '\r': '\\r' }

const escape = (character: string): string =>
  SHORT[character] ?? `\\u{${character.codePointAt(0)!.toString(16).toUpperCase()}}`

/** The text in one line, each character that acts without being seen as an escape such as `\u{202E}`. */
export const visible = (text: string): string =>
  text.replace(HARMLESS_OR_UNSEEN, (character, harmless?: string) => harmless ?? escape(character))

/**
 * A whole line of output. Besides, it is no command to the CI service that keeps the log: GitHub obeys a line that begins
 * with `::`, it and Azure obey `##[…]` and `##vso[…]` anywhere, TeamCity `##teamcity[…]`.
 */
export const visibleLine = (text: string): string =>
  visible(text)
    .replace(/^(\s*):(?=:)/, '$1\\u{3A}')
    .replace(/##(?=\w*\[)/g, '#\\u{23}')

/** The longest quotation, in characters. */
const LONGEST = 80

/** The text, or its beginning and an ellipsis. */
export function shortened(text: string, longest = LONGEST): string {
  if (text.length <= longest) return text
  const characters = Array.from(text.slice(0, 2 * longest + 2))
  return characters.length <= longest ? text : `${characters.slice(0, longest - 1).join('')}…`
}
