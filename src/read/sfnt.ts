/** The container of a font file: its tables, taken out and put together anew, and the names in it (OpenType 1.9). */

export interface Table {
  readonly offset: number
  readonly length: number
  readonly checksum: number
}

/** What begins with `bytes` at `at`; undefined if it is cut off within its directory. Offsets count from the file's first byte. */
export function readTables(bytes: Uint8Array, at = 0): ReadonlyMap<string, Table> | undefined {
  if (at + 12 > bytes.length) return undefined
  const view = viewOf(bytes)
  const count = view.getUint16(at + 4)
  if (at + 12 + 16 * count > bytes.length) return undefined
  const tables = new Map<string, Table>()
  for (let i = 0; i < count; i++) {
    const record = at + 12 + 16 * i
    tables.set(tagAt(bytes, record), {
      checksum: view.getUint32(record + 4),
      offset: view.getUint32(record + 8),
      length: view.getUint32(record + 12),
    })
  }
  return tables
}

/** Where the faces of a collection begin; none if the file is none, or cut off. */
export function facesIn(bytes: Uint8Array): readonly number[] {
  if (tagAt(bytes, 0) !== 'ttcf' || bytes.length < 12) return []
  const view = viewOf(bytes)
  const count = view.getUint32(8)
  return 12 + 4 * count > bytes.length
    ? []
    : Array.from({ length: count }, (_, i) => view.getUint32(12 + 4 * i))
}

/** A table's bytes; undefined if it is not there, or not whole. */
export function tableOf(
  bytes: Uint8Array,
  tables: ReadonlyMap<string, Table>,
  tag: string,
): Uint8Array | undefined {
  const table = tables.get(tag)
  return table && table.offset + table.length <= bytes.length
    ? bytes.subarray(table.offset, table.offset + table.length)
    : undefined
}

/** A file of these tables, with the sums that belong to them. */
export function writeFont(version: string, tables: ReadonlyMap<string, Uint8Array>): Buffer {
  const entries = [...tables].sort(([a], [b]) => (a < b ? -1 : 1))
  const log = Math.floor(Math.log2(entries.length))
  const header = Buffer.alloc(12 + 16 * entries.length)
  header.write(version, 'latin1')
  header.writeUInt16BE(entries.length, 4)
  header.writeUInt16BE(16 * 2 ** log, 6)
  header.writeUInt16BE(log, 8)
  header.writeUInt16BE(16 * (entries.length - 2 ** log), 10)
  const parts: Buffer[] = [header]
  let offset = header.length
  let headAt = -1
  for (const [i, [tag, content]] of entries.entries()) {
    const padded = Buffer.alloc((content.length + 3) & ~3)
    padded.set(content)
    if (tag === 'head') {
      headAt = offset
      padded.writeUInt32BE(0, 8) // its sum is taken without that of the file
    }
    header.write(tag, 12 + 16 * i, 'latin1')
    header.writeUInt32BE(sumOf(padded), 16 + 16 * i)
    header.writeUInt32BE(offset, 20 + 16 * i)
    header.writeUInt32BE(content.length, 24 + 16 * i)
    parts.push(padded)
    offset += padded.length
  }
  const file = Buffer.concat(parts)
  if (headAt >= 0) file.writeUInt32BE((0xb1b0afba - sumOf(file)) >>> 0, headAt + 8)
  return file
}

/** The sum of 32-bit words, the last one filled up with zeros. */
export function sumOf(bytes: Uint8Array): number {
  const view = viewOf(bytes)
  const whole = bytes.length & ~3
  let sum = 0
  for (let at = 0; at < whole; at += 4) sum = (sum + view.getUint32(at)) >>> 0
  let rest = 0
  for (let at = whole; at < whole + 4 && whole < bytes.length; at++)
    rest = (rest << 8) | (at < bytes.length ? bytes[at]! : 0)
  return (sum + (rest >>> 0)) >>> 0
}

/** Identifiers in the table “name”. */
export const NAME = {
  copyright: 0,
  family: 1,
  style: 2,
  full: 4,
  version: 5,
  postScript: 6,
  licence: 13,
  licenceUrl: 14,
  wholeFamily: 16,
  wholeStyle: 17,
} as const

/** The names in English, else in whatever language there are, by identifier; none if the table is damaged. */
export function readNames(table: Uint8Array): ReadonlyMap<number, string> {
  const names = new Map<number, string>()
  if (table.length < 6) return names
  const view = viewOf(table)
  const [count, texts] = [view.getUint16(2), view.getUint16(4)]
  for (let i = 0; i < count && 18 + 12 * i <= table.length; i++) {
    const [platform, , language, id, length, offset] = Array.from({ length: 6 }, (_, field) =>
      view.getUint16(6 + 12 * i + 2 * field),
    ) as [number, number, number, number, number, number]
    const bytes = Buffer.from(table.subarray(texts + offset, texts + offset + length))
    const isEnglish = platform === 3 && language === 0x409
    if (bytes.length < length || (names.has(id) && !isEnglish)) continue
    const text =
      platform === 1 ? bytes.toString('latin1') : bytes.length % 2 ? '' : bytes.swap16().toString('utf16le')
    if (text) names.set(id, text)
  }
  return names
}

/** The table “name” with these names, in English. */
export function writeNames(names: ReadonlyMap<number, string>): Buffer {
  const entries = [...names].sort(([a], [b]) => a - b)
  const header = Buffer.alloc(6 + 12 * entries.length)
  header.writeUInt16BE(entries.length, 2)
  header.writeUInt16BE(header.length, 4)
  const texts: Buffer[] = []
  let offset = 0
  for (const [i, [id, name]] of entries.entries()) {
    const text = Buffer.from(name, 'utf16le').swap16()
    for (const [field, value] of [3, 1, 0x409, id, text.length, offset].entries())
      header.writeUInt16BE(value, 6 + 12 * i + 2 * field)
    texts.push(text)
    offset += text.length
  }
  return Buffer.concat([header, ...texts])
}

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)

const tagAt = (bytes: Uint8Array, at: number): string => String.fromCharCode(...bytes.subarray(at, at + 4))
