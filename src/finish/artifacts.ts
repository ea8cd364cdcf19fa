/** Artifacts: what is painted and belongs to no structure element (ISO 32000-1, 14.8.2.2). */
import { type Emit, type Operand, Operation } from '../content-stream/content-stream.js'
import { SHOWING } from '../content-stream/showing.js'
import type { Revision } from './contents.js'

export interface Claims {
  /** Whether the structure has this sequence; `anything` if also what is neither text nor picture belongs to it. */
  of(mcid: number): 'nothing' | 'text' | 'anything'
  /** The sequence paints something that is kept; gives the number that it is to have. */
  keep(mcid: number): number
  /** How an XObject is to be seen: `picture`, or a form in which the structure has sequences of its own. */
  drawn(name: string): 'picture' | 'tagged'
}

/**
 * Puts what no structure element claims into `/Artifact BMC … EMC`: folios, running heads, rules, backgrounds. The browser
 * marks an element's background and borders like its text; a sequence that paints nothing else is an artifact, too.
 */
export function artifactPass(claims: Claims): Revision {
  /** Open marked-content sequences; the outermost ones are the structure's, or ours. */
  let depth = 0
  /** An artifact of ours is open. */
  let ours = false
  /** A path under construction, or a sequence of which it is not yet clear whether it paints what is to be read. */
  let held: Operation[] = []
  let open: number | undefined

  const close = (emit: Emit): void => {
    if (ours) emit(new Operation('EMC', []))
    ours = false
  }
  const flush = (emit: Emit): void => {
    for (const operation of held) emit(operation)
    held = []
  }
  const paint = (operation: Operation, emit: Emit): void => {
    if (!ours) emit(artifact())
    ours = true
    flush(emit)
    emit(operation)
  }

  /** An operation outside all sequences. */
  const outside = (operation: Operation, emit: Emit): void => {
    const { operator, operands } = operation
    if (PATH.has(operator)) held.push(operation)
    else if (operator === 'n') {
      flush(emit)
      emit(operation)
    } else if (PAINTING.has(operator) || SHOWING.has(operator)) paint(operation, emit)
    else if (operator === 'Do') {
      if (claims.drawn(operands[0] as string) === 'picture') return paint(operation, emit)
      close(emit)
      emit(operation)
    } else {
      flush(emit)
      if (BOUNDS.has(operator)) close(emit)
      emit(operation)
    }
  }

  /** An operation in a sequence that has painted nothing to be read so far. */
  const undecided = (operation: Operation, emit: Emit): void => {
    const { operator, operands } = operation
    held.push(operation)
    const picture =
      operator === 'BI' || (operator === 'Do' && claims.drawn(operands[0] as string) === 'picture')
    const painted = PAINTING.has(operator) && claims.of(open!) === 'anything'
    if (SHOWING.has(operator) || picture || painted) {
      held[0] = numbered(held[0]!, claims.keep(open!))
      open = undefined
      flush(emit)
    } else if (depth === 0) {
      open = undefined
      if (held.some((each) => PAINTING.has(each.operator))) held[0] = artifact()
      else held = held.slice(1, -1)
      flush(emit)
    }
  }

  return {
    pass(operation, emit) {
      const { operator } = operation
      if (operator === 'BDC' || operator === 'BMC') {
        if (depth++ === 0) {
          close(emit)
          const mcid = mcidOf(operation)
          if (mcid === undefined || claims.of(mcid) === 'nothing') return emit(artifact())
          open = mcid
          held = [operation]
          return
        }
      } else if (operator === 'EMC') depth--
      if (open !== undefined) undecided(operation, emit)
      else if (depth === 0 && operator !== 'EMC') outside(operation, emit)
      else emit(operation)
    },
    end(emit) {
      flush(emit)
      close(emit)
    },
  }
}

const artifact = (): Operation => new Operation('BMC', ['Artifact'])

/** The number under which the structure knows a marked-content sequence (14.7.4.2). */
export function mcidOf({ operator, operands }: Operation): number | undefined {
  const properties = operands[1]
  const mcid =
    operator === 'BDC' && properties instanceof Map ? (properties.get('MCID') as unknown) : undefined
  return typeof mcid === 'number' ? mcid : undefined
}

function numbered(operation: Operation, mcid: number): Operation {
  if (mcidOf(operation) === mcid) return operation
  const [type, properties] = operation.operands
  return new Operation(operation.operator, [
    type!,
    new Map([...(properties as ReadonlyMap<string, Operand>), ['MCID', mcid]]),
  ])
}

/** Path construction and clipping (8.5.2, 8.5.4), which nothing may interrupt. */
const PATH: ReadonlySet<string> = new Set(['m', 'l', 'c', 'v', 'y', 'h', 're', 'W', 'W*'])
/** Path painting, shadings, inline images. */
const PAINTING: ReadonlySet<string> = new Set(['S', 's', 'f', 'F', 'f*', 'B', 'B*', 'b', 'b*', 'sh', 'BI'])
/** An artifact of ours does not reach over these. */
const BOUNDS: ReadonlySet<string> = new Set(['q', 'Q', 'BT', 'ET'])
