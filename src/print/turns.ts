/** More pages may be open than the machine has cores; only so many work at a time. */

/** Does the work when its turn comes: lower ranks first, then first come, first served. */
export type TakeTurn = <T>(rank: number, work: () => Promise<T>) => Promise<T>

export function openTurns(atATime: number): TakeTurn {
  let free = atATime
  const waiting: { readonly rank: number; readonly go: () => void }[] = []
  return async (rank, work) => {
    if (free > 0) free--
    else
      await new Promise<void>((go) => {
        const place = waiting.findIndex((other) => other.rank > rank)
        waiting.splice(place < 0 ? waiting.length : place, 0, { rank, go })
      })
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      if (next) next.go()
      else free++
    }
  }
}
