/** Where the data of an inline image ends (ISO 32000-1, 8.9.7): it may hold the letters EI itself. */
import { inflateSync } from 'node:zlib'
import { isRegular, isSpace } from './characters.js'
import type { Operand } from './content-stream.js'

type Dictionary = ReadonlyMap<string, Operand>

/**
 * The dictionary or the data's own end mark tell the end in most cases. For the rest, and for images that do not keep
 * to what they say, EI is an end if there is white space around it and content after it.
 * @param at where the data begins
 * @param isContent whether operations can be read from an offset
 * @returns one past the data, and one past EI; nothing if there is no EI
 */
export function endOfImageData(
  bytes: Uint8Array,
  at: number,
  dictionary: Dictionary,
  isContent: (at: number) => boolean,
): { readonly end: number; readonly next: number } | undefined {
  const told = toldEnd(bytes, at, dictionary)
  if (told !== undefined) {
    let mark = told
    while (isSpace(bytes[mark])) mark++
    if (isMark(bytes, mark)) return { end: Math.max(told, mark - 1), next: mark + 2 }
  }
  for (let mark = at; mark < bytes.length - 1; mark++) {
    if (!isMark(bytes, mark) || !(mark === at || isSpace(bytes[mark - 1])) || !isContent(mark + 2)) continue
    return { end: Math.max(at, mark - 1), next: mark + 2 }
  }
  return undefined
}

/** EI, and no longer word. */
const isMark = (bytes: Uint8Array, at: number): boolean =>
  bytes[at] === 0x45 && bytes[at + 1] === 0x49 && (at + 2 >= bytes.length || !isRegular(bytes[at + 2]!))

/** Where the data should end by its length, its size in pixels or its filter. */
function toldEnd(bytes: Uint8Array, at: number, dictionary: Dictionary): number | undefined {
  const length = dictionary.get('Length') ?? dictionary.get('L') // PDF 2.0
  if (typeof length === 'number') return at + length
  const filters = dictionary.get('F') ?? dictionary.get('Filter')
  const filter = Array.isArray(filters) ? (filters as readonly Operand[])[0] : filters
  switch (filter) {
    case undefined:
    case null:
      return plainEnd(at, dictionary)
    case 'AHx':
    case 'ASCIIHexDecode':
      return after(bytes, at, '>')
    case 'A85':
    case 'ASCII85Decode':
      return after(bytes, at, '~>')
    case 'RL':
    case 'RunLengthDecode':
      return runLengthEnd(bytes, at)
    case 'Fl':
    case 'FlateDecode':
      return flateEnd(bytes, at)
    default:
      return undefined
  }
}

/** Without a filter: rows of whole bytes (8.9.3). */
function plainEnd(at: number, dictionary: Dictionary): number | undefined {
  const get = (short: string, long: string) => dictionary.get(short) ?? dictionary.get(long)
  const [width, height] = [get('W', 'Width'), get('H', 'Height')]
  if (typeof width !== 'number' || typeof height !== 'number') return undefined
  const mask = get('IM', 'ImageMask') === true
  const bits = mask ? 1 : get('BPC', 'BitsPerComponent')
  const components = mask ? 1 : componentsOf(get('CS', 'ColorSpace'))
  if (typeof bits !== 'number' || components === undefined) return undefined
  return at + Math.ceil((width * components * bits) / 8) * height
}

function componentsOf(space: Operand | undefined): number | undefined {
  switch (Array.isArray(space) ? (space as readonly Operand[])[0] : space) {
    case 'G':
    case 'DeviceGray':
    case 'I':
    case 'Indexed':
      return 1
    case 'RGB':
    case 'DeviceRGB':
      return 3
    case 'CMYK':
    case 'DeviceCMYK':
      return 4
    default:
      return undefined // named in the resources
  }
}

function after(bytes: Uint8Array, at: number, mark: string): number | undefined {
  const found = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).indexOf(mark, at, 'latin1')
  return found < 0 ? undefined : found + mark.length
}

/** 7.4.5: a length byte of 128 ends the data. */
function runLengthEnd(bytes: Uint8Array, at: number): number | undefined {
  while (at < bytes.length) {
    const length = bytes[at++]!
    if (length === 128) return at
    at += length < 128 ? length + 1 : 1
  }
  return undefined
}

/** The decoder knows how much it has read. */
function flateEnd(bytes: Uint8Array, at: number): number | undefined {
  try {
    const { engine } = inflateSync(bytes.subarray(at), { info: true }) as unknown as {
      readonly engine: { readonly bytesWritten: number }
    }
    return at + engine.bytesWritten
  } catch {
    return undefined // no zlib stream after all
  }
}
