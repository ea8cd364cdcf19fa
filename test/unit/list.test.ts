/** The list of signatories as spreadsheets write it. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Diagnostic } from '../../src/diagnostic.js'
import { type CountryNames, inOrder, type Signatory } from '../../src/model/publication.js'
import { openReader } from '../../src/files/reader.js'
import { readSignatories } from '../../src/read/signatories.js'
import { temporaryFolder } from '../broadside.js'
import { workbook } from '../workbook.js'

interface Read {
  readonly signatories: readonly Signatory[]
  readonly names: readonly (string | undefined)[]
  readonly told: readonly string[]
}

async function read(
  list: string | Uint8Array,
  { groups = ['signed'], file = typeof list === 'string' ? 'signatories.csv' : 'signatories.xlsx' } = {},
): Promise<Read> {
  const source = temporaryFolder()
  writeFileSync(join(source, file), list)
  const findings: Diagnostic[] = []
  const signatories = await readSignatories(
    await openReader(source),
    source,
    groups,
    ['en', 'pt-BR'],
    (finding) => findings.push(finding),
  )
  return {
    signatories,
    names: signatories.map(({ names }) => names.get('en')?.text),
    told: findings.map(({ where, severity, message }) => `${where?.line} ${severity}: ${message}`),
  }
}

test('empty rows and columns, capitals and the separator line of Excel are no matter', async () => {
  const { names, told } = await read(
    'sep=;\n;;;;\nID;Group;Name EN;name_pt-br;\n;;;;\na;signed;Riders;Ciclistas;\n;;;;\n;;;;\n',
  )
  expect([names, told]).toEqual([['Riders'], []])
})

test('columns of one’s own and languages that are not printed are passed over, with one warning that lists them', async () => {
  const { names, told } = await read(
    'id,group,name_en,name_uk,e-mail,\na,signed,Riders,Вершники,r@example.org,said yes\n',
  )
  expect([names, told]).toEqual([
    ['Riders'],
    ['1 warning: These columns are not used: name_uk, e-mail and column 6 (without a heading).'],
  ])
})

test('a row with something only in columns that are not used is passed over', async () => {
  const { names } = await read('id,name_en,notes\na,Riders,\n,,ask again in May\nb,Crews,\n')
  expect(names).toEqual(['Riders', 'Crews'])
})

test('id and group may be missing where they say nothing', async () => {
  expect((await read('name_en\nRiders\nCrews\n')).names).toEqual(['Riders', 'Crews'])
  expect((await read('name\nRiders\n')).names).toEqual(['Riders'])
  expect((await read('name_en\nRiders\n', { groups: ['signed', 'later'] })).told).toEqual([
    '1 error: The list has no column “group”.',
  ])
})

test('a needed column with a slip in its heading is told with what was meant', async () => {
  const { told } = await read('id,gruop,nmae_en,name_enn\na,signed,Riders,x\n', {
    groups: ['signed', 'later'],
  })
  expect(told).toEqual([
    '1 error: The list has no column “group”.',
    '1 error: The list has no column “name_en”.',
  ])
})

test('who has withdrawn is neither printed nor counted', async () => {
  const rows = ['Riders,', 'Crews,2026-05-02', 'Clubs,no', 'Unions,x', 'Boats,FALSE']
  expect((await read(`name_en,withdrawn\n${rows.join('\n')}\n`)).names).toEqual(['Riders', 'Clubs', 'Boats'])
})

test('persons have an affiliation and a role in each language', async () => {
  const { signatories } = await read(
    'name_en,affiliation_en,affiliation_pt-BR,role_en\nA. Mill,Harbour Union,Sindicato do Porto,chair\n',
  )
  const [{ affiliations, roles }] = signatories as [Signatory]
  expect([affiliations.get('pt-BR')?.text, roles.get('en')?.text]).toEqual(['Sindicato do Porto', 'chair'])
})

test('a workbook reads like the same list as CSV: texts in runs, numbers, dates, hidden sheets, rows left out', async () => {
  const { signatories, told } = await read(
    workbook(
      [
        [],
        ['ID', 'Name EN', 'Joined', null, 'Name pt-BR'],
        [1, 'Riders & <Crews>', { date: '2026-05-01' }, null, 'Ciclistas'],
        [],
        [2, 'Clubs', '2026-05-02', null, null],
      ],
      { hidden: [['old'], ['list']] },
    ),
  )
  expect(told).toEqual([])
  expect(
    signatories.map(({ names, joined }) => [
      names.get('en')!.text,
      names.get('en')!.at.line,
      joined,
      names.get('pt-BR')?.text,
    ]),
  ).toEqual([
    ['Riders & <Crews>', 3, '2026-05-01', 'Ciclistas'],
    ['Clubs', 5, '2026-05-02', undefined],
  ])
})

test('an error or a formula that nobody calculated does not vanish from a workbook', async () => {
  const { told } = await read(workbook([['name_en'], [{ error: '#REF!' }], [{ formula: 'CONCAT(A1,"x")' }]]))
  expect(told).toEqual([
    expect.stringContaining('“#REF!” in the column “name_en” is an error value'),
    expect.stringContaining('“=CONCAT(A1,"x")” in the column “name_en” is a formula'),
  ])
})

test.each([
  ['it is no Excel workbook (.xlsx)', Buffer.from('id,name_en\n')],
  ['it is no Excel workbook (.xlsx)', Buffer.alloc(0)],
  ['it is damaged', Buffer.from(workbook([['name_en'], ['Riders']])).subarray(0, 300)],
  ['it is an old Office file (.doc, .xls), or one with a password', Buffer.from('d0cf11e0a1b11ae1', 'hex')],
  ['it is a web page', Buffer.from('<html><table><tr><td>Riders')],
])('a workbook is refused in a sentence: %s', async (problem, bytes) => {
  const { told } = await read(bytes)
  expect(told).toEqual([`undefined error: This workbook cannot be read: ${problem}.`])
})

const signatory = (name: string, more: Partial<Signatory> = {}): Signatory => ({
  group: 'signed',
  names: new Map([['cs', { lang: 'cs', text: name, at: { file: '', line: 1 } }]]),
  affiliations: new Map(),
  roles: new Map(),
  ...more,
})
const ordered = (
  order: 'file' | 'name' | 'country' | 'joined',
  signatories: readonly Signatory[],
  lang = 'cs',
  names: CountryNames = new Map(),
) =>
  inOrder({ id: 'signed', title: new Map(), order, countries: false, signatories }, lang, 'cs', names).map(
    ({ names }) => names.get('cs')!.text,
  )

test('names are sorted by the alphabet of the language: in Czech «ch» comes after «h»', () => {
  const names = ['Chrpa', 'Cedr', 'Habr', 'Čilimník'].map((name) => signatory(name))
  expect(ordered('name', names)).toEqual(['Cedr', 'Čilimník', 'Habr', 'Chrpa'])
  expect(ordered('file', names)).toEqual(['Chrpa', 'Cedr', 'Habr', 'Čilimník'])
})

test('countries are sorted by their names in the language, dates by the calendar; who has none comes last', () => {
  const names = [
    signatory('none'),
    signatory('b', { country: 'DE', joined: '2026-05-02' }),
    signatory('a', { country: 'AT', joined: '2026-05-03' }),
    signatory('c', { country: 'DE', joined: '2026-05-01' }),
  ]
  expect(ordered('country', names, 'de')).toEqual(['b', 'c', 'a', 'none']) // Deutschland, Österreich
  expect(ordered('country', names, 'en')).toEqual(['a', 'b', 'c', 'none']) // Austria, Germany
  expect(ordered('joined', names)).toEqual(['c', 'b', 'a', 'none'])
})

test('countries are sorted by the names that the publication gives them', () => {
  const names = [signatory('a', { country: 'AT' }), signatory('b', { country: 'DE' })]
  const lake = { lang: 'en', text: 'Zealand', at: { file: '', line: 1 } }
  expect(ordered('country', names, 'en', new Map([['AT', new Map([['en', lake]])]]))).toEqual(['b', 'a'])
  expect(ordered('country', names, 'fr', new Map([['AT', new Map([['en', lake]])]]))).toEqual(['b', 'a']) // Allemagne, Autriche
})
