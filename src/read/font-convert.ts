/** Any font file → static TrueType faces, the only ones that Chromium embeds as they are. */
import { problemOf } from '../files/words.js'
import type { FaceName } from '../model/face.js'
import { type FontFault, inspectFont } from './font-file.js'
import { facesIn, NAME, readNames, readTables, tableOf, writeFont, writeNames } from './sfnt.js'

/** A static TrueType face, with what its tables say of it. */
export interface StaticFace extends FaceName {
  readonly bytes: Uint8Array
  /** «2.015» */
  readonly version: string
  /** What the font says of its licence, if anything. */
  readonly licence: string | undefined
}

export type Conversion =
  | { readonly kind: 'faces'; readonly faces: readonly StaticFace[] }
  /** A collection of which no face was asked for, or one that there is not: the names of its faces, in its order. */
  | { readonly kind: 'which'; readonly names: readonly string[] }
  | { readonly kind: 'fault'; readonly fault: FontFault }

/** @param face of a collection, from 1; undefined where none was asked for */
export interface Wanted {
  readonly face: number | undefined
  /** The weights to make of a variable font. */
  readonly weights: readonly number[]
}

/** The faces of a font file; WOFF and WOFF2 are unpacked, a variable font gives one face a weight. */
export async function convertFont(bytes: Uint8Array, { face, weights }: Wanted): Promise<Conversion> {
  const fault = (fault: FontFault): Conversion => ({ kind: 'fault', fault })
  const damaged = (error: unknown) => fault({ kind: 'damaged', problem: problemOf(error) })
  const first = inspectFont(bytes)
  let font = bytes
  if (first?.kind === 'convertible' && isPacked(bytes)) {
    const { convert } = await import('fontverter')
    try {
      font = await convert(Buffer.from(bytes), 'truetype')
    } catch (error) {
      return damaged(error)
    }
  } else if (first?.kind === 'collection') {
    const starts = facesIn(bytes)
    const start = face === undefined ? undefined : starts[face - 1]
    if (start === undefined) return { kind: 'which', names: starts.map((at) => nameOfFace(bytes, at)) }
    const one = faceAt(bytes, start)
    if (!one) return fault({ kind: 'damaged', problem: `its face ${face} is cut off` })
    font = one
  }
  const found = inspectFont(font)
  if (found && found.kind !== 'convertible') return fault(found)
  if (!found) return { kind: 'faces', faces: [describe(font)] }
  try {
    const faces = await instances(font, weights)
    const broken = faces.flatMap(({ bytes }) => inspectFont(bytes) ?? [])[0]
    return broken ? fault(broken) : { kind: 'faces', faces }
  } catch (error) {
    return damaged(error)
  }
}

const isPacked = (bytes: Uint8Array): boolean =>
  Buffer.from(bytes.subarray(0, 3)).toString('latin1') === 'wOF'

/** A face of a collection as a file of its own; undefined if it is not whole. The signature, which is of the whole file, goes. */
function faceAt(bytes: Uint8Array, at: number): Buffer | undefined {
  const tables = readTables(bytes, at)
  if (!tables?.size) return undefined
  const contents = new Map<string, Uint8Array>()
  for (const tag of tables.keys()) {
    const content = tableOf(bytes, tables, tag)
    if (!content) return undefined
    if (tag !== 'DSIG') contents.set(tag, content)
  }
  return writeFont(Buffer.from(bytes.subarray(at, at + 4)).toString('latin1'), contents)
}

const namesAt = (bytes: Uint8Array, at = 0): ReadonlyMap<number, string> => {
  const tables = readTables(bytes, at)
  return readNames((tables && tableOf(bytes, tables, 'name')) ?? new Uint8Array())
}

const nameOfFace = (bytes: Uint8Array, at: number): string =>
  namesAt(bytes, at).get(NAME.full) ?? 'a face without a name'

/** What a whole font says of itself: OS/2 has weight (at byte 4) and style (at byte 62). */
function describe(font: Uint8Array): StaticFace {
  const names = namesAt(font)
  const os2 = Buffer.from(tableOf(font, readTables(font)!, 'OS/2')!)
  const weight = os2.length >= 6 ? os2.readUInt16BE(4) : 400
  const slanted = os2.length >= 64 && (os2.readUInt16BE(62) & ITALIC_OR_OBLIQUE) !== 0
  return {
    family: names.get(NAME.wholeFamily) ?? names.get(NAME.family) ?? 'Unnamed',
    weight: Math.min(1000, Math.max(1, weight)),
    style: slanted ? 'italic' : 'normal',
    bytes: font,
    version: /\d[\w.]*/.exec(names.get(NAME.version) ?? '')?.[0] ?? 'unknown',
    licence: names.get(NAME.licence) ?? names.get(NAME.licenceUrl),
  }
}
const ITALIC_OR_OBLIQUE = 0x0201

interface Axis {
  readonly tag: string
  readonly least: number
  readonly usual: number
  readonly most: number
}

/** The axes of a variable font; values are numbers of 16.16 bits. Throws a RangeError if the table is cut off. */
function axesOf(fvar: Uint8Array): readonly Axis[] {
  const table = Buffer.from(fvar)
  const [start, count, size] = [table.readUInt16BE(4), table.readUInt16BE(8), table.readUInt16BE(10)]
  return Array.from({ length: count }, (_, i) => {
    const at = start + i * size
    const value = (field: number) => table.readInt32BE(at + field) / 65536
    return { tag: table.toString('latin1', at, at + 4), least: value(4), usual: value(8), most: value(12) }
  })
}

/** One face a weight, on the usual place of every other axis; of weights that it does not have, the nearest. */
async function instances(font: Uint8Array, weights: readonly number[]): Promise<readonly StaticFace[]> {
  const { default: subsetFont } = await import('subset-font')
  const axes = axesOf(tableOf(font, readTables(font)!, 'fvar')!)
  const weightAxis = axes.find(({ tag }) => tag === 'wght')
  const places = weightAxis
    ? [...new Set(weights.map((weight) => Math.min(weightAxis.most, Math.max(weightAxis.least, weight))))]
    : [undefined]
  const faces: StaticFace[] = []
  for (const weight of places) {
    const instance = await subsetFont(Buffer.from(font), undefined, {
      keepAllGlyphs: true,
      targetFormat: 'truetype',
      variationAxes: Object.fromEntries(
        axes.map(({ tag, usual }) => [tag, tag === 'wght' ? weight! : usual]),
      ),
      dropTables: ['STAT', 'DSIG'],
    })
    faces.push(renamed(instance, namesAt(font)))
  }
  return faces
}

const WEIGHTS: Readonly<Record<number, string>> = {
  100: 'Thin',
  200: 'ExtraLight',
  300: 'Light',
  400: 'Regular',
  500: 'Medium',
  600: 'SemiBold',
  700: 'Bold',
  800: 'ExtraBold',
  900: 'Black',
}

/** HarfBuzz leaves an instance the names of the variable font, the same for every weight. */
function renamed(instance: Uint8Array, names: ReadonlyMap<number, string>): StaticFace {
  const { family, weight, style } = describe(instance)
  const whole = `${WEIGHTS[weight] ?? weight}${style === 'italic' ? ' Italic' : ''}`.replace(
    /^Regular (?=Italic)/,
    '',
  )
  const base =
    (names.get(NAME.postScript) ?? family).replace(/-.*$/, '').replace(/[^A-Za-z0-9]/g, '') || 'Font'
  const own = new Map([...names].filter(([id]) => KEPT.includes(id)))
  own
    .set(NAME.family, `${family} ${whole}`)
    .set(NAME.style, 'Regular')
    .set(NAME.full, `${family} ${whole}`)
    .set(NAME.postScript, `${base}-${whole.replaceAll(' ', '')}`)
    .set(NAME.wholeFamily, family)
    .set(NAME.wholeStyle, whole)
  const tables = readTables(instance)!
  const contents = new Map([...tables.keys()].map((tag) => [tag, tableOf(instance, tables, tag)!]))
  return describe(writeFont('\0\u0001\0\0', contents.set('name', writeNames(own))))
}
const KEPT: readonly number[] = [NAME.copyright, NAME.version, NAME.licence, NAME.licenceUrl]
