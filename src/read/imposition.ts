/** «office» of an edition: how it is laid on the sheets of an office printer. */
import * as z from 'zod'
import { diagnose } from '../diagnostic.js'
import { BINDINGS, FLIPS, type Imposition, MARKS, MARKS_OF, SCHEMES } from '../model/imposition.js'
import { paper } from '../model/paper.js'
import type { Paper, Place } from '../model/publication.js'
import { PaperSetting, readPaper } from './paper.js'
import type { Report } from './text.js'
import { length, strictObject } from './yaml.js'

export const ImpositionSection = strictObject({
  scheme: z.enum(SCHEMES),
  paper: PaperSetting.optional(),
  flip: z.enum(FLIPS).default('short-edge'),
  binding: z.enum(BINDINGS).default('left'),
  thickness: length('Write the thickness of one sheet: 0.1mm (office paper of 80 g/m²), 0.004in.').optional(),
  marks: z.array(z.enum(MARKS)).default([]),
})

/**
 * @param pages the paper of the edition, as far as it is known
 * @param at the place of a setting; what is wrong with one is reported
 */
export function readImposition(
  { scheme, paper: written, flip, binding, thickness, marks }: z.infer<typeof ImpositionSection>,
  pages: Paper | undefined,
  at: (...path: readonly PropertyKey[]) => Place,
  report: Report,
): Imposition | undefined {
  const sheet = written === undefined ? sheetFor(pages) : readPaper(written, 'landscape', at('paper'), report)
  const known = MARKS_OF[scheme]
  for (const mark of marks)
    if (!known.includes(mark)) report(diagnose('mark-of-no-use', at('marks'), { mark, scheme, known }))
  if (thickness !== undefined && scheme !== 'saddle-stitch')
    report(diagnose('thickness-of-no-use', at('thickness'), { scheme }))
  return sheet && { scheme, paper: sheet, flip, binding, thicknessMm: thickness ?? 0, marks }
}

/** Offices have these. */
const SHEETS = ['A4', 'Letter'].map((name) => paper(name, 'landscape')!)

/** The first on which two pages lie side by side at their own size, such as half letters on Letter; else A4. */
function sheetFor(pages: Paper | undefined): Paper {
  const fitting = SHEETS.find(
    ({ widthMm, heightMm }) => pages && 2 * pages.widthMm <= widthMm && pages.heightMm <= heightMm,
  )
  return fitting ?? SHEETS[0]!
}
