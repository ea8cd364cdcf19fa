/** Families in npm packages: `@expo-google-fonts/*` hold whole static TrueType faces, a family each. */
import { join } from 'node:path'
import * as z from 'zod'
import { diagnose } from '../diagnostic.js'
import type { Reader } from '../files/reader.js'
import { problemOf } from '../files/words.js'
import { packageOf } from '../model/face.js'
import type { ListedFace } from './faces.js'
import { readText, type Report } from './text.js'

const packages = z.record(z.string(), z.unknown()).default({})
const PackageFile = z.object({
  dependencies: packages,
  devDependencies: packages,
  optionalDependencies: packages,
})

/** The packages that the publication's own package.json names; none if it has none. */
export async function readDependencies(
  reader: Reader,
  root: string,
  report: Report,
): Promise<ReadonlySet<string>> {
  const file = join(root, 'package.json')
  const content = await readText(reader, file, 'package', report)
  if (content === undefined) return new Set()
  try {
    const { dependencies, devDependencies, optionalDependencies } = PackageFile.parse(JSON.parse(content))
    return new Set([dependencies, devDependencies, optionalDependencies].flatMap(Object.keys))
  } catch (error) {
    const problem =
      error instanceof z.ZodError ? 'its dependencies are no list of packages' : problemOf(error)
    report(diagnose('syntax', { file }, { language: 'JSON', problem, quoted: undefined }))
    return new Set()
  }
}

/** «@expo-google-fonts/noto-serif 0.4.2»; undefined if the folder is no package. */
export async function nameOfPackage(reader: Reader, folder: string): Promise<string | undefined> {
  const content = await readText(reader, join(folder, 'package.json'), 'package', () => {})
  try {
    const { name, version } = z
      .object({ name: z.string(), version: z.string() })
      .parse(JSON.parse(content ?? ''))
    return `${name} ${version}`
  } catch {
    return undefined
  }
}

/** «NotoSerif_600SemiBold_Italic.ttf»: weight and style are in the file's name. */
const FILE = /_(\d{3})[A-Za-z]+(_Italic)?\.ttf$/

/** The faces of a family's package in node_modules/ beside the publication; none if it is not installed. */
export async function listPackagedFaces(
  reader: Reader,
  root: string,
  family: string,
  report: Report,
): Promise<readonly ListedFace[]> {
  const name = packageOf(family)
  const folder = join(root, 'node_modules', name)
  const at = { file: join(root, 'package.json'), line: 1 }
  const entries = await reader.list(folder, report)
  const inside = await Promise.all(
    entries.map(async (entry) =>
      entry.kind === 'file'
        ? [entry.name]
        : (await reader.list(join(folder, entry.name), report)).map((each) => `${entry.name}/${each.name}`),
    ),
  )
  return inside
    .flat()
    .sort()
    .flatMap((path): ListedFace[] => {
      const [, weight, italic] = FILE.exec(path) ?? []
      return weight === undefined
        ? []
        : [
            {
              family,
              weight: Number(weight),
              style: italic ? 'italic' : 'normal',
              file: join(folder, path),
              name: `node_modules/${name}/${path}`,
              at,
            },
          ]
    })
}
