/** A small press file that is right in everything, made by code; a test changes one thing. */
import { readFileSync } from 'node:fs'
import fontkit from '@pdf-lib/fontkit'
import { type PDFArray, PDFDict, PDFDocument, PDFHexString, PDFName, PDFPage, PDFString } from 'pdf-lib'
import type { Order } from '../src/verify/preflight.js'

/** Four inches by two, so that coordinates are whole points: the trim begins at 36, 36, the bleed is nine points wide. */
export const ORDER: Order = {
  trim: { widthMm: 101.6, heightMm: 50.8 },
  bleedMm: 3.175,
  ink: 300,
  rgbImages: false,
  condition: 'FOGRA39',
  pictures: [],
}

export const XMP = `<?xpacket begin="\uFEFF" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:pdfxid="http://www.npes.org/pdfx/ns/id/">
<pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">Keep the lake open</rdf:li></rdf:Alt></dc:title>
<xmp:CreateDate>2024-09-14T00:00:00Z</xmp:CreateDate>
<xmp:ModifyDate>2024-09-14T00:00:00Z</xmp:ModifyDate>
<xmp:MetadataDate>2024-09-14T00:00:00Z</xmp:MetadataDate>
<xmpMM:DocumentID>uuid:1</xmpMM:DocumentID>
<xmpMM:VersionID>1</xmpMM:VersionID>
<xmpMM:RenditionClass>default</xmpMM:RenditionClass>
<pdf:Trapped>False</pdf:Trapped>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>`

/** Shows text in the file’s one font. */
export type Show = (text: string) => string

/** What is on the page: bleeding, black, ruled, a picture, marks and a slug outside the bleed. */
export const CONTENT = {
  band: () => '0 0.9 0.8 0.1 k 27 150 306 39 re f',
  text: (show: Show) => `/Over gs 0 0 0 1 k BT /F 10 Tf 60 100 Td ${show('The lake')} ET /Plain gs`,
  rule: () => '0 0 0 1 K 0.5 w 60 90 m 200 90 l S',
  picture: () => 'q 7.2 0 0 7.2 250 80 cm /Picture Do Q',
  marks: () => '/All CS 1 SCN 0.25 w 36 4 m 36 22 l 324 4 m 324 22 l S',
  slug: (show: Show) => `0 0 0 1 k BT /F 6 Tf 60 8 Td ${show('lake-2024')} ET`,
}

/** A part of the content that is another one, or a new one. */
export type Changes = Readonly<Record<string, string | ((show: Show) => string)>>

/** A file with nothing but the font, which takes long to embed. */
async function makeBase() {
  const document = await PDFDocument.create({ updateMetadata: false })
  document.registerFontkit(fontkit)
  const font = await document.embedFont(readFileSync('fonts/SourceSans3-Regular.ttf'), {
    customName: 'BROADS+SourceSans3-Regular',
  })
  const bytes = await document.save({ useObjectStreams: false, addDefaultPage: false })
  return { bytes, font: font.ref, show: (text: string) => `${font.encodeText(text).toString()} Tj` }
}
let base: ReturnType<typeof makeBase> | undefined

/**
 * @param changes parts of the content, by name
 * @param amend what else is done to the file before it is written
 */
export async function pressFile(
  changes: Changes = {},
  amend: (document: PDFDocument, page: PDFPage) => void = () => {},
  xmp = XMP,
): Promise<Uint8Array> {
  const { bytes, font, show } = await (base ??= makeBase())
  const document = await PDFDocument.load(bytes, { updateMetadata: false })
  const { context, catalog } = document
  const date = new Date('2024-09-14T00:00:00Z')
  document.setTitle('Keep the lake open')
  document.setCreationDate(date)
  document.setModificationDate(date)
  context.lookup(context.trailerInfo.Info, PDFDict).set(PDFName.of('Trapped'), PDFName.of('False'))
  context.trailerInfo.ID = context.obj([PDFHexString.of('00'), PDFHexString.of('00')])
  const metadata = context.stream(Buffer.from(xmp), { Type: 'Metadata', Subtype: 'XML' })
  catalog.set(PDFName.of('Metadata'), context.register(metadata))
  catalog.set(PDFName.of('OutputIntents'), context.obj([intent(document)]))

  const page = document.addPage([360, 216])
  page.setBleedBox(27, 27, 306, 162)
  page.setTrimBox(36, 36, 288, 144)
  page.node.set(
    PDFName.of('Resources'),
    context.obj({
      Font: { F: font },
      ExtGState: { Over: { OP: true, op: true, OPM: 1 }, Plain: { OP: false, op: false } },
      ColorSpace: { All: ['Separation', 'All', 'DeviceCMYK', tint(document)] },
      XObject: { Picture: picture(document, 'DeviceCMYK', [128, 128, 128, 0]) },
    }),
  )
  const parts = Object.values({ ...CONTENT, ...changes })
  const content = parts.map((part) => (typeof part === 'string' ? part : part(show))).join('\n')
  page.node.set(PDFName.of('Contents'), context.register(context.flateStream(content)))
  amend(document, page)
  return document.save({ useObjectStreams: false, updateFieldAppearances: false })
}

/** @param name «prtr» and «CMYK» are right */
export function intent(document: PDFDocument, deviceClass = 'prtr', space = 'CMYK', subtype = 'GTS_PDFX') {
  const { context } = document
  const header = Buffer.alloc(132)
  header.write(deviceClass, 12)
  header.write(space.padEnd(4), 16)
  return context.obj({
    Type: 'OutputIntent',
    S: subtype,
    OutputConditionIdentifier: PDFString.of('FOGRA39'),
    RegistryName: PDFString.of('http://www.color.org'),
    Info: PDFString.of('Offset on coated paper'),
    DestOutputProfile: context.register(context.flateStream(header, { N: space.length })),
  })
}

/** 30 by 30 pixels, all alike unless each is given by its index. */
export function picture(
  { context }: PDFDocument,
  space: string | PDFArray,
  pixel: readonly number[] | ((index: number) => readonly number[]),
  more = {},
) {
  const samples = Uint8Array.from(
    Array.from({ length: 900 }, (_, index) => (typeof pixel === 'function' ? pixel(index) : pixel)).flat(),
  )
  return context.register(
    context.flateStream(samples, {
      Type: 'XObject',
      Subtype: 'Image',
      Width: 30,
      Height: 30,
      BitsPerComponent: 8,
      ColorSpace: space,
      ...more,
    }),
  )
}

/** Full ink on all plates for a tint of 1. */
export const tint = ({ context }: PDFDocument) =>
  context.obj({ FunctionType: 2, Domain: [0, 1], N: 1, C0: [0, 0, 0, 0], C1: [1, 1, 1, 1] })

/** Puts something into the page's resources. */
export const put = (page: PDFPage, category: string, name: string, value: Parameters<PDFDict['set']>[1]) => {
  const resources = page.node.Resources()!
  if (!resources.has(PDFName.of(category))) resources.set(PDFName.of(category), page.doc.context.obj({}))
  resources.lookup(PDFName.of(category), PDFDict).set(PDFName.of(name), value)
}
