/** Possible hyphens, shown as «|». */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hyphenate } from '../../src/typeset/hyphenation.js'

const shown = (text: string): string => text.replace(/\u00AD/g, '|').replace(/\u00A0/g, '·')

test.each([
  ['en', 'representatives of the dissolution', 'rep|re|sen|ta|tives of the dis|so|lu|tion'],
  [
    'ru',
    'международной солидарности',
    'меж|ду|на|род|ной со|ли|дар|но|сти'.replace('но|сти', 'нос|ти').replace('нос|ти', 'но|сти'),
  ],
  ['es', 'manifestaciones populares', 'ma|ni|fes|ta|cio|nes po|pu|la|res'],
  ['de', 'Gleichberechtigung', 'Gleich|be|rech|ti|gung'],
])('%s has its own patterns', (lang, text, divided) => {
  expect(shown(hyphenate(text, lang)).replace(/\|/g, '')).toBe(text)
  expect(shown(hyphenate(text, lang))).toBe(divided)
})

test('two letters stay before a hyphen and three after, words of capitals whole', () => {
  expect(shown(hyphenate('Soviet popular economy', 'en'))).toBe('So|viet pop|u|lar econ|omy')
  for (const lang of ['en', 'ru', 'es'])
    for (const word of ['economía', 'экономики', 'ability', 'идея'])
      for (const part of hyphenate(word, lang).split('\u00AD').slice(-1))
        expect(part.length).toBeGreaterThanOrEqual(3)
  expect(hyphenate('ORGANIZATION', 'en')).toBe('ORGANIZATION')
})

test('addresses stay whole: a hyphen would belong to them', () => {
  const text =
    'see https://example.org/petitions/railways, www.example.org/northern or letters@example.org on petitions'
  expect(shown(hyphenate(text, 'en'))).toBe(text.replace(/petitions$/, 'pe|ti|tions'))
  const bare = 'railways.example.org/petitions (timetables.example.org), @nighttrains #solidarity'
  expect(shown(hyphenate(bare, 'en'))).toBe(bare)
  expect(shown(hyphenate('the petitions.', 'en'))).toBe('the pe|ti|tions.')
})

test('an exception is divided at its hyphens and nowhere else, in small and capital letters', () => {
  const exceptions = ['Kazakh-stan', 'manifesto', 'табл-ица']
  expect(
    shown(hyphenate('Kazakhstan, kazakhstan and KAZAKHSTAN: manifestos, a manifesto', 'en', exceptions)),
  ).toBe('Kazakh|stan, kazakh|stan and KAZAKHSTAN: man|i|festos, a manifesto')
  expect(shown(hyphenate('таблица', 'tlh', exceptions))).toBe('табл|ица')
})

test('a Turkish capital with a dot moves no hyphen', () => {
  expect(shown(hyphenate('İngilizce ingilizce', 'tr'))).toBe(
    'İn|gi|liz|ce in|gi|liz|ce'.replaceAll('|ce', 'ce'),
  )
})

test('a language without patterns comes back as it is', () => {
  expect(hyphenate('pneumonoultramicroscopic', 'tlh')).toBe('pneumonoultramicroscopic')
})

test('letters come through unchanged and in order, whatever the text', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom('en', 'ru', 'es', 'de', 'fr', 'el'),
      (text, lang) => {
        expect(hyphenate(text, lang).replace(/\u00AD/g, '')).toBe(text.replace(/\u00AD/g, ''))
      },
    ),
  )
})
