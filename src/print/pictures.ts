/** Pictures that would be printed as nothing, or not whole. */
import { readFile } from 'node:fs/promises'
import type { Page } from 'puppeteer-core'

/** A picture that the browser cannot print as it should. */
export interface Broken {
  readonly url: string
  readonly problem: 'is empty' | 'is cut off' | 'is no picture that the browser can read'
}

/** @param asked files of ours that the page has loaded as pictures, by URL */
export async function findBroken(page: Page, asked: ReadonlyMap<string, string>): Promise<readonly Broken[]> {
  if (!asked.size) return []
  const unreadable = new Set(await page.evaluate(undecodable, [...asked.keys()]))
  const found = [...asked].map(async ([url, file]): Promise<Broken[]> => {
    const bytes = await readFile(file)
    if (!bytes.length) return [{ url, problem: 'is empty' }]
    if (isCutOff(bytes)) return [{ url, problem: 'is cut off' }]
    return unreadable.has(url) ? [{ url, problem: 'is no picture that the browser can read' }] : []
  })
  return (await Promise.all(found)).flat()
}

/** Runs in the page. Half a picture counts as one: what is missing is printed as nothing. */
async function undecodable(urls: readonly string[]): Promise<string[]> {
  const tried = urls.map(async (url) => {
    const image = new Image()
    image.src = url
    return image.decode().then(
      () => [],
      () => [url],
    )
  })
  return (await Promise.all(tried)).flat()
}

/** Whether the last bytes are missing: the end of a PNG (chunk IEND), of a JPEG (EOI) or of a WebP (the size of its RIFF). */
export function isCutOff(bytes: Buffer): boolean {
  if (bytes.toString('latin1', 0, 4) === '\x89PNG') return !bytes.includes('IEND')
  if (bytes[0] === 0xff && bytes[1] === 0xd8) return bytes.lastIndexOf(Buffer.of(0xff, 0xd9)) < 0
  if (bytes.toString('latin1', 8, 12) === 'WEBP') return bytes.length < bytes.readUInt32LE(4) + 8
  return false
}
