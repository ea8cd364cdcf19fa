/** Glyphs that the browser places one by one become runs of text: TJ (ISO 32000-1, 9.4.3). */
import { type Emit, Operation } from '../content-stream/content-stream.js'
import type { Revision } from './contents.js'
import type { FontOf, GlyphText } from './text-cursor.js'

/** What is saved by q and comes back with Q, as far as it matters here. */
interface TextState {
  readonly font: GlyphText | undefined
  readonly size: number
  /** The character spacing that is set in what is emitted (9.3.2). */
  readonly spacing: number
  /** Glyphs advance by their widths alone in what came. */
  readonly plain: boolean
}

/**
 * Chromium writes justified text as `x 0 Td <glyph> Tj`, glyph by glyph. Those that follow one another on a line become one
 * TJ, and their letter-spacing Tc: smaller files, and a fraction of the work for whoever reads them. A glyph in such a run is
 * shown within half a thousandth of the text size of where it was; what is rounded does not add up. Comes after passes that
 * look at each glyph.
 */
export function runPass(fontOf: FontOf): Revision {
  let state: TextState = { font: undefined, size: 0, spacing: 0, plain: true }
  const saved: TextState[] = []

  // Distances along the line (9.4.2), in text space, from where it begins in what is emitted.
  /** Where it begins in what came. */
  let origin = 0
  /** Where what comes shows its next glyph; NaN if that is unknown. */
  let due = 0
  /** Where what is emitted would show it. */
  let pen = 0

  /** The operation that begins the run, and how many are part of it. */
  let first: Operation | undefined
  let operations = 0
  const run: Run = { length: 0, codes: [], places: [], widths: [] }

  const begin = (): void => {
    origin = due = pen = 0
  }

  /** Begins the line at a place on it. */
  const moveTo = (place: number, emit: Emit): void => {
    const x = tidy(place)
    emit(new Operation('Td', [x, 0]))
    origin -= x
    due -= x
    pen = 0
  }

  /** What comes next is due at a place that is known, and not where the pen is. */
  const isAway = (): boolean => !Number.isNaN(due) && !(Math.abs(due - pen) <= 1e-6)

  const setSpacing = (spacing: number, emit: Emit): void => {
    if (state.spacing === spacing) return
    emit(new Operation('Tc', [spacing]))
    state = { ...state, spacing }
  }

  const flush = (emit: Emit): void => {
    if (!first) return
    if (operations === 1) {
      setSpacing(0, emit)
      emit(first)
      pen = run.places[run.length - 1]! + run.widths[run.length - 1]!
    } else {
      const { length, places, widths } = run
      const unit = state.size / 1000
      setSpacing(spacingOf(run, unit), emit)
      const parts: (number | Uint8Array)[] = []
      let from = 0
      for (let at = 0; at < length; at++) {
        const adjustment = Math.round((pen - places[at]!) / unit)
        if (adjustment !== 0) {
          parts.push(bytesOf(run, from, at), adjustment)
          pen -= adjustment * unit
          from = at
        }
        pen += widths[at]! + state.spacing
      }
      parts.push(bytesOf(run, from, length))
      emit(parts.length > 1 ? new Operation('TJ', [parts]) : new Operation('Tj', parts))
    }
    first = undefined
    operations = run.length = 0
  }

  const show = (operation: Operation, emit: Emit): void => {
    const glyphs = operation.operands[0] as Uint8Array
    const { font, size } = state
    if (!glyphs.length) {
      flush(emit)
      return emit(operation)
    }
    if (!state.plain || !font || !(size > 0) || glyphs.length % 2) return showOtherwise(operation, emit)
    if (!first && isAway()) moveTo(due, emit)
    first ??= operation
    operations++
    for (let at = 0; at < glyphs.length; at += 2) {
      const code = glyphs[at]! * 256 + glyphs[at + 1]!
      const width = (font.widthOf(code) * size) / 1000
      const index = run.length++
      run.codes[index] = code
      run.places[index] = due
      run.widths[index] = width
      due += width
    }
    if (Number.isNaN(due)) flush(emit)
  }

  /** Shows what a run cannot hold. */
  const showOtherwise = (operation: Operation, emit: Emit): void => {
    flush(emit)
    if (state.plain) setSpacing(0, emit)
    if (isAway()) moveTo(due, emit)
    emit(operation)
    due = pen = NaN
  }

  return {
    pass(operation, emit) {
      const { operator, operands } = operation
      switch (operator) {
        case 'Tj':
          return show(operation, emit)
        case 'TJ':
          return showOtherwise(operation, emit)
        case 'Td':
        case 'TD': {
          const [x, y] = operands as [number, number]
          if (operator === 'Td' && y === 0) {
            origin += x
            due = origin
            return
          }
          flush(emit)
          emit(origin ? new Operation(operator, [tidy(origin + x), y]) : operation)
          return begin()
        }
        case 'T*':
        case "'":
        case '"':
          flush(emit)
          if (state.plain) setSpacing(0, emit)
          if (origin) moveTo(origin, emit)
          emit(operation)
          begin()
          if (operator !== 'T*') due = pen = NaN
          if (operator === '"') state = { ...state, plain: false }
          return
      }
      flush(emit)
      switch (operator) {
        case 'BT':
        case 'ET':
        case 'Tm':
          begin()
          break
        case 'Tf':
          state = { ...state, font: fontOf(operands[0] as string), size: operands[1] as number }
          break
        case 'q':
          saved.push(state)
          break
        case 'Q':
          state = saved.pop() ?? state
          break
        case 'Do':
          if (state.plain) setSpacing(0, emit) // a form goes on in the state of what draws it (8.10.1)
          break
        case 'Tc':
        case 'Tz':
          if (state.plain) setSpacing(0, emit)
          state = { ...state, plain: false }
          break
      }
      emit(operation)
    },
    end: flush,
  }
}

/** Glyphs that follow one another; the lists are used again and may be longer than it is. */
interface Run {
  length: number
  readonly codes: number[]
  /** Where each is due. */
  readonly places: number[]
  readonly widths: number[]
}

/** To a millionth of a unit: sums of what the browser wrote with seven digits. */
const tidy = (x: number): number => Math.round(x * 1e6) / 1e6

/** Thousandths of the text size: what is farther apart is no letter-spacing. */
const MOST_SPACING = 500

/** What stands between the glyphs besides their widths, if half of them have it alike, to a thousandth of the text size. */
function spacingOf({ length, places, widths }: Run, unit: number): number {
  if (length < 3) return 0
  const gaps = new Map<number, { count: number; sum: number }>()
  for (let at = 1; at < length; at++) {
    const gap = places[at]! - places[at - 1]! - widths[at - 1]!
    const key = Math.round(gap / unit)
    const alike = gaps.get(key)
    if (alike) {
      alike.count++
      alike.sum += gap
    } else gaps.set(key, { count: 1, sum: gap })
  }
  for (const [key, { count, sum }] of gaps) {
    const next = gaps.get(key + 1) // what is about halfway is rounded up here and down there
    const [all, total] = next ? [count + next.count, sum + next.sum] : [count, sum]
    if (2 * all < length) continue
    const spacing = total / all
    const isSpacing = Math.abs(spacing) >= unit && Math.abs(spacing) <= MOST_SPACING * unit
    return isSpacing ? Math.round(spacing * 1e4) / 1e4 : 0
  }
  return 0
}

function bytesOf({ codes }: Run, from: number, to: number): Uint8Array {
  const bytes = new Uint8Array(2 * (to - from))
  for (let at = from; at < to; at++) {
    bytes[2 * (at - from)] = codes[at]! >> 8
    bytes[2 * (at - from) + 1] = codes[at]! & 255
  }
  return bytes
}
