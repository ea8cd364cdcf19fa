/** Output intents (ISO 32000-1, 14.11.5): what the colours of the file mean. */
import { type PDFDocument, PDFHexString, PDFName } from 'pdf-lib'
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
    DestOutputProfile: context.register(context.flateStream(profile, { N: 3 })),
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
  const embedded = context.register(context.flateStream(profile, { N: 4 }))
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
