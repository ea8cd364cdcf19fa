/** Where words may be divided: Knuth-Liang patterns for every language that has them. */
import { createRequire } from 'node:module'
import type { Tag } from '../model/publication.js'

export const SOFT_HYPHEN = '\u00AD'

/** Letters that stay before and after a hyphen, whatever the patterns allow. */
const BEFORE = 2
const AFTER = 3
const SHORTEST_WORD = 5

/**
 * What has «://» in it, or «@» or «#» before a word, or a point within a word and a Latin letter behind that (a domain, a file's name); or a
 * word that is long enough.
 */
const ADDRESS_OR_WORD =
  /((?<![^\s("'«„“])(?:[^\s@:]*[@#][\p{L}\p{N}_]|[^\s@:]+:\/\/|[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)*\.[a-z]{2})\S*)|[\p{L}\p{M}]{5,}/gu

type Divide = (word: string) => string

const require = createRequire(import.meta.url)
const loaded = new Map<Tag, Divide | undefined>()

/** Pattern sets that are not named by the language's tag alone. */
const NAMES: Readonly<Record<string, string>> = {
  en: 'en-us',
  'en-au': 'en-gb',
  'en-ie': 'en-gb',
  'en-in': 'en-gb',
  'en-nz': 'en-gb',
  'en-za': 'en-gb',
  de: 'de-1996',
  el: 'el-monoton',
  mn: 'mn-cyrl',
  sr: 'sr-cyrl',
  'sr-latn': 'sh-latn',
}

/**
 * The text with U+00AD wherever a word of it may be divided: at least two letters before, three after. Words of capitals
 * and languages without patterns come back as they are, and so do addresses: a hyphen would belong to them.
 * @param exceptions words of five letters or more, with a hyphen wherever they may be divided, whatever the patterns say
 */
export function hyphenate(text: string, lang: Tag, exceptions: readonly string[] = []): string {
  const divide = dividerFor(lang)
  if (!divide && !exceptions.length) return text
  const known = new Map(
    exceptions.map((word) => [word.replaceAll('-', '').toLocaleLowerCase(lang), word.split('-')]),
  )
  const divideAs = (word: string, parts: readonly string[]): string => {
    let at = 0
    return parts.map((part) => word.slice(at, (at += part.length))).join(SOFT_HYPHEN)
  }
  return text.replace(ADDRESS_OR_WORD, (found, address: string | undefined) => {
    if (address !== undefined || found === found.toLocaleUpperCase(lang)) return found
    const parts = known.get(found.toLocaleLowerCase(lang))
    if (parts) return divideAs(found, parts)
    if (!divide) return found
    // The reader of patterns makes two characters of «İ» in small letters, and would divide the rest one letter late.
    return found.includes('İ')
      ? divideAs(found, divide(found.replaceAll('İ', 'i')).split(SOFT_HYPHEN))
      : divide(found)
  })
}

function dividerFor(lang: Tag): Divide | undefined {
  if (!loaded.has(lang)) loaded.set(lang, loadDivider(lang))
  return loaded.get(lang)
}

function loadDivider(lang: Tag): Divide | undefined {
  const tag = lang.toLowerCase()
  const language = tag.split('-')[0]!
  for (const name of [NAMES[tag], tag, NAMES[language], language]) {
    if (!name) continue
    let patterns: unknown
    try {
      patterns = require(`hyphen/patterns/${name}`)
    } catch {
      continue
    }
    const create = require('hyphen') as (patterns: unknown, options: object) => Divide
    const divide = create(patterns, { async: false, hyphenChar: SOFT_HYPHEN, minWordLength: SHORTEST_WORD })
    return (word) => keepMinimum(divide(word))
  }
  return undefined
}

function keepMinimum(divided: string): string {
  const parts = divided.split(SOFT_HYPHEN)
  while (parts.length > 1 && parts[0]!.length < BEFORE) parts.splice(0, 2, parts[0]! + parts[1]!)
  while (parts.length > 1 && parts.at(-1)!.length < AFTER) parts.splice(-2, 2, parts.at(-2)! + parts.at(-1)!)
  return parts.join(SOFT_HYPHEN)
}
