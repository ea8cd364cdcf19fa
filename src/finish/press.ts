/** An untagged print → the file for a print shop: PDF/X-4, and PDF/A-2u beside, in which other tools can judge it. */
import { ParseSpeeds, PDFDocument, type PDFRef } from 'pdf-lib'
import type { Face } from '../model/face.js'
import { pointsFromMm } from '../model/paper.js'
import { edgeOf, type PressSettings } from '../model/press.js'
import { setBoxes } from './boxes.js'
import { chain, rewriteContents } from './contents.js'
import type { Finished } from './finish.js'
import { hyphenPass } from './hyphens.js'
import { openMarks } from './marks.js'
import { type Description, setMetadata } from './metadata.js'
import { setPressIntents } from './output-intent.js'
import { areaPass, type PrintedPages } from './page-area.js'
import { leaveOnlyPaper } from './paper-only.js'
import { openColours, separateObjects } from './separate.js'
import { openSeparation } from './separation.js'
import { runPass } from './runs.js'
import { openFonts } from './text-cursor.js'
import { repairTextLayer } from './text-layer.js'
import { write } from './write.js'

export interface PressOptions extends Description, PrintedPages {
  readonly press: PressSettings
  /** The colour that the settings' own accent is for, as CSS writes it. */
  readonly accent: string
  readonly faces: readonly Face[]
  /** All characters that the document may hold, to tell apart those that share a glyph. */
  readonly characters: ReadonlySet<number>
  /** ICC profile of sRGB, in which style sheets give colours. */
  readonly profile: Uint8Array
}

/**
 * Colours become inks, marks are drawn outside the bleed, and everything goes that is of no use on paper.
 * @param printed without tags, with the bleed and the room for marks on every side of the trim
 * @returns the same bytes for the same input
 */
export async function finishPress(
  printed: Uint8Array,
  options: PressOptions,
): Promise<Pick<Finished, 'document' | 'pdf'>> {
  const { press, profile, accent, paper } = options
  const document = await PDFDocument.load(printed, { updateMetadata: false, parseSpeed: ParseSpeeds.Fastest })
  const { context } = document
  const bleed = pointsFromMm(press.bleedMm)
  setBoxes(document, paper, pointsFromMm(edgeOf(press)), bleed)
  leaveOnlyPaper(document)
  repairTextLayer(document, options.faces, options.characters)

  const separation = await openSeparation({ press, srgb: profile, accent })
  const fontsOf = openFonts()
  const colours = openColours(document, separation)
  const marks = press.marks ? openMarks(document, bleed) : undefined
  const pages = document.getPages().map(({ ref }) => ref)
  rewriteContents(
    document,
    (content) => {
      const fontOf = fontsOf(content.resources)
      const isPage = content.owner === content.page
      return chain(
        ...(isPage ? [areaPass(options, pages.indexOf(content.page))] : []),
        hyphenPass(fontOf),
        colours(content),
        ...(marks && isPage ? [marks(content)] : []),
        runPass(fontOf),
      )
    },
    'all that is painted',
  )
  let embedded: PDFRef | undefined
  const srgb = () => (embedded ??= context.register(context.flateStream(profile, { N: 3 })))
  separateObjects(document, { separation, rgbImages: press.rgbImages, srgb })

  setMetadata(document, options, 'PDF/X-4 and PDF/A-2u')
  setPressIntents(document, press)
  return { document, pdf: await write(document, '1.6') }
}
