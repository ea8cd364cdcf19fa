/** Chromium's PDF → the finished file. One load, one concern after the other, one save. */
import { ParseSpeeds, PDFDocument, PDFStreamWriter } from 'pdf-lib'
import type { Face } from '../model/face.js'
import type { IsoDate, Paper, Tag } from '../model/publication.js'
import { setBoxes } from './boxes.js'
import { joinHyphens } from './hyphens.js'
import { setMetadata } from './metadata.js'
import { repairTextLayer } from './text-layer.js'

/** Ten times pdf-lib's own number: a structure tree is thousands of small objects that compress well together. */
const OBJECTS_PER_STREAM = 500

export interface FinishOptions {
  readonly title: string
  readonly lang: Tag
  readonly date: IsoDate
  readonly paper: Paper
  readonly faces: readonly Face[]
  /** All characters that the document may hold, to tell apart those that share a glyph. */
  readonly characters: ReadonlySet<number>
}

/** @returns the finished document and its bytes; the same for the same input */
export async function finish(
  printed: Uint8Array,
  options: FinishOptions,
): Promise<{ readonly document: PDFDocument; readonly pdf: Uint8Array }> {
  const document = await PDFDocument.load(printed, { updateMetadata: false, parseSpeed: ParseSpeeds.Fastest })
  setBoxes(document, options.paper)
  setMetadata(document, options)
  repairTextLayer(document, options.faces, options.characters)
  joinHyphens(document)
  await document.flush()
  const pdf = await PDFStreamWriter.forContext(
    document.context,
    Infinity,
    true,
    OBJECTS_PER_STREAM,
  ).serializeToBuffer()
  return { document, pdf }
}
