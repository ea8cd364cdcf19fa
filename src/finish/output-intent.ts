/** The output intent (ISO 32000-1, 14.11.5; ISO 19005-2, 6.2.3): what the colours of the file mean. */
import { type PDFDocument, PDFHexString, PDFName } from 'pdf-lib'

/** @param profile ICC profile of sRGB, in which style sheets give colours */
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
