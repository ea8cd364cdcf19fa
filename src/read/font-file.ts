/** What a font file is by its own tables (OpenType 1.9): whether it can be used, and whether it may be embedded. */

import { formatOf } from './format.js'
import { facesIn, NAME, readNames, readTables, sumOf, type Table, tableOf } from './sfnt.js'

/** Why a font file cannot be used. */
export type FontFault =
  | { readonly kind: 'unfit' | 'damaged'; readonly problem: string }
  /** `convertFont` makes what can be used of it. */
  | { readonly kind: 'convertible'; readonly problem: string }
  | { readonly kind: 'collection'; readonly problem: string }
  /** PostScript outlines, which nothing here turns into TrueType; `family` as the file names it. */
  | { readonly kind: 'postscript'; readonly problem: string; readonly family: string | undefined }
  | { readonly kind: 'forbidden'; readonly permission: string }

/** Tables that Chromium loads no font without. */
const NEEDED = ['OS/2', 'cmap', 'glyf', 'head', 'hhea', 'hmtx', 'loca', 'maxp', 'name', 'post'] as const

/** Tables whose sum must be right. Tools that change names or permissions often leave the sums of the others as they were. */
const SUMMED: readonly string[] = ['cmap', 'glyf', 'hmtx', 'loca']

const damaged = (problem: string): FontFault => ({ kind: 'damaged', problem })
const unfit = (problem: string): FontFault => ({ kind: 'unfit', problem })

/** Undefined if the file is a static TrueType font that may be embedded as a subset. */
export function inspectFont(bytes: Uint8Array): FontFault | undefined {
  if (!bytes.length) return damaged('it is empty')
  const beginning = Buffer.from(bytes.subarray(0, 200)).toString('latin1')
  switch (beginning.slice(0, 4)) {
    case 'wOFF':
      return { kind: 'convertible', problem: 'it is a WOFF file, packed for web pages' }
    case 'wOF2':
      return { kind: 'convertible', problem: 'it is a WOFF2 file, packed for web pages' }
    case 'ttcf': {
      const count = facesIn(bytes).length
      return count
        ? { kind: 'collection', problem: `it is a collection of ${count} fonts (TTC)` }
        : damaged('it is a collection of fonts (TTC) that is cut off')
    }
    case 'OTTO':
      return postScript(bytes, readTables(bytes))
    case '\0\u0001\0\0':
    case 'true':
      return inspectTables(bytes)
  }
  // Within a PFB file six bytes come before it.
  if (/^(.{6})?%!|^typ1/s.test(beginning)) return unfit('it is a Type 1 font')
  const format = formatOf(bytes)
  return unfit(format ? `it is ${format}` : 'it is not a font')
}

/** What a family is called that has PostScript outlines is what its TrueType version is looked for by. */
const postScript = (bytes: Uint8Array, tables: ReadonlyMap<string, Table> | undefined): FontFault => {
  const names = readNames((tables && tableOf(bytes, tables, 'name')) ?? new Uint8Array())
  const family = names.get(NAME.wholeFamily) ?? names.get(NAME.family)
  return { kind: 'postscript', problem: 'it has PostScript outlines (OpenType CFF)', family }
}

function inspectTables(bytes: Uint8Array): FontFault | undefined {
  const tables = readTables(bytes)
  if (!tables) return damaged('it is cut off within its table directory')
  for (const [tag, { offset, length }] of tables)
    if (offset + length > bytes.length)
      return damaged(`its table “${tag}” ends at byte ${offset + length}, and the file has ${bytes.length}`)
  if (tables.has('CFF ') || tables.has('CFF2')) return postScript(bytes, tables)
  const permission = forbiddenBy(tableOf(bytes, tables, 'OS/2') ?? new Uint8Array())
  if (permission) return { kind: 'forbidden', permission }
  if (!tables.has('glyf')) return unfit('it has no TrueType outlines (table “glyf”)')
  const missing = NEEDED.filter((tag) => !tables.get(tag)?.length)
  if (missing.length)
    return damaged(
      `it has no ${missing.length > 1 ? 'tables' : 'table'} ${missing.map((tag) => `“${tag}”`).join(', ')}`,
    )
  const problem = inconsistency(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), tables)
  if (problem) return damaged(problem)
  const changed = SUMMED.find((tag) => sumOf(tableOf(bytes, tables, tag)!) !== tables.get(tag)!.checksum)
  if (changed) return damaged(`its table “${changed}” does not have the checksum that the file gives it`)
  return tables.has('fvar') ? { kind: 'convertible', problem: 'it is a variable font' } : undefined
}

/** fsType: with several of the first bits set the least restrictive holds. Chromium embeds subsets alone. */
function forbiddenBy(os2: Uint8Array): string | undefined {
  const fsType = os2.length < 10 ? 0 : os2[8]! * 256 + os2[9]!
  if ((fsType & 0x000e) === 0x0002) return 'Restricted License embedding (0x0002)'
  if (fsType & 0x0100) return 'No subsetting (0x0100)'
  if (fsType & 0x0200) return 'Bitmap embedding only (0x0200)'
  return undefined
}

/** What does not go together in the tables that say where each glyph is and how wide. */
function inconsistency(view: DataView, tables: ReadonlyMap<string, Table>): string | undefined {
  const [head, hhea, hmtx, loca, glyf, maxp] = ['head', 'hhea', 'hmtx', 'loca', 'glyf', 'maxp'].map((tag) => tables.get(tag)!) as [
    Table, Table, Table, Table, Table, Table,
  ] // prettier-ignore
  const short = ([['head', 54], ['hhea', 36], ['maxp', 6]] as const).find(([tag, least]) => tables.get(tag)!.length < least) // prettier-ignore
  if (short) return `its table “${short[0]}” is too short`
  if (view.getUint32(head.offset + 12) !== 0x5f0f3cf5) return 'its table “head” is not one'
  const unitsPerEm = view.getUint16(head.offset + 18)
  if (unitsPerEm < 16 || unitsPerEm > 16384) return `an em has ${unitsPerEm} units in it`
  const glyphs = view.getUint16(maxp.offset + 4)
  const metrics = view.getUint16(hhea.offset + 34)
  if (!glyphs) return 'it has no glyphs'
  if (!metrics || metrics > glyphs || hmtx.length < 4 * metrics + 2 * (glyphs - metrics))
    return 'its table “hmtx” does not have a width for every glyph'
  const long = view.getInt16(head.offset + 50) === 1
  if (loca.length < (glyphs + 1) * (long ? 4 : 2))
    return 'its table “loca” does not have a place for every glyph'
  let before = 0
  for (let glyph = 0; glyph <= glyphs; glyph++) {
    const place = long ? view.getUint32(loca.offset + 4 * glyph) : 2 * view.getUint16(loca.offset + 2 * glyph)
    if (place < before || place > glyf.length)
      return `its table “loca” says that glyph ${glyph} is where there is none`
    before = place
  }
  return undefined
}
