/** The thread that looks at press files as a print shop would; see bindery.ts. */
import type { Preflighted, PreflightRequest } from './bindery.js'
import { serve } from './thread.js'
import { describePressFile } from './verify/describe.js'
import { preflight } from './verify/preflight.js'
import { readPressFacts } from './verify/press-facts.js'

/** See `start.ts`. */
export let worked = false

serve<PreflightRequest, Preflighted>(async ({ pdf, file, order }) => {
  const facts = await readPressFacts(pdf)
  const inspected = { press: describePressFile(facts), findings: preflight(facts, order, file) }
  worked = true
  return [inspected]
})
