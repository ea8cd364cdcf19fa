/** The structure tree as plain objects: read from a document, changed by others, written back anew (ISO 32000-1, 14.7). */
import {
  PDFArray,
  PDFDict,
  type PDFDocument,
  PDFHexString,
  PDFName,
  PDFNull,
  PDFNumber,
  type PDFObject,
  PDFRef,
  PDFString,
} from 'pdf-lib'

/** A structure element (14.7.2). */
export interface Element {
  type: string
  /** Natural language, if it says so itself (14.9.2). */
  lang?: string
  /** Other entries, such as Alt and A, as they stand. */
  readonly entries: Map<PDFName, PDFObject>
  /** Attributes of owner Table (14.8.5.7): header cells by their elements. */
  headers?: readonly Element[]
  kids: Kid[]
}

/** A marked-content sequence (14.7.4.2). */
export interface Marked {
  /** The page or the form whose stream it is in. */
  owner: PDFRef
  readonly page: PDFRef
  mcid: number
}

/** An annotation (14.7.4.3). */
export interface Annotation {
  readonly page: PDFRef
  readonly annotation: PDFRef
}

export type Kid = Element | Marked | Annotation

export const isElement = (kid: Kid): kid is Element => 'kids' in kid
export const isMarked = (kid: Kid): kid is Marked => 'mcid' in kid

export const element = (type: string, kids: Kid[], lang?: string): Element => ({
  type,
  ...(lang !== undefined && { lang }),
  entries: new Map(),
  kids,
})

/** All elements below and including this one, in reading order. */
export function* elementsOf(root: Element): Generator<Element, void, undefined> {
  yield root
  for (const kid of root.kids) if (isElement(kid)) yield* elementsOf(kid)
}

/** `PDFName.of` decodes what it gets; here it gets the same few names thousands of times. */
const names = new Map<string, PDFName>()
function name(key: string): PDFName {
  const known = names.get(key) ?? PDFName.of(key)
  names.set(key, known)
  return known
}

/** Entries of an element that the tree itself tells. */
const OWN: ReadonlySet<PDFName> = new Set(['K', 'P', 'Pg', 'S', 'ID', 'Lang', 'Type'].map(name))

const textOf = (object: PDFObject | undefined): string | undefined =>
  object instanceof PDFString || object instanceof PDFHexString ? object.decodeText() : undefined

/**
 * The elements below the root, which is a Document; an empty one if nothing is tagged.
 */
export function readStructure(document: PDFDocument): Element {
  const { context, catalog } = document
  const byId = new Map<string, Element>()
  const waiting: (readonly [Element, readonly string[]])[] = []

  const read = (ref: PDFObject, inherited: PDFRef | undefined): Kid[] => {
    const dict = context.lookup(ref)
    if (!(dict instanceof PDFDict)) return []
    const own = dict.get(name('Pg'))
    const page = own instanceof PDFRef ? own : inherited
    const type = dict.get(name('Type'))
    if (type === name('MCR')) {
      const stream = dict.get(name('Stm'))
      const owner = stream instanceof PDFRef ? stream : page!
      return [{ owner, page: page!, mcid: dict.lookup(name('MCID'), PDFNumber).asNumber() }]
    }
    if (type === name('OBJR')) {
      const annotation = dict.get(name('Obj'))
      return annotation instanceof PDFRef ? [{ page: page!, annotation }] : []
    }
    const node = element(dict.lookup(name('S'), PDFName).decodeText(), [], textOf(dict.lookup(name('Lang'))))
    for (const [key, value] of dict.entries()) if (!OWN.has(key)) node.entries.set(key, value)
    const id = textOf(dict.lookup(name('ID')))
    if (id !== undefined) byId.set(id, node)
    const headers = takeHeaders(document, node)
    if (headers.length) waiting.push([node, headers])
    const kids = dict.get(name('K'))
    const list = kids instanceof PDFRef ? context.lookup(kids) : kids
    for (const kid of list instanceof PDFArray ? list.asArray() : kids === undefined ? [] : [kids])
      if (kid instanceof PDFNumber) node.kids.push({ owner: page!, page: page!, mcid: kid.asNumber() })
      else node.kids.push(...read(kid, page))
    return [node]
  }

  const top = catalog.lookupMaybe(name('StructTreeRoot'), PDFDict)?.get(name('K'))
  if (!top) return element('Document', [])
  const list = context.lookup(top)
  const kids = (list instanceof PDFArray ? list.asArray() : [top]).flatMap((kid) => read(kid, undefined))
  const [only] = kids
  for (const [node, ids] of waiting) node.headers = ids.flatMap((id) => byId.get(id) ?? [])
  return only && kids.length === 1 && isElement(only) && only.type === 'Document'
    ? only
    : element('Document', kids)
}

/** Takes the header cells' identifiers out of an element's attributes: the browser counts them, so they shift. */
function takeHeaders({ context }: PDFDocument, { entries }: Element): string[] {
  const attributes = context.lookup(entries.get(name('A')))
  const list = attributes instanceof PDFArray ? attributes.asArray() : attributes ? [attributes] : []
  for (const [index, object] of list.entries()) {
    const dict = context.lookup(object)
    const headers = dict instanceof PDFDict ? dict.lookup(name('Headers')) : undefined
    if (!(headers instanceof PDFArray)) continue
    const rest = list.filter((_, at) => at !== index)
    if (rest.length) entries.set(name('A'), context.obj(rest))
    else entries.delete(name('A'))
    return headers.asArray().flatMap((id) => textOf(context.lookup(id)) ?? [])
  }
  return []
}

/** The attribute of an owner, or undefined (14.7.5). */
export function attribute({ context }: PDFDocument, { entries }: Element, owner: string, key: string) {
  const attributes = context.lookup(entries.get(name('A')))
  for (const object of attributes instanceof PDFArray
    ? attributes.asArray()
    : attributes
      ? [attributes]
      : []) {
    const dict = context.lookup(object)
    if (dict instanceof PDFDict && dict.get(name('O')) === PDFName.of(owner) && dict.has(name(key)))
      return dict.lookup(name(key))
  }
  return undefined
}

/** Sets an attribute (14.7.5). */
export function setAttribute(
  { context }: PDFDocument,
  { entries }: Element,
  owner: string,
  key: string,
  value: string,
): void {
  const old = context.lookup(entries.get(name('A')))
  const attributes = old instanceof PDFArray ? old.asArray() : old ? [old] : []
  entries.set(name('A'), context.obj([...attributes, context.obj({ O: owner, [key]: value })]))
}

/**
 * Writes the tree, with its parent tree (14.7.4.4) and the identifiers of header cells and notes (14.7.2), numbered in
 * reading order. @param roles types that PDF 1.7 does not know, and the ones that stand for them (14.8.4)
 */
export function writeStructure(
  document: PDFDocument,
  root: Element,
  roles: ReadonlyMap<string, string>,
): void {
  const { context, catalog } = document
  const refs = new Map<Element, PDFRef>()
  const ids = new Map<Element, PDFString>()
  for (const node of elementsOf(root)) refs.set(node, context.nextRef())
  const identify = (node: Element): void => {
    if (refs.has(node) && !ids.has(node)) ids.set(node, PDFString.of(`e${ids.size + 1}`))
  }
  for (const node of elementsOf(root)) {
    if (node.type === 'Note') identify(node) // ISO 14289-1, 7.9
    node.headers?.forEach(identify)
  }

  const owners = new Map<PDFRef, PDFRef[]>() // by MCID
  const annotations: (readonly [PDFRef, PDFRef])[] = []
  const write = (node: Element, parent: PDFRef): void => {
    const ref = refs.get(node)!
    const page = node.kids.find(isMarked)?.page
    const dict = context.obj({})
    dict.set(name('Type'), name('StructElem'))
    dict.set(name('S'), PDFName.of(node.type))
    dict.set(name('P'), parent)
    if (page) dict.set(name('Pg'), page)
    if (node.lang !== undefined) dict.set(name('Lang'), PDFString.of(node.lang))
    const id = ids.get(node)
    if (id) dict.set(name('ID'), id)
    for (const [key, value] of node.entries) dict.set(key, value)
    const headers = (node.headers ?? []).flatMap((header) => ids.get(header) ?? [])
    if (headers.length) {
      const old = context.lookup(node.entries.get(name('A')))
      const own = context.obj({ O: 'Table', Headers: headers })
      dict.set(name('A'), context.obj([...(old instanceof PDFArray ? old.asArray() : old ? [old] : []), own]))
    }
    const kids = node.kids.map((kid): PDFObject => {
      if (isElement(kid)) {
        write(kid, ref)
        return refs.get(kid)!
      }
      if (!isMarked(kid)) {
        annotations.push([kid.annotation, ref])
        return context.obj({ Type: 'OBJR', Pg: kid.page, Obj: kid.annotation })
      }
      let claimed = owners.get(kid.owner)
      if (!claimed) owners.set(kid.owner, (claimed = []))
      claimed[kid.mcid] = ref
      if (kid.owner === page) return PDFNumber.of(kid.mcid)
      const reference = context.obj({ Type: 'MCR', Pg: kid.page, MCID: kid.mcid })
      if (kid.owner !== kid.page) reference.set(name('Stm'), kid.owner)
      return reference
    })
    if (kids.length) dict.set(name('K'), kids.length === 1 ? kids[0]! : context.obj(kids))
    context.assign(ref, dict)
  }

  const rootDict = context.obj({ Type: 'StructTreeRoot' })
  const rootRef = context.register(rootDict)
  catalog.set(name('StructTreeRoot'), rootRef)
  catalog.set(name('MarkInfo'), context.obj({ Marked: true }))
  write(root, rootRef)

  const numbers: PDFObject[] = []
  let key = 0
  for (const page of document.getPages()) page.node.delete(name('StructParents'))
  for (const [owner, claimed] of owners) {
    const stream = context.lookup(owner) as PDFDict | { readonly dict: PDFDict }
    const dict = stream instanceof PDFDict ? stream : stream.dict
    dict.set(name('StructParents'), PDFNumber.of(key))
    const parents = context.obj(Array.from(claimed, (ref: PDFRef | undefined): PDFObject => ref ?? PDFNull))
    numbers.push(PDFNumber.of(key++), context.register(parents))
  }
  for (const [annotation, ref] of annotations) {
    context.lookup(annotation, PDFDict).set(name('StructParent'), PDFNumber.of(key))
    numbers.push(PDFNumber.of(key++), ref)
  }
  rootDict.set(name('K'), refs.get(root)!)
  rootDict.set(name('ParentTree'), context.register(context.obj({ Nums: numbers })))
  rootDict.set(name('ParentTreeNextKey'), PDFNumber.of(key))
  if (ids.size) {
    const sorted = [...ids].sort(([, a], [, b]) => (a.asString() < b.asString() ? -1 : 1))
    const entries = sorted.flatMap(([node, id]): PDFObject[] => [id, refs.get(node)!])
    rootDict.set(name('IDTree'), context.register(context.obj({ Names: entries })))
  }
  const used = new Set([...elementsOf(root)].map(({ type }) => type))
  const mapped = Object.fromEntries([...roles].filter(([type]) => used.has(type)))
  if (Object.keys(mapped).length) rootDict.set(name('RoleMap'), context.obj(mapped))
}
