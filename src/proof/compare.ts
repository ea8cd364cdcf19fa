/** A file's proof beside its baseline: what became of each page. Nothing is written here and nothing worded. */
import { createHash } from 'node:crypto'
import pixelmatch from 'pixelmatch'
import { align, type Change, type Elsewhere, findChanges } from './changes.js'
import { type Golden, tellGolden } from './golden.js'
import { DPI, SHADES } from './rasterise.js'
import type { Box, Page, PageText, Picture, Proof } from './proof.js'

/** What the baseline knows of a file; pictures are read when they are asked for. */
export interface Baseline extends Golden {
  /** Throws if there is no such picture. `page` counts from 1. */
  readonly picture: (page: number) => Promise<Picture>
}

/** How two pictures of a page differ. */
export interface Difference {
  readonly before: Picture
  readonly after: Picture
  /** See-through but for what differs: orange where there was more ink, blue where there is. As large as the larger of both, corners top left together. */
  readonly mask: Picture
  /** Pixels that differ in the pictures; 0 where only shades do that they do not keep. */
  readonly pixels: number
  /** `none`: the same in all shades; `faint`: by one of the shades that pictures keep at most. */
  readonly visible: 'none' | 'faint' | 'clear'
  /** Where they are, in millimetres from the top left corner; from top to bottom. */
  readonly regions: readonly Box[]
  readonly changes: readonly Change[]
}

export type Outcome =
  | { readonly kind: 'same' }
  | ({ readonly kind: 'changed' } & Difference)
  | ({ readonly kind: 'size-changed'; readonly beforeMm: Size; readonly afterMm: Size } & Difference)
  /** The baseline ends before this page, or this page is gone from the file. */
  | { readonly kind: 'added'; readonly after: Picture }
  | { readonly kind: 'removed'; readonly before: Picture }
  /** The file has no baseline at all. */
  | { readonly kind: 'missing-baseline'; readonly after: Picture }
  /** The baseline's file is not made any more. */
  | { readonly kind: 'stale-baseline'; readonly before?: Picture }

export type Size = readonly [widthMm: number, heightMm: number]

/** What a file's structure had and has now, a line each, as `tellFile` tells it. */
export interface StructureChange {
  readonly removed: readonly string[]
  readonly added: readonly string[]
}

export interface Comparison {
  /** In the order of the pages; those that are gone stand last. */
  readonly pages: readonly Outcome[]
  readonly structure: StructureChange
  /** By which the proof is known again: a hash of all that it says, empty for a file that is not made any more. */
  readonly proof: string
}

/** @param baseline undefined if the file has none */
export async function compare(proof: Proof, baseline: Baseline | undefined): Promise<Comparison> {
  const hash = createHash('sha256').update(tellGolden(proof)).digest('hex').slice(0, 32)
  if (!baseline) {
    const pages = proof.pages.map((page) => ({ kind: 'missing-baseline', after: pictureOf(page) }) as const)
    return { pages, structure: { removed: [], added: [] }, proof: hash }
  }
  const count = Math.max(proof.pages.length, baseline.pages.length)
  const pages = await Promise.all(
    Array.from({ length: count }, async (_, index): Promise<Outcome> => {
      const [before, after] = [baseline.pages[index], proof.pages[index]]
      if (!after) return { kind: 'removed', before: await baseline.picture(index + 1) }
      if (!before) return { kind: 'added', after: pictureOf(after) }
      const resized = before.widthMm !== after.widthMm || before.heightMm !== after.heightMm
      if (!resized && before.pixels === after.pixels && sameText(before, after)) return { kind: 'same' }
      const others = {
        before: wordsOfOthers(baseline.pages, index),
        after: wordsOfOthers(proof.pages, index),
      }
      const difference = differ(before, after, await baseline.picture(index + 1), others)
      const noise: readonly Change[] = difference.changes.length ? [] : [{ kind: 'noise' }]
      return resized
        ? {
            kind: 'size-changed',
            beforeMm: [before.widthMm, before.heightMm],
            afterMm: [after.widthMm, after.heightMm],
            ...difference,
          }
        : { kind: 'changed', ...difference, changes: [...difference.changes, ...noise] }
    }),
  )
  return { pages, structure: compareStructure(baseline.structure, proof.structure), proof: hash }
}

/** @param approved the baseline's picture, if it has this page: that of a page without one */
function pictureOf({ picture }: Page, approved?: Picture): Picture {
  if (picture) return picture
  if (approved) return approved
  throw new Error('A page that has no baseline was not drawn.')
}

/** Two pages may look the same and be read otherwise: hidden text. */
const sameText = (before: PageText, after: PageText): boolean =>
  JSON.stringify([before.lines, before.inks]) === JSON.stringify([after.lines, after.inks])

const wordsOfOthers = (pages: readonly PageText[], index: number): string =>
  pages
    .filter((_, other) => other !== index)
    .flatMap(({ lines }) =>
      lines.map(({ text }) => text.replace(/\u2010$|(?<!\p{L}-)$/u, (hyphen) => (hyphen ? '' : ' '))),
    )
    .join('')

function differ(
  before: PageText,
  after: Page,
  approved: Picture,
  elsewhere: Elsewhere,
): Difference {
  const picture = pictureOf(after, approved)
  const width = Math.max(approved.width, picture.width)
  const height = Math.max(approved.height, picture.height)
  const mask = new Uint8Array(4 * width * height)
  const pixels = pixelmatch(
    enlarge(approved, width, height),
    enlarge(picture, width, height),
    mask,
    width,
    height,
    {
      threshold: 0,
      includeAA: true,
      diffMask: true,
      diffColor: [217, 88, 13],
      diffColorAlt: [11, 111, 214], // darker now: what came
    },
  )
  const regions = findRegions(mask, width, height)
  return {
    before: approved,
    after: picture,
    mask: { width, height, pixels: mask },
    pixels,
    visible: before.pixels === after.pixels ? 'none' : isFaint(approved, picture) ? 'faint' : 'clear',
    regions,
    changes: findChanges(before, after, regions, elsewhere),
  }
}

/** No primary of any pixel differs by more than one shade. */
const isFaint = (before: Picture, after: Picture): boolean =>
  before.width === after.width &&
  before.height === after.height &&
  before.pixels.every((value, index) => Math.abs(value - after.pixels[index]!) <= SHADE)

const SHADE = Math.ceil(255 / (SHADES - 1))

/** On grey ground, so that where only one of two pages has paper is a difference. */
function enlarge({ width, height, pixels }: Picture, toWidth: number, toHeight: number): Uint8Array {
  if (width === toWidth && height === toHeight) return pixels
  const result = new Uint8Array(4 * toWidth * toHeight).fill(128)
  for (let y = 0; y < height; y++)
    result.set(pixels.subarray(4 * y * width, 4 * (y + 1) * width), 4 * y * toWidth)
  return result
}

/** Pixels that two differing ones may be apart and still be of one region: 2 mm. */
const CELL = Math.round((2 * DPI) / 25.4)

/** Boxes around what differs, apart by a cell at least: a fill over cells, so that a page costs no more than its pixels. */
function findRegions(mask: Uint8Array, width: number, height: number): Box[] {
  const columns = Math.ceil(width / CELL)
  const rows = Math.ceil(height / CELL)
  interface Bounds {
    left: number
    top: number
    right: number
    bottom: number
  }
  const cells = new Map<number, Bounds>()
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      if (!mask[4 * (y * width + x) + 3]) continue
      const key = Math.floor(y / CELL) * columns + Math.floor(x / CELL)
      const cell = cells.get(key)
      if (!cell) cells.set(key, { left: x, top: y, right: x, bottom: y })
      else {
        cell.left = Math.min(cell.left, x)
        cell.right = Math.max(cell.right, x)
        cell.bottom = y
      }
    }
  const regions: Bounds[] = []
  for (const start of [...cells.keys()]) {
    const region = cells.get(start)
    if (!region) continue
    cells.delete(start)
    const queue = [start]
    for (let key = queue.pop(); key !== undefined; key = queue.pop()) {
      const [row, column] = [Math.floor(key / columns), key % columns]
      for (let r = Math.max(0, row - 1); r <= Math.min(rows - 1, row + 1); r++)
        for (let c = Math.max(0, column - 1); c <= Math.min(columns - 1, column + 1); c++) {
          const next = cells.get(r * columns + c)
          if (!next) continue
          cells.delete(r * columns + c)
          queue.push(r * columns + c)
          region.left = Math.min(region.left, next.left)
          region.top = Math.min(region.top, next.top)
          region.right = Math.max(region.right, next.right)
          region.bottom = Math.max(region.bottom, next.bottom)
        }
    }
    regions.push(region)
  }
  const mm = (pixels: number) => Math.round((pixels * 2540) / DPI) / 100
  return regions
    .sort((a, b) => a.top - b.top || a.left - b.left)
    .map(({ left, top, right, bottom }) => ({
      x: mm(left),
      y: mm(top),
      width: mm(right + 1 - left),
      height: mm(bottom + 1 - top),
    }))
}

function compareStructure(before: string, after: string): StructureChange {
  if (before.trim() === after.trim()) return { removed: [], added: [] }
  const pairs = align(before.trim().split('\n'), after.trim().split('\n'), (a, b) => a === b)
  return {
    removed: pairs.flatMap(([old, now]) => (old !== undefined && now === undefined ? [old] : [])),
    added: pairs.flatMap(([old, now]) => (now !== undefined && old === undefined ? [now] : [])),
  }
}
