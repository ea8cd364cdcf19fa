/**
 * The cells of an Excel workbook's first sheet as people see them (ECMA-376, part 1, 18). Libraries for it read an error such as #REF!, or a
 * formula that was never calculated, as an empty cell: here both stay, so that they are found.
 */
import { unzipSync } from 'fflate'
import sax from 'sax'
import { formatOf } from './format.js'

/** Bytes that one part of the workbook may unpack to. */
const LARGEST_PART = 64 * 1024 * 1024

/** Rows of texts, by row number from 1; an empty row is an empty list. Throws an `Error` with a sentence for what is no workbook. */
export function readWorkbook(bytes: Uint8Array): readonly (readonly string[])[] {
  const parts = unpack(bytes)
  const part = (name: string): string | undefined => {
    const found = parts[name]
    return found && new TextDecoder().decode(found)
  }
  const workbook = part('xl/workbook.xml')
  if (workbook === undefined) throw new Error('it is no Excel workbook (.xlsx)')
  const { sheet, is1904 } = readSheets(workbook)
  const sheetPart = part(targetOf(part('xl/_rels/workbook.xml.rels') ?? '', sheet))
  if (sheetPart === undefined) throw new Error('its first sheet is missing')
  const strings = readStrings(part('xl/sharedStrings.xml') ?? '')
  const dates = readDateStyles(part('xl/styles.xml') ?? '')
  return readRows(sheetPart, { strings, dates, is1904 })
}

function unpack(bytes: Uint8Array): Record<string, Uint8Array> {
  let large: string | undefined
  try {
    const parts = unzipSync(bytes, {
      filter({ name, originalSize }) {
        if (
          !/^xl\/(workbook|sharedStrings|styles|worksheets\/[^/]+|_rels\/workbook)\.xml(\.rels)?$/.test(name)
        )
          return false
        if (originalSize > LARGEST_PART) large = name
        return originalSize <= LARGEST_PART
      },
    })
    if (large) throw new Error(`its part ${large} is larger than ${LARGEST_PART / 1024 / 1024} MB`)
    return parts
  } catch (error) {
    if (large) throw error
    const isZip = bytes[0] === 0x50 && bytes[1] === 0x4b
    const problem = isZip ? 'it is damaged' : `it is ${formatOf(bytes) ?? 'no Excel workbook (.xlsx)'}`
    throw new Error(problem, { cause: error })
  }
}

interface Handlers {
  readonly open: (name: string, attributes: Readonly<Record<string, string>>) => void
  readonly text?: (text: string) => void
  readonly close?: (name: string) => void
}

/** Names come without their namespace prefix, which programs choose as they like. */
function parse(xml: string, { open, text, close }: Handlers): void {
  const parser = sax.parser(true)
  const plain = (name: string) => name.slice(name.indexOf(':') + 1)
  parser.onopentag = ({ name, attributes }) => open(plain(name), attributes as Record<string, string>)
  if (text) parser.ontext = text
  if (close) parser.onclosetag = (name) => close(plain(name))
  parser.onerror = (error) => {
    throw new Error(`it is damaged (${error.message.split('\n')[0]})`)
  }
  parser.write(xml).close()
}

/** The first sheet that is not hidden. */
function readSheets(workbook: string): { readonly sheet: string; readonly is1904: boolean } {
  const sheets: { readonly id: string; readonly hidden: boolean }[] = []
  let is1904 = false
  parse(workbook, {
    open(name, attributes) {
      if (name === 'workbookPr') is1904 = /^(1|true)$/.test(attributes.date1904 ?? '')
      if (name !== 'sheet') return
      const id = Object.entries(attributes).find(([key]) => key.endsWith(':id'))?.[1] ?? ''
      sheets.push({ id, hidden: attributes.state !== undefined && attributes.state !== 'visible' })
    },
  })
  return { sheet: (sheets.find(({ hidden }) => !hidden) ?? sheets[0])?.id ?? '', is1904 }
}

function targetOf(relations: string, id: string): string {
  let target = 'worksheets/sheet1.xml'
  if (relations)
    parse(relations, {
      open(name, { Id, Target }) {
        if (name === 'Relationship' && Id === id && Target) target = Target
      },
    })
  return target.startsWith('/') ? target.slice(1) : `xl/${target}`
}

/** A string may consist of runs in several looks; what is said of its pronunciation is no part of it. */
function readStrings(xml: string): readonly string[] {
  const strings: string[] = []
  let [inText, phonetic] = [false, false]
  if (xml)
    parse(xml, {
      open(name) {
        if (name === 'si') strings.push('')
        if (name === 'rPh') phonetic = true
        inText = name === 't' && !phonetic
      },
      text(text) {
        if (inText) strings.push(`${strings.pop()!}${text}`)
      },
      close(name) {
        if (name === 'rPh') phonetic = false
        inText = false
      },
    })
  return strings
}

/** Which cell styles show a number as a date: by their number format (18.8.30). */
function readDateStyles(xml: string): readonly boolean[] {
  const formats = new Map<string, string>()
  const styles: boolean[] = []
  let inCells = false
  const isDate = (id: string): boolean => {
    const own = formats.get(id)
    if (own === undefined) return (Number(id) >= 14 && Number(id) <= 17) || Number(id) === 22
    return /[dy]/i.test(own.replace(/"[^"]*"|\[[^\]]*\]|\\./g, ''))
  }
  if (xml)
    parse(xml, {
      open(name, { numFmtId = '', formatCode = '' }) {
        if (name === 'numFmt') formats.set(numFmtId, formatCode)
        if (name === 'cellXfs') inCells = true
        if (name === 'xf' && inCells) styles.push(isDate(numFmtId))
      },
      close(name) {
        if (name === 'cellXfs') inCells = false
      },
    })
  return styles
}

interface Context {
  readonly strings: readonly string[]
  readonly dates: readonly boolean[]
  readonly is1904: boolean
}

interface Cell {
  readonly column: number
  readonly type: string
  readonly style: number
  value: string
  formula: string
}

function readRows(xml: string, context: Context): readonly (readonly string[])[] {
  const rows: string[][] = []
  let cell: Cell | undefined
  let [row, column, inside] = [0, -1, '']
  parse(xml, {
    open(name, attributes) {
      inside = name
      if (name === 'row') {
        row = attributes.r ? Number(attributes.r) : row + 1
        column = -1
      }
      if (name !== 'c') return
      column = attributes.r ? columnOf(attributes.r) : column + 1
      cell = { column, type: attributes.t ?? 'n', style: Number(attributes.s ?? 0), value: '', formula: '' }
    },
    text(text) {
      if (!cell) return
      if (inside === 'v' || inside === 't') cell.value += text
      else if (inside === 'f') cell.formula += text
    },
    close(name) {
      inside = ''
      if (name !== 'c' || !cell) return
      const shown = textOf(cell, context).trim()
      if (shown && row <= MOST_ROWS) {
        while (rows.length < row) rows.push([])
        const cells = rows[row - 1]!
        while (cells.length < cell.column) cells.push('')
        cells[cell.column] = shown
      }
      cell = undefined
    },
  })
  return rows
}

/** Of a sheet (18.3.1.73). */
const MOST_ROWS = 1_048_576

/** «AB12» → 27 */
const columnOf = (reference: string): number =>
  Array.from(/^[A-Z]{1,3}/.exec(reference)![0]).reduce(
    (sum, letter) => 26 * sum + letter.charCodeAt(0) - 64,
    0,
  ) - 1

/** What is not calculated shows its formula. */
function textOf({ type, style, value, formula }: Cell, { strings, dates, is1904 }: Context): string {
  if (!value && formula) return `=${formula}`
  switch (type) {
    case 's':
      return strings[Number(value)] ?? ''
    case 'b':
      return value === '1' ? 'true' : 'false'
    case 'n':
      return value && dates[style] ? dateOf(Number(value), is1904) : value
    default: // a text of the cell's own, a formula's result, an error, a date in ISO 8601
      return type === 'd' ? value.slice(0, 10) : value
  }
}

/** Days since the end of 1899, in which Excel counts a 29 February 1900, or since the beginning of 1904 (18.17.4). */
function dateOf(days: number, is1904: boolean): string {
  const first = is1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, 30)
  const date = new Date(first + Math.floor(days) * 86_400_000)
  return Number.isNaN(date.getTime()) ? String(days) : date.toISOString().slice(0, 10)
}
