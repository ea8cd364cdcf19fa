/** The second half of the line, finish and verify, in a thread of its own: the browser need not wait for it. */
import { Worker } from 'node:worker_threads'
import type { Diagnostic } from './diagnostic.js'
import type { FinishOptions } from './finish/finish.js'
import type { Furniture, Passage } from './model/passage.js'
import type { Facts } from './verify/facts.js'

export interface Printed {
  /** As the browser wrote it. Handed over: the caller has it no longer. */
  readonly pdf: Uint8Array
  /** Where it will lie, for findings. */
  readonly file: string
  readonly options: FinishOptions
  /** For the check of words. */
  readonly passages: readonly Passage[]
  readonly furniture: readonly Furniture[]
  readonly cutOff: readonly string[]
}

export interface Bound {
  readonly pdf: Uint8Array
  readonly facts: Facts
  readonly findings: readonly Diagnostic[]
}

/** What the thread is told. */
export type Order = { readonly id: number; readonly printed: Printed } | 'end'

/** What the thread answers. An error comes as it was thrown, with its stack. */
export type Answer = { readonly id: number } & ({ readonly bound: Bound } | { readonly error: unknown })

export interface Bindery {
  bind(printed: Printed): Promise<Bound>
  /** Ends the thread, whatever it is at. */
  close(): Promise<void>
}

export function openBindery(): Bindery {
  const worker = new Worker(new URL('./bindery-thread.js', import.meta.url), {
    resourceLimits: { maxYoungGenerationSizeMb: 64 }, // parsing a PDF makes many short-lived objects
  })
  const waiting = new Map<number, { resolve(bound: Bound): void; reject(error: unknown): void }>()
  let jobs = 0
  worker.on('message', (answer: Answer) => {
    const job = waiting.get(answer.id)!
    waiting.delete(answer.id)
    if ('bound' in answer) job.resolve(answer.bound)
    else job.reject(answer.error)
  })
  const fail = (error: unknown) => {
    for (const job of waiting.values()) job.reject(error)
    waiting.clear()
  }
  worker.on('error', fail)
  const gone = new Promise<void>((resolve) =>
    worker.on('exit', () => {
      fail(new Error('The finishing thread has ended.'))
      resolve()
    }),
  )

  return {
    bind: (printed) =>
      new Promise((resolve, reject) => {
        const id = jobs++
        waiting.set(id, { resolve, reject })
        const own =
          printed.pdf.byteLength === printed.pdf.buffer.byteLength ? printed.pdf : printed.pdf.slice()
        const order: Order = { id, printed: { ...printed, pdf: own } }
        worker.postMessage(order, [own.buffer as ArrayBuffer])
      }),
    async close() {
      if (waiting.size) await worker.terminate()
      else worker.postMessage('end' satisfies Order)
      await gone
    },
  }
}
