/** Spaces that must not break in French. */
import { GUILLEMETS, NEUTRAL, type Spacing, words } from './preset.js'

export const FRENCH: Spacing = {
  ...NEUTRAL,
  leaning: words(
    'le la les un une des du de à au aux en et ou par pour sur dans avec sans que qui ne se sa son ses',
  ),
  gaps: [...NEUTRAL.gaps, ...GUILLEMETS, / (?<=\S )(?=[;:!?])/gu],
}
