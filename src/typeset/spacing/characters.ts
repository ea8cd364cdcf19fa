/**
 * Sets of characters for the many expressions of the rules, each to stand in brackets. Told by what does not belong:
 * the engine takes a hundred times longer to build \p{L}, and does so anew for every expression it stands in.
 */

/** No part of a word: spaces, punctuation, symbols. */
const OTHER = String.raw`\s!-/:-@[-\x60{-\u00A9\u00AB-\u00B1\u00B4\u00B6-\u00B8\u00BB\u00BF\u00D7\u00F7\u2000-\u2070\u207A-\u207E\u208A-\u208E\u20A0-\u20CF\u2100-\u214F\u2190-\u2BFF\u2E00-\u2E7F\u3000-\u3020\uFE30-\uFE6F\uFF00-\uFF0F\uFF1A-\uFF20`

/** Letters, their marks, and figures of all kinds. */
export const WORD = `^${OTHER}`

/** Letters and their marks. */
export const LETTER = `^${OTHER}\\d\\u00B2\\u00B3\\u00B9\\u00BC-\\u00BE`
