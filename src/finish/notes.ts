/** Footnotes: the browser has no element for them, and tells of what we write only its language (ISO 14289-1, 7.9). */
import { type Element, element, isElement } from './structure-tree.js'

/** «en-x-fn3»: the third footnote, in English; «en-x-fn3-on»: it goes on within a paragraph, on the next page. */
const NOTE = /^(.*?)(?:-x)?-fn(\d+)(-on)?$/

/**
 * Makes a Note of each element whose language says so, its number the label; what went over to another page is joined to what comes
 * before it, and the language is what it was to be. In place.
 */
export function makeNotes(root: Element): void {
  const notes = new Map<string, Element>()
  const visit = (node: Element, inherited: string | undefined): void => {
    node.kids = node.kids.filter((kid) => {
      if (!isElement(kid)) return true
      const [tag, lang, number, goesOn] = NOTE.exec(kid.lang ?? '') ?? []
      if (tag !== undefined) {
        if (lang === inherited) delete kid.lang
        else kid.lang = lang!
        const key = `${lang} ${number}`
        const first = notes.get(key)
        if (first) {
          join(first, kid, goesOn !== undefined)
          return false
        }
        notes.set(key, kid)
        kid.type = 'Note'
        const at = kid.kids.findIndex((each) => isElement(each) && linkIn(each) !== undefined)
        if (at >= 0) kid.kids[at] = element('Lbl', [kid.kids[at]!])
      }
      visit(kid, kid.lang ?? inherited)
      return true
    })
  }
  visit(root, root.lang)
}

/** The browser sets an element without a meaning around a link that is placed by itself. */
const linkIn = (node: Element): Element | undefined =>
  node.type === 'Link'
    ? node
    : node.type === 'NonStruct'
      ? node.kids.filter(isElement).map(linkIn).find(Boolean)
      : undefined

/** @param within what comes is the rest of a paragraph */
function join(note: Element, rest: Element, within: boolean): void {
  const [first, ...others] = rest.kids
  const last = note.kids.at(-1)
  if (within && first && last && isElement(first) && isElement(last)) last.kids.push(...first.kids)
  else if (first) note.kids.push(first)
  note.kids.push(...others)
}
