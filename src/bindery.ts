/**
 * The second half of the line, finish and verify, in threads of their own: the browser need not wait for them, and one
 * file is read back while the next is finished.
 */
import type { Diagnostic } from './diagnostic.js'
import type { FinishOptions } from './finish/finish.js'
import type { ImposeOptions } from './finish/impose.js'
import type { PressOptions } from './finish/press.js'
import type { Spot } from './model/imposition.js'
import type { Furniture, PageNumber, Passage } from './model/passage.js'
import type { PressFile } from './model/press-file.js'
import { openThread } from './thread.js'
import type { Facts } from './verify/facts.js'

/** How a file of each kind is finished. */
export type BindOptions =
  | ({ readonly kind: 'screen' } & FinishOptions)
  | ({ readonly kind: 'office' } & ImposeOptions)
  | ({ readonly kind: 'press' } & PressOptions)

export interface Printed {
  /** As the browser wrote it. Handed over: the caller has it no longer. */
  readonly pdf: Uint8Array
  /** Where it will lie, for findings. */
  readonly file: string
  readonly options: BindOptions
  readonly words: Expected
  readonly pageNumbers: readonly PageNumber[]
}

/** What the check of words compares a finished file with. */
export interface Expected {
  readonly passages: readonly Passage[]
  readonly furniture: readonly Furniture[]
  readonly cutOff: readonly string[]
}

export interface Bound {
  readonly pdf: Uint8Array
  readonly facts: Facts
  /** Of an imposed file: where its pages stand, in the order of reading, once for each copy. */
  readonly copies?: readonly (readonly Spot[])[]
  /** Of a press file: what the shop gets to know. */
  readonly press?: PressFile
  readonly findings: readonly Diagnostic[]
}

/** Asked of the thread that finishes. */
export type FinishRequest = Pick<Printed, 'pdf' | 'file' | 'options' | 'pageNumbers'>

/** Asked of the thread that reads back. */
export interface ReadRequest extends Expected, Pick<Bound, 'copies'> {
  readonly pdf: Uint8Array
  readonly file: string
}

export interface Bindery {
  bind(printed: Printed): Promise<Bound>
  /** Ends the threads, whatever they are at. */
  close(): Promise<void>
}

export function openBindery(): Bindery {
  const finisher = openThread<FinishRequest, Bound>(new URL('./finish-thread.js', import.meta.url))
  const reader = openThread<ReadRequest, readonly Diagnostic[]>(new URL('./read-thread.js', import.meta.url))
  return {
    async bind({ pdf: printed, file, options, words, pageNumbers }) {
      const own = printed.byteLength === printed.buffer.byteLength ? printed : printed.slice()
      const bound = await finisher.ask({ pdf: own, file, options, pageNumbers }, [own])
      const findings = await reader.ask({
        pdf: bound.pdf,
        ...(bound.copies && { copies: bound.copies }),
        file,
        ...words,
      })
      return { ...bound, findings: [...bound.findings, ...findings] }
    },
    async close() {
      await Promise.all([finisher.close(), reader.close()])
    },
  }
}
