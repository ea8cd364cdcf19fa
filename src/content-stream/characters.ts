/** Characters of PDF syntax (ISO 32000-1, 7.2.2), as classes of bytes. */

// White space (table 1), delimiters (table 2), what begins a number, and what remains.
export const SPACE = 1
const DELIMITER = 2
export const DIGIT = 3 // also + - .
export const REGULAR = 0
/** The class of each byte. */
export const CLASSES = new Uint8Array(256).fill(REGULAR)
for (const byte of [0, 9, 10, 12, 13, 32]) CLASSES[byte] = SPACE
for (const byte of Buffer.from('()<>[]{}/%')) CLASSES[byte] = DELIMITER
for (const byte of Buffer.from('0123456789+-.')) CLASSES[byte] = DIGIT

export const LF = 0x0a
export const HASH = 0x23

export const isSpace = (byte: number | undefined): boolean => byte !== undefined && CLASSES[byte] === SPACE
/** Whether it can stand within a token. */
export const isRegular = (byte: number): boolean => CLASSES[byte] === REGULAR || CLASSES[byte] === DIGIT
