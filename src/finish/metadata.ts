/** What the file says of itself: title, languages, dates, standards; in the Info dictionary and in XMP, the same. */
import { PDFDict, type PDFDocument, PDFHexString, PDFName, PDFString } from 'pdf-lib'
import type { Tag } from '../model/publication.js'

export interface Description {
  /** The title in each language of the file, its own first. */
  readonly titles: ReadonlyMap<Tag, string>
  readonly publisher: string | undefined
  readonly authors: readonly string[]
  /** In the file's first language. */
  readonly keywords: readonly string[]
  /** A document symbol, such as «A/C.3/76/L.1». */
  readonly symbol: string | undefined
  /** Of making and of changing alike: the same source gives the same file. */
  readonly moment: Date
}

const PROGRAM = 'Broadside'

/** Stands where the identifier goes, which is known when everything else is written: 128 bits in hexadecimal. */
export const IDENTIFIER = 'b0adb0adb0adb0adb0adb0adb0adb0ad'

/** What a file claims to be: accessible and archival, fit for a press, or nothing of the kind. */
export type Claim = 'PDF/UA-1 and PDF/A-2a' | 'PDF/X-4 and PDF/A-2u' | 'none'

/**
 * Sets the Info dictionary (ISO 32000-1, 14.3.3), XMP metadata (14.3.2; ISO 19005-2, 6.6.2), the natural language
 * (14.9.2), the preference to show the title (12.2) and the file identifier (14.4).
 */
export function setMetadata(document: PDFDocument, description: Description, claim: Claim): void {
  const { context, catalog } = document
  const [lang, title] = [...description.titles][0]!
  const { moment, authors, keywords } = description
  document.setTitle(title, { showInWindowTitleBar: true })
  if (authors.length) document.setAuthor(joined(authors))
  if (keywords.length) document.setKeywords([joined(keywords)])
  document.setCreator(PROGRAM)
  document.setProducer(PROGRAM)
  document.setCreationDate(moment)
  document.setModificationDate(moment)
  document.setLanguage(lang)
  if (claim === 'PDF/X-4 and PDF/A-2u') {
    // ISO 15930-7, 6.9: plates overlap nowhere yet
    const info = context.lookup(context.trailerInfo.Info, PDFDict)
    info.set(PDFName.of('Trapped'), PDFName.of('False'))
    info.set(PDFName.of('GTS_PDFXVersion'), PDFString.of('PDF/X-4'))
  }
  const xmp = context.stream(Buffer.from(packet(description, claim)), { Type: 'Metadata', Subtype: 'XML' })
  catalog.set(PDFName.of('Metadata'), context.register(xmp)) // never compressed, so that anybody finds it
  context.trailerInfo.ID = context.obj([PDFHexString.of(IDENTIFIER), PDFHexString.of(IDENTIFIER)])
}

/** As one string, in which a name may have a comma: “Ministry of Trees, Forests and Parks”. */
const joined = (all: readonly string[]): string => all.join('; ')

function packet({ titles, publisher, authors, keywords, symbol, moment }: Description, claim: Claim): string {
  const date = `${moment.toISOString().slice(0, 19)}Z`
  const [title] = titles.values()
  const alternatives = [['x-default', title!], ...titles].map(
    ([lang, text]) => `<rdf:li xml:lang="${lang}">${escape(text!)}</rdf:li>`,
  )
  const languages = [...titles.keys()].map((lang) => `<rdf:li>${lang}</rdf:li>`)
  const items = (texts: readonly string[]) => texts.map((text) => `<rdf:li>${escape(text)}</rdf:li>`).join('')
  return `<?xpacket begin="\uFEFF" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about=""
  xmlns:dc="http://purl.org/dc/elements/1.1/"
  xmlns:xmp="http://ns.adobe.com/xap/1.0/"
  xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/"
  xmlns:pdf="http://ns.adobe.com/pdf/1.3/"${NAMESPACES[claim]}>
${PROPERTIES[claim]}
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt>${alternatives.join('')}</rdf:Alt></dc:title>
<dc:language><rdf:Bag>${languages.join('')}</rdf:Bag></dc:language>
${authors.length ? `<dc:creator><rdf:Seq>${items(authors)}</rdf:Seq></dc:creator>\n` : ''}${
    keywords.length
      ? `<dc:subject><rdf:Bag>${items(keywords)}</rdf:Bag></dc:subject>\n<pdf:Keywords>${escape(joined(keywords))}</pdf:Keywords>\n`
      : ''
  }${publisher === undefined ? '' : `<dc:publisher><rdf:Bag><rdf:li>${escape(publisher)}</rdf:li></rdf:Bag></dc:publisher>\n`}${
    symbol === undefined ? '' : `<dc:identifier>${escape(symbol)}</dc:identifier>\n`
  }<xmp:CreatorTool>${PROGRAM}</xmp:CreatorTool>
<xmp:CreateDate>${date}</xmp:CreateDate>
<xmp:ModifyDate>${date}</xmp:ModifyDate>
<xmp:MetadataDate>${date}</xmp:MetadataDate>
<pdf:Producer>${PROGRAM}</pdf:Producer>
<xmpMM:DocumentID>uuid:${IDENTIFIER}</xmpMM:DocumentID>
${EXTENSIONS[claim]}</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>
`
}

const PDFA = `
  xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
  xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
  xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
  xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#"`
const NAMESPACES: Readonly<Record<Claim, string>> = {
  'PDF/UA-1 and PDF/A-2a': `${PDFA}
  xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"`,
  'PDF/X-4 and PDF/A-2u': `${PDFA}
  xmlns:pdfxid="http://www.npes.org/pdfx/ns/id/"`,
  none: '',
}

const PROPERTIES: Readonly<Record<Claim, string>> = {
  'PDF/UA-1 and PDF/A-2a': `<pdfaid:part>2</pdfaid:part>
<pdfaid:conformance>A</pdfaid:conformance>
<pdfuaid:part>1</pdfuaid:part>
`,
  // ISO 15930-7, 6.9 to 6.11
  'PDF/X-4 and PDF/A-2u': `<pdfaid:part>2</pdfaid:part>
<pdfaid:conformance>U</pdfaid:conformance>
<pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion>
<pdf:Trapped>False</pdf:Trapped>
<xmpMM:VersionID>1</xmpMM:VersionID>
<xmpMM:RenditionClass>default</xmpMM:RenditionClass>
`,
  none: '',
}

/** A property that XMP as PDF/A-2 knows it does not have, described as it asks (6.6.2.3). */
const describe = (
  schema: string,
  [prefix, namespace]: readonly [prefix: string, namespace: string],
  property: string,
  type: string,
  about: string,
): string => `<rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>${schema}</pdfaSchema:schema>
<pdfaSchema:namespaceURI>${namespace}</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>${prefix}</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>${property}</pdfaProperty:name>
<pdfaProperty:valueType>${type}</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>${about}</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li>`
const extend = (...schemas: readonly string[]): string =>
  `<pdfaExtension:schemas><rdf:Bag>${schemas.join('')}</rdf:Bag></pdfaExtension:schemas>\n`

const UA = ['pdfuaid', 'http://www.aiim.org/pdfua/ns/id/'] as const
const X = ['pdfxid', 'http://www.npes.org/pdfx/ns/id/'] as const
const PDF = ['pdf', 'http://ns.adobe.com/pdf/1.3/'] as const
const EXTENSIONS: Readonly<Record<Claim, string>> = {
  'PDF/UA-1 and PDF/A-2a': extend(
    describe('PDF/UA identification', UA, 'part', 'Integer', 'Part of ISO 14289 that the file conforms to'),
  ),
  'PDF/X-4 and PDF/A-2u': extend(
    describe(
      'PDF/X identification',
      X,
      'GTS_PDFXVersion',
      'Text',
      'Version of ISO 15930 that the file conforms to',
    ),
    describe('Adobe PDF', PDF, 'Trapped', 'Text', 'Whether the file has been trapped'),
  ),
  none: '',
}

const escape = (text: string): string =>
  text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;')
