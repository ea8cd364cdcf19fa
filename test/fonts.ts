/** Fonts altered byte by byte, and the list of fonts that names them. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'

export const shippedFont = (file = 'SourceSans3-Regular.ttf'): Buffer => readFileSync(`fonts/${file}`)

/** Where a table's record and its bytes begin. */
export function tableOf(font: Buffer, tag: string): { readonly record: number; readonly offset: number } {
  for (let i = 0; i < font.readUInt16BE(4); i++) {
    const record = 12 + 16 * i
    if (font.toString('latin1', record, record + 4) === tag)
      return { record, offset: font.readUInt32BE(record + 8) }
  }
  throw new Error(`There is no table ${tag}.`)
}

/** The font with other bits in fsType (OS/2). */
export function withPermission(font: Buffer, fsType: number): Buffer {
  const changed = Buffer.from(font)
  changed.writeUInt16BE(fsType, tableOf(font, 'OS/2').offset + 8)
  return changed
}

/** The font without a table: its record has another name. */
export function withoutTable(font: Buffer, tag: string): Buffer {
  const changed = Buffer.from(font)
  changed.write('zzzz', tableOf(font, tag).record, 'latin1')
  return changed
}

/** The font with another PostScript name (ID 6) of no more letters than it has. */
export function renamed(font: Buffer, name: string): Buffer {
  const changed = Buffer.from(font)
  const { offset } = tableOf(font, 'name')
  const texts = offset + font.readUInt16BE(offset + 4)
  for (let i = 0; i < font.readUInt16BE(offset + 2); i++) {
    const record = offset + 6 + 12 * i
    if (font.readUInt16BE(record + 6) !== 6) continue
    const wide = [0, 3].includes(font.readUInt16BE(record))
    const bytes = wide ? Buffer.from(name, 'utf16le').swap16() : Buffer.from(name, 'latin1')
    if (bytes.length > font.readUInt16BE(record + 8)) throw new Error(`${name} is too long.`)
    changed.writeUInt16BE(bytes.length, record + 8)
    bytes.copy(changed, texts + font.readUInt16BE(record + 10))
  }
  return changed
}

/** A collection (TTC) of whole fonts, each with its tables where they then lie. */
export function collectionOf(...fonts: readonly Buffer[]): Buffer {
  const header = Buffer.alloc(12 + 4 * fonts.length)
  header.write('ttcf\0\u0001\0\0', 'latin1')
  header.writeUInt32BE(fonts.length, 8)
  let start = header.length
  const moved = fonts.map((font, i) => {
    header.writeUInt32BE(start, 12 + 4 * i)
    const copy = Buffer.from(font)
    for (let table = 0; table < font.readUInt16BE(4); table++)
      copy.writeUInt32BE(font.readUInt32BE(20 + 16 * table) + start, 20 + 16 * table)
    start += copy.length
    return copy
  })
  return Buffer.concat([header, ...moved])
}

/** The font as one of PostScript outlines, by its first bytes. */
export function asPostScript(font: Buffer): Buffer {
  const changed = Buffer.from(font)
  changed.write('OTTO', 'latin1')
  return changed
}

/** An outline font whose weight is variable, from 100 to 900: the letters of “Lanterns”, packed as WOFF2. */
export const variableFont = (): Buffer => readFileSync('test/fixtures/fonts/NotoSerif-Variable.woff2')

export interface Listed {
  readonly family: string
  readonly file: string
  readonly bytes: Uint8Array
  readonly weight?: number
}

/** A fonts.yaml with an entry a line from the second line on. */
export const fontsYaml = (faces: readonly Listed[]): string =>
  `faces:\n${faces
    .map(({ family, file, bytes, weight = 400 }) => {
      const sum = createHash('sha256').update(bytes).digest('hex')
      return `  - { family: ${family}, weight: ${weight}, style: normal, file: ${file}, version: "1", origin: test, licence: OFL, sha256: "${sum}" }\n`
    })
    .join('')}`
