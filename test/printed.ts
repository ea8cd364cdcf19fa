/** What the browser prints of a piece of HTML, before anything is repaired. */
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { cacheFolder } from '../src/cache.js'
import { openPress } from '../src/print/press.js'
import { printSheet } from './press.js'

/** @param body set in Source Serif 4 on paper of 100 mm × 100 mm */
export async function printed(body: string, style = ''): Promise<Uint8Array> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'broadside-test-')))
  const work = join(folder, 'work')
  mkdirSync(work)
  cpSync('fonts', join(work, 'fonts'), { recursive: true })
  writeFileSync(
    join(work, 'page.html'),
    `<!doctype html><html lang="en"><meta charset="utf-8"><title>Page</title><style>
      @font-face { font-family: Book; src: url(fonts/SourceSerif4-Regular.ttf) }
      @page { size: 100mm 100mm; margin: 10mm }
      body { font: 11pt/14pt Book; margin: 0 }
      ${style}
    </style>${body}`,
  )
  const press = openPress({
    environment: process.env,
    cache: cacheFolder(),
    work,
    profile: join(folder, 'profile'),
    pages: 1,
    timeout: 60_000,
    signal: new AbortController().signal,
    report: () => {},
  })
  try {
    const area = { widthPx: 302, heightPx: 302 }
    return await printSheet(press, { path: 'page.html', area, faces: [] })
  } finally {
    await press.close()
    rmSync(folder, { recursive: true, force: true })
  }
}
