/** The facts of a finished press file: what it says of itself, its boxes, its fonts and everything that it paints. */
import { PDFArray, PDFDict, PDFDocument, PDFName, type PDFObject, type PDFPage, PDFRawStream } from 'pdf-lib'
import { decodeStream } from '../content-stream/decode.js'
import type { Box } from './box.js'
import { type FontFact, readFacts, textOf } from './facts.js'
import type { PagePaint } from './painted.js'
import { nameOf } from '../content-stream/values.js'
import { boxOf } from './values.js'
import { openPages } from './walk.js'

export interface PressFacts {
  /** Of the header, or of the catalog if that is later: 1.7. */
  readonly version: number
  /** Whether the trailer has an identifier. */
  readonly identified: boolean
  readonly encrypted: boolean
  /** The Info dictionary; a name, such as the value of Trapped, without its slash. */
  readonly info: ReadonlyMap<string, string>
  /** Properties of XMP by their usual prefix, «dc:title»; of an alternative the first. Undefined if there is no packet. */
  readonly xmp: ReadonlyMap<string, string> | undefined
  /** Whether the packet can be read without unpacking it. */
  readonly xmpInClear: boolean
  readonly intents: readonly Intent[]
  readonly fonts: readonly FontFact[]
  readonly pages: readonly PageFacts[]
  /** What a press file must not have. */
  readonly stowaways: readonly Stowaway[]
  readonly layers: boolean
}

/** An output intent (ISO 32000-1, 14.11.5). */
export interface Intent {
  /** «GTS_PDFX», «GTS_PDFA1» */
  readonly subtype: string
  readonly identifier: string | undefined
  readonly info: string | undefined
  readonly registry: string | undefined
  readonly profile: Profile | undefined
}

/** What the file is made to be printed by, if it says so. */
export const intentOf = ({ intents }: PressFacts): Intent | undefined =>
  intents.find(({ subtype }) => subtype === 'GTS_PDFX')

/** From the header of an ICC profile (ICC.1:2010, 7.2). */
export interface Profile {
  /** «prtr» is a printing press. */
  readonly deviceClass: string
  /** «CMYK» */
  readonly space: string
  readonly description: string | undefined
}

export interface PageFacts extends PagePaint {
  readonly boxes: Boxes
  readonly annotations: readonly { readonly subtype: string; readonly box: Box }[]
}

/** Boxes that the page has itself or inherits; in points (14.11.2). */
export interface Boxes {
  readonly media: Box
  readonly crop: Box | undefined
  readonly bleed: Box | undefined
  readonly trim: Box | undefined
  readonly art: Box | undefined
}

export type Stowaway =
  | 'javascript'
  | 'action'
  | 'form'
  | 'xfa'
  | 'embedded-file'
  | 'alternate-presentation'
  | 'viewing-area'
  | 'layer-automation'
  | 'lzw'

/** Throws `ContentStreamError` if a page cannot be read. */
export async function readPressFacts(pdf: Uint8Array): Promise<PressFacts> {
  const document = await PDFDocument.load(pdf, {
    updateMetadata: false,
    ignoreEncryption: true,
    parseSpeed: Infinity,
  })
  const { catalog, context } = document
  const { ID, Encrypt, Info } = context.trailerInfo
  const metadata = catalog.lookup(PDFName.of('Metadata'))
  const packet = metadata instanceof PDFRawStream ? metadata : undefined
  const intents = catalog.lookup(PDFName.of('OutputIntents'))
  const readPage = openPages()
  return {
    version: versionOf(document),
    identified: ID !== undefined,
    encrypted: Encrypt !== undefined,
    info: readInfo(context.lookup(Info)),
    xmp: packet && readXmp(packet),
    xmpInClear: packet !== undefined && !packet.dict.has(PDFName.of('Filter')),
    intents:
      intents instanceof PDFArray
        ? intents.asArray().flatMap((_, i) => {
            const intent = intents.lookup(i)
            return intent instanceof PDFDict ? [readIntent(intent)] : []
          })
        : [],
    fonts: readFacts(document).fonts,
    pages: document.getPages().map((page) => ({
      ...readPage(page),
      boxes: readBoxes(page),
      annotations: readAnnotations(page),
    })),
    stowaways: [...findStowaways(document)].sort(),
    layers: catalog.has(PDFName.of('OCProperties')),
  }
}

function versionOf({ context, catalog }: PDFDocument): number {
  const header = /%PDF-(\d\.\d)/.exec(context.header.toString())?.[1]
  return Math.max(Number(header), Number(nameOf(catalog.lookup(PDFName.of('Version'))) ?? 0))
}

function readInfo(info: PDFObject | undefined): ReadonlyMap<string, string> {
  const entries = new Map<string, string>()
  if (info instanceof PDFDict)
    for (const [key, value] of info.entries()) {
      const object = info.context.lookup(value)
      const text = nameOf(object) ?? textOf(object)
      if (text !== undefined) entries.set(key.decodeText(), text)
    }
  return entries
}

/** Elements and attributes alike (ISO 16684-1, 7.9.2); of alternatives the first, of other arrays all, as Info writes several names. */
function readXmp(packet: PDFRawStream): ReadonlyMap<string, string> {
  const bytes = decodeStream(packet)
  const text = Buffer.from(bytes).toString()
  const properties = new Map<string, string>()
  for (const [, name, value] of text.matchAll(/\s([A-Za-z]+:[A-Za-z_]+)="([^"]*)"/g))
    if (!name!.startsWith('xmlns:')) properties.set(name!, unescape(value!))
  for (const [, name, content] of text.matchAll(
    /<(?!rdf:|x:)([A-Za-z]+:[A-Za-z_]+)(?:\s[^>]*)?>(.*?)<\/\1>/gs,
  )) {
    const items = [...content!.matchAll(/<rdf:li[^>]*>(.*?)<\/rdf:li>/gs)].map(([, item]) => item!.trim())
    const all = content!.includes('<rdf:Alt>') ? items.slice(0, 1) : items
    properties.set(name!, unescape(all.length ? all.join('; ') : content!.trim()))
  }
  return properties
}

const unescape = (text: string): string =>
  text
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&apos;/g, "'")
    .replace(/&amp;/g, '&')

function readIntent(intent: PDFDict): Intent {
  const text = (key: string) => textOf(intent.lookup(PDFName.of(key)))
  const profile = intent.lookup(PDFName.of('DestOutputProfile'))
  return {
    subtype: nameOf(intent.lookup(PDFName.of('S'))) ?? '',
    identifier: text('OutputConditionIdentifier'),
    info: text('Info'),
    registry: text('RegistryName'),
    profile: profile instanceof PDFRawStream ? readProfile(profile) : undefined,
  }
}

function readProfile(stream: PDFRawStream): Profile {
  const bytes = decodeStream(stream)
  const ascii = (from: number, to: number) => Buffer.from(bytes.subarray(from, to)).toString('latin1').trim()
  return { deviceClass: ascii(12, 16), space: ascii(16, 20), description: descriptionOf(Buffer.from(bytes)) }
}

/** The tag «desc»: plain text in profiles of version 2 (ICC.1:2001-04, 6.5.17), UTF-16 in those of version 4. */
function descriptionOf(profile: Buffer): string | undefined {
  if (profile.length < 132) return undefined
  for (let i = 0; i < profile.readUInt32BE(128); i++) {
    const entry = 132 + 12 * i
    if (entry + 12 > profile.length || profile.toString('latin1', entry, entry + 4) !== 'desc') continue
    const tag = profile.subarray(profile.readUInt32BE(entry + 4))
    const type = tag.toString('latin1', 0, 4)
    if (type === 'desc') return tag.toString('latin1', 12, 12 + tag.readUInt32BE(8) - 1)
    if (type === 'mluc') {
      const [length, offset] = [tag.readUInt32BE(20), tag.readUInt32BE(24)]
      return Buffer.from(tag.subarray(offset, offset + length))
        .swap16()
        .toString('utf16le')
    }
  }
  return undefined
}

function readBoxes({ node }: PDFPage): Boxes {
  return {
    media: boxOf(node.MediaBox())!,
    crop: boxOf(node.getInheritableAttribute(PDFName.of('CropBox'))),
    bleed: boxOf(node.lookup(PDFName.of('BleedBox'))),
    trim: boxOf(node.lookup(PDFName.of('TrimBox'))),
    art: boxOf(node.lookup(PDFName.of('ArtBox'))),
  }
}

function readAnnotations({ node }: PDFPage): PageFacts['annotations'] {
  const annotations = node.Annots()
  return (annotations?.asArray() ?? []).flatMap((_, i) => {
    const annotation = annotations!.lookup(i)
    if (!(annotation instanceof PDFDict)) return []
    const box = boxOf(annotation.lookup(PDFName.of('Rect')))
    return box ? [{ subtype: nameOf(annotation.lookup(PDFName.of('Subtype'))) ?? 'unknown', box }] : []
  })
}

/** What acts by itself, travels along or shows another thing than what is printed. */
function findStowaways({ context, catalog }: PDFDocument): ReadonlySet<Stowaway> {
  const found = new Set<Stowaway>()
  const names = catalog.lookup(PDFName.of('Names'))
  if (names instanceof PDFDict) {
    if (names.has(PDFName.of('JavaScript'))) found.add('javascript')
    if (names.has(PDFName.of('EmbeddedFiles'))) found.add('embedded-file')
    if (names.has(PDFName.of('AlternatePresentations'))) found.add('alternate-presentation')
  }
  if (catalog.lookup(PDFName.of('OpenAction')) instanceof PDFDict) found.add('action')
  const form = catalog.lookup(PDFName.of('AcroForm'))
  if (form instanceof PDFDict) {
    const fields = form.lookup(PDFName.of('Fields'))
    if (fields instanceof PDFArray && fields.size() > 0) found.add('form')
    if (form.has(PDFName.of('XFA'))) found.add('xfa')
  }
  const preferences = catalog.lookup(PDFName.of('ViewerPreferences'))
  if (preferences instanceof PDFDict)
    for (const key of ['ViewArea', 'ViewClip', 'PrintArea', 'PrintClip']) {
      const area = preferences.lookup(PDFName.of(key))
      if (area && area !== PDFName.of('MediaBox') && area !== PDFName.of('BleedBox'))
        found.add('viewing-area')
    }
  const look = (object: PDFObject | undefined): void => {
    if (object instanceof PDFArray) return object.asArray().forEach(look)
    const dict = object instanceof PDFRawStream ? object.dict : object
    if (!(dict instanceof PDFDict)) return
    const get = (key: string) => dict.get(PDFName.of(key))
    const kind = dict.lookup(PDFName.of('S'))
    if (kind === PDFName.of('JavaScript') || get('JS')) found.add('javascript')
    const action = dict.lookup(PDFName.of('A'))
    if (get('AA') ?? (action instanceof PDFDict && action.get(PDFName.of('S')))) found.add('action')
    if (get('EF') ?? (dict.lookup(PDFName.of('Type')) === PDFName.of('EmbeddedFile') && dict))
      found.add('embedded-file')
    if (get('PresSteps')) found.add('alternate-presentation')
    if (get('AS') instanceof PDFArray) found.add('layer-automation')
    const filters = dict.lookup(PDFName.of('Filter'))?.toString() ?? ''
    if (filters.includes('/LZWDecode')) found.add('lzw')
    for (const value of dict.values()) look(value)
  }
  for (const [, object] of context.enumerateIndirectObjects()) look(object)
  return found
}
