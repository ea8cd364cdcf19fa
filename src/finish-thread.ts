/** The thread that finishes, and looks at what it has just written; see bindery.ts. */
import type { Bound, FinishRequest } from './bindery.js'
import { diagnose } from './diagnostic.js'
import { finish } from './finish/finish.js'
import { serve } from './thread.js'
import { readFacts } from './verify/facts.js'
import { checkFonts } from './verify/fonts.js'
import { checkStructure } from './verify/structure.js'

/** See `start.ts`. */
export let worked = false

serve<FinishRequest, Bound>(async ({ pdf: printed, file, kind, options }) => {
  if (kind !== 'screen') throw new Error(`No ${kind} files yet.`)
  const { document, pdf, lost } = await finish(printed, options)
  const facts = readFacts(document)
  const findings = [
    ...checkFonts(facts.fonts, options.faces, file),
    ...lost.map(({ page, font, before }) => diagnose('lost-glyph', { file, page }, { font, before })),
    ...(await checkStructure(document, pdf, file)),
  ]
  worked = true
  return [{ pdf, facts, findings }, [pdf]]
})
