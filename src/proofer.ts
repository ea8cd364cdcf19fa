/** Proofs of finished files, in a thread of their own: pages are drawn while others are still printed. */
import type { Proof } from './proof/proof.js'
import { openThread } from './thread.js'

/** Asked of the thread. */
export interface DrawRequest {
  readonly pdf: Uint8Array
  /** What the baseline has for `pixels`, page by page: where the pages' are the same, no picture is made. */
  readonly approved: readonly string[]
}

export interface Proofer {
  proof(request: DrawRequest): Promise<Proof>
  close(): Promise<void>
}

export function openProofer(): Proofer {
  const thread = openThread<DrawRequest, Proof>(new URL('./proof-thread.js', import.meta.url))
  return { proof: (request) => thread.ask(request), close: () => thread.close() }
}
