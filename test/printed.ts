/** What the browser prints of a piece of HTML, before anything is repaired. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Area } from '../src/model/area.js'
import { openTestPool, printSheet } from './browser-pool.js'

/** @param body set in Source Serif 4 on paper of 100 mm × 100 mm, if `style` and `area` do not say otherwise */
export async function printed(
  body: string,
  style = '',
  area: Area = { widthPx: 302, heightPx: 303, multiple: 1, facing: false },
): Promise<Uint8Array> {
  const { browsers, work, close } = openTestPool()
  writeFileSync(
    join(work, 'page.html'),
    `<!doctype html><html lang="en"><meta charset="utf-8"><title>Page</title><style>
      @font-face { font-family: Book; src: url(fonts/SourceSerif4-Regular.ttf) }
      @page { size: 100mm 100mm; margin: 10mm }
      body { font: 11pt/14pt Book; margin: 0 }
      ${style}
    </style>${body}`,
  )
  try {
    return await printSheet(browsers, { path: 'page.html', area, faces: [] })
  } finally {
    await close()
  }
}
