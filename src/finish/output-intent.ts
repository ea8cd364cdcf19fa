/** Output intents (ISO 32000-1, 14.11.5): what the colours of the file mean. */
import { createHash } from 'node:crypto'
import { type PDFContext, type PDFDocument, PDFHexString, PDFName, type PDFRawStream } from 'pdf-lib'
import type { PressSettings } from '../model/press.js'

/**
 * For PDF/A (ISO 19005-2, 6.2.3).
 * @param profile ICC profile of sRGB, in which style sheets give colours
 */
export function setOutputIntent({ context, catalog }: PDFDocument, profile: Uint8Array): void {
  const intent = context.obj({
    Type: 'OutputIntent',
    S: 'GTS_PDFA1',
    OutputConditionIdentifier: PDFHexString.fromText('sRGB'),
    Info: PDFHexString.fromText('sRGB IEC61966-2.1'),
    DestOutputProfile: context.register(embed(context, profile, 3)),
  })
  catalog.set(PDFName.of('OutputIntents'), context.obj([context.register(intent)]))
}

/**
 * The printing condition that the inks are for: for PDF/X (ISO 15930-7, 6.4), and the same for PDF/A, which wants both to
 * share one profile.
 */
export function setPressIntents(
  { context, catalog }: PDFDocument,
  { profile, condition }: Pick<PressSettings, 'profile' | 'condition'>,
): void {
  const embedded = context.register(embed(context, profile, 4))
  const intents = ['GTS_PDFX', 'GTS_PDFA1'].map((subtype) =>
    context.register(
      context.obj({
        Type: 'OutputIntent',
        S: subtype,
        OutputConditionIdentifier: PDFHexString.fromText(condition),
        RegistryName: PDFHexString.fromText('http://www.color.org'),
        Info: PDFHexString.fromText(condition),
        DestOutputProfile: embedded,
      }),
    ),
  )
  catalog.set(PDFName.of('OutputIntents'), context.obj(intents))
}

/** By their SHA-256: all files of a publication have the same few, and those of presses are large. */
const deflated = new Map<string, Uint8Array>()

/** @param channels of the profile's colour space */
function embed(context: PDFContext, profile: Uint8Array, channels: 3 | 4): PDFRawStream {
  const key = createHash('sha256').update(profile).digest('hex')
  const contents = deflated.get(key)
  if (contents) return context.stream(contents, { N: channels, Filter: 'FlateDecode' })
  const stream = context.flateStream(profile, { N: channels })
  deflated.set(key, stream.contents)
  return stream
}
