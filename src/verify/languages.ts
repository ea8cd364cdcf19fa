/** Do the texts of a file in several languages stand in what is tagged with their language? */
import { diagnose, type Diagnostic } from '../diagnostic.js'
import type { FileText } from './file-text.js'
import { beginningOf, type Sought, type Told } from './sought.js'

/**
 * Where some texts of a kind are tagged as they should be and others are not, these have changed places with another language.
 * Where none is, the template does not say the language, and that is told once.
 */
export function checkLanguages(
  sought: readonly Sought[],
  text: FileText,
  { file }: Told,
): readonly Diagnostic[] {
  const kinds = new Map<string, Sought[]>()
  for (const each of sought) {
    if (!each.place || each.passage.shared) continue
    const kind = `${each.passage.column} ${each.passage.section}`
    const same = kinds.get(kind)
    if (same) same.push(each)
    else kinds.set(kind, [each])
  }
  return [...kinds.values()].flatMap((all) => {
    const astray = all.filter(
      ({ place, leaf }) => ![text.unitAt(place!.from)!.lang, text.langAt(place!.from)].includes(leaf.lang),
    )
    const code = astray.length < all.length ? 'passage-astray' : 'language-untagged'
    return (code === 'passage-astray' ? astray : astray.slice(0, 1)).map((each) => {
      const { from } = each.place!
      const { what, column: language } = each.passage
      const word = beginningOf(each.text.plain)
      const data = { what, language, word, tagged: text.unitAt(from)!.lang }
      return diagnose(code, { file, page: text.pageAt(from) }, data)
    })
  })
}
