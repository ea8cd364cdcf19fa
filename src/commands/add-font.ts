/** `broadside fonts add`: brings a font file, or the faces of an npm package, into fonts/ as static TrueType. */
import { createHash } from 'node:crypto'
import { realpath, stat } from 'node:fs/promises'
import { basename, dirname, join, relative, resolve, sep } from 'node:path'
import { diagnose, type Diagnostic, isError } from '../diagnostic.js'
import { isInside } from '../files/locate.js'
import { openReader, type Reader } from '../files/reader.js'
import { openWriter, tellLeadsOut } from '../files/writer.js'
import { type FaceName, sameFace, tellFace } from '../model/face.js'
import { type FontEntry, readEntries, refuse, withEntries } from '../read/faces.js'
import { convertFont, type StaticFace } from '../read/font-convert.js'
import { nameOfPackage } from '../read/font-package.js'

export interface AddFontRequest {
  /** The project, or the house folder, whose fonts/ it goes into. */
  readonly root: string
  /** A font file by its path, or a package in the project's node_modules. */
  readonly source: string
  /** Which face of a collection, from 1. */
  readonly face?: number
  /** What is made of a variable font, or taken of a package. */
  readonly weights: readonly number[]
}

export interface AddedFace extends FaceName {
  /** Absolute. */
  readonly file: string
}

export interface AddFontOutcome {
  /** `misused`: the call names no font, or not which one. */
  readonly status: 'added' | 'failed' | 'misused'
  readonly findings: readonly Diagnostic[]
  readonly faces: readonly AddedFace[]
}

/** A font file to bring in. */
interface Origin {
  readonly file: string
  /** From the folder of its package on, or as it was asked for. */
  readonly path: string
  /** As fonts.yaml tells it: «npm @expo-google-fonts/noto-serif 0.4.2, 400Regular/NotoSerif_400Regular.ttf». */
  readonly told: string
}

/** Where fonts come from: a folder that is read, and the font files of it that were asked for. */
interface Source {
  readonly reader: Reader
  readonly origins: readonly Origin[]
  /** Folders in which a licence may lie, the nearest first. */
  readonly licences: readonly string[]
  readonly isPackage: boolean
}

/** A face with what is written of it. */
interface Arrival {
  readonly face: StaticFace
  readonly origin: Origin
  /** Its file is the one that it comes from. */
  readonly unchanged: boolean
}

export async function addFont(request: AddFontRequest): Promise<AddFontOutcome> {
  const findings: Diagnostic[] = []
  const report = (finding: Diagnostic) => findings.push(finding)
  const end = (status: 'failed' | 'misused'): AddFontOutcome => ({ status, findings, faces: [] })
  const fonts = join(request.root, 'fonts')
  const source = await findSource(request)
  if (!source) {
    report(diagnose('font-not-found', undefined, { source: request.source }))
    return end('misused')
  }
  if (!source.origins.length) {
    report(diagnose('no-fonts', undefined, { what: request.source }))
    return end('misused')
  }
  const project = await openReader(request.root)
  const listed = await readEntries(project, fonts, report)
  if (!listed) return end('failed')

  const arrivals: Arrival[] = []
  for (const origin of source.origins) {
    const bytes = await source.reader.bytes(origin.file, 'font', report)
    if (!bytes) continue
    const conversion = await convertFont(bytes, { face: request.face, weights: request.weights })
    if (conversion.kind === 'fault') report(refuse(conversion.fault, undefined, origin.path))
    else if (conversion.kind === 'which') {
      const { names } = conversion
      report(diagnose('which-face', undefined, { file: origin.path, asked: request.face, names }))
      return end('misused')
    } else
      arrivals.push(...conversion.faces.map((face) => ({ face, origin, unchanged: face.bytes === bytes })))
  }
  const wanted = source.isPackage ? ofWeights(arrivals, request.weights) : arrivals
  for (const { face } of wanted.filter(({ face }, index) => isFirst(wanted, face, index))) {
    const files = wanted.filter((other) => sameFace(other.face, face)).map(({ origin }) => origin.path)
    if (files.length > 1)
      report(diagnose('which-file', undefined, { package: request.source, face: tellFace(face), files }))
  }
  if (findings.some(isError)) return end('failed')
  return bringIn(wanted, listed, source, project, request.root, findings)
}

/** Writes the faces, their licence and fonts.yaml. */
async function bringIn(
  arrivals: readonly Arrival[],
  { content, entries }: { readonly content: string | undefined; readonly entries: readonly FontEntry[] },
  source: Source,
  project: Reader,
  root: string,
  findings: Diagnostic[],
): Promise<AddFontOutcome> {
  const fonts = join(root, 'fonts')
  const failed = (): AddFontOutcome => ({ status: 'failed', findings, faces: [] })
  try {
    const writer = await openWriter({ folder: fonts, within: root })
    const files = new Map<string, Uint8Array>()
    const added: FontEntry[] = []
    /** The source, if it lies in fonts/ itself and is turned into another file. */
    let replaced: string | undefined
    for (const { face: own, origin, unchanged } of arrivals) {
      const { weight, style, bytes, version } = own
      const here = isInside(origin.file, fonts) ? pathIn(fonts, origin.file) : undefined
      const before = entries.find((entry) => entry.file === here)
      // Templates ask for it by the name that it has in fonts.yaml.
      const face = before ? { ...own, family: before.family } : own
      const { family } = face
      if (!unchanged) replaced = here
      const file =
        here !== undefined && unchanged
          ? here
          : `${squash(family)}-${weight}${style === 'italic' ? 'Italic' : ''}.ttf`
      const there = await project.bytes(join(fonts, file), 'font', () => {})
      const isListed = entries.some((entry) => entry.file === file && sameFace(entry, face))
      if (there && !there.equals(bytes) && !isListed) {
        findings.push(diagnose('font-in-the-way', undefined, { file, face: tellFace(face) }))
        continue
      }
      const licence = before?.licence ?? (await licenceOf(family, source, fonts, files))
      if (licence === undefined)
        findings.push(diagnose('font-without-licence', undefined, { family, says: face.licence }))
      files.set(file, bytes)
      added.push({
        family,
        weight,
        style,
        file,
        version,
        origin: before?.origin ?? origin.told,
        licence: licence ?? face.licence?.split('\n')[0]!.slice(0, 200) ?? 'not stated in the font',
        sha256: createHash('sha256').update(bytes).digest('hex'),
      })
    }
    if (findings.some(isError)) return failed()
    for (const [file, bytes] of files) await writer.write(file, bytes)
    await writer.write('fonts.yaml', withEntries(content, added, replaced))
    const faces = added.map(({ family, weight, style, file }) => ({
      family,
      weight,
      style,
      file: join(fonts, file),
    }))
    return { status: 'added', findings: onceEach(findings), faces }
  } catch (error) {
    const finding = tellLeadsOut(error)
    if (!finding) throw error
    findings.push(finding)
    return failed()
  }
}

const isFirst = (arrivals: readonly Arrival[], face: FaceName, index: number): boolean =>
  arrivals.findIndex((other) => sameFace(other.face, face)) === index

/** One family may come in several faces. */
const onceEach = (findings: readonly Diagnostic[]): readonly Diagnostic[] => [
  ...new Map(findings.map((finding) => [finding.message, finding])).values(),
]

const squash = (family: string): string => family.replace(/[^A-Za-z0-9]+/g, '') || 'Font'

/** The faces of the wanted weights; all of a package that has none of them. */
function ofWeights(arrivals: readonly Arrival[], weights: readonly number[]): readonly Arrival[] {
  const wanted = arrivals.filter(({ face }) => weights.includes(face.weight))
  return wanted.length ? wanted : arrivals
}

/** The name in fonts/ of the licence that lies beside the font, which is put among the files to write. */
async function licenceOf(
  family: string,
  { reader, licences }: Source,
  fonts: string,
  files: Map<string, Uint8Array>,
): Promise<string | undefined> {
  for (const folder of licences) {
    const names = (await reader.list(folder, () => {}))
      .filter(({ kind, name }) => kind === 'file' && LICENCES.some((form) => form.test(name)))
      .map(({ name }) => name)
    const rank = (name: string): number =>
      LICENCES.findIndex((form) => form.test(name)) - (squash(name).includes(squash(family)) ? 10 : 0)
    const [name] = names.sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1))
    if (name === undefined) continue
    if (isInside(join(folder, name), fonts)) return pathIn(fonts, join(folder, name))
    const bytes = await reader.bytes(join(folder, name), 'licence', () => {})
    if (!bytes) continue
    const own = `LICENSE-${squash(family)}.txt`
    files.set(own, bytes)
    return own
  }
  return undefined
}

/** What a licence is called, that of the font before that of what it is packed in. */
const LICENCES: readonly RegExp[] = [/^LICEN[SC]E_FONT/i, /^OFL/i, /^(LICEN[SC]E|COPYING)/i]

/** Undefined if there is nothing of that name. */
async function findSource({ root, source }: AddFontRequest): Promise<Source | undefined> {
  for (const path of [resolve(source), join(root, 'node_modules', source)]) {
    const found = await stat(path).catch(() => undefined)
    if (found?.isFile()) return sourceOfFile(path, source)
    if (found?.isDirectory()) return sourceOfPackage(await realpath(path))
  }
  return undefined
}

/** The package that a file is part of, by its folder. */
const packageAt = (file: string): string | undefined =>
  /^(.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+)[\\/]/.exec(file)?.[1]

async function sourceOfFile(file: string, path: string): Promise<Source> {
  const home = packageAt(file)
  const reader = await openReader(home ?? dirname(file))
  return {
    reader,
    origins: [{ file, path, told: home === undefined ? basename(file) : await toldOf(reader, home, file) }],
    licences: home === undefined ? [dirname(file)] : [dirname(file), home],
    isPackage: false,
  }
}

async function sourceOfPackage(folder: string): Promise<Source> {
  const reader = await openReader(folder)
  const files = await fontsIn(reader, folder)
  // The same faces are there for web pages, too.
  const plain = files.filter((file) => /\.ttf$/i.test(file))
  const origins = await Promise.all(
    (plain.length ? plain : files).map(async (file) => ({
      file,
      path: pathIn(folder, file),
      told: await toldOf(reader, folder, file),
    })),
  )
  return { reader, origins, licences: [folder], isPackage: true }
}

const LEVELS = 4

async function fontsIn(reader: Reader, folder: string, level = 0): Promise<readonly string[]> {
  const entries = await reader.list(folder, () => {})
  const found = await Promise.all(
    entries.map(async ({ name, kind }) => {
      const path = join(folder, name)
      if (kind === 'file') return /\.(ttf|otf|ttc|woff2)$/i.test(name) ? [path] : []
      return level < LEVELS && name !== 'node_modules' ? fontsIn(reader, path, level + 1) : []
    }),
  )
  return found.flat().sort()
}

const pathIn = (folder: string, file: string): string => relative(folder, file).split(sep).join('/')

async function toldOf(reader: Reader, home: string, file: string): Promise<string> {
  const path = pathIn(home, file)
  const name = await nameOfPackage(reader, home)
  return name === undefined ? path : `npm ${name}, ${path}`
}
