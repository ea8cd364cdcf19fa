/** Baselines in their folder: `<deliverable>/<edition>/<file>-<page>.png`, and `<file>.txt` beside them. */
import { lstat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { diagnose, Stop } from '../diagnostic.js'
import { findConflict } from '../files/conflict.js'
import { openReader, type Reader } from '../files/reader.js'
import { problemOf } from '../files/words.js'
import { openWriter, type Place, tellLeadsOut } from '../files/writer.js'
import type { Deliverable } from '../model/deliverable.js'
import type { Baseline } from './compare.js'
import { readGolden, tellGolden } from './golden.js'
import { alone, type Index, type Marked, readIndex, type Renderer, writeIndex } from './index-file.js'
import { fromPng, isWholePng, toPng } from './png.js'
import type { Picture, Proof } from './proof.js'

/** Where a file's baseline lies in the folder, without an extension: «screen/leaflet/kazakhstan-2022-leaflet-ru». */
export const pathOf = ({ file, edition }: Pick<Deliverable, 'file' | 'edition'>): string =>
  join(dirname(file), edition.name, basename(file, '.pdf'))

/** What `approve` has written into a folder; nothing else in there is looked at. */
export interface Baselines {
  /** Undefined where there are no baselines yet. */
  readonly renderer: Renderer | undefined
  /** Something lies in the folder, and `approve` did not write it. */
  readonly foreign: boolean
  /** The paths of all baselines that are there, sorted. */
  list(): Promise<readonly string[]>
  /** A file's baseline, undefined if it has none. Throws `Stop` if it is damaged. */
  read(path: string): Promise<Baseline | undefined>
}

/** Throws `Stop` if the folder leads out of where it should lie, or is marked by something that is no index of ours. */
export async function openBaselines(place: Place): Promise<Baselines> {
  const { folder } = place
  await openWriter(place).catch((error: unknown) => {
    throw new Stop(
      tellLeadsOut(error) ?? diagnose('cannot-read', { file: folder }, { problem: problemOf(error) }),
    )
  })
  const marked = await readIndex(folder)
  const reader = await openReader(folder)
  const files = filesOf(marked)
  return {
    renderer: typeof marked === 'string' ? undefined : marked,
    foreign: marked === 'foreign',
    async list() {
      const paths = files.filter(isText).map((file) => file.slice(0, -'.txt'.length))
      const there = await Promise.all(paths.map((path) => exists(join(folder, `${path}.txt`))))
      return paths.filter((_, index) => there[index])
    },
    async read(path) {
      if (!files.includes(`${path}.txt`)) return undefined
      const file = join(folder, `${path}.txt`)
      const text = await read(reader, file)
      if (text === undefined) return undefined
      const told = text.toString().replaceAll('\r\n', '\n') // version control may write line ends of its own
      const conflict = findConflict(told)
      if (conflict) throw broken(file, `two versions of it were not merged (“${conflict.mark}”)`, conflict.line)
      const golden = readGolden(told)
      if (!golden) throw broken(file, 'it is not as «approve» writes it')
      const pictureOf = (page: number) => join(folder, `${path}-${page}.png`)
      for (const index of golden.pages.keys()) await readPng(reader, pictureOf(index + 1))
      return { ...golden, picture: (page) => readPicture(reader, pictureOf(page)) }
    },
  }
}

const filesOf = (marked: Marked): readonly string[] => (typeof marked === 'string' ? [] : marked.files)

const isText = (file: string): boolean => file.endsWith('.txt')

const exists = (file: string): Promise<boolean> =>
  lstat(file).then(
    () => true,
    () => false,
  )

/** The bytes of a picture, as whole as can be seen without decoding them, which takes longer than drawing the page. */
async function readPng(reader: Reader, file: string): Promise<Buffer> {
  const png = await read(reader, file)
  if (!png) throw broken(file, 'the picture is missing')
  if (png.toString('latin1', 0, 7) === 'version') throw broken(file, 'it is a pointer of Git LFS, not the picture')
  if (!isWholePng(png)) throw broken(file, 'it is no whole PNG')
  return png
}

async function readPicture(reader: Reader, file: string): Promise<Picture> {
  const png = await readPng(reader, file)
  try {
    return fromPng(png)
  } catch (error) {
    throw broken(file, problemOf(error))
  }
}

const broken = (file: string, problem: string, line?: number): Stop =>
  new Stop(diagnose('broken-baseline', { file, ...(line !== undefined && { line }) }, { problem }))

/** Undefined for a file that is not there. Throws `Stop` for one that cannot be read. */
async function read(reader: Reader, file: string): Promise<Buffer | undefined> {
  const problems: Stop[] = []
  const bytes = await reader.bytes(file, 'baseline', (finding) => problems.push(new Stop(finding)))
  if (problems[0]) throw problems[0]
  return bytes
}

/** What is to be as it is now. */
export interface Approval {
  readonly renderer: Renderer
  /** In place of what a baseline has, but for pictures that are the same. */
  readonly put: readonly (readonly [path: string, proof: Proof])[]
  /** Baselines to take away. */
  readonly drop: readonly string[]
}

/**
 * Writes baselines, and removes files that the folder's index names and no baseline has any more. The index names a file
 * before it is written, so whatever happens meanwhile, what lies there is known as ours. Throws `Stop` if something cannot be
 * written or is not ours, and the signal's reason if it is aborted.
 */
export async function writeBaselines(
  place: Place,
  { renderer, put, drop }: Approval,
  signal?: AbortSignal,
): Promise<void> {
  let current = place.folder
  const at = (path: string) => (current = join(place.folder, path))
  try {
    const writer = await openWriter(place)
    await alone(writer, async () => {
      const marked = await readIndex(place.folder)
      if (marked === 'foreign') throw new Stop(diagnose('foreign-baselines', { file: place.folder }, {}))
      const before: Index = typeof marked === 'string' ? { ...renderer, files: [] } : marked
      const wanted = new Set(put.flatMap(([path, proof]) => filesOfProof(path, proof)))
      await checkOwn(place.folder, before, put)
      await writeIndex(writer, { ...before, files: [...before.files, ...wanted] })
      const gone = [...put.map(([path]) => path), ...drop].flatMap((path) =>
        before.files.filter((file) => baselineOf(file) === path && !wanted.has(file)),
      )
      for (const file of gone) {
        at(file)
        await writer.remove(file)
      }
      for (const [path, { pages, ...proof }] of put) {
        signal?.throwIfAborted()
        for (const [index, { picture }] of pages.entries()) {
          const file = `${path}-${index + 1}.png`
          at(file)
          if (picture) await writer.write(file, toPng(picture))
        }
        at(`${path}.txt`)
        await writer.write(`${path}.txt`, tellGolden({ ...proof, pages }))
      }
      const all = [...before.files, ...wanted].filter((file) => !gone.includes(file))
      const there = await Promise.all(all.map((file) => exists(join(place.folder, file))))
      await writeIndex(writer, { ...renderer, files: all.filter((_, index) => there[index]) })
    })
  } catch (error) {
    signal?.throwIfAborted()
    if (error instanceof Stop) throw error
    throw unwritten(error, current)
  }
}

const filesOfProof = (path: string, { pages }: Proof): readonly string[] => [
  ...pages.map((_, index) => `${path}-${index + 1}.png`),
  `${path}.txt`,
]

/** The baseline that a file belongs to: «card-12.png» and «card.txt» to «card». */
const baselineOf = (file: string): string => file.replace(/(?:-\d+\.png|\.txt)$/, '')

/** Throws `Stop` if a file of somebody else has the name of one to be written. One whose entry was lost in a merge is still a baseline. */
async function checkOwn(folder: string, { files }: Index, put: Approval['put']): Promise<void> {
  const reader = await openReader(folder)
  for (const [path, proof] of put) {
    const text = await reader.bytes(join(folder, `${path}.txt`), 'baseline', () => {})
    if (text && readGolden(text.toString())) continue
    for (const file of filesOfProof(path, proof))
      if (!files.includes(file) && (await exists(join(folder, file))))
        throw new Stop(diagnose('not-our-baseline', { file: join(folder, file) }, {}))
  }
}

const unwritten = (error: unknown, file: string): Stop =>
  new Stop(
    tellLeadsOut(error) ?? diagnose('cannot-write-proof', { file }, { problem: problemOf(error) }),
  )

/** Throws `Stop` if a report's place is not where it seems to be. */
export async function checkProofPlace(place: Place): Promise<void> {
  await openWriter(place).catch((error: unknown) => {
    throw unwritten(error, place.folder)
  })
}

/** Writes a report. Throws `Stop` if that cannot be. */
export async function writeProof(place: Place, name: string, content: string): Promise<void> {
  try {
    const writer = await openWriter(place)
    await writer.write(name, content)
  } catch (error) {
    throw unwritten(error, join(place.folder, name))
  }
}
