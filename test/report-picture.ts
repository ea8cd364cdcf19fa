/** The README's pictures of a report: what «check» shows after one signatory was added. Run by docs/pictures.sh. */
import { spawnSync } from 'node:child_process'
import { appendFileSync, cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { openBrowser } from './browser.js'

const [, , target] = process.argv
const root = mkdtempSync(join(tmpdir(), 'broadside-report-'))
cpSync('source', join(root, 'source'), { recursive: true })
cpSync('test/baseline', join(root, 'test/baseline'), { recursive: true })
appendFileSync(
  join(root, 'source/signatories.csv'),
  'one-more,solidnet,,One More Party,Ещё одна партия,Otro Partido,\n',
)
spawnSync(process.execPath, ['dist/cli.js', 'check', '--project', root], { stdio: 'inherit' })

const browser = await openBrowser(join(root, 'profile'))
const [page] = await browser.pages()
await page!.goto(pathToFileURL(join(root, 'proof/report.html')).href)
const shoot = async (name: string, scheme: string, key: 's' | 'd', id: string, height: number) => {
  await page!.setViewport({ width: 1500, height })
  await page!.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }])
  await page!.keyboard.press(key)
  await page!.evaluate((id) => document.getElementById(id)?.scrollIntoView(), id)
  await page!.screenshot({ path: join(target!, `${name}.png`) })
}
await shoot('report', 'light', 's', '', 560)
await shoot('report-words', 'light', 's', 'screen-kazakhstan-2022-leaflet-ru-2', 1120)
await shoot('report-difference', 'dark', 'd', 'screen-kazakhstan-2022-parallel-4', 920)
await browser.close()
rmSync(root, { recursive: true, force: true, maxRetries: 5 })
