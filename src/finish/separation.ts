/** Screen colours → inks: greys on the black plate alone, the accent as the shop has it, all others by the press's profile. */
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import {
  cmsFLAGS_BLACKPOINTCOMPENSATION,
  cmsFLAGS_NOOPTIMIZE,
  INTENT_RELATIVE_COLORIMETRIC,
  instantiate,
  type LittleCms,
  TYPE_CMYK_16,
  TYPE_CMYK_8,
  TYPE_RGB_16,
  TYPE_RGB_8,
} from 'lcms-wasm'
import type { Cmyk, PressSettings } from '../model/press.js'

/** Red, green and blue from 0 to 1, as style sheets mean them: sRGB. */
export type Rgb = readonly [r: number, g: number, b: number]
/** A grey, or red, green and blue. */
export const rgbOf = ([r = 0, g = r, b = r]: readonly number[]): Rgb => [r, g, b]
/** Cyan, magenta, yellow and black from 0 to 1. */
export type Inks = readonly [c: number, m: number, y: number, k: number]

export interface Separation {
  readonly inks: (rgb: Rgb) => Inks
  /** Pixels of three bytes → of four, all by the profile: greys within a picture would stand out on black alone. */
  readonly pixels: (rgb: Uint8Array) => Uint8Array
}

export interface SeparationOptions {
  readonly press: Pick<PressSettings, 'profile' | 'ink' | 'accent'>
  /** ICC profile of sRGB. */
  readonly srgb: Uint8Array
  /** The colour that `press.accent` is for, as CSS writes it: «#9b1c20». */
  readonly accent: string
}

/** Relative colorimetric with black-point compensation, as print shops convert what was made for a screen. */
const FLAGS = cmsFLAGS_BLACKPOINTCOMPENSATION

let started: Promise<LittleCms> | undefined

async function load(): Promise<LittleCms> {
  const wasm = await readFile(createRequire(import.meta.url).resolve('lcms-wasm/dist/lcms.wasm'))
  return instantiate({ wasmBinary: wasm })
}

/** From sRGB to the inks of a profile. */
interface Conversion {
  /** Sixteen bits a part. */
  exact(rgb: Uint16Array): Uint16Array
  /** Eight bits a part, of many pixels. */
  quick(rgb: Uint8Array): Uint8Array
}

/** The last one, and the profiles it is by: all files of a publication are converted alike. */
let opened: { readonly profiles: readonly Uint8Array[]; readonly conversion: Conversion } | undefined

async function openConversion(
  ...profiles: readonly [srgb: Uint8Array, press: Uint8Array]
): Promise<Conversion> {
  started ??= load()
  const cms = await started
  if (opened?.profiles.every((profile, i) => Buffer.compare(profile, profiles[i]!) === 0))
    return opened.conversion
  const [from, to] = profiles.map((profile) => cms.cmsOpenProfileFromMem(profile, profile.length))
  const transform = (fromFormat: number, toFormat: number, flags: number): number => {
    const handle =
      from &&
      to &&
      cms.cmsCreateTransform(from, fromFormat, to, toFormat, INTENT_RELATIVE_COLORIMETRIC, flags)
    if (!handle) throw new Error('Little CMS cannot convert from sRGB by this profile.')
    return handle
  }
  const exact = transform(TYPE_RGB_16, TYPE_CMYK_16, FLAGS + cmsFLAGS_NOOPTIMIZE)
  let quick: number | undefined
  const conversion: Conversion = {
    exact: (rgb) => cms.cmsDoTransform(exact, rgb, rgb.length / 3),
    quick(rgb) {
      quick ??= transform(TYPE_RGB_8, TYPE_CMYK_8, FLAGS)
      return cms.cmsDoTransform(quick, rgb, rgb.length / 3)
    },
  }
  opened = { profiles, conversion }
  return conversion
}

/** Throws if Little CMS cannot use the profile of the press. */
export async function openSeparation({ press, srgb, accent }: SeparationOptions): Promise<Separation> {
  const conversion = await openConversion(srgb, press.profile)
  const limit = press.ink / 100

  const known = new Map<string, Inks>()
  if (press.accent) known.set(accent.slice(1).toLowerCase(), fractions(press.accent))
  const convert = (rgb: Rgb): Inks => {
    const [r, g, b] = rgb
    if (r === g && g === b) return [0, 0, 0, round(1 - r)]
    const converted = conversion.exact(Uint16Array.from(rgb, (part) => Math.round(part * 65535)))
    const [c, m, y, k] = Array.from(converted, (ink) => ink / 65535)
    return limitInk([c!, m!, y!, k!], limit).map(round) as unknown as Inks
  }

  return {
    inks(rgb) {
      const key = hex(rgb)
      const before = known.get(key)
      if (before) return before
      const inks = convert(rgb)
      known.set(key, inks)
      return inks
    },
    pixels(rgb) {
      const inks = conversion.quick(rgb)
      for (let at = 0; at < inks.length; at += 4) {
        const [c, m, y, k] = [inks[at]!, inks[at + 1]!, inks[at + 2]!, inks[at + 3]!]
        if (c + m + y + k <= 255 * limit) continue
        const limited = limitInk([c / 255, m / 255, y / 255, k / 255], limit)
        inks.set(
          limited.map((ink, plate) => (plate === 3 ? Math.round(ink * 255) : Math.floor(ink * 255 - 0.5))),
          at,
        )
      }
      return inks
    },
  }
}

/** Browsers know colours by 8 bits: what was written with fewer digits is the same colour. */
const hex = (rgb: Rgb): string =>
  rgb
    .map((part) =>
      Math.round(part * 255)
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')

const fractions = (percent: Cmyk): Inks => percent.map((ink) => ink / 100) as unknown as Inks

/** To a thousandth: a platesetter tells 256 steps. */
const round = (ink: number): number => Math.round(ink * 1000) / 1000

/**
 * Keeps the sum of the inks within the limit by under-colour removal: what cyan, magenta and yellow have in common is grey
 * and goes over to black, one part for three; if black is full, the three are made lighter in proportion.
 * @param limit 3 is 300 percent
 */
export function limitInk([c, m, y, k]: Inks, limit: number): Inks {
  const over = c + m + y + k - limit
  if (over <= 0) return [c, m, y, k]
  const grey = Math.min(over / 2, c, m, y, 1 - k)
  const coloured = c + m + y - 3 * grey
  const share = coloured > 0 ? Math.max(0, Math.min(1, (limit - k - grey) / coloured)) : 0
  return [(c - grey) * share, (m - grey) * share, (y - grey) * share, k + grey]
}
