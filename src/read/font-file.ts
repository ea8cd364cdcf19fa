/** What a font file is by its own tables (OpenType 1.9): whether it can be used, and whether it may be embedded. */

import { formatOf } from './format.js'

/** Why a font file cannot be used. */
export type FontFault =
  | { readonly kind: 'unfit'; readonly problem: string }
  | { readonly kind: 'damaged'; readonly problem: string }
  | { readonly kind: 'forbidden'; readonly permission: string }

interface Table {
  readonly offset: number
  readonly length: number
  readonly checksum: number
}

/** By their first bytes: fonts of other formats. */
const OTHER_FONTS: readonly (readonly [begins: RegExp, problem: string])[] = [
  [/^wOFF/, 'it is a WOFF file, packed for web pages'],
  [/^wOF2/, 'it is a WOFF2 file, packed for web pages'],
  [/^OTTO/, 'it has PostScript outlines (OpenType CFF)'],
  [/^ttcf/, 'it is a collection of several fonts (TTC)'],
  [/^(%!|\x80.%!|typ1)/, 'it is a Type 1 font'],
]

/** Tables that Chromium loads no font without. */
const NEEDED = ['OS/2', 'cmap', 'glyf', 'head', 'hhea', 'hmtx', 'loca', 'maxp', 'name', 'post'] as const

/** Tables whose sum must be right. Tools that change names or permissions often leave the sums of the others as they were. */
const SUMMED: readonly string[] = ['cmap', 'glyf', 'hmtx', 'loca']

/** Undefined if the file is a static TrueType font that may be embedded as a subset. */
export function inspectFont(bytes: Uint8Array): FontFault | undefined {
  const damaged = (problem: string): FontFault => ({ kind: 'damaged', problem })
  const unfit = (problem: string): FontFault => ({ kind: 'unfit', problem })
  if (!bytes.length) return damaged('it is empty')
  const beginning = Buffer.from(bytes.subarray(0, 200)).toString('latin1')
  const other = OTHER_FONTS.find(([begins]) => begins.test(beginning))
  if (other) return unfit(other[1])
  const format = formatOf(bytes)
  if (format) return unfit(`it is ${format}`)
  if (!['\0\u0001\0\0', 'true'].includes(beginning.slice(0, 4))) return unfit('it is not a font')

  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const count = bytes.length < 12 ? Infinity : view.getUint16(4)
  if (12 + 16 * count > bytes.length) return damaged('it is cut off within its table directory')
  const tables = new Map<string, Table>()
  for (let i = 0; i < count; i++) {
    const record = 12 + 16 * i
    tables.set(beginningOf(bytes, record), {
      checksum: view.getUint32(record + 4),
      offset: view.getUint32(record + 8),
      length: view.getUint32(record + 12),
    })
  }
  for (const [tag, { offset, length }] of tables)
    if (offset + length > bytes.length)
      return damaged(`its table “${tag}” ends at byte ${offset + length}, and the file has ${bytes.length}`)
  if (tables.has('fvar')) return unfit('it is a variable font')
  if (!tables.has('glyf')) return unfit('it has no TrueType outlines (table “glyf”)')
  const missing = NEEDED.filter((tag) => !tables.get(tag)?.length)
  if (missing.length)
    return damaged(
      `it has no ${missing.length > 1 ? 'tables' : 'table'} ${missing.map((tag) => `“${tag}”`).join(', ')}`,
    )
  const permission = forbiddenBy(
    tables.get('OS/2')!.length >= 10 ? view.getUint16(tables.get('OS/2')!.offset + 8) : 0,
  )
  if (permission) return { kind: 'forbidden', permission }
  const problem = inconsistency(view, tables)
  if (problem) return damaged(problem)
  const changed = SUMMED.find((tag) => sumOf(view, tables.get(tag)!) !== tables.get(tag)!.checksum)
  return changed
    ? damaged(`its table “${changed}” does not have the checksum that the file gives it`)
    : undefined
}

const beginningOf = (bytes: Uint8Array, at: number): string =>
  String.fromCharCode(...bytes.subarray(at, at + 4))

/** fsType: with several of the first bits set the least restrictive holds. Chromium embeds subsets alone. */
function forbiddenBy(fsType: number): string | undefined {
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

/** The sum of a table's 32-bit words, the last one filled up with zeros. */
function sumOf(view: DataView, { offset, length }: Table): number {
  let sum = 0
  const whole = length & ~3
  for (let at = 0; at < whole; at += 4) sum = (sum + view.getUint32(offset + at)) >>> 0
  let rest = 0
  for (let at = whole; at < whole + 4 && whole < length; at++)
    rest = (rest << 8) | (at < length ? view.getUint8(offset + at) : 0)
  return (sum + (rest >>> 0)) >>> 0
}
