/** Work that holds up everything else while it runs: it ends at its time, and at Ctrl-C. */
import { createContext, Script } from 'node:vm'

/** The work was stopped in the middle. */
export class TimeIsUp extends Error {
  constructor(readonly seconds: number) {
    super(`stopped after ${seconds} s`)
    this.name = 'TimeIsUp'
  }
}

// Only V8's own watchdog stops a loop without end in this thread, and only for a script that it was told to watch.
const room: { work?: () => void } = createContext({})
const script = new Script('work()')

/**
 * What `work` gives. Throws `TimeIsUp` if it takes longer; what it has done by then is left half done, and none of its
 * `finally` blocks run. At Ctrl-C, listeners of SIGINT are called once it has been stopped, and an error is thrown.
 */
export function within<T>(seconds: number, work: () => T): T {
  let outcome: { readonly value: T } | undefined
  room.work = () => {
    outcome = { value: work() }
  }
  try {
    script.runInContext(room, { timeout: seconds * 1000, breakOnSigint: true })
  } catch (error) {
    const code = (error as NodeJS.ErrnoException | undefined)?.code
    if (code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw new TimeIsUp(seconds)
    if (code === 'ERR_SCRIPT_EXECUTION_INTERRUPTED') process.emit('SIGINT', 'SIGINT')
    throw error
  }
  return outcome!.value
}
