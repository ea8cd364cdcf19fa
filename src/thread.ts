/** Threads that answer requests, one after the other. What is asked and answered is copied (structured clone). */
import { writeFileSync } from 'node:fs'
import { basename } from 'node:path'
import { parentPort, Worker } from 'node:worker_threads'
import { diagnose, Stop } from './diagnostic.js'

export interface Thread<Request, Answer> {
  /** Starts it; else the first that is asked of it does. */
  start(): void
  /** @param transfer bytes that are handed over rather than copied */
  ask(request: Request, transfer?: readonly Uint8Array[]): Promise<Answer>
  /** Ends the thread, whatever it is at. */
  close(): Promise<void>
}

/** What a thread may hold; more is no publication but a mistake, or an attack. */
const MOST_MEGABYTES = 4096

/** `end`: it may end by itself, nothing is asked any more. */
type Order<Request> = { readonly id: number; readonly request: Request } | 'end'

/** An error comes as it was thrown, with its stack. */
type Reply<Answer> = { readonly id: number } & ({ readonly answer: Answer } | { readonly error: unknown })

export function openThread<Request, Answer>(script: URL): Thread<Request, Answer> {
  let lost: { readonly error: Error } | undefined
  const waiting = new Map<number, { resolve: (answer: Answer) => void; reject: (error: unknown) => void }>()
  let count = 0
  const fail = (error: unknown) => {
    lost ??= { error: error as Error }
    for (const { reject } of waiting.values()) reject(error)
    waiting.clear()
  }
  let running: { readonly worker: Worker; readonly gone: Promise<void> } | undefined
  let closed = false
  const run = (): Worker => {
    const worker = new Worker(script, {
      resourceLimits: {
        maxYoungGenerationSizeMb: 64, // parsing a PDF makes many short-lived objects
        maxOldGenerationSizeMb: MOST_MEGABYTES,
      },
    })
    worker.on('message', (reply: Reply<Answer>) => {
      const asked = waiting.get(reply.id)!
      waiting.delete(reply.id)
      if ('answer' in reply) asked.resolve(reply.answer)
      else asked.reject(reply.error)
    })
    worker.on('error', (error) =>
      fail(
        'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY'
          ? new Stop(diagnose('out-of-memory', undefined, { megabytes: MOST_MEGABYTES }))
          : error,
      ),
    )
    const gone = new Promise<void>((resolve) =>
      worker.on('exit', () => {
        fail(new Error('A thread has ended too early.'))
        resolve()
      }),
    )
    running = { worker, gone }
    return worker
  }
  const start = (): Worker => running?.worker ?? run()
  return {
    start,
    ask: (request, transfer = []) =>
      new Promise((resolve, reject) => {
        if (closed) return reject(new Error('The thread is closed.'))
        if (lost) return reject(lost.error) // it could not be loaded
        const id = count++
        waiting.set(id, { resolve, reject })
        start().postMessage({ id, request } satisfies Order<Request>, buffersOf(transfer))
      }),
    async close() {
      closed = true
      if (!running) return
      if (waiting.size) await running.worker.terminate()
      else running.worker.postMessage('end' satisfies Order<Request>)
      await running.gone
    },
  }
}

/**
 * The other end: answers what is asked of this thread.
 * @param answer gives the answer and what of it may be handed over
 */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- names what the other end asks
export function serve<Request, Answer>(
  answer: (request: Request) => Promise<readonly [answer: Answer, transfer?: readonly Uint8Array[]]>,
): void {
  const send = (reply: Reply<Answer>, transfer: readonly Uint8Array[] = []) =>
    parentPort!.postMessage(reply, buffersOf(transfer))
  nameThread(basename(process.argv[1]!).replace(/-thread\..*$/, ''))
  let before = Promise.resolve()
  parentPort!.on('message', (order: Order<Request>) => {
    if (order === 'end') return parentPort!.close()
    const { id, request } = order
    before = before
      .then(() => answer(request))
      .then(
        ([answer, transfer]) => send({ id, answer }, transfer),
        (error: unknown) => send({ id, error }),
      )
  })
}

/** For whoever watches threads from outside (`top -H`, the benchmark): proc(5), comm. Elsewhere than on Linux they stay nameless. */
function nameThread(name: string): void {
  try {
    writeFileSync('/proc/thread-self/comm', name)
  } catch {
    // no such place, or not to be written to
  }
}

const buffersOf = (transfer: readonly Uint8Array[]): ArrayBuffer[] =>
  transfer.map(({ buffer }) => buffer as ArrayBuffer)
