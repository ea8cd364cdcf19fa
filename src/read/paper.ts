/** «paper»: a sheet by its trade name, or by its width and height. */
import * as z from 'zod'
import { diagnose } from '../diagnostic.js'
import { paper, PAPERS } from '../model/paper.js'
import type { Paper, Place } from '../model/publication.js'
import type { Report } from './text.js'
import { MM_OF } from './yaml.js'

export const PaperSetting = z
  .custom<string>((value) => typeof value === 'string' && value.trim() !== '', {
    error: 'is neither the name of a paper nor a width and a height',
    params: { hint: 'Write it like A5, 148 x 210 mm or 5.5 x 8.5 in.' },
  })
  .transform((value) => value.trim())

const SIZE = /^(\d*\.?\d+) *(mm|cm|in)? *[x×] *(\d*\.?\d+) *(mm|cm|in)$/

/** A card, and a sheet of A0. */
const [LEAST_MM, MOST_MM] = [50, 1200]

interface Written {
  readonly width: number
  readonly height: number
  readonly unit: string
}

/** A size as it is written, and so which way the paper lies; undefined for a name. */
export function sizeIn(written: string): Written | undefined {
  const [, width, first, height, unit] = SIZE.exec(written) ?? []
  if (!unit || (first && first !== unit)) return undefined
  return { width: Number(width), height: Number(height), unit }
}

/**
 * What the setting stands for; a name that stands for nothing, and a size that no template is made for, are reported.
 * @param orientation without one a named paper is upright, and a size is taken as it is written
 */
export function readPaper(
  written: string,
  orientation: Paper['orientation'] | undefined,
  at: Place,
  report: Report,
): Paper | undefined {
  const size = sizeIn(written)
  if (!size) {
    const named = paper(written, orientation ?? 'portrait')
    if (!named) report(diagnose('unknown-paper', at, { name: written, known: Object.keys(PAPERS) }))
    return named
  }
  const { unit } = size
  const [short, long] = [Math.min(size.width, size.height), Math.max(size.width, size.height)]
  const inMm = (length: number) => Math.round(length * MM_OF[unit]! * 1e4) / 1e4 // products of inches are not exact
  if (inMm(short) < LEAST_MM || inMm(long) > MOST_MM) {
    report(diagnose('paper-size', at, { written, leastMm: LEAST_MM, mostMm: MOST_MM }))
    return undefined
  }
  const lies = orientation ?? (size.width > size.height ? 'landscape' : 'portrait')
  const [width, height] = lies === 'portrait' ? [short, long] : [long, short]
  return {
    name: `${width} × ${height} ${unit}`,
    orientation: lies,
    widthMm: inMm(width),
    heightMm: inMm(height),
  }
}
