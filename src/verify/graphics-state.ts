/** The graphics state (ISO 32000-1, 8.4): what operators set and painting goes by. */
import { PDFArray, PDFDict, PDFName, type PDFObject } from 'pdf-lib'
import { IDENTITY, type Matrix } from '../content-stream/matrix.js'
import type { Box } from './box.js'
import { type ColourSpace, GREY } from './colour.js'
import type { Glyphs } from './glyphs.js'
import { numberOf } from '../content-stream/values.js'

/** What a colour operator has set. */
export interface Colour {
  readonly space: ColourSpace
  readonly components: readonly number[]
  readonly pattern?: PDFObject | undefined
}

export interface State extends TextState {
  readonly matrix: Matrix
  /** In the page's points, as upright as the page. */
  readonly clip: Box
  readonly fill: Colour
  readonly stroke: Colour
  readonly lineWidth: number
  readonly fillAlpha: number
  readonly strokeAlpha: number
  /** Whether the blend mode is another than Normal. */
  readonly blend: boolean
  readonly fillOverprints: boolean
  readonly strokeOverprints: boolean
  /** Overprint mode (8.6.7): with 1, no ink of DeviceCMYK leaves what is there. */
  readonly mode: number
}

/** 9.3 */
export interface TextState {
  readonly font: Glyphs | undefined
  readonly size: number
  readonly characterSpace: number
  readonly wordSpace: number
  /** 1 is as wide as the font has it. */
  readonly stretch: number
  readonly leading: number
  readonly rise: number
  readonly rendering: number
}

export const BLACK: Colour = { space: GREY, components: [0] }

/** What every page begins with (8.4.1). */
export const INITIAL: State = {
  matrix: IDENTITY,
  clip: { left: -Infinity, bottom: -Infinity, right: Infinity, top: Infinity },
  fill: BLACK,
  stroke: BLACK,
  lineWidth: 1,
  fillAlpha: 1,
  strokeAlpha: 1,
  blend: false,
  fillOverprints: false,
  strokeOverprints: false,
  mode: 0,
  font: undefined,
  size: 0,
  characterSpace: 0,
  wordSpace: 0,
  stretch: 1,
  leading: 0,
  rise: 0,
  rendering: 0,
}

/** What a graphics state parameter dictionary (8.4.5) makes of a state. */
export function withParameters(
  state: State,
  parameters: PDFDict,
  glyphsOf: (font: PDFDict) => Glyphs,
): State {
  const get = (key: string) => parameters.lookup(PDFName.of(key))
  const flag = (key: string, otherwise: boolean) => {
    const value = get(key)
    return value ? value.toString() === 'true' : otherwise
  }
  const blend = get('BM')
  const font = get('Font')
  const face = font instanceof PDFArray ? font.lookup(0) : undefined
  return {
    ...state,
    lineWidth: numberOf(get('LW'), state.lineWidth),
    fillAlpha: numberOf(get('ca'), state.fillAlpha),
    strokeAlpha: numberOf(get('CA'), state.strokeAlpha),
    blend: blend ? !['/Normal', '/Compatible'].includes(blend.toString()) : state.blend,
    strokeOverprints: flag('OP', state.strokeOverprints),
    fillOverprints: flag('op', flag('OP', state.fillOverprints)), // OP alone is for both (table 58)
    mode: numberOf(get('OPM'), state.mode),
    ...(face instanceof PDFDict &&
      font instanceof PDFArray && { font: glyphsOf(face), size: numberOf(font.lookup(1)) }),
  }
}

/** Operators that set a number as it is, and what they set. */
export const NUMBERS: ReadonlyMap<string, keyof State> = new Map([
  ['w', 'lineWidth'],
  ['Tc', 'characterSpace'],
  ['Tw', 'wordSpace'],
  ['TL', 'leading'],
  ['Ts', 'rise'],
  ['Tr', 'rendering'],
])

const INTENTS = new Set(['AbsoluteColorimetric', 'RelativeColorimetric', 'Saturation', 'Perceptual'])

/** A rendering intent that there is not (8.6.5.8). */
export const isForeignIntent = (intent: string | undefined): boolean =>
  intent !== undefined && !INTENTS.has(intent)
