/** The thread that finishes, and looks at what it has just written; see bindery.ts. */
import type { Finished, FinishRequest } from './bindery.js'
import { finish } from './finish/finish.js'
import { impose } from './finish/impose.js'
import { finishPress } from './finish/press.js'
import { serve } from './thread.js'
import { readFacts } from './verify/facts.js'
import { checkFonts } from './verify/fonts.js'
import { checkPageNumbers } from './verify/page-numbers.js'

/** See `start.ts`. */
export let worked = false

serve<FinishRequest, Finished>(async ({ pdf: printed, file, options, pageNumbers }) => {
  const { document, findings, ...bound } = await finishAs({ options, pdf: printed, file, pageNumbers })
  const facts = readFacts(document)
  worked = true
  return [
    { ...bound, facts, findings: [...checkFonts(document, facts.fonts, options.faces, file), ...findings] },
    [bound.pdf],
  ]
})

async function finishAs({ options, pdf: printed, file, pageNumbers }: FinishRequest) {
  switch (options.kind) {
    case 'screen': {
      const { document, pdf, lost, scale } = await finish(printed, options)
      return { document, pdf, scale, lost, findings: checkPageNumbers(document, pageNumbers, file) }
    }
    case 'office':
      return impose(printed, options)
    case 'press':
      return { ...(await finishPress(printed, options)), findings: [] }
  }
}
