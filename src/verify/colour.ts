/** Colour spaces (ISO 32000-1, 8.6) and how much ink of each plate a colour takes. */
import { PDFArray, PDFDict, PDFHexString, PDFName, type PDFObject, PDFRawStream, PDFString } from 'pdf-lib'
import { decodeStream } from '../content-stream/decode.js'
import { type Ink, PROCESS } from './ink.js'
import { nameOf, numberOf } from '../content-stream/values.js'

export interface ColourSpace {
  /** As a printer calls it: «DeviceCMYK», «ICCBased RGB», «Separation Gold». */
  readonly name: string
  /** What it comes down to: by plates, by a mixture of light (which a press has to convert), or not told. */
  readonly kind: 'plates' | 'light' | 'unknown'
  /** Light that no profile defines: DeviceRGB. */
  readonly undefinedLight: boolean
  /** How many components a colour has; a pattern may have none. */
  readonly size: number
  readonly initial: readonly number[]
  /** The ink of a colour, if it is told by plates. */
  ink(components: readonly number[]): Ink | undefined
  /** Indexed: the highest index; samples of an image are then indices. */
  readonly highest?: number
}

const byPlates = (name: string, names: readonly string[], initial: readonly number[]): ColourSpace => ({
  name,
  kind: 'plates',
  undefinedLight: false,
  size: names.length,
  initial,
  ink: (components) => new Map(names.map((name, i) => [name, components[i] ?? 0])),
})
const byLight = (name: string, size: number, undefinedLight = false): ColourSpace => ({
  name,
  kind: 'light',
  undefinedLight,
  size,
  initial: Array<number>(size).fill(0),
  ink: () => undefined,
})
/** 1 is white; in print it is black ink and nothing else (10.3.3). */
const grey = (name: string): ColourSpace => ({
  ...byPlates(name, ['Black'], [0]),
  ink: ([value = 0]) => new Map([['Black', 1 - value]]),
})

export const GREY = grey('DeviceGray')
export const CMYK = byPlates('DeviceCMYK', PROCESS, [0, 0, 0, 1])
const RGB = byLight('DeviceRGB', 3, true)
/** A colour space that this reader does not know. */
export const unknownSpace = (name: string): ColourSpace => ({ ...byLight(name, 0), kind: 'unknown' })
const PATTERN = unknownSpace('Pattern')

/** Names of the default spaces that stand in for device spaces (8.6.5.6), and the abbreviations of inline images (8.9.7). */
const DEVICE: Readonly<Record<string, readonly [ColourSpace, standIn: string]>> = {
  DeviceGray: [GREY, 'DefaultGray'],
  DeviceRGB: [RGB, 'DefaultRGB'],
  DeviceCMYK: [CMYK, 'DefaultCMYK'],
  G: [GREY, 'DefaultGray'],
  RGB: [RGB, 'DefaultRGB'],
  CMYK: [CMYK, 'DefaultCMYK'],
}

/** A colour space by its name or object. */
export type SpaceOf = (object: PDFObject | undefined, resources: PDFDict) => ColourSpace

/** A reader of colour spaces; each object is read once. */
export function openSpaces(): SpaceOf {
  const known = new Map<PDFArray, ColourSpace>()

  const read: SpaceOf = (object, resources) => {
    const named = resources.lookup(PDFName.of('ColorSpace'))
    const spaces = named instanceof PDFDict ? named : undefined
    if (object instanceof PDFName) {
      const name = object.decodeText()
      const device = DEVICE[name]
      if (device) {
        const standIn = spaces?.lookup(PDFName.of(device[1]))
        return standIn instanceof PDFArray ? read(standIn, resources) : device[0]
      }
      if (name === 'Pattern') return PATTERN
      const space = spaces?.lookup(object)
      return space && space !== object ? read(space, resources) : unknownSpace(name)
    }
    if (!(object instanceof PDFArray)) return unknownSpace('nothing')
    let space = known.get(object)
    if (!space) {
      space = readArray(object, resources)
      known.set(object, space)
    }
    return space
  }

  const readArray = (array: PDFArray, resources: PDFDict): ColourSpace => {
    const family = nameOf(array.lookup(0)) ?? '?'
    switch (family) {
      case 'ICCBased':
        return iccBased(array.lookup(1))
      case 'CalRGB':
      case 'Lab':
        return byLight(family, 3)
      case 'CalGray':
        return grey('CalGray')
      case 'Separation':
        return colorants('Separation', [nameOf(array.lookup(1)) ?? '?'])
      case 'DeviceN': {
        const names = array.lookup(1)
        return colorants(
          'DeviceN',
          names instanceof PDFArray ? names.asArray().map((each) => nameOf(each) ?? '?') : [],
        )
      }
      case 'Indexed':
      case 'I':
        return indexed(array, read(array.lookup(1), resources))
      case 'Pattern':
        return array.size() > 1 ? read(array.lookup(1), resources) : PATTERN
      default:
        return array.size() === 1 ? read(array.lookup(0), resources) : unknownSpace(family)
    }
  }
  return read
}

function iccBased(profile: PDFObject | undefined): ColourSpace {
  switch (profile instanceof PDFRawStream ? numberOf(profile.dict.lookup(PDFName.of('N'))) : 0) {
    case 1:
      return grey('ICCBased grey')
    case 3:
      return byLight('ICCBased RGB', 3)
    case 4:
      return byPlates('ICCBased CMYK', PROCESS, [0, 0, 0, 1])
    default:
      return unknownSpace('ICCBased')
  }
}

/** «None» paints nothing (8.6.6.4). */
function colorants(family: string, names: readonly string[]): ColourSpace {
  const full = names.map(() => 1)
  const space = byPlates(`${family} ${names.join(', ')}`, names, full)
  return {
    ...space,
    ink: (components) => new Map([...space.ink(components)!].filter(([name]) => name !== 'None')),
  }
}

function indexed(array: PDFArray, base: ColourSpace): ColourSpace {
  const table = bytesOf(array.lookup(3))
  return {
    ...base,
    name: `${base.name}, indexed`,
    size: 1,
    initial: [0],
    highest: numberOf(array.lookup(2), 255),
    ink: ([index = 0]) =>
      base.ink(Array.from(table.subarray(index * base.size, (index + 1) * base.size), (byte) => byte / 255)),
  }
}

function bytesOf(object: PDFObject | undefined): Uint8Array {
  if (object instanceof PDFRawStream) return decodeStream(object)
  return object instanceof PDFString || object instanceof PDFHexString ? object.asBytes() : new Uint8Array(0)
}
