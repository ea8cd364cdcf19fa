/** A number in figures, in whatever way a language writes it. */
import type { Tag } from '../../model/publication.js'
import type { Version } from './passage.js'

/** A number in figures, at `offset`. `value` has neither grouping nor leading zeros; `after` is the text behind it. */
export interface Numeral {
  readonly text: string
  readonly value: string
  readonly lang: Tag
  readonly after: string
  /** The hour of the day from 0 to 23, with minutes if `value` has them, where the text counts to twelve: «7 p.m.». */
  readonly hour?: string
  /** May be a word elsewhere («five», «January»). */
  readonly small: boolean
  readonly offset: number
}

/** Grouped in threes («1 000», «1,000.5»), or figures with marks between («3,5», «18.01.2022»). */
const FIGURES = /(?<![\d.,])\d{1,3}(?:[ \u00A0\u2009\u202F]\d{3})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,'’٫٬]\d+)*/gu
const GROUPED = /^([1-9]\d{0,2}(?:([ \u00A0\u2009\u202F.,'’٬])\d{3})(?:\2\d{3})*)(?:[.,٫](\d+))?$/u
const DECIMAL = /^(\d+)[.,٫](\d+)$/u

/** The numbers of a text in their order. Ordinals count as their number: «1st», «1-й», «1.º». */
export function numeralsOf({ text, lang }: Pick<Version, 'text' | 'lang'>): Numeral[] {
  const western = text.replace(/\p{Nd}/gu, westernDigit)
  return [...western.matchAll(FIGURES)].flatMap((match) => {
    const after = western.slice(match.index + match[0].length)
    return valuesOf(match[0]).map(({ value, written, index }): Numeral => {
      const offset = match.index + index
      const small = /^\d+$/.test(value) && Number(value) <= 12 && !/^\s?%/u.test(after)
      const hour = hourOf(value, western.slice(0, offset), after, lang)
      const numeral = { text: text.slice(offset, offset + written.length), value, lang, after, small, offset }
      return { ...numeral, ...(hour !== undefined && { hour }) }
    })
  })
}

function valuesOf(figures: string): { value: string; written: string; index: number }[] {
  const whole = (digits: string) => digits.replace(/\D/gu, '').replace(/^0+(?=\d)/u, '')
  const grouped = GROUPED.exec(figures)
  const decimal = DECIMAL.exec(figures)
  const fraction = grouped ? grouped[3] : decimal?.[2]
  if (grouped || decimal) {
    const integer = whole(grouped?.[1] ?? decimal![1]!)
    return [{ value: fraction ? `${integer}.${fraction}` : integer, written: figures, index: 0 }]
  }
  return [...figures.matchAll(/\d+/gu)].map(({ 0: digits, index }) => ({
    value: whole(digits),
    written: digits,
    index,
  }))
}

/** Decimal digits of every script come in runs that begin with zero. Those in two units stay, so that offsets hold. */
function westernDigit(digit: string): string {
  if (digit.length > 1) return digit
  let value = 0
  while (/\p{Nd}/u.test(String.fromCharCode(digit.charCodeAt(0) - value - 1))) value++
  return String(value % 10)
}

export const isYear = (value: string): boolean => /^(1[5-9]\d\d|20\d\d|2100)$/u.test(value)

/**
 * What a number may stand for: itself; with «million», «млн» or «万» behind it that many; a year its last two digits; an
 * hour that of the day.
 */
export function readingsOf({ value, lang, after, hour }: Numeral): readonly string[] {
  const scales = scalesOf(lang).filter(({ words }) => words.test(after))
  const decade = isYear(value) ? [value.slice(2)] : [] // «the 1990s», «90-е»; «1917–18»
  const midnight = hour === '0' ? ['24'] : []
  return [
    value,
    ...scales.map(({ power }) => shift(value, power)),
    ...decade,
    ...(hour === undefined ? [] : [hour, ...midnight]),
  ]
}

function shift(value: string, power: number): string {
  const [integer = '', fraction = ''] = value.split('.')
  const digits = integer + fraction.slice(0, power).padEnd(power, '0')
  const rest = fraction.slice(power)
  return digits.replace(/^0+(?=\d)/u, '') + (rest && `.${rest}`)
}

interface Scale {
  readonly power: number
  readonly words: RegExp
}
const scales = new Map<Tag, readonly Scale[]>()

/** The language's words for thousands, millions and so on, as Unicode's compact notation knows them. */
function scalesOf(lang: Tag): readonly Scale[] {
  const known = scales.get(lang)
  if (known) return known
  const formats = (['long', 'short'] as const).map(
    (compactDisplay) => new Intl.NumberFormat(lang, { notation: 'compact', compactDisplay }),
  )
  const powers = new Map<string, number>()
  for (const format of formats)
    for (const power of [3, 4, 5, 6, 7, 8, 9, 12])
      for (const factor of [1, 2, 5]) {
        const parts = format.formatToParts(factor * 10 ** power)
        const word = parts.find((part) => part.type === 'compact')?.value
        const shown = parts.find((part) => part.type === 'integer')?.value.replace(/\p{Nd}/gu, westernDigit)
        const spare = (shown?.length ?? 1) - 1 // 10 million is ten times a word for 10 to the power of 6
        if (word) powers.set(word, power - spare)
      }
  const found = [...powers].map(([word, power]) => ({ power, words: scaleWord(word) }))
  scales.set(lang, found)
  return found
}

interface DayPeriod {
  readonly before: RegExp
  readonly after: RegExp
  readonly hours: readonly number[]
}
const dayPeriods = new Map<Tag, readonly DayPeriod[]>()

/** The language's words for parts of the day, as Unicode has them: «p.m.», «in the evening», «вечера», «下午». */
function dayPeriodsOf(lang: Tag): readonly DayPeriod[] {
  const known = dayPeriods.get(lang)
  if (known) return known
  const styles = [undefined, 'long', 'short'] as const
  const words = new Map<string, number[]>()
  for (const dayPeriod of styles) {
    const format = new Intl.DateTimeFormat(lang, {
      hour: 'numeric',
      hourCycle: 'h12',
      timeZone: 'UTC',
      ...(dayPeriod && { dayPeriod }),
    })
    for (let hour = 0; hour < 24; hour++) {
      const word = format.formatToParts(hour * 3_600_000).find(({ type }) => type === 'dayPeriod')?.value
      if (word) words.set(word, [...(words.get(word) ?? []), hour])
    }
  }
  const found = [...words].map(([word, hours]): DayPeriod => {
    const pattern = dayPeriodPattern(word)
    return {
      hours,
      before: new RegExp(`(?<!\\p{L})${pattern}\\s?$`, 'iu'),
      // «7:30 p.m.», «7 Uhr abends», «7 часов вечера», «7 o’clock in the evening»
      after: new RegExp(`^(?::\\d\\d)?\\s?(?:[\\p{L}'’]+\\s)?${pattern}(?!\\p{L})`, 'iu'),
    }
  })
  dayPeriods.set(lang, found)
  return found
}

/** Abbreviations are written with stops and spaces or without: «pm», «PM», «p.m.», «p. m.». */
function dayPeriodPattern(word: string): string {
  const letters = word.match(/\p{L}/gu) ?? []
  return letters.length < 4 && /^[\p{L}.\s]+$/u.test(word) && !/\p{Script=Han}/u.test(word)
    ? `${letters.join('\\.?\\s?')}\\.?`
    : word.replace(/[.*+?^${}()|[\]\\]/gu, '\\$&').replace(/\s+/gu, '\\s+')
}

/** The hour of the day that a number from 1 to 12 means beside such a word; undefined without one. */
function hourOf(value: string, before: string, after: string, lang: Tag): string | undefined {
  const [, digits, minutes = ''] = /^(1[0-2]|[1-9])(\.[0-5]\d)?$/u.exec(value) ?? []
  if (digits === undefined) return undefined
  const period = dayPeriodsOf(lang).find((one) => one.after.test(after) || one.before.test(before))
  if (!period) return undefined
  const distance = (hour: number) =>
    Math.min(...period.hours.map((other) => Math.min((hour - other + 24) % 24, (other - hour + 24) % 24)))
  const morning = Number(digits) % 12
  return String(distance(morning) <= distance(morning + 12) ? morning : morning + 12) + minutes
}

/** Longer words take an ending («миллионам»); ideographs run on; the abbreviations «K» and «M» are metres as well. */
function scaleWord(word: string): RegExp {
  const exactly = word.replace(/[.*+?^${}()|[\]\\]/gu, '\\$&')
  if (/\p{Script=Han}$/u.test(word)) return new RegExp(`^\\s?${exactly}`, 'u')
  if (word.length < 2) return /(?!)/u
  return new RegExp(`^\\s?${exactly}${word.length > 4 ? '\\p{L}{0,3}' : ''}(?!\\p{L})`, 'iu')
}

/** Numbers in Roman figures. Cyrillic «Х» is what many keyboards give instead. */
export const romansOf = (text: string): ReadonlySet<string> =>
  new Set(
    [...text.replaceAll('Х', 'X').matchAll(/(?<!\p{L})[IVXLCDM]+(?!\p{L})/gu)].map(([figures]) =>
      String(romanValue(figures)),
    ),
  )

const ROMAN: Readonly<Record<string, number>> = { I: 1, V: 5, X: 10, L: 50, C: 100, D: 500, M: 1000 }

function romanValue(figures: string): number {
  const values = Array.from(figures).map((figure) => ROMAN[figure]!)
  return values.reduce((sum, value, index) => sum + (value < (values[index + 1] ?? 0) ? -value : value), 0)
}
