/** The colours of a content stream as inks; black text overprints. */
import { type Emit, Operation } from '../content-stream/content-stream.js'
import { SHOWING } from '../content-stream/showing.js'
import type { Family } from './colour-space.js'
import type { Revision } from './contents.js'
import { type Inks, rgbOf, type Separation } from './separation.js'

interface Painting {
  readonly separation: Separation
  /** The family of a colour space that is set by name. */
  readonly familyOf: (space: string) => Family
  /** A page begins in black (ISO 32000-1, 8.4.1), a form in the colour of what draws it. */
  readonly startsBlack: boolean
}

/** Graphics state parameter dictionaries, by the names that `colourPass` sets them by (8.6.7). */
export const OVERPRINT = 'OverprintBlack'
export const KNOCKOUT = 'Knockout'

interface State {
  readonly fill: Family
  readonly stroke: Family
  /** What is filled is black and nothing else. */
  readonly black: boolean
  readonly overprint: boolean
}

const BLACK: Inks = [0, 0, 0, 1]

/**
 * Converts what operators say in DeviceGray, DeviceRGB and spaces of their families. Text in solid black overprints, so that
 * a plate that is a little out of place leaves no white round it; everything else knocks out.
 * @param use told of each graphics state by name that the stream needs among its resources
 */
export function colourPass(
  { separation, familyOf, startsBlack }: Painting,
  use: (name: string) => void,
): Revision {
  let state: State = { fill: 'other', stroke: 'other', black: startsBlack, overprint: false }
  const stack: State[] = []
  let begun = false

  /** No operator may stand within a path (8.2), so whatever paints is told of before its path begins. */
  const setOverprint = (wanted: boolean, emit: Emit): void => {
    if (wanted === state.overprint) return
    const name = wanted ? OVERPRINT : KNOCKOUT
    use(name)
    emit(new Operation('gs', [name]))
    state = { ...state, overprint: wanted }
  }
  const setFill = (inks: Inks, emit: Emit, fill: Family = 'other'): void => {
    state = { ...state, fill, black: inks.every((ink, plate) => ink === BLACK[plate]) }
    emit(new Operation('k', inks))
  }
  const setStroke = (inks: Inks, emit: Emit, stroke: Family = 'other'): void => {
    state = { ...state, stroke }
    emit(new Operation('K', inks))
  }
  const inksOf = ({ operands }: Operation): Inks => separation.inks(rgbOf(operands as readonly number[]))

  return {
    pass(operation, emit) {
      if (!begun && startsBlack) {
        emit(new Operation('k', BLACK))
        emit(new Operation('K', BLACK))
      }
      begun = true
      const { operator, operands } = operation
      if (SHOWING.has(operator)) setOverprint(state.black, emit)
      else if (PAINTING.has(operator)) setOverprint(false, emit)
      switch (operator) {
        case 'q':
          stack.push(state)
          break
        case 'Q':
          state = stack.pop() ?? state
          break
        case 'g':
        case 'rg':
          return setFill(inksOf(operation), emit)
        case 'G':
        case 'RG':
          return setStroke(inksOf(operation), emit)
        case 'k':
          return setFill(operands as unknown as Inks, emit)
        case 'K':
          state = { ...state, stroke: 'other' }
          break
        // A space begins at its black (8.6.5.1), which is that of the press.
        case 'cs': {
          const family = familyOf(operands[0] as string)
          if (family !== 'other') return setFill(BLACK, emit, family)
          state = { ...state, fill: family, black: false }
          break
        }
        case 'CS': {
          const family = familyOf(operands[0] as string)
          if (family !== 'other') return setStroke(BLACK, emit, family)
          state = { ...state, stroke: family }
          break
        }
        case 'sc':
        case 'scn':
          if (state.fill !== 'other') return setFill(inksOf(operation), emit, state.fill)
          break
        case 'SC':
        case 'SCN':
          if (state.stroke !== 'other') return setStroke(inksOf(operation), emit, state.stroke)
          break
      }
      emit(operation)
    },
  }
}

/** What begins a path, and what paints without one and is no text. */
const PAINTING: ReadonlySet<string> = new Set(['m', 're', 'Do', 'sh', 'BI'])
