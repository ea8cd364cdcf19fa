/** Numbers of list items that a style sheet sets: the browser paints `counter()` in a marker outside the label. */
import { mcidOf } from './artifacts.js'
import type { Emit, Operation } from './content-stream.js'
import type { Revision } from './contents.js'
import { SHOWING, type TextCursor } from './text-cursor.js'

/**
 * Takes text objects that stand untagged right before a label and on its line into the label.
 * @param isLabel whether a marked sequence is the label of a list item
 */
export function labelPass(cursor: TextCursor, isLabel: (mcid: number) => boolean): Revision {
  let depth = 0
  /** Text objects outside all sequences, with nothing between them. */
  let texts: Operation[] = []
  /** A label that has shown nothing so far, from its BDC on. */
  let label: Operation[] = []
  /** Baselines of what was shown last in `texts`. */
  let line = NaN

  const flush = (emit: Emit): void => {
    for (const operation of texts) emit(operation)
    for (const operation of label) emit(operation)
    texts = []
    label = []
  }

  return {
    pass(operation, emit) {
      const { operator } = operation
      cursor.track(operation)
      if (operator === 'BDC' || operator === 'BMC') {
        const mcid = depth++ === 0 ? mcidOf(operation) : undefined
        if (mcid !== undefined && texts.length && isLabel(mcid)) {
          label = [operation]
          return
        }
      } else if (operator === 'EMC') depth--
      if (label.length) {
        label.push(operation)
        if (SHOWING.has(operator) && Math.abs(cursor.matrix[5] - line) < cursor.size / 2) {
          const [begin, ...rest] = label
          label = rest
          emit(begin!)
          flush(emit)
        } else if (SHOWING.has(operator) || depth === 0) flush(emit)
      } else if (depth > 0 || !IN_TEXT.has(operator)) {
        flush(emit)
        emit(operation)
      } else {
        if (SHOWING.has(operator)) line = cursor.matrix[5]
        texts.push(operation)
      }
    },
    end: flush,
  }
}

const IN_TEXT: ReadonlySet<string> = new Set([...SHOWING, 'BT', 'ET', 'Td', 'TD', 'Tm', 'Tf'])
