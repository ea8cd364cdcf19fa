/** Numbers of list items that a style sheet sets: the browser paints `counter()` in a marker outside the label. */
import type { Emit, Operation } from '../content-stream/content-stream.js'
import { SHOWING } from '../content-stream/showing.js'
import { mcidOf } from './artifacts.js'
import type { Revision } from './contents.js'
import { actualText } from './text-cursor.js'

/**
 * Takes text objects that stand untagged right before a label and on its line into the label.
 * @param isLabel whether a marked sequence is the label of a list item
 */
export function labelPass(isLabel: (mcid: number) => boolean): Revision {
  let depth = 0
  /** Text objects outside all sequences, with nothing between them. */
  let texts: Operation[] = []
  /** A label that has shown nothing so far, from its BDC on. */
  let label: Operation[] = []
  /** Where the text line began, of which what comes is part, and the one that was shown last in `texts`. */
  let baseline = NaN
  let line = NaN
  let size = 0
  /** In a replacement text outside all sequences: the browser gives one to a space of another width. */
  let span = false

  const flush = (emit: Emit): void => {
    for (const operation of texts) emit(operation)
    for (const operation of label) emit(operation)
    texts = []
    label = []
  }

  return {
    pass(operation, emit) {
      const { operator } = operation
      if (operator === 'Tm') baseline = operation.operands[5] as number
      else if (operator === 'Tf') size = operation.operands[1] as number
      const opens = depth === 0 && actualText(operation) !== undefined
      if (opens || (span && operator === 'EMC')) {
        span = opens
        texts.push(operation)
        return
      }
      if (operator === 'BDC' || operator === 'BMC') {
        const mcid = depth++ === 0 ? mcidOf(operation) : undefined
        if (mcid !== undefined && texts.length && isLabel(mcid)) {
          label = [operation]
          return
        }
      } else if (operator === 'EMC') depth--
      if (label.length) {
        label.push(operation)
        if (SHOWING.has(operator) && Math.abs(baseline - line) < size / 2) {
          const [begin, ...rest] = label
          label = rest
          emit(begin!)
          flush(emit)
        } else if (SHOWING.has(operator) || depth === 0) flush(emit)
      } else if (depth > 0 || !IN_TEXT.has(operator)) {
        flush(emit)
        emit(operation)
      } else {
        if (SHOWING.has(operator)) line = baseline
        texts.push(operation)
      }
    },
    end: flush,
  }
}

const IN_TEXT: ReadonlySet<string> = new Set([...SHOWING, 'BT', 'ET', 'Td', 'TD', 'Tm', 'Tf'])
