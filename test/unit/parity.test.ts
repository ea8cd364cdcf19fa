/** What the comparison of the languages finds in the smallest texts, and in the statement of this repository. */
import fc from 'fast-check'
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { Code } from '../../src/diagnostic.js'
import { openReader } from '../../src/files/reader.js'
import type { BodyBlock, Statement, Text } from '../../src/model/publication.js'
import { compareLanguages, compareTexts } from '../../src/read/parity.js'
import { readSignatories } from '../../src/read/signatories.js'
import { readStatement } from '../../src/read/statement.js'
import type { Report } from '../../src/read/text.js'

/** A text in each language. */
type Texts = Readonly<Record<string, string>>

/** Each finding as «file:line code: message»; a «!» marks the code of an error. */
function find(run: (report: Report) => void): string[] {
  const told: string[] = []
  run(({ severity, code, where, message }) => {
    const kind = severity === 'error' ? `!${code}` : code
    told.push(`${where?.file ?? ''}:${where?.line ?? ''} ${kind}: ${message}`)
  })
  return told
}

/** A statement with this body, whose first line is line 4 of the file. */
const statement = (lang: string, body: string, title = '…'): Statement =>
  readStatement(`${lang}.md`, `---\ntitle: "${title}"\n---\n${body}`, lang, () => {})!

const compare = (bodies: Texts): string[] =>
  find((report) => {
    const statements = Object.entries(bodies).map(([lang, body]) => statement(lang, body))
    compareLanguages(statements, report)
  })

/** Findings in statements of a single paragraph. */
const paragraph = (texts: Texts): string[] =>
  compare(Object.fromEntries(Object.entries(texts).map(([lang, text]) => [lang, `1. ${text}`])))

const numbered = (...texts: string[]): string =>
  texts.map((text, index) => `${index + 1}. ${text}`).join('\n')

describe('numbering', () => {
  const en = ['Peace.', 'We met in 1917.', 'Bread and land for all who work.', 'Good. Bye.']
  const es = ['Paz.', 'Nos vimos en 1917.', 'Pan y tierra para todos.', 'Bien. Adiós.']
  const without = (texts: string[], gap: number) => numbered(...texts.filter((_, index) => index !== gap))

  test.each([
    [0, 'es.md:4', 'Paragraph 1 seems to be missing: its neighbour matches 2.'],
    [1, 'es.md:5', 'Paragraph 2 seems to be missing: its neighbours match 1 and 3.'],
    [2, 'es.md:6', 'Paragraph 3 seems to be missing: its neighbours match 2 and 4.'],
    [3, 'es.md:6', 'Paragraph 4 seems to be missing: its neighbour matches 3.'],
  ])('a paragraph left out before numbering anew is named: %i', (gap, where, guess) => {
    expect(compare({ en: numbered(...en), es: without(es, gap) })).toEqual([
      `${where} !paragraph-missing: es.md has 3 paragraphs, en.md has 4. ${guess}`,
    ])
  })
  test('so is one that stands in no other language', () => {
    expect(compare({ en: without(en, 2), es: numbered(...es) })).toEqual([
      'es.md:6 !paragraph-added: es.md has 4 paragraphs, en.md has 3. ' +
        'Paragraph 3 seems to stand only here: its neighbours match 2 and 3.',
    ])
  })
  test('where all others agree, the first language is told', () => {
    expect(compare({ en: without(en, 1), es: numbered(...es), pt: numbered(...es) })).toEqual([
      'en.md:5 !paragraph-missing: en.md has 3 paragraphs, es.md has 4. ' +
        'Paragraph 2 seems to be missing: its neighbours match 1 and 3.',
    ])
  })
  test('the paragraphs that are left are compared with their partners', () => {
    const changed = without(es, 0).replace('Pan y tierra', '40 panes')
    expect(compare({ en: numbered(...en), es: changed })).toContain(
      'es.md:5 numbers-differ: Paragraph 3: «40» in Spanish, no such number in English.',
    )
  })
  test('paragraphs that nothing tells apart are counted, and not compared', () => {
    expect(compare({ en: '1. A 15.\n2. B 16.\n3. C 17.', es: '1. A 18.\n2. B 19.' })).toEqual([
      'es.md:5 !paragraph-numbers: es.md has 2 paragraphs, en.md has 3. Missing: 3.',
    ])
  })
  test('a gap in the numbers is told as such', () => {
    expect(compare({ en: '1. A.\n2. B.\n3. C 17.', es: '1. A.\n3. C 17.' })).toEqual([
      'es.md:5 !paragraph-numbers: es.md has 2 paragraphs, en.md has 3. Missing: 2.',
    ])
  })
})

describe('numbers', () => {
  test.each<[string, Texts]>([
    ['grouping', { en: '1,000 and 25,000.5', ru: '1 000 и 25 000,5', es: '1.000 y 25 000,5' }],
    ['spaces', { en: '25 000', ru: '25\u00A0000', fr: '25\u202F000' }],
    ['decimals', { en: '3.5%', ru: '3,5 %' }],
    ['ordinals', { en: 'the 21st, the 1st', ru: '21-й, 1-го', es: 'el 21.º, la 1.ª' }],
    ['millions', { en: '2 million', ru: '2 млн', es: '2.000.000', zh: '200万' }],
    ['inflected thousands', { en: '30,000', ru: 'к 30 тысячам' }],
    ['dates', { en: 'January 18, 2022', ru: '18.01.2022', es: '18 de enero de 2022' }],
    ['times', { en: '10.30', ru: '10:30' }],
    ['centuries', { en: 'the 20th century', ru: 'XX век', es: 'siglo XX' }],
    ['a century in Cyrillic letters', { en: 'the 20th century', ru: 'ХХ век' }],
    ['decades', { en: 'the 1990s', ru: '90-е годы' }],
    ['ranges', { en: '1917–18', ru: '1917–1918' }],
    ['digits of another script', { en: '2022', ar: '٢٠٢٢', hi: '२०२२' }],
    ['a small number in words', { en: 'five parties', ru: '5 партий' }],
    ['numbers side by side', { en: 'On 18 500 came', ru: '18-го пришло 500' }],
  ])('%s may differ', (_, texts) => {
    expect(paragraph(texts)).toEqual([])
  })

  test.each<[Texts, string]>([
    [
      { en: '30 years', ru: '31 год' },
      'ru.md:4 numbers-differ: Paragraph 1: «31» in Russian, «30» in English.',
    ],
    [
      { en: 'after 30 years', ru: 'после' },
      'ru.md:4 numbers-differ: Paragraph 1: «30» in English, no such number in Russian.',
    ],
    [
      { en: 'after', ru: 'после 30' },
      'ru.md:4 numbers-differ: Paragraph 1: «30» in Russian, no such number in English.',
    ],
    [
      { en: 'after', ru: 'после 30', es: 'tras 30' },
      'en.md:4 numbers-differ: Paragraph 1: «30» in Russian and Spanish, no such number in English.',
    ],
    [
      { en: '30,000 men', ru: '3 000 мужчин' },
      'ru.md:4 numbers-differ: Paragraph 1: «3 000» in Russian, «30,000» in English.',
    ],
    [
      { en: '30 and 30', ru: '30' },
      'ru.md:4 numbers-differ: Paragraph 1: «30» in English, no such number in Russian.',
    ],
    [
      { en: '5 parties', ru: '6 партий' },
      'ru.md:4 numbers-differ: Paragraph 1: «6» in Russian, «5» in English.',
    ],
    [
      { en: '0.125', ru: '125' },
      'ru.md:4 numbers-differ: Paragraph 1: «125» in Russian, «0.125» in English.',
    ],
    [
      { en: '5% more', ru: 'больше' },
      'ru.md:4 numbers-differ: Paragraph 1: «5» in English, no such number in Russian.',
    ],
  ])('a number lost, added or changed is a warning: %o', (texts, finding) => {
    expect(paragraph(texts)).toEqual([finding])
  })

  test.each<[string, Texts, string]>([
    [
      'that one of three lacks is an error',
      { en: 'in 1917', ru: 'тогда', es: 'en 1917' },
      'ru.md:4 !year-missing: Paragraph 1: the year «1917» in English and Spanish, not in Russian.',
    ],
    [
      'that is another in one of three is an error',
      { en: 'in 1917', ru: 'в 1971', es: 'en 1917' },
      'ru.md:4 !year-missing: Paragraph 1: the year «1917» in English and Spanish, «1971» in Russian.',
    ],
    [
      'that one of two lacks is a warning',
      { en: 'in 1917', ru: 'тогда' },
      'ru.md:4 numbers-differ: Paragraph 1: «1917» in English, no such number in Russian.',
    ],
    [
      'that may be a round number in words is a warning',
      { en: '1500 men', ru: 'полторы тысячи', es: '1500 hombres' },
      'ru.md:4 numbers-differ: Paragraph 1: «1500» in English and Spanish, no such number in Russian.',
    ],
  ])('a year %s', (_, texts, finding) => {
    expect(paragraph(texts)).toEqual([finding])
  })

  test('are told with the line they stand in', () => {
    expect(compare({ en: '1. a\n   b 30', ru: '1. а\n   б 31' })).toEqual([
      'ru.md:5 numbers-differ: Paragraph 1: «31» in Russian, «30» in English.',
    ])
  })
})

describe('hours of the day', () => {
  test.each<[string, Texts]>([
    ['English and French', { en: 'We meet at 7 p.m. on Friday.', fr: 'Rendez-vous vendredi à 19 heures.' }],
    ['with minutes', { en: 'We meet at 7:30 pm.', fr: 'Rendez-vous à 19h30.' }],
    ['with minutes behind a stop', { en: 'We meet at 7.30 PM.', de: 'Wir treffen uns um 19:30 Uhr.' }],
    ['German, English, Spanish', { de: '10 Uhr abends', en: '10 p.m.', es: 'a las 22 horas' }],
    ['Spanish', { es: 'a las 8 de la tarde', en: 'at 20:00' }],
    ['Russian', { ru: 'в 7 часов вечера', en: 'at 19:00' }],
    ['Greek', { el: 'στις 7 μ.μ.', en: 'at 19:00' }],
    ['Chinese', { zh: '下午3点集合', en: 'at 15:00' }],
    ['noon and midnight', { en: 'from 12 p.m. to 12 a.m.', fr: 'de 12 heures à 24 heures' }],
    ['morning', { en: 'at 9 a.m.', fr: 'à 9 heures' }],
  ])('%s', (_name, texts) => {
    expect(paragraph(texts)).toEqual([])
  })

  test('another hour is told', () => {
    expect(paragraph({ en: 'We meet at 7 p.m.', fr: 'Rendez-vous à 18 heures.' })).toEqual([
      'fr.md:4 numbers-differ: Paragraph 1: «18» in French, «7» in English.',
    ])
    expect(paragraph({ en: 'We meet at 7 a.m.', fr: 'Rendez-vous à 19 heures.' })).toEqual([
      'fr.md:4 numbers-differ: Paragraph 1: «19» in French, «7» in English.',
    ])
  })
})

describe('quotation marks and brackets', () => {
  test.each([
    ['en', '“He said ‘no’ to the workers’ cause” (and didn’t [yet] go, ’tis said)'],
    ['en', 'the ’90s, "straight", a 5" pipe, 1) one, b) two'],
    ['en', 'Who? Me!'],
    ['ru', '«Он сказал „нет“», и „да“'],
    ['es', '¿Qué? ¡Uníos, “ahora!” ¡¿Cómo?! ¿Cómo!? ¡No!!! Doce (?) «así»'],
    ['de', '„Nein“, ‚doch‘, »oh« und Hans’ Rad'],
    ['sv', '”Nej”, sade han'],
    ['pl', '„Nie”'],
    ['fr', '« Non », l’homme'],
    ['zh', '「不」（好）'],
    ['uz', 'o‘zbek'],
  ])('have their partners: %s, %s', (lang, text) => {
    expect(paragraph({ [lang]: text })).toEqual([])
  })

  test.each([
    ['en', 'He said “no and left', '“', 'He said “no and left'],
    ['en', 'He said no” and left', '”', 'He said no” and left'],
    ['en', 'one (two [three) four', '[', 'one (two [three) four'],
    ['en', 'He did say "no', '"', 'He did say "no'],
    ['ru', 'говорят «нет', '«', 'говорят «нет'],
    ['ru', 'На это нам все говорят нет»', '»', '…говорят нет»'],
    ['es', 'Uníos!', '!', 'Uníos!'],
    ['es', '¿Qué', '¿', '¿Qué'],
  ])('lack one: %s, %s', (lang, text, mark, around) => {
    expect(paragraph({ [lang]: text })).toEqual([
      `${lang}.md:4 lonely-mark: Paragraph 1: the mark ${mark} has no partner: «${around}».`,
    ])
  })
})

describe('alphabets', () => {
  test.each([
    ['ru', 'IT-компания, SMS’ки, НАТО, XX век, X съезд, 20 °C, CO2, 3 x 4, A4, «x», -c, www.cp.co'],
    ['ru', 'a posteriori'],
    ['en', 'Vox, CP, über, 5 µm, 5 μm, TNFα'],
    ['el', 'Η Ελλάδα και η ΕΕ'],
    ['uk', 'І мир, і праця'],
    ['sr-Latn', 'a o e'],
    ['ja', 'CP、ΔΣ'],
  ])('of its own, or meant: %s, %s', (lang, text) => {
    expect(paragraph({ [lang]: text })).toEqual([])
  })
  test('an abbreviation that another language has too is meant', () => {
    expect(paragraph({ en: 'PKP, vitamin C', ru: 'PKP, витамин C' })).toEqual([])
  })

  test('a phrase has the alphabet of its own language, code has none', () => {
    const text = 'К [\u0441or]{lang=la} и [п’ять їжаків]{lang=uk} и `N\u0410TO`'
    expect(paragraph({ ru: text })).toEqual([expect.stringContaining('«сor» is Latin but for')])
    expect(paragraph({ en: 'A [п’ять їжаків в]{lang=uk}' })).toEqual([])
  })

  // Below, letters of the wrong alphabet stand as \u escapes.
  test.each([
    ['ru', 'К\u0061захстан', '«Кaзахстан» is Cyrillic but for Latin «a» (letter 2).'],
    ['en', 'K\u0430zakhstan', '«Kаzakhstan» is Latin but for Cyrillic «а» (letter 2).'],
    ['ru', 'N\u0410TO', '«NАTO» is Latin but for Cyrillic «А» (letter 2).'],
    [
      'ru',
      '\u0425I\u0425 век',
      '«ХIХ» is Latin but for Cyrillic «Х» (letter 1) and Cyrillic «Х» (letter 3).',
    ],
    ['el', 'Ελλ\u0061δα', '«Ελλaδα» is Greek but for Latin «a» (letter 4).'],
  ])('a wrong letter inside a word is an error: %s, %s', (lang, text, message) => {
    expect(paragraph({ [lang]: text })).toEqual([`${lang}.md:4 !look-alike-letter: ${message}`])
  })

  test.each([
    ['ru', 'USBкабель', 'two-alphabets: «USBкабель» mixes letters: Cyrillic and Latin.'],
    [
      'ru',
      'мы \u0063 вами',
      'look-alike-word: «c» in «мы c вами» is written in Latin letters that look Cyrillic.',
    ],
    [
      'ru',
      '\u0043\u0043\u0043\u0050',
      'look-alike-word: «CCCP» is written in Latin letters that look Cyrillic.',
    ],
    ['en', 'the \u0430', 'look-alike-word: «а» in «the а» is written in Cyrillic letters that look Latin.'],
    [
      'uk',
      'мир \u0069 праця, і хліб',
      'look-alike-word: «i» in «мир i праця, і хліб» is written in Latin letters that look Cyrillic.',
    ],
  ])('what may be meant is a warning: %s, %s', (lang, text, finding) => {
    expect(paragraph({ [lang]: text })).toEqual([`${lang}.md:4 ${finding}`])
  })
})

describe('lengths', () => {
  const [long, short, curt] = [40, 20, 15].map((words) => 'word '.repeat(words))
  const four = (text: string, first = text) => numbered(first, text, text, text)
  const measured = (bodies: Texts) => compare(bodies).filter((told) => !told.includes('not-translated'))

  test('are measured by what the pair usually has', () => {
    expect(measured({ en: four(short!), es: four(long!) })).toEqual([])
    expect(measured({ en: four(long!), es: four(long!, short) })).toEqual([
      'es.md:4 length-differs: Paragraph 1 has 80 characters in Spanish, 160 in English: ' +
        'some 160 would be usual beside those.',
    ])
  })
  test('are equal where too few paragraphs tell', () => {
    expect(paragraph({ en: long!, es: short! })).toEqual([])
    expect(paragraph({ en: long!, es: curt! })).toEqual([
      'es.md:4 length-differs: Paragraph 1 has 60 characters in Spanish, 160 in English: ' +
        'some 160 would be usual beside those.',
    ])
  })
  test('that differ from the first language everywhere are its own', () => {
    expect(measured({ en: four(long!, short), es: four(long!), fr: four(long!) })).toEqual([
      'en.md:4 length-differs: Paragraph 1 has 80 characters in English, 160 in Spanish: ' +
        'some 160 would be usual beside those.',
    ])
  })
  test('of a few words are style', () => {
    expect(measured({ en: four(long!, 'Peace!'), es: four(long!, '¡Paz para todos los pueblos!') })).toEqual(
      [],
    )
  })
})

test('numbers that do not go up by one are told once, where all languages have them', () => {
  const [en, es] = ['1. From 2 to\n5. Nobody\n2. Yes', '1. De 2 a\n5. Nadie\n2. Sí']
  expect(compare({ en: en, es: es })).toEqual([
    'en.md:5 number-jumps: Paragraph 5 comes right after paragraph 1.',
    'en.md:6 number-jumps: Paragraph 2 comes right after paragraph 5.',
  ])
})

describe('translations', () => {
  const sentence = 'We will come to the station with lanterns.'

  test('that are the same as another language are told, names and exclamations are not', () => {
    expect(paragraph({ en: sentence, es: sentence })).toEqual([
      'es.md:4 not-translated: Paragraph 1 is the same in Spanish and in English.',
    ])
    expect(paragraph({ en: 'Venceremos.', es: 'Venceremos.' })).toEqual([])
  })

  const head = (lang: string, matter: string) =>
    readStatement(`${lang}.md`, `---\ntitle: T\n${matter}---\n1. Yes`, lang, () => {})!

  test('that lack the subtitle of another are told', () => {
    const statements = [head('en', 'subtitle: S\n'), head('es', ''), head('fr', 'subtitle: S\n')]
    expect(find((report) => compareLanguages(statements, report))).toEqual([
      'es.md:1 front-matter-missing: There is no subtitle in Spanish; there is one in English and French.',
    ])
  })

  test('that lack addressee, contact or keywords are told, and what stands in', () => {
    const statements = [
      head('en', 'addressee: The Council\nkeywords: quay\n'),
      head('es', 'contact: Calle del Muelle 4\n'),
    ]
    expect(find((report) => compareLanguages(statements, report))).toEqual([
      'es.md:1 front-matter-missing: There is no addressee in Spanish; there is one in English. That in English stands in for it.',
      'en.md:1 front-matter-missing: There is no contact in English; there is one in Spanish.',
      'es.md:1 front-matter-missing: There are no keywords in Spanish; there are some in English.',
    ])
  })

  test('may have the same contact, or each its own; its marks have partners all the same', () => {
    const contact = (lang: string, year: number) =>
      head(lang, `contact: |\n  Quay Committee, ${year} Pier Road (North\n  office@example.org\n`)
    const told = find((report) => compareLanguages([contact('en', 1998), contact('es', 2011)], report))
    expect(told).toEqual([
      expect.stringMatching(/^en.md:4 lonely-mark/),
      expect.stringMatching(/^es.md:4 lonely-mark/),
    ])
  })
})

describe('short texts', () => {
  test('are compared in the same way', () => {
    const at = { file: 'signatories.csv', line: 2 }
    const name = (lang: string, text: string): [string, Text] => [lang, { lang, text, at }]
    const names = new Map([name('en', 'Party [PKP 1930]'), name('ru', 'П\u0061ртия [PKP 1931')])
    expect(find((report) => compareTexts([names], report))).toEqual([
      'signatories.csv:2 numbers-differ: «Party [PKP 1930]»: «1931» in Russian, «1930» in English.',
      'signatories.csv:2 lonely-mark: «Party [PKP 1930]»: the mark [ has no partner: «Пaртия [PKP 1931».',
      'signatories.csv:2 !look-alike-letter: «Пaртия» is Cyrillic but for Latin «a» (letter 2).',
    ])
  })
  test('so are titles', () => {
    expect(find((report) => compareLanguages([statement('en', '1. A.', '“Peace')], report))).toEqual([
      'en.md:2 lonely-mark: The title: the mark “ has no partner: «“Peace».',
    ])
  })
})

test('equal texts lack no paragraph, no number and no sentence', () => {
  const pieces = fc.constantFrom(
    '2 mil ',
    '2000',
    ' 18.01.2022 ',
    '1,5',
    'XX ',
    '90 ',
    '1990',
    ' million ',
    '.',
  )
  const text = fc.array(fc.oneof(fc.string(), pieces), { maxLength: 12 }).map((parts) => parts.join(''))
  fc.assert(
    fc.property(fc.array(text, { minLength: 1, maxLength: 6 }), (texts) => {
      const at = { file: 'x.md', line: 1 }
      const statements = ['en', 'es', 'de'].map((lang): Statement => ({
        lang,
        file: at.file,
        title: { lang, text: texts[0]!, at },
        body: texts.map((text, index) => ({
          kind: 'numbered',
          id: `${index + 1}`,
          name: `Paragraph ${index + 1}`,
          number: index + 1,
          at,
          blocks: [
            {
              kind: 'paragraph',
              at,
              inlines: [{ kind: 'text', lang, text, marks: [], at: { ...at, from: 0, to: text.length } }],
            },
          ],
        })),
      }))
      const codes: Code[] = []
      compareLanguages(statements, ({ code }) => codes.push(code))
      const alone: Code[] = [
        'not-translated',
        'lonely-mark',
        'look-alike-letter',
        'two-alphabets',
        'look-alike-word',
      ]
      return codes.every((code) => alone.includes(code))
    }),
  )
})

describe('the publication of this repository', () => {
  const source = new URL('../../source/', import.meta.url)
  const read = (lang: string) => {
    const file = `statement/${lang}.md`
    return readStatement(file, readFileSync(new URL(file, source), 'utf8'), lang, () => {})!
  }

  test('has a statement of which nothing is to be said', () => {
    expect(find((report) => compareLanguages(['en', 'ru', 'es'].map(read), report))).toEqual([])
  })
  test('nor of its signatories’ names', async () => {
    const reader = await openReader(source.pathname)
    const signatories = await readSignatories(
      reader,
      source.pathname,
      ['solidnet', 'other'],
      ['en', 'ru', 'es'],
      () => {},
    )
    const names = signatories.map((signatory) => signatory.names)
    expect(find((report) => compareTexts(names, report))).toEqual([])
  })
  test('would be told of each paragraph that went missing', () => {
    for (const number of [1, 2, 3, 4, 5, 6, 7, 8]) {
      const spanish = read('es')
      const rest = spanish.body.filter(({ id }) => id !== `${number}`)
      const renumber = (block: BodyBlock, number: number): BodyBlock =>
        block.kind === 'numbered' ? { ...block, number, id: `${number}` } : block
      const renumbered = { ...spanish, body: rest.map((block, index) => renumber(block, index + 1)) }
      expect(find((report) => compareLanguages([read('en'), renumbered], report))).toEqual([
        expect.stringContaining(`Paragraph ${number} seems to be missing`),
      ])
    }
  })
})
