/** Which tags are languages, and which was meant by one that is none. */

/** ISO 639-1, without the codes that it withdrew. */
const TWO_LETTERS: ReadonlySet<string> = new Set(
  (
    'aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en eo es et ' +
    'eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj ' +
    'kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ' +
    'ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti ' +
    'tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu'
  ).split(' '),
)

/** ISO 639-3 for what is no language or not known: nobody writes in it. */
const NONE: ReadonlySet<string> = new Set(['mis', 'mul', 'und', 'zxx'])

/** False for two letters that no language has. Of three letters there are some eight thousand, more than any list here knows. */
export function isLanguage(tag: string): boolean {
  const [language = ''] = tag.split('-')
  return language.length === 2 ? TWO_LETTERS.has(language) : !NONE.has(language)
}

const regions = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' })
const languages = new Intl.DisplayNames('en', { type: 'language' })

/** The language of the country that has this code: «uk» for «ua». */
export function languageOfCountry(tag: string): { readonly tag: string; readonly name: string } | undefined {
  const [code = '', ...rest] = tag.split('-')
  const region = code.toUpperCase()
  if (!/^[A-Z]{2}$/.test(region) || region === 'ZZ' || !regions.of(region)) return undefined
  const { language } = new Intl.Locale(`und-${region}`).maximize()
  if (!isLanguage(language) || language === code) return undefined
  return { tag: [language, ...rest].join('-'), name: languages.of(language) ?? language }
}

/** Codes of countries that are languages besides, of so few people that the country's is likelier to be meant. */
const LIKELIER_A_COUNTRY: ReadonlySet<string> = new Set(['kr', 'se'])

/** What is likelier to be meant by a tag that is a language. */
export const likelierMeant = (tag: string): ReturnType<typeof languageOfCountry> =>
  LIKELIER_A_COUNTRY.has(tag.split('-')[0]!) ? languageOfCountry(tag) : undefined
