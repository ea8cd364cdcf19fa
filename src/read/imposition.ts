/** «office» of an edition: how it is laid on the sheets of an office printer. */
import * as z from 'zod'
import { diagnose } from '../diagnostic.js'
import { BINDINGS, FLIPS, type Imposition, MARKS, MARKS_OF, SCHEMES } from '../model/imposition.js'
import { paper, PAPERS } from '../model/paper.js'
import type { Place } from '../model/publication.js'
import type { Report } from './text.js'
import { millimetres, strictObject, text } from './yaml.js'

export const ImpositionSection = strictObject({
  scheme: z.enum(SCHEMES),
  paper: text.default('A4'),
  flip: z.enum(FLIPS).default('short-edge'),
  binding: z.enum(BINDINGS).default('left'),
  thickness: millimetres('Write the thickness of one sheet: 0.1mm (office paper of 80 g/m²).').optional(),
  marks: z.array(z.enum(MARKS)).default([]),
})

/** @param at the place of a setting; what is wrong with one is reported */
export function readImposition(
  { scheme, paper: name, flip, binding, thickness, marks }: z.infer<typeof ImpositionSection>,
  at: (...path: readonly PropertyKey[]) => Place,
  report: Report,
): Imposition | undefined {
  const sheet = paper(name, 'landscape')
  if (!sheet) report(diagnose('unknown-paper', at('paper'), { name, known: Object.keys(PAPERS) }))
  const known = MARKS_OF[scheme]
  for (const mark of marks)
    if (!known.includes(mark)) report(diagnose('mark-of-no-use', at('marks'), { mark, scheme, known }))
  if (thickness !== undefined && scheme !== 'saddle-stitch')
    report(diagnose('thickness-of-no-use', at('thickness'), { scheme }))
  return sheet && { scheme, paper: sheet, flip, binding, thicknessMm: thickness ?? 0, marks }
}
