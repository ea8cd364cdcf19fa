/** Chromium's PDF → the finished file. One load, one concern after the other, one save. */
import { createHash } from 'node:crypto'
import { ParseSpeeds, PDFDocument, PDFStreamWriter } from 'pdf-lib'
import type { Bookmark } from '../model/bookmark.js'
import type { Face } from '../model/face.js'
import type { Paper, Tag } from '../model/publication.js'
import { setBoxes } from './boxes.js'
import { describeLinks } from './links.js'
import { type Description, IDENTIFIER, setMetadata } from './metadata.js'
import { setOutline } from './outline.js'
import { setOutputIntent } from './output-intent.js'
import { ROLES } from './structure.js'
import { writeStructure } from './structure-tree.js'
import { sweep } from './sweep.js'
import { type LostGlyph, tag } from './tagging.js'
import { repairTextLayer } from './text-layer.js'

/** Ten times pdf-lib's own number: a structure tree is thousands of small objects that compress well together. */
const OBJECTS_PER_STREAM = 500

export interface FinishOptions extends Description {
  readonly paper: Paper
  readonly faces: readonly Face[]
  /** All characters that the document may hold, to tell apart those that share a glyph. */
  readonly characters: ReadonlySet<number>
  readonly bookmarks: readonly Bookmark[]
  /** The ICC profile that colours are meant in: sRGB. */
  readonly profile: Uint8Array
}

export interface Finished {
  readonly document: PDFDocument
  readonly pdf: Uint8Array
  readonly lost: readonly LostGlyph[]
}

/** @returns the finished document and its bytes; the same for the same input, whenever it was printed */
export async function finish(printed: Uint8Array, options: FinishOptions): Promise<Finished> {
  const document = await PDFDocument.load(printed, { updateMetadata: false, parseSpeed: ParseSpeeds.Fastest })
  const languages = [...options.titles.keys()] as [Tag, ...Tag[]]
  setBoxes(document, options.paper)
  repairTextLayer(document, options.faces, options.characters)
  const { root, readingOf, lost } = tag(document, languages)
  describeLinks(document, root, readingOf)
  setOutline(document, root, readingOf, options.bookmarks, languages[0])
  writeStructure(document, root, ROLES)
  setMetadata(document, options)
  setOutputIntent(document, options.profile)
  await document.flush()
  sweep(document)
  const { context } = document
  const writer = PDFStreamWriter.forContext(context, Infinity, true, OBJECTS_PER_STREAM)
  return { document, pdf: identify(await writer.serializeToBuffer()), lost }
}

/** Puts the identifier in its places: it comes from all other bytes, so it is the same wherever they are. */
function identify(pdf: Uint8Array): Uint8Array {
  const bytes = Buffer.from(pdf.buffer, pdf.byteOffset, pdf.length)
  const identifier = createHash('sha256').update(bytes).digest('hex').slice(0, IDENTIFIER.length)
  for (let at = bytes.indexOf(IDENTIFIER); at >= 0; at = bytes.indexOf(IDENTIFIER, at))
    bytes.write(identifier, at)
  return pdf
}
