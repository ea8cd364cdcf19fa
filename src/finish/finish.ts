/** Chromium's PDF → the finished file. One load, one concern after the other, one save. */
import { ParseSpeeds, PDFDocument } from 'pdf-lib'
import type { Bookmark } from '../model/bookmark.js'
import type { Face } from '../model/face.js'
import type { Tag } from '../model/publication.js'
import { setBoxes } from './boxes.js'
import { describeLinks, placeReferences } from './links.js'
import { type Description, setMetadata } from './metadata.js'
import { setOutline } from './outline.js'
import { setOutputIntent } from './output-intent.js'
import type { PrintedPages } from './page-area.js'
import { ROLES } from './structure.js'
import { writeStructure } from './structure-tree.js'
import { type LostGlyph, tag } from './tagging.js'
import { repairTextLayer } from './text-layer.js'
import { write } from './write.js'

export interface FinishOptions extends Description, PrintedPages {
  readonly faces: readonly Face[]
  /** All characters that the document may hold, to tell apart those that share a glyph. */
  readonly characters: ReadonlySet<number>
  readonly bookmarks: readonly Bookmark[]
  /** What links to a named place are called, where that is not their text. */
  readonly linkNames: ReadonlyMap<string, string>
  /** The ICC profile that colours are meant in: sRGB. */
  readonly profile: Uint8Array
}

export interface Finished {
  readonly document: PDFDocument
  readonly pdf: Uint8Array
  readonly lost: readonly LostGlyph[]
  /** What all pages are printed at; 1 is as they were set. */
  readonly scale: number
}

/** @returns the finished document and its bytes; the same for the same input, whenever it was printed */
export async function finish(printed: Uint8Array, options: FinishOptions): Promise<Finished> {
  const document = await PDFDocument.load(printed, { updateMetadata: false, parseSpeed: ParseSpeeds.Fastest })
  const languages = [...options.titles.keys()] as [Tag, ...Tag[]]
  setBoxes(document, options.paper)
  repairTextLayer(document, options.faces, options.characters)
  const { root, readingOf, lost, scale } = tag(document, languages, options)
  describeLinks(document, root, readingOf, options.linkNames)
  placeReferences(document)
  setOutline(document, root, readingOf, options.bookmarks, languages[0])
  writeStructure(document, root, ROLES)
  setMetadata(document, options, 'PDF/UA-1 and PDF/A-2a')
  setOutputIntent(document, options.profile)
  return { document, pdf: await write(document), lost, scale }
}
