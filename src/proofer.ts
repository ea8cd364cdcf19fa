/** Proofs of finished files, in a thread of their own: pages are drawn while others are still printed. */
import type { Proof } from './proof/proof.js'
import { openThread } from './thread.js'

export interface Proofer {
  proof(pdf: Uint8Array): Promise<Proof>
  close(): Promise<void>
}

export function openProofer(): Proofer {
  const thread = openThread<Uint8Array, Proof>(new URL('./proof-thread.js', import.meta.url))
  return { proof: (pdf) => thread.ask(pdf), close: () => thread.close() }
}
