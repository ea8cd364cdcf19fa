/** The thread that reads finished files back; see bindery.ts. */
import type { ReadRequest } from './bindery.js'
import type { Diagnostic } from './diagnostic.js'
import { serve } from './thread.js'
import { readText, startReader } from './verify/text.js'
import { checkWords } from './verify/words.js'

/** See `start.ts`. */
export let worked = false

startReader().catch(() => {}) // whoever reads hears of it

serve<ReadRequest, readonly Diagnostic[]>(async ({ pdf, file, passages, furniture, cutOff }) => {
  const findings = checkWords(await readText(pdf), passages, furniture, file, cutOff)
  worked = true
  return [findings]
})
