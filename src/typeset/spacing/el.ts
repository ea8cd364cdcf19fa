/** Spaces that must not break in Greek. */
import { NEUTRAL, type Spacing, words } from './preset.js'

export const GREEK: Spacing = {
  ...NEUTRAL,
  // The articles, «or», and the «o» of address. Words of two letters (το, να, κι, σε) are too many to bind.
  proclitics: words('ο η ή ω'),
  leaning: words(
    'το τα του της των τον την τη τους τις στο στη στην στον στα στις και κι σε με για από που να θα δεν',
  ),
}
