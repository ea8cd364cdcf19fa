/** Proofs of finished files, in threads of their own: pages are drawn while others are still printed, and on all cores afterwards. */
import { availableParallelism } from 'node:os'
import { compiled } from './compiled.js'
import type { Proof } from './proof/proof.js'
import { openThread } from './thread.js'

/** Asked of a thread. */
export interface DrawRequest {
  readonly pdf: Uint8Array
  /** What the baseline has for `pixels`, page by page: where the pages' are the same, no picture is made. */
  readonly approved: readonly string[]
}

export interface Proofer {
  proof(request: DrawRequest): Promise<Proof>
  close(): Promise<void>
}

/** Two draw an edition of the usual size in the time that the build itself leaves them; each loads PDFium anew. */
const MOST_THREADS = 2

export function openProofer(): Proofer {
  const threads = Array.from({ length: Math.min(MOST_THREADS, availableParallelism()) }, () => ({
    ...openThread<DrawRequest, Proof>(compiled('proof-thread.cjs')),
    waiting: 0,
  }))
  return {
    async proof(request) {
      // The first that has least to do: the second does not start as long as the first keeps up.
      const thread = threads.reduce((least, each) => (each.waiting < least.waiting ? each : least))
      thread.waiting++
      try {
        return await thread.ask(request)
      } finally {
        thread.waiting--
      }
    },
    async close() {
      await Promise.all(threads.map((thread) => thread.close()))
    },
  }
}
