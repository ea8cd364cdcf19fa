/** fonts/fonts.yaml → Faces: which files there are, whether they are still the same, what they can set. */
import { createHash } from 'node:crypto'
import { basename, join } from 'node:path'
import type { Font } from '@pdf-lib/fontkit'
import { isMap, parseDocument, type YAMLSeq } from 'yaml'
import * as z from 'zod'
import { diagnose, type Diagnostic, type FontRemedy, type Where } from '../diagnostic.js'
import type { Reader } from '../files/reader.js'
import { readTrusted, sealJson, unsealJson } from '../files/sealed.js'
import { problemOf } from '../files/words.js'
import { makeFolder, writeWhole } from '../files/writer.js'
import { type Face, type FaceName, packageOf, sameFace, tellFace } from '../model/face.js'
import type { Place } from '../model/publication.js'
import { type FontFault, inspectFont } from './font-file.js'
import { readText, type Report } from './text.js'
import { formed, readYaml, strictObject, text, type Yaml } from './yaml.js'

const FontsFile = strictObject({
  faces: z.array(
    strictObject({
      family: text,
      weight: z.number().int().min(1).max(1000),
      style: z.enum(['normal', 'italic']),
      file: text,
      version: text,
      origin: text,
      licence: text,
      sha256: formed(
        /^[0-9a-f]{64}$/,
        'should be 64 hexadecimal digits',
        'Write what sha256sum prints for the file.',
      ),
    }),
  ),
})
export type FontEntry = z.infer<typeof FontsFile>['faces'][number]

const HEAD =
  '# Every face that templates and publication.yaml may name. “broadside fonts add” writes it.\nfaces: []\n'

/**
 * fonts.yaml with some entries more; one for a face that is listed takes the place of that.
 * @param replaced a file that is not listed any more
 */
export function withEntries(
  content: string | undefined,
  entries: readonly FontEntry[],
  replaced: string | undefined,
): string {
  const document = parseDocument(content?.trim() ? content : HEAD)
  const faces = document.get('faces') as YAMLSeq
  faces.items = faces.items.filter((item) => !isMap(item) || item.get('file') !== replaced)
  for (const entry of entries) {
    const node = document.createNode(entry)
    const index = faces.items.findIndex((item) => isMap(item) && sameFace(item.toJSON() as FontEntry, entry))
    const old = faces.items[index]
    if (isMap(old)) node.commentBefore = old.commentBefore ?? null
    if (old) faces.items[index] = node
    else faces.add(node)
  }
  faces.flow = false
  return document.toString({ lineWidth: 0 })
}

/** What fonts.yaml lists, as it is written; undefined, and reported, if it is not valid. None if it is not there. */
export async function readEntries(
  reader: Reader,
  folder: string,
  report: Report,
): Promise<{ readonly content: string | undefined; readonly entries: readonly FontEntry[] } | undefined> {
  const file = join(folder, 'fonts.yaml')
  const content = await readText(reader, file, 'yaml', report)
  if (!content?.trim()) return { content, entries: [] }
  const read = readYaml(file, content, FontsFile, report)
  return read && { content, entries: read.value.faces }
}

/** A face that there is; its file is looked into only when a template asks for it. */
export interface ListedFace extends FaceName {
  /** Absolute. */
  readonly file: string
  /** The file as a message names it: «fonts/Mine.ttf». */
  readonly name: string
  /** What names it. */
  readonly at: Place
  /** What fonts.yaml says that it is; of a package's files package-lock.json says so. */
  readonly sha256?: string
}

/** All faces of a fonts/ folder; none if it has no fonts.yaml. */
export async function listFaces(
  reader: Reader,
  folder: string,
  report: Report,
): Promise<readonly ListedFace[]> {
  const file = join(folder, 'fonts.yaml')
  const content = await readText(reader, file, 'yaml', report)
  const read: Yaml<{ faces: FontEntry[] }> | undefined =
    content === undefined ? undefined : readYaml(file, content, FontsFile, report)
  const faces = (read?.value.faces ?? []).map(({ family, weight, style, file, sha256 }, i): ListedFace => ({
    family,
    weight,
    style,
    file: join(folder, file),
    name: `fonts/${file}`,
    at: read!.at('faces', i),
    sha256,
  }))
  for (const [index, face] of faces.entries()) {
    const first = faces.slice(0, index).find((other) => sameFace(other, face))
    if (first) report(diagnose('face-twice', face.at, { face: tellFace(face), first: first.at.line }))
  }
  return faces
}

/** What a look into a font file tells. It depends on the bytes alone, so it is kept by their sum. */
const Glyphs = z.object({
  postscriptName: z.string(),
  coverage: z.array(z.number()),
  sharedGlyphs: z.array(z.array(z.number())),
})
type Glyphs = z.infer<typeof Glyphs>

/**
 * Checks the file's sum, if one is given, and finds its characters; undefined (and reported) if it is not what it should be.
 * @param cache where what was found is kept, if anywhere
 */
export async function readFace(
  reader: Reader,
  listed: ListedFace,
  cache: string | undefined,
  report: Report,
): Promise<Face | undefined> {
  const { family, weight, style, file, name, at, sha256 } = listed
  const missing = diagnose('file-missing', at, { file: name, why: `${basename(at.file)} names it` })
  const bytes = await reader.bytes(file, 'font', report, missing, { where: at, name })
  if (!bytes) return undefined
  const found = createHash('sha256').update(bytes).digest('hex')
  if (sha256 !== undefined && found !== sha256) {
    report(diagnose('font-changed', at, { file: name, wanted: sha256, found }))
    return undefined
  }
  const folder = cache && join(cache, 'faces-1')
  const known = folder === undefined ? undefined : recall(folder, `${found}.json`)
  const glyphs = known ?? (await lookInto(bytes))
  if ('kind' in glyphs) {
    report(refuse(glyphs, at, name))
    return undefined
  }
  if (folder && !known) await keep(folder, `${found}.json`, glyphs)
  return { family, weight, style, file, sha256: found, at, ...glyphs }
}

/** The finding for a file that cannot be used. */
export function refuse(fault: FontFault, where: Where | undefined, file: string): Diagnostic {
  const unfit = (problem: string, remedy: FontRemedy) =>
    diagnose('font-unfit', where, { file, problem, remedy })
  switch (fault.kind) {
    case 'unfit':
      return unfit(fault.problem, { kind: 'none' })
    case 'convertible':
      return unfit(fault.problem, { kind: 'convert' })
    case 'collection':
      return unfit(fault.problem, { kind: 'take-out' })
    case 'postscript':
      return unfit(fault.problem, {
        kind: 'truetype',
        package: fault.family && packageOf(trueTypeFamily(fault.family)),
      })
    case 'damaged':
      return diagnose('font-damaged', where, { file, problem: fault.problem })
    case 'forbidden':
      return diagnose('font-not-embeddable', where, { file, permission: fault.permission })
    default:
      return fault satisfies never
  }
}

/** Adobe's Source Han is Google's Noto, whose faces of one language are called without CJK. */
const trueTypeFamily = (family: string): string =>
  family.replace(/^Source Han (Sans|Serif)/, 'Noto $1').replace(/ CJK(?= )/, '')

/** Loading fontkit takes longer than all the rest of reading. */
async function lookInto(bytes: Uint8Array): Promise<Glyphs | FontFault> {
  const fault = inspectFont(bytes)
  if (fault) return fault
  const { default: fontkit } = await import('@pdf-lib/fontkit')
  try {
    return glyphsOf(fontkit.create(bytes))
  } catch (error) {
    return { kind: 'damaged', problem: problemOf(error) }
  }
}

function glyphsOf(font: Font): Glyphs | FontFault {
  if (!font.characterSet.length) return { kind: 'damaged', problem: 'its table “cmap” has no characters' }
  // By it the finished file is compared with fonts.yaml.
  if (!font.postscriptName)
    return { kind: 'unfit', problem: 'it has no PostScript name (table “name”, ID 6)' }
  if (/[^!-~]|[[\](){}<>/%]/.test(font.postscriptName))
    return {
      kind: 'unfit',
      problem: `its PostScript name “${font.postscriptName}” has characters that such a name cannot have (OpenType, table “name”, ID 6)`,
    }
  const points = [...font.characterSet].sort((a, b) => a - b)
  const coverage: number[] = []
  const byGlyph = new Map<number, number[]>()
  for (const point of points) {
    if (point - 1 === coverage.at(-1)) coverage[coverage.length - 1] = point
    else coverage.push(point, point)
    const glyph = font.glyphForCodePoint(point).id
    byGlyph.set(glyph, [...(byGlyph.get(glyph) ?? []), point])
  }
  const sharedGlyphs = [...byGlyph.values()].filter((shared) => shared.length > 1)
  return { postscriptName: font.postscriptName, coverage, sharedGlyphs }
}

/** What is not as it was kept is worked out again. */
const recall = (folder: string, name: string): Glyphs | undefined =>
  Glyphs.safeParse(unsealJson(name, readTrusted(join(folder, name)))).data

/** A cache that cannot be written costs time, nothing else. */
async function keep(folder: string, name: string, glyphs: Glyphs): Promise<void> {
  try {
    await makeFolder(folder, 0o700)
    await writeWhole(join(folder, name), sealJson(name, glyphs), { mode: 0o600 })
  } catch {
    // Worked out again next time.
  }
}
