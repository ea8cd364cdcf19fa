/** Ink: how much of which plates, and what one sees of it. */

/** Ink by plate, 0 to 1 each: «Cyan», «Magenta», «Yellow», «Black», or the name of a spot colour. */
export type Ink = ReadonlyMap<string, number>

/** The plates that every press has, in the order of printing. */
export const PROCESS = ['Cyan', 'Magenta', 'Yellow', 'Black'] as const

/** The plate that stands for all of them (ISO 32000-1, 8.6.6.4): register marks are painted in it. */
export const ALL = 'All'

/** Spot colours, in alphabetical order. */
export const spotsAmong = (plates: Iterable<string>): readonly string[] =>
  [...plates].filter((plate) => plate !== ALL && !PROCESS.some((each) => each === plate)).sort()

/** Percent of ink, all plates together; «All» is each of the four. */
export function totalInk(ink: Ink): number {
  let total = 0
  for (const [plate, amount] of ink) total += amount * (plate === ALL ? 400 : 100)
  return total
}

/** What is left of it if what is painted lets so much through; 1 is opaque. */
export const thinned = (ink: Ink, alpha: number): Ink =>
  alpha === 1 ? ink : new Map([...ink].map(([plate, amount]) => [plate, amount * alpha]))

/** The most of each plate in any of the colours. */
export function peakOf(colours: Iterable<Ink>): Ink {
  const peak = new Map<string, number>()
  for (const colour of colours)
    for (const [plate, amount] of colour)
      for (const each of plate === ALL ? PROCESS : [plate])
        if (amount > (peak.get(each) ?? 0)) peak.set(each, amount)
  return peak
}

/** The colour that takes the most ink. */
export const heaviestOf = (colours: readonly Ink[]): Ink =>
  colours.reduce((most, each) => (totalInk(each) > totalInk(most) ? each : most), new Map<string, number>())

const of = (ink: Ink, plate: string): number => ink.get(plate) ?? 0
const cmy = (ink: Ink): readonly number[] => ['Cyan', 'Magenta', 'Yellow'].map((plate) => of(ink, plate))

/** Black, or next to it, on the black plate alone. */
export const isBlackOnly = (ink: Ink): boolean =>
  of(ink, 'Black') > 0.99 && cmy(ink).every((amount) => amount === 0)

/** Greys of all plates: the light that is left is alike in red, green and blue, roughly, and not for want of ink. */
export function isNeutral(ink: Ink): boolean {
  if (cmy(ink).some((amount) => amount < 0.03)) return false
  const light = lights(ink)
  return Math.max(...light) - Math.min(...light) < 0.15 && lightness(ink) < 0.9
}
const lights = (ink: Ink): readonly number[] =>
  cmy(ink).map((amount) => (1 - amount) * (1 - of(ink, 'Black')))
/** 0 is black, 1 is paper. */
export const lightness = (ink: Ink): number => Math.max(...lights(ink))

const INITIALS: Readonly<Record<string, string>> = { Cyan: 'C', Magenta: 'M', Yellow: 'Y', Black: 'K' }

/** «C 91 M 78 Y 54 K 98» */
export const tellInk = (ink: Ink): string =>
  [...ink].map(([plate, amount]) => `${INITIALS[plate] ?? plate} ${Math.round(amount * 100)}`).join(' ')
