/** The pictures that statements ask for, looked into before a browser is asked for them. */
import { dirname, join, relative } from 'node:path'
import { diagnose } from '../diagnostic.js'
import { tellRefusal } from '../files/locate.js'
import { asAddress, meant } from '../files/names.js'
import type { Reader } from '../files/reader.js'
import { type Picture, picturesOf } from '../model/block.js'
import type { Statement, Tag } from '../model/publication.js'
import { inspectPicture, pathIn } from './picture-file.js'
import { readRaster } from './raster.js'
import type { Report } from './text.js'

/**
 * Reports what cannot be printed because its file is not there, may not be read, is spelled otherwise, or is no whole picture.
 * Gives the resolution of those that say it, by their address.
 */
export async function checkPictures(
  reader: Reader,
  source: string,
  statements: readonly Statement[],
  report: Report,
): Promise<ReadonlyMap<string, number>> {
  const resolutions = new Map<string, number>()
  const asked = new Map<string, { readonly pictures: Picture[]; readonly languages: Set<Tag> }>()
  for (const { lang, body } of statements)
    for (const picture of body.flatMap(picturesOf)) {
      const file = fileOf(picture, dirname(source))
      if (file === undefined) continue
      const { pictures, languages } = asked.get(file) ?? { pictures: [], languages: new Set<Tag>() }
      asked.set(file, { pictures: [...pictures, picture], languages: languages.add(lang) })
    }
  for (const [file, { pictures, languages }] of asked) {
    const bytes = await checkPicture(reader, source, pictures, file, (finding) =>
      report({ ...finding, languages: [...languages] }),
    )
    const raster = bytes && readRaster(bytes)
    if (raster && 'ppi' in raster) for (const { url } of pictures) resolutions.set(url, raster.ppi)
  }
  return resolutions
}

/** Where a picture's file lies; undefined for one that is to come from elsewhere, or whose address is none. */
export function fileOf({ url }: Picture, root: string): string | undefined {
  if (!url.startsWith('source/')) return undefined
  try {
    return join(root, decodeURIComponent(url.replace(/[?#].*$/s, '')))
  } catch {
    return undefined
  }
}

async function checkPicture(
  reader: Reader,
  source: string,
  pictures: readonly Picture[],
  file: string,
  report: Report,
): Promise<Buffer | undefined> {
  const found = await reader.locate(file, 'picture')
  if (found.kind === 'file') {
    const bytes = await reader.bytes(file, 'picture', report)
    const url = pathIn(pictures[0]!.url)
    if (bytes) inspectPicture(bytes, { file, url, asked: pictures.map(({ at }) => at) }).forEach(report)
    return bytes
  }
  const spelled = found.kind === 'missing' ? await meant(source, file) : undefined
  for (const { url, at } of pictures) {
    const seen = (path: string) => relative(dirname(at.file), path)
    const finding =
      spelled === undefined || spelled === file
        ? tellRefusal(
            found,
            file,
            { where: at, name: seen(file) },
            diagnose('missing-asset', at, { url: pathIn(url), by: 'statement' }),
          )
        : diagnose('name-differs', at, { asked: seen(file), found: asAddress(seen(spelled)) })
    if (finding) report(finding)
  }
  return undefined
}
