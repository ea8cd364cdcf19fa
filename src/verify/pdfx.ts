/** Whether a press file is what it says, clause by clause of ISO 15930-7:2010 (PDF/X-4); docs/preflight.md has the list. */
import { diagnose, type Diagnostic } from '../diagnostic.js'
import { contains, overlaps } from './box.js'
import type { Irregularity } from './painted.js'
import type { Boxes, Intent, PageFacts, PressFacts, Stowaway } from './press-facts.js'

type Breach = readonly [clause: string, problem: string]

const OURS = 'Report this with the publication: Broadside itself writes this part of the file.'

/** @param file where the PDF will lie, for findings */
export function checkPdfx(facts: PressFacts, file: string): readonly Diagnostic[] {
  const tell = (page: number | undefined, [clause, problem]: Breach) =>
    diagnose('not-pdf-x', page === undefined ? { file } : { file, page }, { clause, problem, hint: OURS })
  return [
    ...[...structure(facts), ...intents(facts), ...metadata(facts)].map((breach) => tell(undefined, breach)),
    ...facts.stowaways.map((each) => tell(undefined, STOWAWAYS[each])),
    ...facts.pages.flatMap((page, index) =>
      [...boxes(page.boxes), ...content(page)].map((breach) => tell(index + 1, breach)),
    ),
  ]
}

function structure({ version, identified, encrypted }: PressFacts): Breach[] {
  const breaches: Breach[] = []
  if (!(version >= 1.6)) breaches.push(['6.1', `its version is PDF ${version}, 1.6 is the least`])
  if (!identified) breaches.push(['6.10', 'its trailer has no ID'])
  if (encrypted) breaches.push(['6.15', 'it is encrypted'])
  return breaches
}

/** The condition for which the file is made: one, and a profile of it inside the file. */
function intents({ intents }: PressFacts): Breach[] {
  const forPress = intents.filter(({ subtype }) => subtype === 'GTS_PDFX')
  if (forPress.length !== 1)
    return [['6.4', `it has ${forPress.length || 'no'} output intents GTS_PDFX, one is needed`]]
  return intent(forPress[0]!)
}

function intent({ identifier, info, profile }: Intent): Breach[] {
  const breaches: Breach[] = []
  if (!identifier) breaches.push(['6.4', 'its output intent does not name the printing condition'])
  if (!info) breaches.push(['6.4', 'its output intent does not describe the printing condition (Info)'])
  if (!profile) breaches.push(['6.4', 'its output intent has no profile embedded'])
  else if (profile.deviceClass !== 'prtr')
    breaches.push([
      '6.4',
      `the profile of its output intent is of class «${profile.deviceClass}», not «prtr»`,
    ])
  else if (profile.space !== 'CMYK')
    breaches.push(['6.4', `the profile of its output intent is for ${profile.space}, the plates are CMYK`])
  return breaches
}

const REQUIRED: readonly (readonly [property: string, clause: string])[] = [
  ['dc:title', '6.10'],
  ['xmp:CreateDate', '6.10'],
  ['xmp:ModifyDate', '6.10'],
  ['xmp:MetadataDate', '6.10'],
  ['xmpMM:DocumentID', '6.10'],
  ['xmpMM:VersionID', '6.10'],
  ['xmpMM:RenditionClass', '6.10'],
  ['pdf:Trapped', '6.9'],
]
/** What Info and XMP both say must be the same. */
const TWINS: readonly (readonly [entry: string, property: string])[] = [
  ['Title', 'dc:title'],
  ['Author', 'dc:creator'],
  ['Subject', 'dc:description'],
  ['Keywords', 'pdf:Keywords'],
  ['Creator', 'xmp:CreatorTool'],
  ['Producer', 'pdf:Producer'],
  ['CreationDate', 'xmp:CreateDate'],
  ['ModDate', 'xmp:ModifyDate'],
  ['Trapped', 'pdf:Trapped'],
]

function metadata({ xmp, xmpInClear, info }: PressFacts): Breach[] {
  if (!xmp) return [['6.10', 'it has no XMP metadata']]
  const breaches: Breach[] = []
  if (!xmpInClear) breaches.push(['6.10', 'its XMP metadata is compressed'])
  const version = xmp.get('pdfxid:GTS_PDFXVersion')
  if (version !== 'PDF/X-4')
    breaches.push(['6.11', `XMP says ${version ? `«${version}»` : 'nothing'} for pdfxid:GTS_PDFXVersion`])
  for (const [property, clause] of REQUIRED)
    if (!xmp.get(property)) breaches.push([clause, `XMP has no ${property}`])
  for (const entry of ['Title', 'CreationDate', 'ModDate', 'Trapped'])
    if (!info.get(entry))
      breaches.push([entry === 'Trapped' ? '6.9' : '6.10', `the Info dictionary has no ${entry}`])
  const trapped = info.get('Trapped')
  if (trapped && trapped !== 'True' && trapped !== 'False')
    breaches.push(['6.9', `Trapped is «${trapped}», neither True nor False`])
  for (const [entry, property] of TWINS) {
    const [here, there] = [info.get(entry), xmp.get(property)]
    if (here === undefined || (there === undefined && REQUIRED.some(([each]) => each === property))) continue
    if (!same(here, there))
      breaches.push(['6.10', `Info says «${here}» for ${entry}, XMP ${there ? `«${there}»` : 'nothing'}`])
  }
  return breaches
}

/** Dates are written in two ways: D:20220118000000Z and 2022-01-18T00:00:00Z. */
function same(info: string, xmp: string | undefined): boolean {
  if (info === xmp) return true
  const digits = (date: string) => date.replace(/\D/g, '').slice(0, 14)
  return info.startsWith('D:') && xmp !== undefined && digits(info) === digits(xmp)
}

/** Nested as a knife needs them: each box within the larger ones. */
function boxes({ media, crop, bleed, trim, art }: Boxes): Breach[] {
  if (trim && art) return [['6.12', 'it has both a TrimBox and an ArtBox']]
  const final = trim ?? art
  if (!final) return [['6.12', 'it has no TrimBox']]
  const breaches: Breach[] = []
  if (bleed && !contains(bleed, final)) breaches.push(['6.12', 'its TrimBox goes beyond its BleedBox'])
  const largest = bleed ?? final
  if (crop && !contains(crop, largest)) breaches.push(['6.12', 'its BleedBox goes beyond its CropBox'])
  if (!contains(media, largest)) breaches.push(['6.12', 'its BleedBox goes beyond its MediaBox'])
  return breaches
}

/** Annotations may lie outside the bleed; printers' marks need only be outside the trim. */
function content({ annotations, irregular, boxes: { media, bleed, trim } }: PageFacts): Breach[] {
  const inTheWay = annotations.filter(({ subtype, box }) =>
    overlaps(box, (subtype === 'PrinterMark' ? trim : bleed) ?? trim ?? media),
  )
  return [
    ...inTheWay.map(({ subtype }): Breach => ['6.17', `it has an annotation (${subtype}) within the bleed`]),
    ...[...irregular].sort().map((each) => IRREGULARITIES[each]),
  ]
}

const STOWAWAYS: Readonly<Record<Stowaway, Breach>> = {
  javascript: ['6.18', 'it has a script'],
  action: ['6.18', 'it has an action'],
  form: ['6.17', 'it has a form to fill in'],
  xfa: ['6.26', 'it has an XFA form'],
  'embedded-file': ['6.7', 'another file is embedded in it'],
  'alternate-presentation': ['6.22', 'it has an alternate presentation'],
  'viewing-area': ['6.21', 'it asks for other boxes than MediaBox and BleedBox to be shown or printed'],
  'layer-automation': ['6.24', 'its layers switch by themselves (AS)'],
  lzw: ['6.8', 'a stream is packed by LZW'],
}

const IRREGULARITIES: Readonly<Record<Irregularity, Breach>> = {
  'unknown-operator': ['6.19', 'its content has an operator that PDF does not know'],
  'missing-resource': ['6.1', 'its content names a resource that is not there'],
  'transfer-function': ['6.13', 'it has a transfer function'],
  'halftone-phase': ['6.13', 'it sets the phase of the screen (HTP)'],
  'rendering-intent': ['6.23', 'it names a rendering intent that there is not'],
  'icc-overprint': ['6.4', 'ICCBased CMYK overprints in mode 1'],
  postscript: ['6.14', 'it has a piece of PostScript'],
  reference: ['6.3', 'it refers to a page of another file'],
  alternates: ['6.16', 'a picture has alternates'],
  opi: ['6.7', 'it refers to a picture outside the file (OPI)'],
  lzw: ['6.8', 'an inline picture is packed by LZW'],
  nesting: ['6.25', 'its graphics states are nested more than 28 deep'],
}
