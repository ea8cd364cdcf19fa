/** Foreign text in messages, and sources that are not what they seem. */
import * as z from 'zod'
import { expect, test } from 'vitest'
import { diagnose, tell } from '../../src/diagnostic.js'
import { within } from '../../src/deadline.js'
import { spreadsheetLeftover } from '../../src/read/spreadsheet.js'
import { readStatement } from '../../src/read/statement.js'
import { readYaml, strictObject, tag } from '../../src/read/yaml.js'
import { checkCharacters } from '../../src/read/characters.js'
import { visibleLine } from '../../src/visible.js'

test.each([
  ['a\tb\nc\rd', 'a\\tb\\nc\\rd'],
  ['\u0000\u001B[31m\u007F\u0085', '\\u{0}\\u{1B}[31m\\u{7F}\\u{85}'],
  ['\u202Eabc\u2069\u200E', '\\u{202E}abc\\u{2069}\\u{200E}'],
  ['a\u200Bb\uFEFFc\u2028', 'a\\u{200B}b\\u{FEFF}c\\u{2028}'],
  ['\u{E0041}\uD800\u3164', '\\u{E0041}\\u{D800}\\u{3164}'],
  ['so\u00ADft', 'so\\u{AD}ft'],
  ['a\uFE01\uFE02', 'a\uFE01\\u{FE02}'],
  ['a\u200Db', 'a\\u{200D}b'],
  ['::error::x', '\\u{3A}:error::x'],
  ['    ::error::x', '    \\u{3A}:error::x'],
  ['a ##[error]x ##vso[x]', 'a #\\u{23}[error]x #\\u{23}vso[x]'],
])('%j is shown as it is, and does nothing', (text, shown) => {
  expect(visibleLine(text)).toBe(shown)
})

test.each([
  'Привет, e\u0301 и ё',
  'العربية می\u200Cخواهم',
  '👨\u200D👩\u200D👧 ❤\uFE0F 👍🏽',
  'हिन्दी क\u094D\u200Dष',
  'a::b # ## [x]',
])('%s stays as it is', (text) => {
  expect(visibleLine(text)).toBe(text)
})

test('a finding is two lines, whatever it quotes, and quotes no more than eighty characters', () => {
  const finding = diagnose(
    'unknown-group',
    { file: 'a\nb', line: 1 },
    { name: `x\n${'y'.repeat(999)}`, known: [] },
  )
  expect(tell(finding).split('\n')).toHaveLength(2)
  expect(tell(finding)).toContain(`a\\nb:1: error: There is no group «x\\n${'y'.repeat(77)}…».`)
})

test('work without end stops at its time', () => {
  expect(() =>
    within(0.05, () => {
      for (;;);
    }),
  ).toThrow('stopped after 0.05 s')
  expect(within(1, () => within(1, () => 7))).toBe(7)
})

function yaml(text: string, schema: z.ZodType = z.record(z.string(), z.any())) {
  const found: string[] = []
  const read = readYaml('x.yaml', text, schema, (finding) => found.push(tell(finding).split('\n')[0]!))
  return { value: read?.value, found }
}

test('merge keys are merged', () => {
  expect(
    yaml('base: &base { a: 1, b: 2 }\nx: { <<: *base, b: 3 }\ny:\n  <<: [*base, { c: 4 }]\n').value,
  ).toEqual({
    base: { a: 1, b: 2 },
    x: { a: 1, b: 3 },
    y: { a: 1, b: 2, c: 4 },
  })
})

test.each([
  ['a: 1\nb: { <<: 3 }', 'x.yaml:2: error: << takes over the keys of another part, and this is none.'],
  ['a: &a\n  b: *a', 'x.yaml:2: error: *a stands for a value that it is a part of.'],
  [
    `a: 1\nb: ${'- '.repeat(9)}\n${'{a: '.repeat(9999)}`,
    'x.yaml:3: error: Values are nested more than 50 levels deep here.',
  ],
  [
    `a: &a x\nb: [${'*a, '.repeat(2000)}]`,
    'x.yaml:2: error: There are more than 1000 aliases (*) in this file.',
  ],
  ['a: 1\n__proto__: 2', 'x.yaml:2: error: No key may be named __proto__.'],
  ['? [a]\n: 1', 'x.yaml:1: error: A key is one word here, not a list or an alias.'],
  ['%YAML 1.1\n---\na: yes', 'x.yaml:1: error: A line that begins with % is not read here.'],
  ['a: 1\nb: "\\0"', 'x.yaml:2: error: This value holds U+0000, which nobody sees.'],
  [
    'a: 1\n---\nb: 2',
    'x.yaml:2: error: This is not valid YAML: a line of nothing but --- or ... ends the text, and there is more after it.',
  ],
])('%j is refused with its line', (text, expected) => {
  expect(yaml(text).found).toContain(expected)
})

test('keys that every object has are keys like others', () => {
  expect(Object.entries(yaml('constructor: a\ntoString: b\nhasOwnProperty: c\n').value as object)).toEqual([
    ['constructor', 'a'],
    ['toString', 'b'],
    ['hasOwnProperty', 'c'],
  ])
})

test.each([
  ['ua', '“uk” (Ukrainian)'],
  ['cz', '“cs” (Czech)'],
  ['gr', '“el” (Greek)'],
  ['jp', '“ja” (Japanese)'],
  ['dk', '“da” (Danish)'],
  ['ua-UA', '“uk-UA” (Ukrainian)'],
  ['xx', undefined],
  ['qq', undefined],
  ['und', undefined],
])('there is no language %s', (written, meant) => {
  const found: string[] = []
  readYaml('x.yaml', `t: ${written}`, strictObject({ t: tag }), (finding) => found.push(tell(finding)))
  expect(found.join()).toContain(`error: «t» has “${written}”, and there is no such language.`)
  if (meant) expect(found.join()).toContain(`Did you mean ${meant}?`)
  else expect(found.join()).not.toContain('Did you mean')
})

test.each(['uk', 'se', 'udm', 'ary', 'pt-BR', 'sr-Latn', 'kr'])('%s is a language', (written) => {
  expect(yaml(`t: ${written}`, strictObject({ t: tag })).found).toEqual([])
})

test.each(
  "#REF! #NAME? #N/A #VALUE! #DIV/0! #SPILL! #GETTING_DATA #BEZUG! #WERT! #NV #NOM? #VALEUR! #¡REF! #¿NOMBRE? #¡DIV/0! #RIF! #N/D #NÚM! #ADR! #DZIEL/0! #WAARDE! #N/B #HODNOTA! #SAKNAS! #PUUTTUU! #BAŞV! #YOK #HIV! #ССЫЛКА! #Н/Д #ДЕЛ/0! #ІМ'Я? Err:502 Fehler:502 =A2 =CONCAT(A2) =СЦЕПИТЬ(A2) =Sheet1!A1 =\"x\" '=A1&B1 +SUM(A1:A3) -A2+B3 @SUM(A1) =cmd|'x'!A0".split(
    ' ',
  ),
)('%s is what a spreadsheet left', (cell) => {
  expect(spreadsheetLeftover(cell)).toBeDefined()
})

test.each([
  '#MeToo',
  '#NiUnaMenos!',
  '+Europa',
  '+972 Magazine',
  '-Left (UK)',
  '@Greens',
  '@A1 Collective',
  '= Gleichheit',
  '=equal=',
  '+SOS(Kinder)',
  '#1 Union',
  '-',
])('%s may be a name', (cell) => {
  expect(spreadsheetLeftover(cell)).toBeUndefined()
})

function statement(body: string): string[] {
  const found: string[] = []
  readStatement('x.md', `---\ntitle: T\n---\n\n${body}`, 'en', (finding) =>
    found.push(tell(finding).split('\n')[0]!),
  )
  return found
}

test.each([
  [
    'bullets',
    '1. We want:\n   • bread\n   • water',
    'x.md:6: warning: The lines from here to line 7 begin with “•”',
  ],
  [
    'letters',
    '1. Give\n   (a) bread,\n   (b) water.',
    'x.md:6: warning: The lines from here to line 7 begin with “(a)”',
  ],
  [
    'Roman numerals',
    '1. Give\n   (i) bread,\n   (ii) water.',
    'x.md:6: warning: The lines from here to line 7 begin with “(i)”',
  ],
  [
    'bullets of two lines',
    '1. • bread\n     and more\n   • water',
    'x.md:5: warning: The lines from here to line 7 begin with “•”',
  ],
  ['dashes', '1. – bread\n   – water', 'x.md:5: warning: The lines from here to line 6 begin with “–”'],
])('%s that run into one paragraph are told', (_name, body, expected) => {
  expect(statement(body).join('\n')).toContain(expected)
})

test.each([
  '1. We met\n   A. Smith and\n   C. Jones',
  '1. So\n   – he said –\n   and went',
  '1. • one alone',
  '1. At b)\n   a) x',
])('%j is no list', (body) => {
  expect(statement(body)).toEqual([])
})

test.each([
  ['quotations', `1. a\n\n   ${'> '.repeat(150)}x`, 7],
  ['lists', `1. a\n\n   ${'- '.repeat(150)}x`, 7],
  ['brackets', `1. a\n   ${'['.repeat(150)}x${']'.repeat(150)}`, 6],
])('%s nested too deep are an error at their line', (_name, body, line) => {
  expect(statement(body)[0]).toContain(
    `x.md:${line}: error: Lists, quotations, brackets or emphasis are nested more than 20`,
  )
})

test.each(['[', '*', '_', '|', '(', '\u00AD', ' ', '`', '![', '<', '&', '](', '- ', '**a'])(
  'a hundred thousand times %j is read',
  (sign) => {
    expect(() => statement(`1. x${sign.repeat(100_000)}`)).not.toThrow()
  },
)

test('U+FEFF within a text is dropped, and what else nobody sees is told with its line', () => {
  const found: string[] = []
  const text = checkCharacters('x.md', '\uFEFFa\uFEFF\nb\uFEFFc\nd\u2028e\n\uE000', (finding) =>
    found.push(tell(finding).split('\n')[0]!),
  )
  expect(text).toBe('a\nbc\nd\u2028e\n\uE000')
  expect(found).toEqual([
    'x.md:3: error: This line holds U+2028, a line separator, which nobody sees.',
    'x.md:4: warning: This line holds U+E000, which Unicode assigns to no character: only the font that it was made for shows it.',
  ])
})
