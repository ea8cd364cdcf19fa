/** What lies in out/: manifest.json for programs, SHA256SUMS for whoever checks what he got. */
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import * as z from 'zod'
import { openReader } from '../files/reader.js'
import { DELIVERABLES, type Kind } from '../model/deliverable.js'
import type { IsoDate, Tag } from '../model/publication.js'
import type { FinishedFile } from './publish.js'

/** One finished file as manifest.json tells it; schema/manifest.schema.json says what each value is. */
export interface Entry {
  readonly file: string
  readonly kind: Kind
  readonly edition: string
  readonly languages: readonly Tag[]
  readonly symbol?: string
  readonly date: IsoDate
  readonly pages: number
  readonly bytes: number
  readonly sha256: string
  readonly standards: readonly string[]
  readonly renderer: string
}

/** A file that has errors, and was therefore not written. */
export interface Missing extends Pick<Entry, 'file' | 'kind' | 'edition' | 'languages'> {
  /** What was found. */
  readonly codes: readonly string[]
}

/** What out/ is to hold, and lack, after a build. */
export interface Stock {
  readonly entries: readonly Entry[]
  readonly missing: readonly Missing[]
}

export const sha256 = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex')

/**
 * What a build has made, and what an earlier one made if it is still there and unchanged; what either could not make.
 * @param now what this build has made or could not
 * @param files all that the publication can make, in their order
 */
export async function takeStock(
  out: string,
  slug: string,
  now: Stock,
  files: readonly string[],
): Promise<Stock> {
  const before = await stockBefore(
    out,
    slug,
    files.filter((file) => ![...now.entries, ...now.missing].some((each) => each.file === file)),
  )
  const inOrder = <T extends { readonly file: string }>(all: readonly T[]): readonly T[] =>
    files.flatMap((file) => all.find((each) => each.file === file) ?? [])
  return {
    entries: inOrder([...now.entries, ...before.entries]),
    missing: inOrder([...now.missing, ...before.missing]),
  }
}

/** manifest.json and SHA256SUMS as they are to lie in out/. */
export function listFiles(slug: string, { entries, missing }: Stock): readonly FinishedFile[] {
  const content = { slug, files: entries, ...(missing.length && { missing }) }
  const manifest = `${JSON.stringify(content, null, 2)}\n`
  const sums = [...entries, { file: 'manifest.json', sha256: sha256(manifest) }]
  return [
    { file: 'manifest.json', bytes: Buffer.from(manifest) },
    {
      file: 'SHA256SUMS',
      bytes: Buffer.from(sums.map(({ file, sha256 }) => `${sha256}  ${file}\n`).join('')),
    },
  ]
}

/** The names are opened, so they lead nowhere else. */
const product = {
  file: z.string().regex(/^(screen|office|press)\/[\p{L}\p{N}][^/\\\p{Cc}]*\.pdf$/u),
  kind: z.enum(DELIVERABLES),
  edition: z.string(),
  languages: z.array(z.string()),
}

/** What manifest.json may say. */
const Manifest = z.object({
  slug: z.string(),
  files: z.array(
    z.object({
      ...product,
      symbol: z.string().exactOptional(),
      date: z.string().regex(/^\d{4}-\d{2}-\d{2}$/),
      pages: z.number().int().positive(),
      bytes: z.number().int().positive(),
      sha256: z.string().regex(/^[0-9a-f]{64}$/),
      standards: z.array(z.string()),
      renderer: z.string(),
    }),
  ),
  missing: z.array(z.object({ ...product, codes: z.array(z.string()).min(1) })).exactOptional(),
})

/** What the present manifest says of some files, as far as they are as it says. A manifest that is not ours says nothing. */
async function stockBefore(out: string, slug: string, files: readonly string[]): Promise<Stock> {
  const reader = await openReader(out)
  const nobody = () => {} // what cannot be read is as good as gone
  const bytes = await reader.bytes(join(out, 'manifest.json'), 'manifest', nobody)
  const present = bytes && parse(bytes.toString())
  if (present?.slug !== slug) return { entries: [], missing: [] }
  const entries: Entry[] = []
  for (const entry of present.files) {
    const { file, bytes: size, sha256: sum } = entry
    if (!files.includes(file)) continue
    const located = await reader.locate(join(out, file), 'product')
    if (located.kind !== 'file' || located.stats.size !== size) continue
    const content = await reader.bytes(join(out, file), 'product', nobody)
    if (content && sha256(content) === sum) entries.push(entry)
  }
  const missing = (present.missing ?? []).filter(({ file }) => files.includes(file))
  return { entries, missing }
}

function parse(text: string): z.infer<typeof Manifest> | undefined {
  try {
    return Manifest.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}
