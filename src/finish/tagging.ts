/** Structure tree and content streams brought together: each stream is read and written once, by all passes at a time. */
import { PDFArray, PDFDict, type PDFDocument, PDFName, PDFRawStream, PDFRef } from 'pdf-lib'
import { concatenate, IDENTITY, type Matrix } from '../content-stream/matrix.js'
import type { Tag } from '../model/publication.js'
import { decodeStream } from '../content-stream/decode.js'
import { numbersOf } from '../content-stream/values.js'
import { artifactPass } from './artifacts.js'
import { chain, type Content, type Revision, rewriteContents } from './contents.js'
import { hyphenPass } from './hyphens.js'
import { labelPass } from './labels.js'
import { areaPass, type PrintedPages } from './page-area.js'
import { type Reading, readingPass } from './reading.js'
import { runPass } from './runs.js'
import { keepFirstHeads, repairStructure, sequencesOf } from './structure.js'
import { type Element, type Marked, readStructure } from './structure-tree.js'
import { openFonts, TextCursor } from './text-cursor.js'

/** A glyph that its font does not have. */
export interface LostGlyph {
  /** From 1. */
  readonly page: number
  /** The font's PostScript name. */
  readonly font: string
  /** The words before it. */
  readonly before: string
}

export interface Tagged {
  readonly root: Element
  readonly readingOf: (marked: Marked) => Reading | undefined
  readonly lost: readonly LostGlyph[]
  /** What all pages are printed at; 1 is as they were set. */
  readonly scale: number
}

/** What is known of a marked sequence: first from the structure, then from the stream. */
interface Sequence {
  readonly marked: Marked
  readonly block: Element
  /** Its block goes on in another sequence. */
  goesOn: boolean
  reading?: Reading
  kept: boolean
}

/**
 * Rewrites all content (artifacts, hyphens, spaces at line ends) and repairs the structure. The tree is not yet written
 * back. Throws `ContentStreamError`.
 * @param languages of the file, its own first
 */
export function tag(
  document: PDFDocument,
  languages: readonly [Tag, ...Tag[]],
  printed: PrintedPages,
): Tagged {
  const root = readStructure(document)
  keepFirstHeads(document, root)
  const { byMarked, byOwner } = listSequences(root, languages[0])
  const isTagged = openTaggedForms(document)

  const fontsOf = openFonts()
  const spaces = new Map<PDFRef, Matrix>()
  const pages = document.getPages().map(({ ref }) => ref)
  const lost: LostGlyph[] = []
  const setAt = new Map<number, number>()
  const countText = (scale: number, bytes: number) => setAt.set(scale, (setAt.get(scale) ?? 0) + bytes)
  /** Sequences of each page so far. */
  const counts = new Map<PDFRef, number>()
  const revise = ({ owner, page, resources }: Content): Revision => {
    if (owner !== page && !isTagged(owner)) return UNCHANGED
    // Chromium 147 counts a page's sequences on into its forms, and says nowhere which one is in which; 153 counts those
    // of each form by themselves.
    const own = byOwner.get(owner) ?? byOwner.get(page)
    const drawn = formsOf(resources)
    const fontOf = fontsOf(resources)
    return chain(
      ...(owner === page ? [areaPass(printed, pages.indexOf(page), countText)] : []),
      hyphenPass(fontOf),
      labelPass((mcid) => own?.get(mcid)?.block.type === 'Lbl'),
      readingPass(new TextCursor(fontOf, spaces.get(owner)), {
        scopeOf: (mcid) => own?.get(mcid),
        read(mcid, reading) {
          const sequence = own?.get(mcid)
          if (sequence) sequence.reading = reading
        },
        lost: (font, before) => lost.push({ page: pages.indexOf(page) + 1, font, before: lastWords(before) }),
        drawn(name, space) {
          const form = drawn(name)
          if (form && isTagged(form.ref)) spaces.set(form.ref, concatenate(form.matrix, space))
        },
      }),
      artifactPass({
        of(mcid) {
          const sequence = own?.get(mcid)
          return !sequence ? 'nothing' : sequence.block.type === 'Figure' ? 'anything' : 'text'
        },
        keep(mcid) {
          const sequence = own!.get(mcid)!
          if (sequence.kept) return sequence.marked.mcid
          sequence.kept = true
          sequence.marked.owner = owner
          // A number belongs to one sequence of the page, so that it can be found by page and number.
          sequence.marked.mcid = counts.get(page) ?? 0
          counts.set(page, sequence.marked.mcid + 1)
          return sequence.marked.mcid
        },
        drawn(name) {
          const form = drawn(name)
          return form && isTagged(form.ref) ? 'tagged' : 'picture'
        },
      }),
      runPass(fontOf),
    )
  }
  rewriteContents(document, revise)

  const readingOf = (marked: Marked): Reading | undefined => byMarked.get(marked)?.reading
  repairStructure(
    document,
    root,
    (marked) => byMarked.get(marked)?.kept ?? false,
    (marked) => readingOf(marked)?.text ?? '',
    languages,
  )
  // Most text is the page's own, whatever a style sheet draws larger or smaller by a transform.
  const [[scale] = [1]] = [...setAt].sort(([, a], [, b]) => b - a)
  return { root, readingOf, lost, scale }
}

/** A form that is an artifact or part of a picture as a whole stays as it is. */
const UNCHANGED: Revision = { pass: (operation, emit) => emit(operation) }

function listSequences(root: Element, lang: Tag) {
  const byMarked = new Map<Marked, Sequence>()
  const byOwner = new Map<PDFRef, Map<number, Sequence>>()
  const ends = new Map<Element, Sequence>()
  for (const { marked, block } of sequencesOf(root, lang)) {
    const sequence: Sequence = { marked, block, goesOn: false, kept: false }
    const before = ends.get(block)
    if (before) before.goesOn = true
    ends.set(block, sequence)
    byMarked.set(marked, sequence)
    const own = byOwner.get(marked.owner)
    if (own) own.set(marked.mcid, sequence)
    else byOwner.set(marked.owner, new Map([[marked.mcid, sequence]]))
  }
  return { byMarked, byOwner }
}

/** The form XObjects among some resources, by name, with their matrices (8.10.2). */
function formsOf(resources: PDFDict) {
  const named = resources.lookupMaybe(PDFName.of('XObject'), PDFDict)
  return (name: string): { readonly ref: PDFRef; readonly matrix: Matrix } | undefined => {
    const ref = named?.get(PDFName.of(name))
    const form = named?.lookup(PDFName.of(name))
    if (!(ref instanceof PDFRef) || !(form instanceof PDFRawStream)) return undefined
    if (form.dict.lookup(PDFName.of('Subtype')) !== PDFName.of('Form')) return undefined
    const matrix = form.dict.lookupMaybe(PDFName.of('Matrix'), PDFArray)
    return { ref, matrix: matrix ? (numbersOf(matrix) as unknown as Matrix) : IDENTITY }
  }
}

/** Tells whether a form, or one that it draws, holds marked sequences. */
function openTaggedForms({ context }: PDFDocument): (ref: PDFRef) => boolean {
  const known = new Map<PDFRef, boolean>()
  const isTagged = (ref: PDFRef): boolean => {
    const before = known.get(ref)
    if (before !== undefined) return before
    const form = context.lookup(ref)
    if (!(form instanceof PDFRawStream)) return false
    const resources = form.dict.lookupMaybe(PDFName.of('Resources'), PDFDict)
    const forms = resources?.lookupMaybe(PDFName.of('XObject'), PDFDict)?.values() ?? []
    const tagged =
      form.dict.lookup(PDFName.of('Subtype')) === PDFName.of('Form') &&
      (Buffer.from(decodeStream(form)).includes('/MCID') ||
        forms.some((each) => each instanceof PDFRef && isTagged(each)))
    known.set(ref, tagged)
    return tagged
  }
  return isTagged
}

/** The end of a text, from a word on. */
const lastWords = (text: string): string =>
  (text.length > 30 ? text.slice(-30).replace(/^\S+\s/, '') : text).trim()
