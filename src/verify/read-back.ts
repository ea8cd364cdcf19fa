/** Reads a finished file back: what its structure says, what it reads, and whether people can read it. */
import { ParseSpeeds, PDFDocument, PDFName } from 'pdf-lib'
import type { Diagnostic } from '../diagnostic.js'
import type { Kind } from '../model/deliverable.js'
import type { Spot } from '../model/imposition.js'
import type { Passage } from '../model/passage.js'
import { textOf } from './facts.js'
import { openFileText } from './file-text.js'
import { readLetters, readTrim } from './letters.js'
import { compareText } from './same-text.js'
import { checkStructure } from './structure.js'
import { readTags } from './tags.js'
import { readHalvesBy, readPages } from './text.js'
import { checkReadable, findUnread } from './unread.js'
import { checkWords } from './words.js'

/** What a tagged file is compared with. */
export interface Expected {
  readonly passages: readonly Passage[]
  /** Words that are known to leave the page. */
  readonly cutOff: readonly string[]
  /** The template is Broadside's own. */
  readonly stock: boolean
}

/** What a file without tags is compared with. */
export interface Likeness {
  readonly kind: Kind
  /** Letters of each page of the tagged file. */
  readonly letters: readonly string[]
  /** Stands beyond the trim of each page, also of an imposed one; «{page}» and «{pages}» are filled in. */
  readonly slug?: string
  /** Of an imposed file: where its pages stand, in the order of reading, once for each copy. */
  readonly copies?: readonly (readonly Spot[])[]
}

export interface ReadBack {
  readonly findings: readonly Diagnostic[]
  /** Letters of each page. */
  readonly letters: readonly string[]
}

/** The structure is read once, from the bytes; PDFium gives the letters. */
export async function readTagged(
  pdf: Uint8Array,
  file: string,
  { passages, cutOff, stock }: Expected,
): Promise<ReadBack> {
  const document = await PDFDocument.load(pdf, { updateMetadata: false, parseSpeed: ParseSpeeds.Fastest })
  const tags = readTags(document)
  const { pages, unreadable } = await look(pdf, file)
  const reads = ({ page, mcid }: { page: number; mcid: number }) => pages[page - 1]?.marked.get(mcid) ?? ''
  const lang = textOf(document.catalog.lookup(PDFName.of('Lang'))) ?? ''
  const findings = [
    ...checkStructure(document, tags, pages, file),
    ...checkWords(openFileText(tags, reads, lang), passages, { file, stock }, cutOff),
    ...unreadable,
  ]
  return { findings, letters: pages.map(({ all }) => all) }
}

/** What is painted is looked at in the pages as they were printed; an imposed file shows the same. */
export async function readUntagged(
  pdf: Uint8Array,
  file: string,
  { letters: wanted, copies, ...like }: Likeness,
): Promise<ReadBack> {
  if (!copies) {
    const { pages, unreadable } = await look(pdf, file, true)
    const letters = pages.map(({ all }) => all)
    const differ = compareText(letters, wanted, { file, kind: like.kind })
    return { findings: [...differ, ...unreadable], letters }
  }
  const halves = await readHalvesBy(pdf, (pdfium, text) => readLetters(pdfium, text))
  const folded = copies.map((spots) => spots.map(({ side, half }) => halves[side]![half].all))
  const findings = folded.flatMap((letters) => compareText(letters, wanted, { file, ...like }))
  return { findings, letters: folded[0] ?? [] }
}

/** @param trimmed what lies beyond the trim is nobody's text */
async function look(pdf: Uint8Array, file: string, trimmed = false) {
  const pages = await readPages(pdf, (pdfium, text, page) => ({
    ...readLetters(pdfium, text, trimmed ? readTrim(pdfium, page) : undefined),
    unread: findUnread(pdfium, page, text),
  }))
  const unread = pages.map((page) => page.unread)
  return { pages, unreadable: checkReadable(unread, file) }
}
