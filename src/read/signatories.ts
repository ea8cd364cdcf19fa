/** signatories.csv, as spreadsheets save it: UTF-8 with or without BOM; comma, semicolon or tab. */
import { CsvError, type Options, parse } from 'csv-parse/sync'
import * as z from 'zod'
import { diagnose } from '../diagnostic.js'
import type { Reader } from '../files/reader.js'
import type { Place, Signatory, Tag, Text } from '../model/publication.js'
import { spreadsheetLeftover } from './spreadsheet.js'
import { readText, type Report } from './text.js'
import { date } from './yaml.js'

interface Row {
  readonly cells: ReadonlyMap<string, string>
  readonly at: Place
}

/** Reads the list, reporting every bad row; the good ones come back in the order of the file. */
export async function readSignatories(
  reader: Reader,
  file: string,
  groups: readonly string[],
  languages: readonly [Tag, ...Tag[]],
  report: Report,
): Promise<readonly Signatory[]> {
  const missing = {
    file: 'source/signatories.csv',
    why: 'it holds the list of signatories',
    remedy: `Add it, with a first row that names the columns (id,group,country,name_${languages[0]},…,joined); while nobody has signed it has no more.`,
  }
  const content = await readText(reader, file, 'csv', report, diagnose('file-missing', { file }, missing))
  if (content === undefined) return []
  const rows = readRows(file, content, languages, report)
  const names = languages.map((tag) => [tag, `name_${tag}`] as const)
  const firstName = `name_${languages[0]}`
  const seen = { id: new Map<string, number>(), name: new Map<string, number>() }

  const signatories: Signatory[] = []
  for (const { cells, at } of rows) {
    const cell = (key: string) => cells.get(key) ?? ''
    if ([...cells.values()].every((value) => !value)) {
      report(diagnose('empty-row', at, {}))
      continue
    }
    const leftovers = [...cells].flatMap(([column, value]) => {
      const what = spreadsheetLeftover(value)
      return what ? [{ column, value, what }] : []
    })
    for (const leftover of leftovers) report(diagnose('spreadsheet-leftover', at, leftover))
    if (leftovers.length) continue
    const empty = ['id', 'group', firstName].filter((key) => !cell(key))
    for (const what of empty)
      report(diagnose('empty-signatory', at, { what: what === firstName ? `name (${firstName})` : what }))
    // Parties of two countries, or two people, may share a name.
    for (const [what, value, from] of [
      ['id', cell('id'), ''],
      ['name', cell(firstName), cell('country')],
    ] as const) {
      const key = value && `${value.normalize().toLocaleLowerCase().replace(/\s+/gu, ' ')} ${from}`
      const firstLine = key && seen[what].get(key)
      if (firstLine) report(diagnose('duplicate-signatory', at, { what, value, firstLine }))
      else seen[what].set(key, at.line)
    }
    if (cell('group') && !groups.includes(cell('group')))
      report(diagnose('unknown-group', at, { name: cell('group'), known: groups }))
    if (cell('country') && !isCountry(cell('country')))
      report(
        diagnose('unknown-country', at, { value: cell('country'), meant: countryMeant(cell('country')) }),
      )
    if (cell('joined') && !date.safeParse(cell('joined')).success)
      report(diagnose('broken-date', at, { key: 'joined', value: cell('joined') }))
    signatories.push({
      id: cell('id'),
      group: cell('group'),
      ...(cell('country') && { country: cell('country') }),
      names: new Map(
        names.flatMap(([tag, key]): [Tag, Text][] =>
          cell(key) ? [[tag, { lang: tag, text: cell(key), at }]] : [],
        ),
      ),
      ...(cell('joined') && { joined: cell('joined') }),
    })
  }
  return signatories
}

const Records = z.array(z.object({ record: z.array(z.string()), info: z.object({ lines: z.number() }) }))

function readRows(file: string, content: string, languages: readonly Tag[], report: Report): Row[] {
  const head = content.slice(0, content.search(/\r|\n|$/))
  const delimiter = [';', '\t'].find((each) => head.includes(each)) ?? ','
  const options = { delimiter, trim: true, info: true, relax_column_count: true, skip_empty_lines: true }
  let records: z.infer<typeof Records>
  try {
    records = Records.parse(parse(content, options))
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    // A mark that is never closed is noticed at the next one or at the end of the file; it stands in the first row that is
    // not whole.
    const [line, problem] =
      error.code === 'INVALID_OPENING_QUOTE'
        ? [Number(error.lines), 'a quotation mark stands inside a cell that does not begin with one']
        : [
            lineAfter(Number(error.records), content, options),
            error.code === 'CSV_QUOTE_NOT_CLOSED'
              ? 'a quotation mark is opened in this row and never closed'
              : 'a quotation mark is opened in this row, and the next one does not end a cell',
          ]
    report(diagnose('syntax', { file, line }, { language: 'CSV', problem }))
    return []
  }
  if (!records.length) {
    report(diagnose('empty-list', { file }, {}))
    return []
  }
  const columns = records.shift()!.record
  if (!checkColumns(file, columns, languages, report)) return []
  if (!records.length) report(diagnose('no-signatories', { file, line: 1 }, {}))
  return records.flatMap(({ record, info }) => {
    const height = record.join('').split('\n').length - 1
    const at = { file, line: info.lines - height }
    if (record.length !== columns.length) {
      report(diagnose('row-length', at, { cells: record.length, columns: columns.length }))
      return []
    }
    return [{ cells: new Map(columns.map((column, index) => [column, record[index]!.trim()])), at }]
  })
}

/** The line, from 1, in which the row after so many whole ones begins. */
function lineAfter(rows: number, content: string, options: Options): number {
  const whole = rows ? Records.parse(parse(content, { ...options, to: rows })) : []
  const lines = content.split(/\r\n|\r|\n/)
  const before = whole.at(-1)?.info.lines ?? 0
  return 1 + lines.findIndex((line, index) => index >= before && line.trim() !== '')
}

function checkColumns(
  file: string,
  columns: readonly string[],
  languages: readonly Tag[],
  report: Report,
): boolean {
  const at = { file, line: 1 }
  const known = ['id', 'group', 'country', 'joined', ...languages.map((tag) => `name_${tag}`)]
  const within = 'the first row'
  for (const column of columns)
    if (!known.includes(column)) report(diagnose('unknown-key', at, { key: column, within, known }))
  for (const key of new Set(columns.filter((column, index) => columns.indexOf(column) < index)))
    report(diagnose('column-twice', at, { key }))
  const missing = ['id', 'group', `name_${languages[0]}`].filter((column) => !columns.includes(column))
  for (const key of missing) report(diagnose('missing-column', at, { key }))
  return !missing.length && new Set(columns).size === columns.length
}

const countries = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' })

/** ISO 3166-1 alpha-2, as far as Unicode's region names know it; withdrawn codes (SU) and aliases (UK) are none. */
const isCountry = (code: string): boolean =>
  /^[A-Z]{2}$/.test(code) &&
  code !== 'ZZ' &&
  new Intl.Locale(`und-${code}`).region === code &&
  countries.of(code) !== undefined

/** Codes that ISO 3166 reserves beside the ones it gives these countries. */
const ALIASES: Readonly<Record<string, string>> = { UK: 'GB', EL: 'GR' }

/** The code that an alias or small letters stand for. */
function countryMeant(value: string): string | undefined {
  const code = value.toUpperCase()
  return ALIASES[code] ?? (isCountry(code) ? code : undefined)
}
