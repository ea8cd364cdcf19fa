/** Excel workbooks as Excel writes them, for tests: cells by type, strings kept apart, dates as numbers. */
import { strToU8, zipSync } from 'fflate'

export type Cell =
  | string
  | number
  | boolean
  | null
  | { readonly date: string }
  | { readonly error: string }
  | { readonly formula: string }

const escape = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;')

/** @param sheets rows of each sheet; the first may be hidden */
export function workbook(
  rows: readonly (readonly Cell[])[],
  { hidden }: { readonly hidden?: readonly (readonly Cell[])[] } = {},
): Uint8Array {
  const strings: string[] = []
  const cellXml = (cell: Cell, reference: string): string => {
    if (cell === null) return ''
    if (typeof cell === 'string') return `<c r="${reference}" t="s"><v>${strings.push(cell) - 1}</v></c>`
    if (typeof cell === 'number') return `<c r="${reference}"><v>${cell}</v></c>`
    if (typeof cell === 'boolean') return `<c r="${reference}" t="b"><v>${Number(cell)}</v></c>`
    if ('date' in cell)
      return `<c r="${reference}" s="1"><v>${Date.parse(cell.date) / 86_400_000 + 25_569}</v></c>`
    if ('error' in cell) return `<c r="${reference}" t="e"><f>1/0</f><v>${escape(cell.error)}</v></c>`
    return `<c r="${reference}"><f>${escape(cell.formula)}</f></c>`
  }
  const sheetXml = (data: readonly (readonly Cell[])[]): string =>
    `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${data
      .map((cells, row) =>
        cells.length
          ? `<row r="${row + 1}">${cells.map((cell, at) => cellXml(cell, `${String.fromCharCode(65 + at)}${row + 1}`)).join('')}</row>`
          : '',
      )
      .join('')}</sheetData></worksheet>`
  const sheets = [...(hidden ? [sheetXml(hidden)] : []), sheetXml(rows)]
  const files: Record<string, string> = {
    'xl/workbook.xml': `<workbook xmlns:r="r"><sheets>${sheets
      .map(
        (_, i) =>
          `<sheet name="S${i}" sheetId="${i + 1}" r:id="rId${i + 1}"${hidden && i === 0 ? ' state="hidden"' : ''}/>`,
      )
      .join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships>${sheets
      .map((_, i) => `<Relationship Id="rId${i + 1}" Target="worksheets/sheet${i + 1}.xml"/>`)
      .join('')}</Relationships>`,
    ...Object.fromEntries(sheets.map((xml, i) => [`xl/worksheets/sheet${i + 1}.xml`, xml])),
    'xl/styles.xml':
      '<styleSheet><numFmts><numFmt numFmtId="164" formatCode="dd\\.mm\\.yyyy"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs></styleSheet>',
    'xl/sharedStrings.xml': `<sst>${strings.map((text) => `<si><t>${escape(text.slice(0, 2))}</t><r><t xml:space="preserve">${escape(text.slice(2))}</t></r></si>`).join('')}</sst>`,
  }
  const contents = Object.entries(files).map(([name, xml]) => [name, strToU8(xml)] as const)
  return zipSync(Object.fromEntries(contents), { mtime: '1980-01-01' })
}
