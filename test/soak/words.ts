/** Words that random statements are made of: the same in three languages, and as long as words of these languages are. */

export const LANGUAGES = ['en', 'ru', 'es'] as const
export type Lang = (typeof LANGUAGES)[number]

/** One thing in all languages. */
export type Word = Readonly<Record<Lang, string>>

const table = (text: string): readonly Word[] =>
  text
    .trim()
    .split('\n')
    .map((line) => {
      const [en, ru, es] = line.split('|').map((word) => word.trim())
      return { en: en!, ru: ru!, es: es! }
    })

/** What a sentence, or a line, may begin with. */
export const WORDS = table(`
ferry | паром | transbordador
quay | причал | muelle
winter | зима | invierno
charter | устав | estatuto
council | совет | consejo
striking | бастующий | huelguista
declaration | декларация | declaración
members | участники | miembros
bread | хлеб | harina
neighbours | соседи | vecindario
responsibility | ответственность | responsabilidad
report | отчёт | informe
naïve | наивный | ingenua
fishermen | рыбаки | pescadores
station | станция | estación
children | дети | niños
village | деревня | pueblo
mountain | гора | montaña
tomorrow | завтра | mañana
everybody | каждый | cualquiera
hospital | больница | sanatorio
nationalisation | национализация | nacionalización
agreement | соглашение | acuerdo
internationally | интернационально | internacionalmente
schoolteacher | учительница | maestra
freedom | свобода | libertad
assembly | собрание | asamblea
wages | зарплата | salario
harbour | гавань | puerto
lighthouse | маяк | faro
coffee-house | кафе | café
water | вода | agua
electricity | электричество | electricidad
self-government | самоуправление | autogobierno
north-eastern | северо-восточный | nororiental
so-called | так называемый | presunto
cooperation | сотрудничество | cooperación
timetable | расписание | horario
railwaymen | железнодорожники | ferroviarios
forest | лес | bosque
summer | лето | verano
public | общий | pública
archive | архив | archivo
honour | честь | honor
question | вопрос | pregunta
answer | ответ | respuesta
shipping | судоходство | navegación
penguin | пингвин | pingüino
commission | комиссия | comisión
translators | переводчики | traductores
paper | бумага | papel
signature | подпись | firma
justice | справедливость | justicia
weather | погода | tiempo
affordable | доступный | asequible
efficiency | эффективность | eficiencia
fifty-first | пятьдесят первый | quincuagésimo
office | контора | oficina
flight | полёт | vuelo
afflicted | пострадавший | afligido
`)

/** Short ones, which typographic rules bind to their neighbours; never the first of a line, where one may look like the letter of a list. */
export const SMALL_WORDS = table(`
a | в | y
I | с | o
the | и | el
of | к | de
and | на | con
in | из | en
is | не | es
to | от | por
that | что | que
`)

/** As long as a line is, or longer. All can be divided: by the patterns of their language, by hyphens or by slashes. */
export const LONG_WORDS = table(`
antidisestablishmentarianism | человеконенавистничество | electroencefalografista
counter-revolutionary-minded | военно-промышленно-торговый | político-económico-administrativo
incomprehensibilities | сельскохозяйственное | desproporcionadamente
`)

/** Phrases that are the same in every language of a statement. */
export const PHRASES = [
  { lang: 'fr', text: 'la mer est à tous' },
  { lang: 'de', text: 'Donaudampfschifffahrtsgesellschaft' },
  { lang: 'de', text: 'der größte Arbeiterverein' },
  { lang: 'la', text: 'habeas corpus' },
  { lang: 'uk', text: 'п’ять їжаків' },
] as const

export const ADDRESSES = [
  'example.org',
  'example.org/ferry',
  'office@example.org',
  'https://example.org/a/very/long/path/that/goes/on?with=a&query=too',
  'www.example.org/winter',
] as const

/** Numbers that no language writes in another way. */
export const NUMBERS = ['3', '12', '47', '1917', '2024', '100', '365', '51'] as const

/** Signs as Markdown writes them, and what they are: escaped, as entities, or plain. */
export const SIGNS = [
  ['\\*', '*'],
  ['\\_', '_'],
  ['\\#', '#'],
  ['\\[sic\\]', '[sic]'],
  ['&amp;', '&'],
  ['&lt;', '<'],
  ['&copy;', '©'],
  ['&#8364;', '€'],
  ['§', '§'],
  ['№', '№'],
  ['%', '%'],
  ['½', '½'],
  ['…', '…'],
  ['–', '–'],
  ['—', '—'],
  ['±', '±'],
  ['2*3*4', '2*3*4'],
  ['snake_case_name', 'snake_case_name'],
] as const
