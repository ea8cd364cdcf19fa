/** Spaces that must not break in Greek. */
import { NEUTRAL, type Spacing, words } from './preset.js'

export const GREEK: Spacing = {
  ...NEUTRAL,
  // The articles, «or», and the «o» of address. Words of two letters (το, να, κι, σε) are too many to bind.
  proclitics: words('ο η ή ω'),
}
