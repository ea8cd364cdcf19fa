/** The thread that reads finished files back; see bindery.ts. */
import type { ReadRequest } from './bindery.js'
import { startPdfium } from './pdfium.js'
import { serve } from './thread.js'
import { type ReadBack, readTagged, readUntagged } from './verify/read-back.js'

/** See `start.ts`. */
export let worked = false

startPdfium().catch(() => {}) // whoever reads hears of it

serve<ReadRequest, ReadBack>(async ({ pdf, file, expected }) => {
  const read = await ('passages' in expected
    ? readTagged(pdf, file, expected)
    : readUntagged(pdf, file, expected))
  worked = true
  return [read]
})
