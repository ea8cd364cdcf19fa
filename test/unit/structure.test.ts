/** Trees as the browser writes them, and what becomes of them. */
import { PDFArray, PDFDict, PDFDocument, PDFHexString, PDFName, PDFRef, PDFString } from 'pdf-lib'
import { beforeEach, describe, expect, test } from 'vitest'
import { describeLinks, placeReferences } from '../../src/finish/links.js'
import { setOutline } from '../../src/finish/outline.js'
import { repairStructure, ROLES } from '../../src/finish/structure.js'
import {
  type Element,
  element,
  isElement,
  isMarked,
  type Kid,
  type Marked,
  readStructure,
  setAttribute,
  writeStructure,
} from '../../src/finish/structure-tree.js'
import { readTags } from '../../src/verify/tags.js'
import { tellDocument } from '../../src/verify/tell.js'

let document: PDFDocument
let page: PDFRef
let texts: Map<number, string>

beforeEach(async () => {
  document = await PDFDocument.create()
  page = document.addPage().ref
  texts = new Map()
})

/** A marked sequence that reads so. */
const say = (text: string): Marked => {
  const mcid = texts.size
  texts.set(mcid, text)
  return { owner: page, page, mcid }
}
const e = (type: string, ...kids: (Kid | string)[]): Element =>
  element(
    type,
    kids.map((kid) => (typeof kid === 'string' ? say(kid) : kid)),
  )
const speaking = (lang: string, node: Element): Element => Object.assign(node, { lang })
const under = (headers: readonly Element[], node: Element): Element => Object.assign(node, { headers })
const head = (...kids: (Kid | string)[]): Element => {
  const cell = e('TH', ...kids)
  setAttribute(document, cell, 'Table', 'Scope', 'Column')
  return cell
}

/** «P(a Em(b))» */
const tell = (kid: Kid): string => {
  if (!isElement(kid)) return isMarked(kid) ? texts.get(kid.mcid)! : '@'
  const reads = kid.entries.get(PDFName.of('ActualText'))
  const inside = [...(reads ? ['='] : []), ...kid.kids.map(tell)].join(' ')
  return `${kid.type}${kid.lang ? `[${kid.lang}]` : ''}${inside ? `(${inside})` : ''}`
}
const repaired = (root: Element, ...languages: string[]): string => {
  const [first = 'en', ...others] = languages
  repairStructure(
    document,
    root,
    ({ mcid }) => texts.get(mcid) !== '',
    ({ mcid }) => texts.get(mcid)!,
    [first, ...others],
  )
  return tell(root)
}

describe('a repaired structure', () => {
  test('has no NonStruct around text and divisions', () => {
    const root = e('Document', e('NonStruct', e('P', e('NonStruct', 'a'), e('Em', e('NonStruct', 'b')))))
    expect(repaired(root)).toBe('Document(P(a Em(b)))')
  })

  test('keeps the language of one as a Span, or a Div around blocks', () => {
    const root = e(
      'Document',
      e('P', speaking('ru', e('NonStruct', 'a'))),
      speaking('es', e('NonStruct', e('P', 'b'))),
    )
    expect(repaired(root)).toBe('Document(P(Span[ru](a)) Div[es](P(b)))')
  })

  test('puts text that stands alone among blocks into paragraphs', () => {
    const root = e(
      'Document',
      e('NonStruct', e('NonStruct', 'a')),
      e('NonStruct', 'b'),
      e('H1', 'c'),
      e('Link', 'd'),
    )
    expect(repaired(root)).toBe('Document(P(a) P(b) H1(c) P(Link(d)))')
  })

  test('drops what paints nothing to be read, but keeps empty cells', () => {
    const root = e('Document', e('P', ''), e('Table', e('TR', e('TD', ''), e('TD', 'a'))))
    expect(repaired(root)).toBe('Document(Table(TR(TD TD(a))))')
  })

  test('has a body in every item of a list, and items alone in a list', () => {
    const root = e('Document', e('L', e('LI', e('Lbl', '1'), 'a', e('L', e('LI', 'b'))), e('P', 'c')))
    expect(repaired(root)).toBe('Document(L(LI(Lbl(1) LBody(a L(LI(LBody(b))))) LI(LBody(P(c)))))')
  })

  test('has one list of the pieces that a template has set it in', () => {
    const piece = (lang: string, ...names: string[]) =>
      speaking(`${lang}-x-piece`, e('L', ...names.map((name) => e('LI', e('LBody', name)))))
    const boxes = [e('NonStruct', piece('en', 'a', 'b'), piece('en', 'c')), e('NonStruct', piece('en', 'd'))]
    expect(repaired(e('Document', ...boxes, e('H2', 'e'), piece('ru', 'f'), e('L', e('LI', 'g'))))).toBe(
      'Document(L(LI(LBody(a)) LI(LBody(b)) LI(LBody(c)) LI(LBody(d))) ' +
        'H2(e) L[ru](LI(LBody(f))) L(LI(LBody(g))))',
    )
  })

  test('has the rows of a table’s pieces under the heads of the table around them', () => {
    const [one, two] = [head('1'), head('2')]
    const row = (...cells: string[]) => e('TR', e('TH', cells[0]!), e('TD', cells[1]!), e('TD', cells[2]!))
    const piece = (...rows: Element[]) =>
      e('TR', e('TD', speaking('en-x-piece', e('Table', e('TBody', ...rows)))))
    const last = row('9', 'e', 'f')
    const table = e(
      'Table',
      e('THead', e('TR', e('TD', ''), one, two)),
      piece(row('7', 'a', 'b')),
      piece(row('8', 'c', 'd'), last),
    )
    expect(repaired(e('Document', table))).toBe(
      'Document(Table(THead(TR(TD TH(1) TH(2))) ' +
        'TR(TH(7) TD(a) TD(b)) TR(TH(8) TD(c) TD(d)) TR(TH(9) TD(e) TD(f))))',
    )
    expect((last.kids as Element[]).map(({ headers }) => headers)).toEqual([undefined, [one], [two]])
  })

  test('has a Div where the browser nests figures', () => {
    expect(repaired(e('Document', e('Figure', e('Figure', 'a'), e('Caption', 'b'))))).toBe(
      'Document(Div(Figure(a) Caption(b)))',
    )
  })

  test('has the cells of a table that the browser left out, where they belong', () => {
    const [one, two, three] = [head('1'), head('2'), head('3')]
    const root = e(
      'Document',
      e(
        'Table',
        e('TR', one, two, three),
        e('TR', under([one], e('TD', 'a')), under([three], e('TD', 'c'))),
        e('TR', under([two], e('TD', 'b'))),
      ),
    )
    expect(repaired(root)).toBe('Document(Table(TR(TH(1) TH(2) TH(3)) TR(TD(a) TD TD(c)) TR(TD TD(b) TD)))')
  })

  test('has one link where one was broken over lines', () => {
    const link = (text: string, target: string) => {
      const annotation = document.context.register(document.context.obj({ Dest: target }))
      return element('Link', [say(text), { page, annotation }])
    }
    const root = e('Document', e('P', link('a', 'x'), link('b', 'x'), link('c', 'y')))
    expect(repaired(root)).toBe('Document(P(Link(a @ b @) Link(c @)))')
  })
})

test('a footnote is known by its language, and what goes over to the next page is joined to it', () => {
  const root = e(
    'Document',
    e('P', 'text'),
    speaking('en-x-fn1', e('Aside', e('NonStruct', e('Link', '1')), e('P', 'a'))),
    speaking('de-x-fn1', e('Aside', e('Link', '1'), e('P', 'b'))),
    speaking('en-x-fn1-on', e('Aside', e('P', 'c'), e('P', 'd'))),
    speaking('en-x-fn1', e('Aside', e('P', 'e'))),
  )
  expect(repaired(root)).toBe(
    'Document(P(text) Note(Lbl(Link(1)) P(a c) P(d) P(e)) Note[de](Lbl(Link(1)) P(b)))',
  )
})

describe('a link', () => {
  const contents = (...kids: Kid[]): string => {
    const annotation = document.context.register(
      document.context.obj({ A: { S: 'URI', URI: PDFString.of('https://example.org/') } }),
    )
    const root = e('Document', e('P', element('Link', [...kids, { page, annotation }])))
    describeLinks(document, root, ({ mcid }) => ({ text: texts.get(mcid)! }), new Map())
    const told = document.context.lookup(annotation, PDFDict).lookup(PDFName.of('Contents'), PDFHexString)
    return told.decodeText()
  }

  test('says the text that it stands under', () => {
    expect(contents(say('over'), say(' two lines'))).toBe('over two lines')
    expect(contents(e('P', 'a'), e('P', 'b'))).toBe('a b')
  })

  test('or its address', () => {
    expect(contents(say(''))).toBe('https://example.org/')
  })
})

describe('languages side by side', () => {
  /** Two columns, the second Russian; the table is English. */
  const parallel = () => {
    const [en, ru] = [head('English'), speaking('ru', head('русский'))]
    return e(
      'Document',
      e(
        'Table',
        e('TR', en, ru),
        e(
          'TR',
          under([en], e('TD', e('H1', 'Title'))),
          under([ru], speaking('ru', e('TD', e('H1', 'Титул')))),
        ),
        e(
          'TR',
          e('TH', '1'),
          under([en], e('TD', e('P', 'one'))),
          under([ru], speaking('ru', e('TD', e('P', 'раз')))),
        ),
        e('TR', e('TH', '2'), under([en], e('TD', 'two')), under([ru], e('TD', 'two again'))),
      ),
    )
  }

  test('are read one after the other, and a label that stands once is told by its text', () => {
    expect(repaired(parallel(), 'en', 'ru')).toBe(
      'Document(' +
        'Sect[en](P(English) H1(Title) L(LI(Lbl(1) LBody(P(one))) LI(Lbl(2) LBody(two)))) ' +
        'Sect[ru](P(русский) H1(Титул) L(LI(Lbl(=) LBody(P(раз))) LI(Lbl(=) LBody[en](two again)))))',
    )
  })

  test('are a table if that is not what its head says', () => {
    expect(repaired(parallel(), 'en', 'es')).toMatch(/^Document\(Table\(TR\(TD TH/)
    expect(repaired(parallel(), 'en')).toMatch(/^Document\(Table\(TR\(TD TH/)
  })
})

describe('a structure that is written and read again', () => {
  test('is the same, with names for header cells and parents for all content', () => {
    const cell = head('a')
    const root = e(
      'Document',
      e('Table', e('TR', cell), e('TR', under([cell], e('TD', 'b')))),
      speaking('ru', e('Aside', 'c')),
    )
    writeStructure(document, root, ROLES)
    expect(tell(readStructure(document))).toBe(tell(root))

    const tree = document.catalog.lookup(PDFName.of('StructTreeRoot'), PDFDict)
    expect(tree.lookup(PDFName.of('RoleMap'))!.toString()).toBe('<<\n/Aside /Sect\n>>')
    expect(tree.lookup(PDFName.of('IDTree'), PDFDict).get(PDFName.of('Names'))!.toString()).toMatch(
      /^\[ \(e1\) \d+ 0 R \]$/,
    )
    expect(document.getPage(0).node.get(PDFName.of('StructParents'))!.toString()).toBe('0')
    expect(readTags(document)).toMatchObject([
      { type: 'Document', kids: [{ type: 'Table' }, { type: 'Aside', lang: 'ru' }] },
    ])
  })
})

test('a long list is told by its beginning, its end, and a digest of all between', () => {
  const items = Array.from({ length: 40 }, (_, i) => e('LI', e('LBody', `${i + 1}`)))
  const tellMore = (): string => {
    writeStructure(document, e('Document', e('L', ...items)), ROLES)
    return /… .*/.exec(tellDocument(document, (_, mcid) => texts.get(mcid)!))![0]
  }
  const before = tellMore()
  expect(before).toMatch(/^… 27 more: [0-9a-f]{12}$/)
  expect(tellMore()).toBe(before)
  items[29]!.lang = 'en'
  expect(tellMore()).not.toBe(before)
})

test('a document without a structure gets an empty one', () => {
  expect(tell(readStructure(document))).toBe('Document')
  writeStructure(document, readStructure(document), ROLES)
  expect(readTags(document)).toMatchObject([{ type: 'Document', kids: [] }])
})

describe('an outline', () => {
  const outline = (
    root: Element,
    lang: string,
    ...wanted: (readonly [title: string, text: string, lang?: string])[]
  ) => {
    setOutline(
      document,
      root,
      ({ mcid }) => ({ text: texts.get(mcid)!, at: { x: 0, y: 700 - 10 * mcid, size: 10 } }),
      wanted.map(([title, text, spoken = lang]) => ({ title, text, lang: spoken, below: [] })),
      lang,
    )
    const told: string[] = []
    let item = document.catalog
      .lookup(PDFName.of('Outlines'), PDFDict)
      .lookupMaybe(PDFName.of('First'), PDFDict)
    for (; item; item = item.lookupMaybe(PDFName.of('Next'), PDFDict))
      told.push(
        `${(item.lookup(PDFName.of('Title')) as PDFString).decodeText()} ${String(item.get(PDFName.of('Dest')))}`,
      )
    return told.map((line) => line.replace(/\[ \d+ 0 R \/XYZ null (\d+) null \]/, '$1'))
  }

  test('leads to where a block begins with the words, whatever capitals, hyphens and numbers there are', () => {
    const root = e('Document', e('P', '1. THE FIRST PARA-'), e('P', 'The se', e('Em', 'cond'), ' one'))
    expect(outline(root, 'en', ['a', 'The first paragraph'], ['b', 'The second one of many'])).toEqual([
      'a 712',
      'b 692',
    ])
  })

  test('leads in the order of the text, in the part of its language', () => {
    const root = e('Document', e('P', 'same'), speaking('ru', e('Sect', e('P', 'same'))), e('P', 'same'))
    expect(outline(root, 'en', ['a', 'same'], ['b', 'same'], ['c', 'same', 'ru'])).toEqual([
      'a 712',
      'b 692',
      'c 702',
    ])
  })
})

test('the way back from a note leads to the link of its first reference, be that above the place or on the page after it', () => {
  const { context, catalog } = document
  const link = (bottom: number, top: number) =>
    context.register(context.obj({ Subtype: 'Link', Rect: [70, bottom, 75, top], Dest: 'en-note-1' }))
  const next = document.addPage()
  document.getPage(0).node.set(PDFName.of('Annots'), context.obj([link(59.5, 60)]))
  next.node.set(PDFName.of('Annots'), context.obj([link(500, 510), link(787, 797)]))
  const places = context.obj({
    'en-reference-1': [page, 'XYZ', 70, 105, 0],
    'en-note-1': [page, 'XYZ', 0, 9, 0],
  })
  catalog.set(PDFName.of('Dests'), places)
  placeReferences(document)
  expect(places.lookup(PDFName.of('en-reference-1'), PDFArray).toString()).toBe(
    `[ ${next.ref.toString()} /XYZ 70 797 0 ]`,
  )
  expect(places.lookup(PDFName.of('en-note-1'), PDFArray).get(0)).toBe(page)
})
