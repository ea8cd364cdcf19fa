/**
 * The second half of the line, finish and verify, in threads of their own: the browser need not wait for them, and one
 * file is read back while the next is finished.
 */
import { compiled } from './compiled.js'
import type { Diagnostic } from './diagnostic.js'
import type { FinishOptions } from './finish/finish.js'
import type { ImposeOptions } from './finish/impose.js'
import type { PressOptions } from './finish/press.js'
import type { LostGlyph } from './finish/tagging.js'
import type { Spot } from './model/imposition.js'
import type { PageNumber } from './model/passage.js'
import type { PressFile } from './model/press-file.js'
import { openThread } from './thread.js'
import type { Facts } from './verify/facts.js'
import type { NamedPicture, Order } from './verify/preflight.js'
import type { Expected, Likeness, ReadBack } from './verify/read-back.js'

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
  /** What it must read. A file without tags waits for the tagged one, with which it is compared. */
  readonly expected: Expected | Promise<Omit<Likeness, 'copies'>>
  readonly pageNumbers: readonly PageNumber[]
  /** What it shows, for findings. */
  readonly pictures: readonly NamedPicture[]
}

export interface Bound {
  readonly pdf: Uint8Array
  readonly facts: Facts
  /** Of an imposed file: where its pages stand, in the order of reading, once for each copy. */
  readonly copies?: readonly (readonly Spot[])[]
  /** Of a file for the screen: what all pages are printed at; 1 is as they were set. */
  readonly scale?: number
  /** Of a file for the screen: characters that the page shows and no face has. */
  readonly lost?: readonly LostGlyph[]
  /** Of a press file: what the shop gets to know. */
  readonly press?: PressFile
  /** Letters of each page, as they are read back. */
  readonly letters: readonly string[]
  readonly findings: readonly Diagnostic[]
}

/** Asked of the thread that finishes. */
export type FinishRequest = Pick<Printed, 'pdf' | 'file' | 'options' | 'pageNumbers'>

/** What it answers. */
export type Finished = Omit<Bound, 'press' | 'letters'>

/** Asked of the thread that reads back. */
export interface ReadRequest {
  readonly pdf: Uint8Array
  readonly file: string
  readonly expected: Expected | Likeness
}

/** Asked of the thread that looks at press files. */
export interface PreflightRequest {
  readonly pdf: Uint8Array
  readonly file: string
  /** What the shop was told to expect. */
  readonly order: Order
}

/** What it answers. */
export type Preflighted = Required<Pick<Bound, 'press' | 'findings'>>

export interface Bindery {
  /** Starts the threads that every file needs; the first file does it otherwise. */
  start(): void
  bind(printed: Printed): Promise<Bound>
  /** Ends the threads, whatever they are at. */
  close(): Promise<void>
}

export function openBindery(): Bindery {
  const finisher = openThread<FinishRequest, Finished>(compiled('finish-thread.cjs'))
  const reader = openThread<ReadRequest, ReadBack>(compiled('read-thread.cjs'))
  const inspector = openThread<PreflightRequest, Preflighted>(compiled('preflight-thread.cjs'))
  return {
    start() {
      finisher.start()
      reader.start()
    },
    async bind({ pdf: printed, file, options, expected, pageNumbers, pictures }) {
      const own = printed.byteLength === printed.buffer.byteLength ? printed : printed.slice()
      const finished = await finisher.ask({ pdf: own, file, options, pageNumbers }, [own])
      const { pdf, copies } = finished
      const read = async (): Promise<ReadBack> => {
        const like = await expected
        return reader.ask({ pdf, file, expected: copies ? { ...like, copies } : like })
      }
      const [{ letters, ...misread }, inspected] = await Promise.all([
        read(),
        options.kind === 'press'
          ? inspector.ask({ pdf, file, order: orderOf(options, pictures) })
          : undefined,
      ])
      const findings = [...finished.findings, ...(inspected?.findings ?? []), ...misread.findings]
      return { ...finished, ...inspected, letters, findings }
    },
    async close() {
      await Promise.all([finisher.close(), reader.close(), inspector.close()])
    },
  }
}

const orderOf = ({ press, paper: trim }: PressOptions, pictures: Order['pictures']): Order => {
  const { bleedMm, ink, rgbImages, condition } = press
  return { bleedMm, ink, rgbImages, condition, trim, pictures }
}
