/** «60 organisations» written by hand in a title or the like: a number that the list of signatories has overtaken. */
import type { Counts } from '../model/counts.js'
import type { Tag } from '../model/publication.js'
import { isYear, numeralsOf } from './parity/numeral.js'

/** What a language calls those who sign, in the forms that stand behind a number. */
interface Nouns {
  readonly signatories: string
  readonly countries: string
  /** An adjective that may stand between number and noun. */
  readonly between?: string
  /** Before a number that is none to the unit: «more than». */
  readonly hedges: string
}

/**
 * By the language subtag. Nouns that count other things as often, such as groups and states, are left out: a false alarm
 * costs more than a number that nobody is told of.
 */
const NOUNS: Readonly<Record<string, Nouns>> = {
  en: {
    signatories:
      'signatories|organi[sz]ations|parties|associations|(?:trade )?unions|NGOs|institutions|networks|federations',
    countries: 'countries',
    between: `(?!(?:of|for|from|by|with|in|on|to|at|the|our|their|these|those|which|that|all)\\b)[\\p{L}’'-]+`,
    hedges: 'more than|over|at least|nearly|almost|about|around|some',
  },
  ru: {
    signatories: '(?:организаци|парти|объединени|профсоюз|подписа)\\p{L}*',
    countries: 'стран(?:ы|ах|ами?)?',
    between: '(?:\\p{L}+(?:ых|их|ые|ие)|и)',
    hedges: 'более|больше|свыше|не менее|около|почти',
  },
  es: {
    signatories:
      'firmantes|organizaciones|partidos|asociaciones|sindicatos|entidades|colectivos|instituciones',
    countries: 'países',
    hedges: 'más de|al menos|casi|unas|unos',
  },
  fr: {
    signatories: 'signataires|organisations|partis|associations|syndicats|collectifs|institutions',
    countries: 'pays',
    hedges: 'plus de|au moins|près de|environ|quelque',
  },
  de: {
    signatories:
      'Unterzeichne\\p{L}+|Unterschriften|Organisationen|Parteien|Verbänden?|Vereinen?|Gewerkschaften|Initiativen',
    countries: 'Ländern?',
    between: '(?!(?:der|des|den|dem|die|von|aus|für|mit|und)\\b)\\p{Ll}[\\p{Ll}-]*e[nr]?',
    hedges: 'mehr als|über|mindestens|fast|rund|etwa',
  },
  it: {
    signatories: 'firmatari|organizzazioni|partiti|associazioni|sindacati|collettivi|istituzioni',
    countries: 'paesi',
    hedges: 'più di|oltre|almeno|quasi|circa',
  },
  pt: {
    signatories:
      'signatári[oa]s|organizações|partidos|associações|sindicatos|entidades|coletivos|instituições',
    countries: 'países',
    hedges: 'mais de|pelo menos|quase|cerca de',
  },
}

export interface HandCount {
  /** «60 organisations» */
  readonly written: string
  /** «{signatories} organisations» */
  readonly better: string
  readonly counted: number
  readonly what: 'signatories' | 'countries'
}

/**
 * The first number before such a noun that is neither the number of all signatories nor that of a group; before «countries»
 * one that is not theirs. Years are no counts, nor is what stands behind a hedge. While the list says nothing, nothing differs.
 * @param titles of groups in the language; one of a single word, such as «Cities», is a noun, too
 */
export function findCount(
  text: string,
  lang: Tag,
  { signatories, countries, byGroup }: Counts,
  titles: readonly string[],
): HandCount | undefined {
  const nouns = NOUNS[new Intl.Locale(lang).language]
  const own = titles.filter((title) => /^[\p{L}\p{M}]{4,}$/u.test(title.trim())).map((title) => title.trim())
  const kinds = [
    {
      nouns: [...(nouns ? [nouns.signatories] : []), ...own],
      right: [signatories, ...byGroup.values()],
      what: 'signatories',
    },
    { nouns: nouns ? [nouns.countries] : [], right: [countries], what: 'countries' },
  ] as const
  for (const { nouns: names, right, what } of kinds) {
    const [counted] = right
    if (!names.length || !counted) continue
    const between = nouns?.between === undefined ? '' : `(?:${nouns.between}\\s){0,3}?`
    const behind = new RegExp(`^\\s${between}(?:${names.join('|')})(?![\\p{L}\\p{M}])`, 'iu')
    for (const { text: number, value, after, offset } of numeralsOf({ text, lang })) {
      const [rest] = behind.exec(after) ?? []
      if (rest === undefined || right.includes(Number(value)) || (isYear(value) && counted < 1000)) continue
      if (nouns && new RegExp(`(?<!\\p{L})(?:${nouns.hedges})\\s$`, 'iu').test(text.slice(0, offset)))
        continue
      return { written: `${number}${rest}`, better: `{${what}}${rest}`, counted, what }
    }
  }
  return undefined
}
