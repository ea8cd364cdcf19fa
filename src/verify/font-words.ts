/** Where a font is used: on which page, and for which words. */
import { PDFArray, PDFDict, type PDFDocument, PDFName, PDFRawStream, PDFRef } from 'pdf-lib'
import { readOperations } from '../content-stream/content-stream.js'
import { decodeStream } from '../content-stream/decode.js'
import { SHOWING, shownBytes } from '../content-stream/showing.js'
import { type Glyphs, openGlyphs } from './glyphs.js'

export interface FontUse {
  /** From 1. */
  readonly page: number
  /** As far as the font tells them. */
  readonly words: string
}

interface Shown {
  readonly found: boolean
  readonly text: string
}

/** The first page that shows text in a font of the name, subset tag left out, and the text it shows in it. */
export function findFont(document: PDFDocument, name: string): FontUse | undefined {
  const glyphsOf = openGlyphs()
  for (const [index, { node }] of document.getPages().entries()) {
    const contents = node.Contents()
    const streams = contents instanceof PDFArray ? contents.asArray() : [contents]
    const bytes = streams.flatMap((each) => {
      const stream = document.context.lookup(each)
      return stream instanceof PDFRawStream ? [decodeStream(stream), Uint8Array.of(0x0a)] : []
    })
    const shown = shownIn(Buffer.concat(bytes), node.Resources(), new Set())
    if (shown.found)
      return { page: index + 1, words: shown.text.normalize('NFKC').replace(/\s+/g, ' ').trim() }
  }
  return undefined

  function shownIn(bytes: Uint8Array, resources: PDFDict | undefined, seen: Set<PDFRef>): Shown {
    const fonts = resources?.lookupMaybe(PDFName.of('Font'), PDFDict)
    const forms = resources?.lookupMaybe(PDFName.of('XObject'), PDFDict)
    let glyphs: Glyphs | undefined
    let text = ''
    let found = false
    for (const operation of readOperations(bytes)) {
      const { operator, operands } = operation
      if (operator === 'Tf') {
        const font = fonts?.lookup(PDFName.of(operands[0] as string))
        glyphs = font instanceof PDFDict && nameOf(font) === name ? glyphsOf(font) : undefined
      } else if (glyphs && SHOWING.has(operator)) {
        found = true
        for (const shown of shownBytes(operation))
          for (let at = 0; at + glyphs.codeLength <= shown.length; at += glyphs.codeLength)
            text += glyphs.text(glyphs.codeLength === 2 ? shown[at]! * 256 + shown[at + 1]! : shown[at]!)
      } else if (glyphs && operator === 'ET') text += ' '
      else if (operator === 'Do') {
        const ref = forms?.get(PDFName.of(operands[0] as string))
        const form = document.context.lookup(ref)
        if (!(ref instanceof PDFRef) || !(form instanceof PDFRawStream) || seen.has(ref)) continue
        if (form.dict.lookup(PDFName.of('Subtype')) !== PDFName.of('Form')) continue
        seen.add(ref)
        const own = form.dict.lookupMaybe(PDFName.of('Resources'), PDFDict) ?? resources
        const within = shownIn(decodeStream(form), own, seen)
        found ||= within.found
        text += within.text
      }
    }
    return { found, text }
  }
}

/** As `facts.ts` names it. */
const nameOf = (font: PDFDict): string =>
  (font.lookupMaybe(PDFName.of('BaseFont'), PDFName)?.decodeText() ?? '(unnamed)').replace(/^[A-Z]{6}\+/, '')
