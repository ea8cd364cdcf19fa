/** Texts of which PDFium tells the letters, but not their order: lines that are written from the right, or stand beside such. */
import { diagnose, type Diagnostic } from '../diagnostic.js'
import type { FileText } from './file-text.js'
import { gapsOf, speaks } from './place.js'
import type { Sought, Told } from './sought.js'

const FROM_THE_RIGHT = /[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC]/

/** Whether what stands there may be another order of the same letters. */
export const isReordered = (found: string, wanted: string, text: FileText): boolean =>
  FROM_THE_RIGHT.test(text.key) && sorted(found) === sorted(wanted)

const sorted = (text: string): string => Array.from(text.replace(/\s/g, '')).sort().join('')

/**
 * Gives places to texts whose letters are all in one block, in whatever order; nothing if nothing in the file is written from
 * the right.
 * @returns these texts
 */
export function placeReordered(columns: readonly (readonly Sought[])[], text: FileText): readonly Sought[] {
  if (!FROM_THE_RIGHT.test(text.key)) return []
  const several = columns.length > 1
  const placed: Sought[] = []
  for (const column of columns)
    for (const { sought, from, to } of gapsOf(column, text.key.length)) {
      const left = [...sought]
      for (let index = text.indexOfUnit(from); index < text.units.length; index++) {
        const unit = text.units[index]!
        if (unit.from >= to) break
        if (unit.from < from || !text.isFree(unit)) continue
        const letters = sorted(text.wordsAt(unit))
        const at = left.findIndex(
          (each) => (!several || speaks(unit, each)) && sorted(each.text.plain) === letters,
        )
        if (at < 0) continue
        const [each] = left.splice(0, at + 1).slice(-1)
        each!.place = { from: unit.from, to: unit.to }
        text.claim(unit)
        placed.push(each!)
      }
    }
  return placed
}

/** Told once, of the first. */
export function tellReordered(all: readonly Sought[], text: FileText, { file }: Told): readonly Diagnostic[] {
  const [first] = all
  if (!first) return []
  const { what, column: language } = first.passage
  const where = { file, page: text.pageAt(first.place!.from) }
  return [diagnose('order-doubtful', where, { what, language, others: all.length - 1 })]
}
