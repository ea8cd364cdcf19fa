/** All colours of a document as inks: of its contents, gradients, pictures and transparency groups. */
import {
  PDFArray,
  type PDFContext,
  PDFDict,
  type PDFDocument,
  PDFName,
  PDFNumber,
  type PDFObject,
  PDFRawStream,
  PDFRef,
  PDFStream,
} from 'pdf-lib'
import { numbersOf } from '../content-stream/values.js'
import { colourPass, OVERPRINT } from './colour.js'
import { type Family, familyOf } from './colour-space.js'
import type { Content, Revision } from './contents.js'
import { separatePicture } from './pictures.js'
import { addResource } from './resources.js'
import { type Inks, rgbOf, type Separation } from './separation.js'

export interface Separating {
  readonly separation: Separation
  /** Pictures keep their RGB, with the profile of sRGB. */
  readonly rgbImages: boolean
  /** The profile of sRGB in the file; put there by whoever needs it. */
  readonly srgb: () => PDFRef
}

const named = (name: string): PDFName => PDFName.of(name)
const CMYK = named('DeviceCMYK')

/** The pass for one content stream after the other. */
export function openColours(
  { context }: PDFDocument,
  separation: Separation,
): (content: Content) => Revision {
  const states = new Map<string, PDFRef>()
  // 11.7.4.5; mode 1: a plate of which a colour says nothing stays as it is (8.6.7).
  const stateOf = (name: string): PDFRef => {
    const overprint = name === OVERPRINT
    const state = { Type: 'ExtGState', OP: overprint, op: overprint, OPM: overprint ? 1 : 0 }
    const known = states.get(name) ?? context.register(context.obj(state))
    states.set(name, known)
    return known
  }
  return ({ owner, page, resources }) => {
    const spaces = resources.lookupMaybe(named('ColorSpace'), PDFDict)
    return colourPass(
      {
        separation,
        familyOf: (name): Family =>
          name.startsWith('Device') ? familyOf(named(name)) : familyOf(spaces?.lookup(named(name))),
        startsBlack: owner === page,
      },
      (name) => addResource(resources, 'ExtGState', name, stateOf(name)),
    )
  }
}

/** What stands outside content streams. */
export function separateObjects({ context }: PDFDocument, separating: Separating): void {
  const objects = context.enumerateIndirectObjects()
  const masks = new Set(
    objects.flatMap(([, object]) =>
      object instanceof PDFRawStream ? [object.dict.get(named('SMask')), object.dict.get(named('Mask'))] : [],
    ),
  )
  for (const [ref, object] of objects) {
    for (const dict of dictionariesOf(object)) separateDictionary(dict, context, separating)
    if (!(object instanceof PDFRawStream) || masks.has(ref)) continue
    if (object.dict.lookup(named('Subtype')) === named('Image'))
      context.assign(ref, separatePicture(object, context, separating))
  }
}

/** An object's dictionaries, those inside one another included, but not what it refers to. */
function* dictionariesOf(object: PDFObject): Generator<PDFDict> {
  if (object instanceof PDFStream) yield* dictionariesOf(object.dict)
  else if (object instanceof PDFArray) for (const each of object.asArray()) yield* dictionariesOf(each)
  else if (object instanceof PDFDict) {
    yield object
    for (const each of object.values()) yield* dictionariesOf(each)
  }
}

function separateDictionary(dict: PDFDict, context: PDFContext, separating: Separating): void {
  const { separation } = separating
  const subtype = dict.lookup(named('S'))
  if (dict.has(named('ShadingType'))) separateShading(dict, context, separating)
  else if (subtype === named('Transparency') && familyOf(dict.lookup(named('CS'))) === 'rgb')
    dict.set(named('CS'), CMYK) // 11.6.6: in what a group's colours are mixed
  else if (subtype === named('Luminosity')) {
    // 11.6.5.2: what lies behind a mask, in the space of its group
    const backdrop = dict.lookup(named('BC'))
    if (backdrop instanceof PDFArray && backdrop.size() !== 4)
      dict.set(named('BC'), context.obj([...inksOf(numbersOf(backdrop), separation)]))
  }
}

/**
 * As layout programs do it: the colours at the ends are separated, what lies between is mixed of their inks. A gradient
 * that is worked out by a program (8.7.4.5.2: what goes round in a circle, or is repeated) stays in sRGB, with its profile.
 */
function separateShading(shading: PDFDict, context: PDFContext, { separation, srgb }: Separating): void {
  const family = familyOf(shading.lookup(named('ColorSpace')))
  if (family === 'other') return
  const separated = separateFunction(shading.lookup(named('Function')), context, separation)
  if (separated) {
    shading.set(named('ColorSpace'), CMYK)
    shading.set(named('Function'), separated)
    const background = shading.lookup(named('Background'))
    if (background instanceof PDFArray)
      shading.set(named('Background'), context.obj([...inksOf(numbersOf(background), separation)]))
  } else if (family === 'rgb') shading.set(named('ColorSpace'), context.obj(['ICCBased', srgb()]))
}

/** From one colour to another (type 2), or several of these in a row (type 3); undefined for any other function (7.10). */
function separateFunction(
  object: PDFObject | undefined,
  context: PDFContext,
  separation: Separation,
): PDFDict | undefined {
  if (!(object instanceof PDFDict)) return undefined
  const copy = object.clone(context)
  const type = object.lookup(named('FunctionType'), PDFNumber).asNumber()
  if (type === 2) {
    for (const [key, otherwise] of [
      ['C0', [0]],
      ['C1', [1]],
    ] as const) {
      const end = object.lookup(named(key))
      const colour = end instanceof PDFArray ? numbersOf(end) : otherwise
      copy.set(named(key), context.obj([...inksOf(colour, separation)]))
    }
  } else if (type === 3) {
    const parts = object.lookup(named('Functions'), PDFArray)
    const separated = parts.asArray().map((_, at) => separateFunction(parts.lookup(at), context, separation))
    if (!separated.every((part) => part !== undefined)) return undefined
    copy.set(named('Functions'), context.obj(separated))
  } else return undefined
  copy.delete(named('Range'))
  return copy
}

const inksOf = (colour: readonly number[], { inks }: Separation): Inks => inks(rgbOf(colour))
