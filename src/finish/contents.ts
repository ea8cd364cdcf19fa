/** All content streams of a document: of its pages and of the form XObjects that they draw. */
import {
  PDFArray,
  PDFContentStream,
  PDFDict,
  type PDFDocument,
  PDFName,
  type PDFObject,
  type PDFPage,
  PDFRawStream,
  PDFRef,
} from 'pdf-lib'
import { decodeStream } from '../content-stream/decode.js'
import { type Emit, type Pass, rewrite } from '../content-stream/content-stream.js'

/** What a content stream is rewritten by; new for each, since a pass keeps its state. */
export interface Revision {
  readonly pass: Pass
  /** After the last operation, for a pass that holds some back. */
  readonly end?: (emit: Emit) => void
}

/** A content stream to be rewritten. */
export interface Content {
  /** The page or the form that marked content in it belongs to (14.7.4.2). */
  readonly owner: PDFRef
  readonly page: PDFRef
  readonly resources: PDFDict
}

/** Sends what the first revision emits through the second, and so on. For one content stream. */
export const chain = (...revisions: readonly Revision[]): Revision =>
  revisions.reduceRight((then, first) => {
    let last: Emit = () => {}
    const through: Emit = (operation) => then.pass(operation, last)
    return {
      pass(operation, emit) {
        last = emit
        first.pass(operation, through)
      },
      end(emit) {
        last = emit
        first.end?.(through)
        then.end?.(emit)
      },
    }
  })

/**
 * Rewrites each content stream once, a page before the forms that it draws. Forms keep their dictionaries, and with them
 * their place in the structure (ISO 32000-1, 14.7.4.4); streams that do not change keep their bytes.
 * Throws `ContentStreamError`.
 * @param reach whether tiling patterns and the groups of soft masks, which hold no text to read, are rewritten, too
 */
export function rewriteContents(
  document: PDFDocument,
  revise: (content: Content) => Revision,
  reach: 'forms' | 'all that is painted' = 'forms',
): void {
  const { context } = document
  const seen = new Set<PDFRef>()

  const rewriteBy = (bytes: Uint8Array, content: Content): Uint8Array => {
    const { pass, end } = revise(content)
    return rewrite(bytes, pass, end)
  }

  const visitForms = (resources: PDFDict, page: PDFRef): void => {
    const drawn = valuesOf(resources, 'XObject')
    for (const ref of reach === 'forms' ? drawn : [...drawn, ...paintedBy(resources)]) {
      if (!(ref instanceof PDFRef) || seen.has(ref)) continue // a stream is always indirect (7.3.8.1)
      seen.add(ref)
      const form = context.lookup(ref)
      if (!(form instanceof PDFRawStream) || !isContent(form)) continue
      // Without resources of its own it uses the page's (7.8.3).
      const own = form.dict.lookupMaybe(PDFName.of('Resources'), PDFDict) ?? resources
      const bytes = decode(form)
      const rewritten = rewriteBy(bytes, { owner: ref, page, resources: own })
      if (rewritten !== bytes) {
        const stream = context.flateStream(rewritten)
        for (const [key, value] of form.dict.entries())
          if (!ENCODING.has(key.decodeText())) stream.dict.set(key, value)
        context.assign(ref, stream)
      }
      visitForms(own, page)
    }
  }

  for (const page of document.getPages()) {
    const resources = page.node.Resources() ?? context.obj({})
    const contents = page.node.Contents()
    const key = page.node.get(PDFName.of('Contents'))
    if (contents && !(key instanceof PDFRef && seen.has(key))) {
      if (key instanceof PDFRef) seen.add(key)
      // Operations may go on from one stream to the next, tokens may not (7.8.2).
      const parts = contents instanceof PDFArray ? contents.asArray() : [contents]
      const bytes = join(parts.map((part) => decode(context.lookup(part))))
      const rewritten = rewriteBy(bytes, { owner: page.ref, page: page.ref, resources })
      if (rewritten !== bytes) {
        const stream = context.flateStream(rewritten)
        if (key instanceof PDFRef) context.assign(key, stream)
        else page.node.set(PDFName.of('Contents'), context.register(stream))
      }
    }
    visitForms(resources, page.ref)
  }
}

/**
 * A page's content as a form XObject of the same document, with the page's resources (8.10).
 * @param entries of the form's dictionary besides these
 */
export function formFrom({ node }: PDFPage, entries: Readonly<Record<string, number[]>>): PDFRef {
  const { context } = node
  const contents = node.Contents()
  const parts =
    contents instanceof PDFArray ? contents.asArray().map((part) => context.lookup(part)) : [contents]
  const [only] = parts
  const stream =
    parts.length === 1 && only instanceof PDFRawStream
      ? PDFRawStream.of(only.dict.clone(context), only.contents)
      : context.flateStream(join(parts.map(decode)))
  const form = { Type: 'XObject', Subtype: 'Form', Resources: node.Resources() ?? {}, ...entries }
  for (const [key, value] of context.obj(form).entries()) stream.dict.set(key, value)
  return context.register(stream)
}

const valuesOf = (resources: PDFDict, category: string): readonly PDFObject[] =>
  resources.lookupMaybe(PDFName.of(category), PDFDict)?.values() ?? []

/** Tiling patterns (8.7.3), and the groups that soft masks are made from (11.6.5.2). */
function paintedBy(resources: PDFDict): readonly PDFObject[] {
  const states = resources.lookupMaybe(PDFName.of('ExtGState'), PDFDict)
  const masks = (states?.keys() ?? []).flatMap((name) => {
    const mask = states!.lookupMaybe(name, PDFDict)?.lookup(PDFName.of('SMask'))
    const group = mask instanceof PDFDict ? mask.get(PDFName.of('G')) : undefined
    return group ? [group] : []
  })
  return [...valuesOf(resources, 'Pattern'), ...masks]
}

const isContent = ({ dict }: PDFRawStream): boolean =>
  dict.lookup(PDFName.of('Subtype')) === PDFName.of('Form') || dict.has(PDFName.of('PaintType'))

/** Entries that tell how a stream's bytes are written (7.3.8.2, table 5); they are new with the bytes. */
const ENCODING: ReadonlySet<string> = new Set(['Length', 'Filter', 'DecodeParms'])

function decode(stream: PDFObject | undefined): Uint8Array {
  if (stream instanceof PDFRawStream) return decodeStream(stream)
  if (stream instanceof PDFContentStream) return stream.getUnencodedContents() // one that pdf-lib has made
  throw new TypeError('A page’s content is no stream.')
}

/** With white space between the parts, as 7.8.2 has it. */
function join(parts: readonly Uint8Array[]): Uint8Array {
  if (parts.length === 1) return parts[0]!
  const newline = Uint8Array.of(0x0a)
  return new Uint8Array(Buffer.concat(parts.flatMap((part) => [part, newline])))
}
