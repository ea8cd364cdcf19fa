/** Spaces that must not break in French. */
import { GUILLEMETS, NEUTRAL, type Spacing } from './preset.js'

export const FRENCH: Spacing = {
  ...NEUTRAL,
  gaps: [...NEUTRAL.gaps, ...GUILLEMETS, / (?<=\S )(?=[;:!?])/gu],
}
