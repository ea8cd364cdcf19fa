/** A hyphen that divides a word at a line's end: drawn once, told once, as U+00AD. */
import { type Emit, Operation } from '../content-stream/content-stream.js'
import type { Matrix } from '../content-stream/matrix.js'
import { SHOWING } from '../content-stream/showing.js'
import type { Revision } from './contents.js'
import { actualText, type FontOf, TextCursor } from './text-cursor.js'

const SOFT_HYPHEN = '\u00AD'
const isHyphen = (text: string | undefined): boolean => text === '-' || text === '\u2010'
const isBlank = (text: string | undefined): boolean => text === ' ' || text === '\u00A0'

/** A soft hyphen and what came after it, until it is clear whether a hyphen follows. */
interface Held {
  readonly operations: Operation[]
  /** Its marked-content operators and its glyph, which may go. */
  readonly soft: Set<Operation>
  /** Its own EMC has come. */
  closed: boolean
  /** Where it stands, once it has a glyph; or where the line begins in which it stands. */
  at: Matrix | undefined
  exact: boolean
  /** A hyphen that comes now is its own. */
  awaiting: boolean
  /** What is shown next has a place of its own, so it does not shift when the blank glyph goes. */
  placed: boolean
  /** The operator that gives the hyphen its ActualText of U+2010. */
  span: Operation | undefined
}

/**
 * Chromium writes each U+00AD of a page as a blank glyph with that ActualText (ISO 32000-1, 14.9.4), whether a line ends
 * there or not, and the hyphen that is drawn as one more glyph. A hyphen right after a soft hyphen therefore divides a
 * word, be it that the browser broke the line or that the page says «U+00AD U+2010» itself; a hard hyphen has no soft one
 * before it. The blank glyph goes and the drawn one gets its ActualText, so that copy and search join the word. Soft
 * hyphens that drew nothing go altogether. No glyph moves.
 */
export function hyphenPass(fontOf: FontOf): Revision {
  const cursor = new TextCursor(fontOf)
  let held: Held | undefined

  /** Lets go of a soft hyphen without a hyphen; as it was, if something hangs on its glyph. */
  const release = (emit: Emit): void => {
    const { operations, soft, closed, at, placed } = held!
    const whole = !closed || !at || !placed
    held = undefined
    for (const operation of operations) if (whole || !soft.has(operation)) emit(operation)
  }

  /** The hyphen stands on the line of the soft one, and less than half an em away if that can be told. */
  const isBeside = ({ at, exact }: Held): boolean => {
    const [a, b, c, d, e, f] = at!
    const { matrix, size } = cursor
    const [x, y] = [matrix[4] - e, matrix[5] - f]
    const alike = matrix[0] === a && matrix[1] === b && matrix[2] === c && matrix[3] === d
    const em = size * Math.hypot(a, b)
    const along = (x * a + y * b) / Math.hypot(a, b)
    const across = (x * b - y * a) / Math.hypot(a, b)
    return alike && Math.abs(across) < em / 20 && along > -em / 2 && (along < em / 2 || !exact)
  }

  /** Tells the hyphen that begins `shown` as a soft one. Whether it has an ActualText of its own decides how. */
  const join = (operation: Operation, shown: Uint8Array, emit: Emit): void => {
    const { operations, soft, span } = held!
    held = undefined
    for (const each of operations)
      if (each === span) emit(begin())
      else if (!soft.has(each)) emit(each)
    if (span) return emit(operation)
    emit(begin())
    if (shown.length === 2) emit(operation)
    else emit(new Operation('Tj', [shown.slice(0, 2)]))
    emit(new Operation('EMC', []))
    if (shown.length > 2) emit(new Operation('Tj', [shown.slice(2)]))
  }

  /** One more operation after a soft hyphen. False if that is settled now and the operation stands for itself. */
  const hold = (operation: Operation, emit: Emit): boolean => {
    const state = held!
    const { operator, operands } = operation
    const { operations, soft } = state
    if (PLACING.has(operator)) state.placed = state.closed
    if (operator === 'Tj' || operator === 'TJ') {
      const shown = operator === 'Tj' ? (operands[0] as Uint8Array) : undefined
      const first = shown && shown.length >= 2 ? cursor.font?.get(shown[0]! * 256 + shown[1]!) : undefined
      if (!state.closed) {
        if (shown?.length !== 2 || !isBlank(first) || state.at) return (release(emit), false)
        soft.add(operation)
        state.at = [...cursor.matrix]
        state.exact = cursor.exact
      } else {
        const alone = !state.span || shown?.length === 2
        const own = state.awaiting && state.placed && isHyphen(first) && alone && isBeside(state)
        if (!own) return (release(emit), false)
        join(operation, shown!, emit)
        return true
      }
    } else if (operator === 'EMC' && !state.closed) {
      if (!state.at) return (release(emit), false)
      soft.add(operation)
      state.closed = true
    } else if (!BETWEEN.has(operator)) {
      const replacement = operator === 'BDC' ? actualText(operation) : undefined
      const next = state.awaiting && state.closed && !state.span
      if (next && isHyphen(replacement)) state.span = operation
      else if (next && replacement === SOFT_HYPHEN) {
        // One more soft hyphen: the two are as one.
        soft.add(operation)
        state.closed = state.placed = false
        state.at = undefined
      } else {
        state.awaiting = false
        if (!state.closed || state.placed || replacement === SOFT_HYPHEN) return (release(emit), false)
      }
    }
    operations.push(operation)
    return true
  }

  return {
    pass(operation, emit) {
      cursor.track(operation)
      const done = held !== undefined && hold(operation, emit)
      if (SHOWING.has(operation.operator)) cursor.exact = false
      if (done) return
      if (operation.operator === 'BDC' && actualText(operation) === SOFT_HYPHEN) {
        held = {
          operations: [operation],
          soft: new Set([operation]),
          closed: false,
          at: undefined,
          exact: true,
          awaiting: true,
          placed: false,
          span: undefined,
        }
      } else emit(operation)
    },
    end(emit) {
      if (!held) return
      held.placed = true // nothing comes any more
      release(emit)
    },
  }
}

/** After these, what was shown before no longer matters to where text stands (9.4.2). */
const PLACING: ReadonlySet<string> = new Set(['BT', 'ET', 'Td', 'TD', 'Tm', 'T*'])
/**
 * What may stand between a soft hyphen and its hyphen: text state and positioning, the limits of text objects, and
 * between these an underline. Nothing that moves the page's axes.
 */
const BETWEEN: ReadonlySet<string> = new Set([
  ...PLACING,
  ...['Tf', 'Tc', 'Tw', 'Tz', 'TL', 'Tr', 'Ts'],
  ...['m', 'l', 'c', 'v', 'y', 'h', 're', 'S', 's', 'f', 'f*', 'B', 'n', 'w', 'J', 'j', 'M', 'd'],
  ...['g', 'G', 'rg', 'RG', 'k', 'K', 'cs', 'CS', 'sc', 'SC', 'scn', 'SCN', 'gs'],
])

const begin = (): Operation => new Operation('BDC', ['Span', new Map([['ActualText', UTF16_SOFT_HYPHEN]])])
/** With its byte order mark (7.9.2.2). */
const UTF16_SOFT_HYPHEN = Uint8Array.of(0xfe, 0xff, 0x00, 0xad)
