/** Baselines in their folder: `<deliverable>/<edition>/<file>-<page>.png`, and `<file>.txt` beside them. */
import { readdir, readFile, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { diagnose, Stop } from '../diagnostic.js'
import { isMissing, makeFolder, problemOf, writeWhole } from '../files.js'
import type { Deliverable } from '../model/deliverable.js'
import type { Baseline } from './compare.js'
import { readGolden, tellGolden } from './golden.js'
import { fromPng, toPng } from './png.js'
import type { Picture, Proof } from './proof.js'

/** What the pixels depend on beside the source. */
export interface Renderer {
  /** Product and version: «HeadlessChrome/147.0.7727.0». */
  readonly browser: string
  /** «PDFium 2.15.1 at 80 dpi» */
  readonly rasteriser: string
}

export const sameRenderer = (a: Renderer, b: Renderer): boolean =>
  a.browser === b.browser && a.rasteriser === b.rasteriser

/** Where a file's baseline lies in the folder, without an extension: «screen/leaflet/kazakhstan-2022-leaflet-ru». */
export const pathOf = ({ file, edition }: Pick<Deliverable, 'file' | 'edition'>): string =>
  join(dirname(file), edition.name, basename(file, '.pdf'))

const RENDERER = 'renderer.json'

/** Undefined where there are no baselines yet. Throws `Stop` if the file is none of ours. */
export async function readRenderer(folder: string): Promise<Renderer | undefined> {
  const file = join(folder, RENDERER)
  const text = await read(file)
  if (text === undefined) return undefined
  const found = parse(text.toString())
  if (found) return found
  throw broken(file, 'it does not say with which browser the baselines were made')
}

function parse(text: string): Renderer | undefined {
  try {
    const { browser, rasteriser } = JSON.parse(text) as Partial<Renderer>
    return browser && rasteriser ? { browser, rasteriser } : undefined
  } catch {
    return undefined
  }
}

/** A file's baseline, undefined if it has none. Throws `Stop` if it is damaged. */
export async function readBaseline(folder: string, path: string): Promise<Baseline | undefined> {
  const file = join(folder, `${path}.txt`)
  const text = await read(file)
  if (text === undefined) return undefined
  const golden = readGolden(text.toString())
  if (!golden) throw broken(file, 'it is not as «approve» writes it')
  return { ...golden, picture: (page) => readPicture(join(folder, `${path}-${page}.png`)) }
}

async function readPicture(file: string): Promise<Picture> {
  const png = await read(file)
  if (!png) throw broken(file, 'the picture is missing')
  try {
    return fromPng(png)
  } catch (error) {
    throw broken(file, problemOf(error))
  }
}

const broken = (file: string, problem: string): Stop =>
  new Stop(diagnose('broken-baseline', { file }, { problem }))

/** Undefined for a file that is not there. Throws `Stop` for one that cannot be read. */
export async function read(file: string): Promise<Buffer | undefined> {
  return readFile(file).catch((error: unknown) => {
    if (isMissing(error)) return undefined
    throw new Stop(diagnose('cannot-read', { file }, { problem: problemOf(error) }))
  })
}

/** The paths of all baselines in the folder, sorted. */
export async function listBaselines(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder, { recursive: true }).catch((error: unknown): string[] => {
    if (isMissing(error)) return []
    throw new Stop(diagnose('cannot-read', { file: folder }, { problem: problemOf(error) }))
  })
  return names
    .filter((name) => name.endsWith('.txt'))
    .map((name) => name.slice(0, -'.txt'.length))
    .sort()
}

/** Puts a proof in place of what the baseline has, but for pictures that are the same. Throws `Stop` if that cannot be written. */
export async function writeBaseline(folder: string, path: string, proof: Proof): Promise<void> {
  await removeBaseline(folder, path, proof.pages.length)
  for (const [index, { picture }] of proof.pages.entries())
    if (picture) await write(join(folder, `${path}-${index + 1}.png`), toPng(picture))
  await write(join(folder, `${path}.txt`), tellGolden(proof))
}

export const writeRenderer = (folder: string, { browser, rasteriser }: Renderer): Promise<void> =>
  write(join(folder, RENDERER), `${JSON.stringify({ browser, rasteriser }, null, 2)}\n`)

/** @param kept pages whose pictures stay, from the first one on */
export async function removeBaseline(folder: string, path: string, kept = 0): Promise<void> {
  const home = dirname(join(folder, path))
  const name = basename(path)
  const pictures = (await readdir(home).catch(() => [])).filter((file) => {
    const page = file.startsWith(`${name}-`) && /^(\d+)\.png$/.exec(file.slice(name.length + 1))?.[1]
    return page && Number(page) > kept
  })
  for (const file of [...pictures, `${name}.txt`])
    await rm(join(home, file), { force: true }).catch((error: unknown) => {
      throw new Stop(
        diagnose('cannot-write-proof', { file: join(home, file) }, { problem: problemOf(error) }),
      )
    })
}

/** Writes a file of a proof. Throws `Stop` if that cannot be. */
export async function write(file: string, content: string | Uint8Array): Promise<void> {
  try {
    await makeFolder(dirname(file))
    await writeWhole(file, content)
  } catch (error) {
    throw new Stop(diagnose('cannot-write-proof', { file }, { problem: problemOf(error) }))
  }
}
