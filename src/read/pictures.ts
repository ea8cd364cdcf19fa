/** The pictures that a publication asks for, looked into before a browser is asked for them. */
import { dirname, join, posix, relative } from 'node:path'
import { diagnose } from '../diagnostic.js'
import { tellRefusal } from '../files/locate.js'
import { asAddress, meant } from '../files/names.js'
import type { Reader } from '../files/reader.js'
import type { PictureFile, Place, Tag } from '../model/publication.js'
import { askerOf, inspectPicture, pathIn } from './picture-file.js'
import { readRaster } from './raster.js'
import type { Report } from './text.js'

/** A picture that is named by its path from source/ on; undefined if it lies elsewhere, which is reported. */
export function pictureNamed(path: string, at: Place, report: Report): PictureFile | undefined {
  const named = posix.join('source', path)
  if (isElsewhere(path)) report(diagnose('picture-from-net', at, { picture: path, by: askerOf(at) }))
  else if (path.startsWith('/') || !named.startsWith('source/'))
    report(diagnose('picture-outside', at, { picture: path, by: askerOf(at) }))
  else return { url: named.split('/').map(encodeURIComponent).join('/'), at }
  return undefined
}

/** An address of the net, or one of another disk. */
export const isElsewhere = (address: string): boolean => /^([a-z][a-z0-9+.-]*:|\/\/|\\\\)/i.test(address)

/**
 * Reports what cannot be printed because its file is not there, may not be read, is spelled otherwise, or is no whole picture.
 * Gives the resolution of those that say it, by their address.
 * @param languageOf the language of the statement that asks for a picture; undefined if all files have it
 */
export async function checkPictures(
  reader: Reader,
  source: string,
  pictures: readonly PictureFile[],
  languageOf: (picture: PictureFile) => Tag | undefined,
  report: Report,
): Promise<ReadonlyMap<string, number>> {
  const resolutions = new Map<string, number>()
  const asked = new Map<string, PictureFile[]>()
  for (const picture of pictures) {
    const file = fileOf(picture, dirname(source))
    if (file !== undefined) asked.set(file, [...(asked.get(file) ?? []), picture])
  }
  for (const [file, pictures] of asked) {
    const languages = [...new Set(pictures.map(languageOf))]
    const own = languages.filter((lang) => lang !== undefined)
    const bytes = await checkPicture(reader, source, pictures, file, (finding) =>
      report(own.length === languages.length ? { ...finding, languages: own } : finding),
    )
    const raster = bytes && readRaster(bytes)
    if (raster && 'ppi' in raster) for (const { url } of pictures) resolutions.set(url, raster.ppi)
  }
  return resolutions
}

/** Where a picture's file lies; undefined for one that is to come from elsewhere, or whose address is none. */
export function fileOf({ url }: Pick<PictureFile, 'url'>, root: string): string | undefined {
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
  pictures: readonly PictureFile[],
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
    const by = askerOf(at)
    const finding =
      spelled === undefined || spelled === file
        ? tellRefusal(
            found,
            file,
            { where: at, name: seen(file) },
            diagnose('missing-asset', at, { url: pathIn(url), by }),
          )
        : diagnose('name-differs', at, {
            asked: seen(file),
            found: by === 'statement' ? asAddress(seen(spelled)) : seen(spelled),
          })
    if (finding) report(finding)
  }
  return undefined
}
