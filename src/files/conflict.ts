/** The marks that version control leaves where two versions of a file could not be merged. */

export interface Conflict {
  /** The line that begins it and names one of the versions: «<<<<<<< HEAD». */
  readonly mark: string
  /** Where that is, and where it ends; both count from 1. */
  readonly line: number
  readonly last: number
}

const BEGIN = /^<{7}( |$)/
const MIDDLE = /^={7}$/
const END = /^>{7}( |$)/

/** The first conflict of a text. A line of one of these marks alone may mean something else: a heading, a quotation. */
export function findConflict(text: string): Conflict | undefined {
  if (!text.includes('<<<<<<<')) return undefined
  let begun: Omit<Conflict, 'last'> | undefined
  let halved = false
  for (const [index, written] of text.split('\n').entries()) {
    const line = written.trimEnd()
    if (BEGIN.test(line)) {
      begun ??= { mark: line, line: index + 1 }
      halved = false
    } else if (begun && MIDDLE.test(line)) halved = true
    else if (begun && halved && END.test(line)) return { ...begun, last: index + 1 }
  }
  return undefined
}
