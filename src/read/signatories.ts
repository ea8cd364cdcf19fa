/** The list of signatories, as it comes out of a spreadsheet: its own columns and empty rows are left alone. */
import { diagnose } from '../diagnostic.js'
import type { Reader } from '../files/reader.js'
import type { Localised, Signatory, Tag, Text } from '../model/publication.js'
import { countryMeant, isCountry } from './countries.js'
import { findHtml } from './html.js'
import { type Row, readCsv, readXlsx, type Table } from './table.js'
import { spreadsheetLeftover } from './spreadsheet.js'
import { pictureNamed } from './pictures.js'
import { readText, type Report } from './text.js'
import { date } from './yaml.js'

/** Its name without an extension. */
const LIST = 'signatories'

/** Columns that are there once for all languages, and those that are there for each: «name_en». */
const COMMON = ['id', 'group', 'country', 'joined', 'withdrawn', 'logo'] as const
const LOCALISED = ['name', 'affiliation', 'role'] as const

/**
 * Reads source/signatories.csv or .xlsx, reporting every bad row; the good ones come back in the order of the file, without
 * those that have withdrawn.
 */
export async function readSignatories(
  reader: Reader,
  source: string,
  groups: readonly string[],
  languages: readonly [Tag, ...Tag[]],
  report: Report,
): Promise<readonly Signatory[]> {
  const table = await readList(reader, source, languages[0], report)
  if (!table) return []
  const columns = findColumns(table, groups, languages, report)
  if (!columns) return []
  const seen = { id: new Map<string, number>(), name: new Map<string, number>() }
  const rows = table.rows.filter((row) => columns.used.some((index) => row.cells[index]))
  if (!rows.length) report(diagnose('no-signatories', table.head.at, {}))
  return rows.flatMap((row) => readRow(row, columns, groups, languages, seen, report))
}

async function readList(
  reader: Reader,
  source: string,
  first: Tag,
  report: Report,
): Promise<Table | undefined> {
  const names = (await reader.list(source, report)).map(({ name }) => name)
  const [file, other] = ['xlsx', 'csv']
    .map((type) => `${LIST}.${type}`)
    .filter((name) => names.includes(name))
  if (file && other) report(diagnose('two-lists', { file: `${source}/${file}` }, { file, other }))
  const path = `${source}/${file ?? `${LIST}.csv`}`
  const missing = diagnose(
    'file-missing',
    { file: path },
    {
      file: `source/${LIST}.csv`,
      why: 'it holds the list of signatories',
      remedy: `Add it, as .csv or .xlsx, with a first row that names the columns (id,group,country,name_${first},…,joined); while nobody has signed it has no more.`,
    },
  )
  if (path.endsWith('.xlsx')) {
    const bytes = await reader.bytes(path, 'csv', report, missing)
    return bytes && readXlsx(path, bytes, report)
  }
  const content = await readText(reader, path, 'csv', report, missing)
  return content === undefined ? undefined : readCsv(path, content, report)
}

/** Where the cells of a row are. */
interface Columns {
  readonly at: ReadonlyMap<string, number>
  /** Columns that say something of a signatory, by their index. */
  readonly used: readonly number[]
  readonly count: number
}

/** «Name EN», «name-en» and «NAME_EN» are the same column. */
const plain = (heading: string): string =>
  heading
    .trim()
    .toLowerCase()
    .replace(/[\s\u00A0_-]+/gu, '_')

function findColumns(
  { head, rows }: Table,
  groups: readonly string[],
  languages: readonly [Tag, ...Tag[]],
  report: Report,
): Columns | undefined {
  const localised = LOCALISED.flatMap((key) => languages.map((tag) => `${key}_${tag}`))
  const known = new Map<string, string>([...COMMON, ...localised].map((key) => [plain(key), key]))
  for (const key of LOCALISED) known.set(key, `${key}_${languages[0]}`) // a list in one language need not say so
  const at = new Map<string, number>()
  const unused: string[] = []
  let whole = true
  for (const [index, heading] of head.cells.entries()) {
    const key = known.get(plain(heading))
    const holds = rows.some(({ cells }) => cells[index])
    if (key !== undefined && at.has(key)) {
      report(diagnose('column-twice', head.at, { key }))
      whole = false
    } else if (key !== undefined) at.set(key, index)
    else if (heading || holds) unused.push(heading || `column ${index + 1} (without a heading)`)
  }
  const firstName = `name_${languages[0]}`
  const needed = groups.length > 1 ? ['group', firstName] : [firstName]
  for (const key of needed.filter((key) => !at.has(key))) {
    const meant = unused.find((heading) => isNearly(plain(heading), plain(key)))
    report(diagnose('missing-column', head.at, { key, meant, columns: head.cells.filter(Boolean) }))
    whole = false
  }
  if (!whole) return undefined
  if (unused.length) report(diagnose('columns-unused', head.at, { columns: unused }))
  const says = [...at].filter(([key]) => !['id', 'group'].includes(key))
  return { at, used: says.map(([, index]) => index), count: head.cells.length }
}

/** One letter other, more or fewer. */
function isNearly(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false
  let same = 0
  while (same < a.length && a[same] === b[same]) same++
  const rest = (text: string, from: number) => text.slice(from)
  return (
    rest(a, same + 1) === rest(b, same + 1) ||
    rest(a, same) === rest(b, same + 1) ||
    rest(a, same + 1) === rest(b, same)
  )
}

/** «no» and the like in the column «withdrawn»; anything else means that the signature no longer counts. */
const STILL_THERE = /^(no?|false|0|nein|non|нет)?$/iu

function readRow(
  { cells, at }: Row,
  columns: Columns,
  groups: readonly string[],
  languages: readonly [Tag, ...Tag[]],
  seen: Readonly<Record<'id' | 'name', Map<string, number>>>,
  report: Report,
): Signatory[] {
  // A workbook leaves out empty cells at the end of a row; in CSV a separator too many or too few has moved all cells behind it.
  if (at.file.endsWith('.csv') && cells.length !== columns.count) {
    report(diagnose('row-length', at, { cells: cells.length, columns: columns.count }))
    return []
  }
  const cell = (key: string): string => cells[columns.at.get(key) ?? -1] ?? ''
  if (!STILL_THERE.test(cell('withdrawn'))) return []
  const leftovers = [...columns.at.keys()].flatMap((column) => {
    const value = cell(column)
    const what = spreadsheetLeftover(value)
    return what ? [{ column, value, what }] : []
  })
  for (const leftover of leftovers) report(diagnose('spreadsheet-leftover', at, leftover))
  if (leftovers.length) return []
  for (const column of columns.at.keys()) findHtml(cell(column), at, report)
  const firstName = `name_${languages[0]}`
  const [only, ...more] = groups
  const group = cell('group') || (more.length ? '' : only!)
  if (!group) report(diagnose('empty-signatory', at, { what: 'group' }))
  else if (!groups.includes(group)) report(diagnose('unknown-group', at, { name: group, known: groups }))
  if (!cell(firstName)) report(diagnose('empty-signatory', at, { what: `name (${firstName})` }))
  // Parties of two countries, or two people, may share a name.
  for (const [what, value, from] of [
    ['id', cell('id'), ''],
    ['name', cell(firstName), `${cell('country')} ${cell(`affiliation_${languages[0]}`)}`],
  ] as const) {
    const key = value && `${value.normalize().toLocaleLowerCase().replace(/\s+/gu, ' ')} ${from}`
    const firstLine = key && seen[what].get(key)
    if (firstLine) report(diagnose('duplicate-signatory', at, { what, value, firstLine }))
    else seen[what].set(key, at.line)
  }
  if (cell('country') && !isCountry(cell('country')))
    report(diagnose('unknown-country', at, { value: cell('country'), meant: countryMeant(cell('country')) }))
  if (cell('joined') && !date.safeParse(cell('joined')).success)
    report(diagnose('broken-date', at, { key: 'joined', value: cell('joined') }))
  const localised = (key: string): Localised =>
    new Map(
      languages.flatMap((tag): [Tag, Text][] => {
        const text = cell(`${key}_${tag}`)
        return text ? [[tag, { lang: tag, text, at }]] : []
      }),
    )
  const logo = cell('logo') ? pictureNamed(cell('logo'), at, report) : undefined
  return [
    {
      group,
      ...(cell('country') && { country: cell('country') }),
      names: localised('name'),
      affiliations: localised('affiliation'),
      roles: localised('role'),
      ...(cell('joined') && { joined: cell('joined') }),
      ...(logo && { logo }),
    },
  ]
}
