/** Gradients (ISO 32000-1, 8.7.4.5), by the colours that they go through. */
import { PDFArray, PDFDict, PDFName, type PDFObject, PDFRawStream } from 'pdf-lib'
import { decodeStream } from '../content-stream/decode.js'
import type { ColourSpace, SpaceOf } from './colour.js'
import type { Ink } from './ink.js'
import { numberOf, numbersOf } from '../content-stream/values.js'

export interface Gradient {
  readonly space: ColourSpace
  /** Of each colour; a single undefined one if they are not told. */
  readonly inks: readonly (Ink | undefined)[]
}

/** Undefined if it is no shading dictionary. */
export function readGradient(
  object: PDFObject | undefined,
  resources: PDFDict,
  spaceOf: SpaceOf,
): Gradient | undefined {
  const dict = dictOf(object)
  if (!dict) return undefined
  const space = spaceOf(dict.lookup(PDFName.of('ColorSpace')), resources)
  const colours = endsOf(dict.lookup(PDFName.of('Function')))
  return { space, inks: colours?.length ? colours.map((colour) => space.ink(colour)) : [undefined] }
}

/**
 * Colours at the ends of a function or of the parts that it is stitched from (7.10); of several functions, one a
 * component. Undefined for functions that only a run of their program tells.
 */
function endsOf(object: PDFObject | undefined): number[][] | undefined {
  if (object instanceof PDFArray) {
    const each = eachOf(object)
    if (!each) return undefined
    const count = Math.max(...each.map((ends) => ends.length))
    return Array.from({ length: count }, (_, i) => each.map((ends) => (ends[i] ?? ends.at(-1)!)[0]!))
  }
  const dict = dictOf(object)
  if (!dict) return undefined
  switch (numberOf(dict.lookup(PDFName.of('FunctionType')), -1)) {
    case 0:
      return object instanceof PDFRawStream ? samplesOf(object) : undefined
    case 2:
      return [
        numbersOf(dict.lookup(PDFName.of('C0'))) ?? [0],
        numbersOf(dict.lookup(PDFName.of('C1'))) ?? [1],
      ]
    case 3: {
      const functions = dict.lookup(PDFName.of('Functions'))
      return functions instanceof PDFArray ? eachOf(functions)?.flat() : undefined
    }
    default:
      return undefined
  }
}

function eachOf(functions: PDFArray): number[][][] | undefined {
  const each = functions.asArray().map((_, i) => endsOf(functions.lookup(i)))
  return each.every((ends) => ends !== undefined) ? each : undefined
}

/** 7.10.2; undefined for samples of other than 8 bits. */
function samplesOf(stream: PDFRawStream): number[][] | undefined {
  const range = numbersOf(stream.dict.lookup(PDFName.of('Range')))
  if (!range || numberOf(stream.dict.lookup(PDFName.of('BitsPerSample'))) !== 8) return undefined
  const samples = decodeStream(stream)
  const size = range.length / 2
  return Array.from({ length: Math.floor(samples.length / size) }, (_, i) =>
    Array.from(
      samples.subarray(i * size, (i + 1) * size),
      (sample, j) => range[2 * j]! + (sample / 255) * (range[2 * j + 1]! - range[2 * j]!),
    ),
  )
}

const dictOf = (object: PDFObject | undefined): PDFDict | undefined =>
  object instanceof PDFRawStream ? object.dict : object instanceof PDFDict ? object : undefined
