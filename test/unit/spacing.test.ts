/** Spaces that must not break, language by language: «·» is U+00A0 here, and a space is one that may break. */
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Tag } from '../../src/model/publication.js'
import { setSpaces, SPACINGS } from '../../src/typeset/spacing.js'

const NO_BREAK = '\u00A0'
const mark = (text: string): string => text.replaceAll(NO_BREAK, '·')

/** Each expectation is its own input, with spaces for the dots. */
function sets(lang: Tag, expected: string): void {
  expect(mark(setSpaces(expected.replaceAll('·', ' '), lang))).toBe(expected)
}

describe('Russian', () => {
  test.each([
    ['a preposition goes with its noun', 'Протесты в·Алма-Ате, на·юге страны, со·стороны рабочих.'],
    ['at the beginning of a sentence too', 'В·начале года. На·юге страны. НА·ЮГЕ СТРАНЫ'],
    ['and after a quote, a bracket or a dash', 'Газета «О·труде» («в·печати») писала —и·писала.'],
    ['a conjunction goes with what follows', 'Единство ЕС и·НАТО, но·не·их народов, а·рабочих.'],
    ['a longer preposition may end a line', 'После распада, для рабочих, через год, из-за войны.'],
    ['a dash stays with the word before it', 'Долг движения·— защищать выступления·– и·силы.'],
    ['a dash without spaces is left alone', '—Да. 2019–2022, рабочие–крестьяне'],
    ['enclitics go with the word before', 'То·же самое, если·бы знали·ли вы, так·ж, хотел·б! «Да»·ли?'],
    ['items of a list are no enclitics', 'Требуем: а) работы, б) мира, ж) хлеба'],
    ['initials go with the surname', 'Писали И.·И.·Иванов, И.И.·Иванов и·В.·Ленин.'],
    ['initials go with the surname before them', 'Делегат Иванов·И.·И., за·ним Петров·П.'],
    ['the initials of the next name leave the word before', 'Вчера в·Москве И.·И.·Иванов'],
    ['№ and § go with what they number', 'Указ №·5, дом №·А-5, §·12, §·IV'],
    ['abbreviations hold together', 'Шахты, заводы и·т.·д., и·т.·п., т.·е. всё, т.·к. есть, США и·др.'],
    ['also where some of their spaces are left out', 'Шахты и·т.д., заводы и·т.п.'],
    ['a unit goes with its number', 'Прошло 30·лет, 5·кг, 18·января, 10·%, 5–10·км, 1,5·млн человек.'],
    ['a year goes with its noun only', 'С·2022·года, в·2022·г. и·2023·гг., в·1991 власть пала.'],
    ['what is not counted stays free', 'Из·30 и·40, 30 или 40, 5 коммунистических партий, СУ-30 летит.'],
    ['«г.» goes with the name of a city', 'В·г.·Алматы, ул.·Абая, д.·5, д.·Горки, г-н·Петров'],
    [
      'but not with the next sentence',
      'Это было в·1991·г. Партии молчали и·т.·д. Партии молчали и·т.д. Партии',
    ],
    ['references hold together', 'См. стр.·5, ст.·3, п.·2, Рис.·1, гл.·IV'],
    ['thousands hold together', 'Вышло 12·000·человек, в·2022 300·рабочих'],
  ])('%s', (_, expected) => sets('ru', expected))
})

describe('Spanish', () => {
  test.each([
    ['doubled abbreviations hold together', 'Como EE.·UU. y·CC.·OO., o·EE.UU.'],
    ['references hold together', 'El n.º·5, el art.·3, los arts.·3 y·4, núm.·4, pág.·4, Fig.·2, cap.·IV'],
    ['«p. ej.» holds together', 'Algunos, p.·ej., en el 100·a.·C., a·las 10·a.·m. o·a·las 8'],
    ['a percent sign goes with its number', 'Un 50·% de la clase'],
    ['a title goes with the name', 'El Sr.·García, la Sra.·Díaz, D.·José, Dña.·Ana, el Dr.·D.·Luis Ruiz'],
    ['a unit goes with its number', 'Hace 30·años, 5·kg, 10·millones de obreros, 5 partidos'],
    ['a day goes with «de»', 'El 18·de enero de 2022, 18 de los partidos'],
    [
      'a single letter goes with the next word',
      'A·principios, ideológico y·organizativo, eficaz e·iluminar, siete u·ocho',
    ],
    ['also after an inverted mark or a raya', '¿Y·ahora? ¡A·luchar! —o·no— “y·más”'],
    ['a raya keeps the space outside', 'La lucha —de clases— sigue'],
    ['spaces inside guillemets', 'El «·pastel·» y·el «pastel»'],
    ['initials go with the surname', 'Según J.·L.·Borges y·F.·García'],
  ])('%s', (_, expected) => sets('es', expected))

  test('every Spanish is Spanish', () => sets('es-MX', 'Obreros y·populares'))
})

describe('English', () => {
  test.each([
    ['a title goes with the name', 'Mr·Smith, Mrs.·Smith, Ms·Lee, Dr·No, Prof.·Marx, St·Petersburg, Dr who'],
    ['«No.» goes with a number', 'Order No.·5, Nos.·5 and 6. No. He said no. It was so.'],
    ['initials go with the surname', 'V.·I.·Lenin, V.I.·Lenin, J.·O’Brien, in the USA. Then'],
    ['a unit goes with its number', '5·kg, 50·%, 20·°C, 10·a.m., 5·per cent, 3·million people, 18·January'],
    ['a short noun goes with its number', 'The CSTO, 30·years after, 5·o’clock, 12·people, 20·states'],
    ['a long one does not', '30 demonstrations, 5 year-old monopolies'],
    [
      'a word that is no noun stays free',
      'In 1991 power fell. 5 of 10, 30 and 40, 3 after. COVID-19 cases, A4 paper',
    ],
    ['a day goes with its month', 'Tuesday, January·18, 2022; January 2022'],
    ['a dash stays with the word before it', 'Workers·— and people·– unite, 1991–2022'],
    ['«a» and «I» go with the next word', 'A·field of a·fierce struggle, (a·friend), I·think'],
    ['references hold together', 'See p.·5, pp.·5–7, vol.·2, Fig.·1, vol.·IV'],
  ])('%s', (_, expected) => sets('en', expected))
})

describe('Other languages', () => {
  test.each([
    ['el', 'Η·εργατική τάξη, ο·λαός ή·η·νεολαία·— το κόμμα και να'],
    ['fr', 'Le «·gâteau·» du pouvoir·: unissez-vous·! Pourquoi·? Oui·; 50·%·— non'],
    ['de', 'Rund 50·% der Arbeiter·– nach §·5 in 30 Jahren, 10·000 Menschen: a b'],
    ['constructor', 'Nothing·— 5 kg'],
  ])('%s', sets)
})

describe('What is left alone', () => {
  test('no-break spaces of the author, of either kind', () =>
    expect(setSpaces('так\u00A0что 5\u202Fкг, в\u202Fгод', 'ru')).toBe('так\u00A0что 5\u202Fкг, в\u202Fгод'))

  test('runs of several spaces, tabs and line ends', () => {
    const text = 'в  начале\tв\tгод\nв\nгод,  30 \n лет и \u00A0не'
    expect(setSpaces(text, 'ru')).toBe(text)
  })

  test('soft hyphens and word joiners, which do not hide a word', () =>
    expect(mark(setSpaces('в на\u00ADчале, 30 ле\u00ADт, 18 ян\u00ADва\u00ADря \u2060— и', 'ru'))).toBe(
      'в·на\u00ADчале, 30·ле\u00ADт, 18·ян\u00ADва\u00ADря·\u2060— и',
    ))

  test('the end of a text, where nothing follows', () => sets('ru', 'Все и '))
})

describe('A chain', () => {
  test('of short words keeps what stands next to the noun', () => {
    sets('ru', 'и не·в·том доме')
    sets('ru', 'а·и не·по·нам')
    sets('es', 'y·a·la vez')
  })

  test('of three short words has at most 14 characters', () => {
    sets('ru', 'и·не·заклеймит')
    sets('ru', 'и не·заклеймением')
  })

  test('of short words ends at an abbreviation that is long enough by itself', () =>
    sets('ru', 'у И.·И.·Иванова и в·т.·ч. у·них'))

  test('of other bonds has at most five words', () => sets('en', 'p.·5·p. 5·p.·5·p.·5'))

  test('counts the no-break spaces that were there before', () =>
    expect(mark(setSpaces('не в\u00A0том\u00A0же', 'ru'))).toBe('не в·том·же'))
})

const LANGUAGES = [...SPACINGS.keys(), 'de']

/** Something like language: words, numbers, marks and abbreviations of all the rules. */
const prose = fc
  .array(
    fc.tuple(
      fc.constantFrom(
        ...[...SPACINGS.values()].flatMap((spacing) => [
          ...spacing.proclitics,
          ...spacing.enclitics,
          ...spacing.beforeNumbers,
          ...spacing.beforeNames,
          ...spacing.afterNumbers.slice(0, 8),
          ...spacing.phrases,
        ]),
        ...[
          '30',
          '5',
          '2022',
          '10',
          '000',
          '1,5',
          '%',
          '§',
          '№',
          '—',
          '–',
          '«',
          '»',
          '“да”',
          '(и',
          '¿Y',
          'IV',
        ],
        ...['И.', 'А.', 'Иванов', 'González', 'O’Brien', 'рабо\u00ADчих', 'лет', 'years', 'enero', 'ή', '🙂'],
      ),
      fc.constantFrom(' ', ' ', ' ', ' ', NO_BREAK, '\u202F', '  ', '\n', '\t', '', '\u2060', ', '),
    ),
    { maxLength: 24 },
  )
  .map((parts) => parts.flat().join(''))
const anyText = fc.oneof(
  prose,
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.tuple(prose, fc.string()).map(String),
)
const anyLanguage = fc.constantFrom(...LANGUAGES)
const anyKind = fc.constantFrom('text' as const, 'title' as const)

const visible = (text: string): string => text.replace(/[ \u00A0\u202F\u2060\u00AD]/g, '')

/** Throws unless `after` is `before` with some spaces made no-break. */
function expectOnlySpacesChanged(before: string, after: string): void {
  expect(after.length).toBe(before.length)
  expect(visible(after)).toBe(visible(before))
  expect(after.replaceAll(NO_BREAK, ' ')).toBe(before.replaceAll(NO_BREAK, ' '))
  for (const { index } of before.matchAll(/\u00A0/g)) expect(after[index]).toBe(NO_BREAK)
}

const wordCount = (run: string): number =>
  run.split(NO_BREAK).filter((word) => /[\p{L}\p{N}]/u.test(word)).length
const runs = (text: string): string[] => text.split(/[^\S\u00A0]+/)

describe('A title', () => {
  const setsTitle = (lang: Tag, expected: string) =>
    expect(mark(setSpaces(expected.replaceAll('·', ' '), lang, 'title'))).toBe(expected)

  test.each<[Tag, string]>([
    ['en', 'Joint Statement of·Communist and·Workers’ Parties on·the·situation in·Kazakhstan'],
    ['es', 'Comunicado Conjunto de·Partidos Comunistas y·Obreros'],
    ['es', 'Sobre la·valiosa experiencia de·las·grandes huelgas'],
    ['ru', 'Заявление для·печати о·бесценном опыте'],
    ['fr', 'Lettre ouverte sur·le·lac et·la·ville'],
    ['el', 'Κοινή δήλωση για·τη·λίμνη και·την·πόλη'],
  ])('does not end a line in a short word (%s)', (lang, expected) => setsTitle(lang, expected))

  test('may end a line in one where too much would become unbreakable', () =>
    setsTitle('en', 'Interested in the·responsibilities of·the·councils'))
})

describe('Whatever the text', () => {
  test('only spaces change, into no-break spaces', () =>
    fc.assert(
      fc.property(anyText, anyLanguage, anyKind, (text, lang, kind) =>
        expectOnlySpacesChanged(text, setSpaces(text, lang, kind)),
      ),
      { numRuns: 500 },
    ))

  test('a second time changes nothing', () =>
    fc.assert(
      fc.property(anyText, anyLanguage, anyKind, (text, lang, kind) => {
        const once = setSpaces(text, lang, kind)
        expect(setSpaces(once, lang, kind)).toBe(once)
      }),
      { numRuns: 500 },
    ))

  test('no more than five words become unbreakable', () =>
    fc.assert(
      fc.property(prose, anyLanguage, (text, lang) => {
        const set = setSpaces(text.replace(/[\u00A0\u202F]/g, ' '), lang)
        for (const run of runs(set)) expect(wordCount(run)).toBeLessThanOrEqual(5)
      }),
      { numRuns: 500 },
    ))

  test('short words chain to at most three, and three to at most 14 characters', () =>
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...SPACINGS.get('ru')!.proclitics, 'же', 'ли', 'доме', 'заявление')),
        (list) => {
          for (const run of runs(setSpaces(list.join(' '), 'ru'))) {
            expect(wordCount(run)).toBeLessThanOrEqual(3)
            if (wordCount(run) === 3) expect(run.length).toBeLessThanOrEqual(14)
          }
        },
      ),
      { numRuns: 500 },
    ))
})

describe('The joint statement', () => {
  const source = (lang: Tag): string =>
    readFileSync(new URL(`../../source/statement/${lang}.md`, import.meta.url), 'utf8')

  test.each(['en', 'ru', 'es'])('keeps every character in %s', (lang) => {
    const before = source(lang)
    const after = setSpaces(before, lang)
    expectOnlySpacesChanged(before, after)
    expect(setSpaces(after, lang)).toBe(after)
  })

  test.each([
    ['en', '30·years after', 'January·18, 2022', 'is a·field of a·fierce power', 'seek for a·friend'],
    [
      'ru',
      'В·начале 2022·года Казахстан',
      'через 30·лет после',
      'как ЕС и·НАТО',
      'в·Алма-Ате и·на·юге Казахстана',
    ],
    ['ru', 'движения·— защищать', 'рабочие·– народные', 'мира и·не·может откладывать', 'и·быть в·этом деле'],
    [
      'es',
      'A·principios de 2022',
      '30·años después',
      'la UE y·la OTAN',
      'eficaz e·iluminar',
      'regional o·internacional',
    ],
  ])('%s: %s', (lang, ...expected) => {
    const text = mark(setSpaces(source(lang), lang))
    for (const phrase of expected) expect(text).toContain(phrase)
  })
})
