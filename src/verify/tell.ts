/** A finished PDF as text that a person reads at a glance, and a test compares. */
import { createHash } from 'node:crypto'
import { ParseSpeeds, PDFArray, PDFDict, PDFDocument, PDFName, PDFRef } from 'pdf-lib'
import { readFacts, readXmp, textOf } from './facts.js'
import { isNode, readTags, type TagNode } from './tags.js'

/** The same of a file's bytes. */
export const tellFile = async (
  pdf: Uint8Array,
  marked: (page: number, mcid: number) => string,
): Promise<string> =>
  tellDocument(
    await PDFDocument.load(pdf, { updateMetadata: false, parseSpeed: ParseSpeeds.Fastest }),
    marked,
  )

/** The product that printed a file, and its version. */
export const producerOf = async (pdf: Uint8Array): Promise<string | undefined> =>
  (await PDFDocument.load(pdf, { updateMetadata: false })).getProducer()

/**
 * Standards, boxes, fonts, outline and tags, a fact a line.
 * @param marked the text of marked content, as `readMarked` gives it for each page
 */
export function tellDocument(document: PDFDocument, marked: (page: number, mcid: number) => string): string {
  const { title, lang, standards, fonts } = readFacts(document)
  const languages = [...readXmp(document).matchAll(/<dc:language>(.*)<\/dc:language>/g)].flatMap(([, bag]) =>
    [...bag!.matchAll(/<rdf:li>(.*?)<\/rdf:li>/g)].map(([, tag]) => tag!),
  )
  return [
    `title      ${title ?? 'none'}`,
    `languages  ${languages.join(', ')} (the file’s own: ${lang ?? 'none'})`,
    `standards  ${standards.join(', ') || 'none'}`,
    `made       ${document.getCreationDate()?.toISOString() ?? 'never'}`,
    '',
    'pages',
    ...boxes(document),
    '',
    'fonts',
    ...fonts
      .map(({ name, type, subset, embedded, toUnicode }) => {
        const facts = [type, embedded && 'embedded', subset && 'subset', toUnicode && 'Unicode']
        return `  ${name.padEnd(32)}${facts.filter(Boolean).join(', ')}`
      })
      .sort(),
    '',
    'outline',
    ...outline(document),
    '',
    `reading    ${reading(document, lang ?? '?')}`,
    '',
    'tags',
    ...readTags(document).flatMap((node) => tellTag(node, marked, '  ')),
    '',
  ].join('\n')
}

/** The languages of the parts of the document, in the order in which they are read. */
function reading(document: PDFDocument, lang: string): string {
  const parts = readTags(document).flatMap((node) => {
    const sections = node.kids.filter((kid): kid is TagNode => typeof kid === 'object' && isNode(kid))
    return sections.map((section) => section.lang ?? node.lang ?? lang)
  })
  return parts.filter((part, index) => part !== parts[index - 1]).join(', then ')
}

/** Pages with the same boxes on one line. */
function boxes(document: PDFDocument): string[] {
  const tell = ({ x, y, width, height }: { x: number; y: number; width: number; height: number }) =>
    `${width} × ${height} at ${x}, ${y}`
  const lines: { text: string; first: number; last: number }[] = []
  for (const [index, page] of document.getPages().entries()) {
    const [media, trim] = [tell(page.getMediaBox()), tell(page.getTrimBox())]
    const text = `media ${media}; trim ${trim === media ? 'the same' : trim}`
    const before = lines.at(-1)
    if (before?.text === text) before.last = index + 1
    else lines.push({ text, first: index + 1, last: index + 1 })
  }
  return lines.map(({ text, first, last }) => `  ${first === last ? first : `${first}–${last}`}: ${text}`)
}

function outline(document: PDFDocument): string[] {
  const pages = document.getPages().map(({ ref }) => ref)
  const read = (parent: PDFDict, indent: string): string[] => {
    const lines: string[] = []
    let item = parent.lookupMaybe(PDFName.of('First'), PDFDict)
    for (; item; item = item.lookupMaybe(PDFName.of('Next'), PDFDict)) {
      const dest = item.lookupMaybe(PDFName.of('Dest'), PDFArray)
      const page = dest?.get(0)
      const where = page instanceof PDFRef ? `page ${pages.indexOf(page) + 1}` : 'nowhere'
      lines.push(`${indent}${textOf(item.lookup(PDFName.of('Title'))) ?? ''} → ${where}`)
      lines.push(...read(item, `${indent}  `))
    }
    return lines
  }
  const root = document.catalog.lookupMaybe(PDFName.of('Outlines'), PDFDict)
  return root ? read(root, '  ') : ['  none']
}

/** An element a line; those within a line of text are named behind the text. */
function tellTag(node: TagNode, marked: (page: number, mcid: number) => string, indent: string): string[] {
  const { text, inline } = textAndInline(node, marked)
  const within = inline.length ? ` with ${inline.map(tellType).join(', ')}` : ''
  const blocks = node.kids.filter(
    (kid): kid is TagNode => typeof kid === 'object' && isNode(kid) && !INLINE.has(kid.type),
  )
  const tell = (kids: readonly TagNode[]) => kids.flatMap((kid) => tellTag(kid, marked, `${indent}  `))
  const told =
    blocks.length <= LONG
      ? tell(blocks)
      : [
          ...tell(blocks.slice(0, LONG / 2)),
          `${indent}  … ${blocks.length - LONG / 2 - 1} more: ${digest(tell(blocks.slice(LONG / 2, -1)))}`,
          ...tell(blocks.slice(-1)),
        ]
  return [`${indent}${tellType(node)}${text ? `  «${shorten(text)}»` : ''}${within}`, ...told]
}

/** More kids than these are told by the first half of them and the last; what is between has a say by its digest. */
const LONG = 24

const digest = (lines: readonly string[]): string =>
  createHash('sha256').update(lines.join('\n')).digest('hex').slice(0, 12)

const INLINE: ReadonlySet<string> = new Set([
  'Span',
  'Em',
  'Strong',
  'Link',
  'Code',
  'Quote',
  'Reference',
  'Note',
])

const tellType = ({ type, lang, alt, actualText }: TagNode): string =>
  type +
  (lang === undefined ? '' : ` [${lang}]`) +
  (alt === undefined ? '' : ` alt «${alt}»`) +
  (actualText === undefined ? '' : ` reads «${actualText}»`)

function textAndInline(node: TagNode, marked: (page: number, mcid: number) => string) {
  let text = ''
  const inline: TagNode[] = []
  for (const kid of node.kids) {
    if (kid === 'annotation') continue
    if (!isNode(kid)) text += marked(kid.page, kid.mcid)
    else if (INLINE.has(kid.type)) {
      const inner = textAndInline(kid, marked)
      text += inner.text
      inline.push(kid, ...inner.inline)
    }
  }
  return { text, inline }
}

/** Beginning and end: what is lost in between is another check's business. */
function shorten(text: string): string {
  const joined = text.replace(/\u00AD\s*/g, '-')
  const words = joined.trim().split(/\s+/)
  return words.length <= 10
    ? words.join(' ')
    : `${words.slice(0, 5).join(' ')} … ${words.slice(-4).join(' ')}`
}
