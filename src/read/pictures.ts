/** The pictures that statements ask for: whether they are there, before a browser looks for them. */
import { dirname, join, relative } from 'node:path'
import { diagnose } from '../diagnostic.js'
import { tellRefusal } from '../files/locate.js'
import { asAddress, meant } from '../files/names.js'
import type { Reader } from '../files/reader.js'
import type { Picture, Statement } from '../model/publication.js'
import type { Report } from './text.js'

/** Reports what cannot be printed because its file is not there, or may not be read, or is spelled otherwise. */
export async function checkPictures(
  reader: Reader,
  source: string,
  statements: readonly Statement[],
  report: Report,
): Promise<void> {
  for (const { paragraphs } of statements)
    for (const picture of paragraphs.flatMap(({ pictures }) => pictures)) {
      const file = fileOf(picture, dirname(source))
      if (file !== undefined) await checkPicture(reader, source, picture, file, report)
    }
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
  { url, at }: Picture,
  file: string,
  report: Report,
): Promise<void> {
  const found = await reader.locate(file, 'picture')
  if (found.kind === 'file') return
  const seen = (path: string) => relative(dirname(at.file), path)
  const spelled = found.kind === 'missing' ? await meant(source, file) : undefined
  const finding =
    spelled === undefined || spelled === file
      ? tellRefusal(
          found,
          file,
          { where: at, name: seen(file) },
          diagnose('missing-asset', at, { url: decodeURI(url), by: 'statement' }),
        )
      : diagnose('name-differs', at, { asked: seen(file), found: asAddress(seen(spelled)) })
  if (finding) report(finding)
}
