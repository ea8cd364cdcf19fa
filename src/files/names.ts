/** Names of files: the same in whatever Unicode form, and those that somebody may have meant. */
import { readdir } from 'node:fs/promises'
import { basename, dirname, join, relative, sep } from 'node:path'

/** Macs spell «ü» as u and a diaeresis, everybody else as one letter; both are one name. */
export const sameName = (a: string, b: string): boolean => a.normalize() === b.normalize()

/** Names are alike that differ in capitals, in the width and kind of letters, or in blanks. */
export const isAlike = (a: string, b: string): boolean => keyOf(a) === keyOf(b)
const keyOf = (name: string): string => name.normalize('NFKC').toLowerCase().replace(/\s+/gu, '')

/** The forms in which a path may be asked for, but for its own. */
export const otherForms = (path: string): readonly string[] =>
  [path.normalize('NFC'), path.normalize('NFD')].filter((form) => form !== path)

/**
 * The path as it is spelled on the disk below `home`, each part being `same` as the one asked for; undefined if there is
 * no such file or folder. A part that is there as it was asked for comes before all others.
 */
export async function respell(
  home: string,
  path: string,
  same: (name: string, asked: string) => boolean,
): Promise<string | undefined> {
  let found = home
  for (const part of relative(home, path).split(sep)) {
    const names = await readdir(found).catch((): string[] => [])
    const name = names.includes(part) ? part : names.find((each) => same(each, part))
    if (name === undefined) return undefined
    found = join(found, name)
  }
  return found
}

/** The path that somebody may have meant who wrote another one: with strokes for backslashes, other capitals, blanks. */
export async function meant(home: string, path: string): Promise<string | undefined> {
  const upright = join(path.replaceAll('\\', '/'))
  return upright.startsWith(home + sep) ? respell(home, upright, isAlike) : undefined
}

/** A path as a picture's address in Markdown: «my%20quay.png». */
export const asAddress = (path: string): string =>
  path
    .split(sep)
    .map((part) =>
      part.replace(/[\s%()<>#?\\]/gu, (sign) =>
        encodeURIComponent(sign).replace('(', '%28').replace(')', '%29'),
      ),
    )
    .join('/')

/** Of a name in a folder that is not listed here: what else the folder of the list has that is alike. */
export const meantAmong = (names: Iterable<string>, asked: string): string | undefined => {
  const upright = asked.replaceAll('\\', '/')
  return [...names].find(
    (name) => isAlike(basename(name), basename(upright)) && isAlike(dirname(name), dirname(upright)),
  )
}
