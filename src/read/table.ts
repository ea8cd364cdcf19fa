/** What a spreadsheet program writes, as rows of texts: CSV with any of the usual separators, and .xlsx. */
import { CsvError, type Options, parse } from 'csv-parse/sync'
import * as z from 'zod'
import { diagnose } from '../diagnostic.js'
import type { Place } from '../model/publication.js'
import type { Report } from './text.js'

export interface Row {
  readonly cells: readonly string[]
  readonly at: Place
}

/** The first row that is not empty, which names the columns, and those below it. */
export interface Table {
  readonly head: Row
  readonly rows: readonly Row[]
}

const isEmpty = ({ cells }: Row): boolean => cells.every((cell) => cell === '')

/** Undefined for a file without any text, which is reported. Empty rows, as spreadsheets leave them, are passed over. */
function tableOf(file: string, all: readonly Row[], report: Report): Table | undefined {
  const [head, ...rows] = all.filter((row) => !isEmpty(row))
  if (head) return { head, rows }
  report(diagnose('empty-list', { file }, {}))
  return undefined
}

const Records = z.array(z.object({ record: z.array(z.string()), info: z.object({ lines: z.number() }) }))

/** «sep=;», with which Excel is told what parts the cells. */
const SEPARATOR = /^sep=(.)[ \t]*(?:\r\n|\r|\n|$)/i

/** Reads CSV: what parts its cells is said in its first line, or is what that line holds: a semicolon, a tab, else a comma. */
export function readCsv(file: string, content: string, report: Report): Table | undefined {
  const told = SEPARATOR.exec(content)
  const text = content.slice(told?.[0].length ?? 0)
  const skipped = told ? 1 : 0
  const head = text.slice(0, text.search(/\r|\n|$/))
  const delimiter = told?.[1] ?? [';', '\t'].find((each) => head.includes(each)) ?? ','
  const record_delimiter = ['\r\n', '\n', '\r'] // rows from two programs may end differently
  const options = {
    delimiter,
    record_delimiter,
    trim: true,
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
  }
  try {
    const rows = Records.parse(parse(text, options)).map(({ record, info }): Row => {
      const height = record.join('').split('\n').length - 1
      const cells = record.map((cell) => cell.trim())
      return { cells, at: { file, line: skipped + info.lines - height } }
    })
    return tableOf(file, rows, report)
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    // A mark that is never closed is noticed at the next one or at the end of the file; it stands in the first row that is
    // not whole.
    const [line, problem] =
      error.code === 'INVALID_OPENING_QUOTE'
        ? [Number(error.lines), 'a quotation mark stands inside a cell that does not begin with one']
        : [
            lineAfter(Number(error.records), text, options),
            error.code === 'CSV_QUOTE_NOT_CLOSED'
              ? 'a quotation mark is opened in this row and never closed'
              : 'a quotation mark is opened in this row, and the next one does not end a cell',
          ]
    report(diagnose('syntax', { file, line: skipped + line }, { language: 'CSV', problem }))
    return undefined
  }
}

/** The line, from 1, in which the row after so many whole ones begins. */
function lineAfter(rows: number, content: string, options: Options): number {
  const whole = rows ? Records.parse(parse(content, { ...options, to: rows })) : []
  const lines = content.split(/\r\n|\r|\n/)
  const before = whole.at(-1)?.info.lines ?? 0
  return 1 + lines.findIndex((line, index) => index >= before && line.trim() !== '')
}

/** Reads the first sheet of an Excel workbook; a row's line is its number there. */
export async function readXlsx(file: string, bytes: Uint8Array, report: Report): Promise<Table | undefined> {
  const { readWorkbook } = await import('./xlsx.js') // most lists are CSV
  try {
    const rows = readWorkbook(bytes).map((cells, index): Row => ({ cells, at: { file, line: index + 1 } }))
    return tableOf(file, rows, report)
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error)
    report(diagnose('broken-spreadsheet', { file }, { problem }))
    return undefined
  }
}
