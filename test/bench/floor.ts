/**
 * The floor: what any program must do that prints these pages with this browser, and nothing else. Each is printed as the
 * build prints it: with tags for the screen, and for the press and the office, where there are such files, without them.
 */
import { availableParallelism } from 'node:os'
import { pathToFileURL } from 'node:url'
import puppeteer from 'puppeteer-core'

const [executablePath, prints, ...files] = process.argv.slice(2)
const browser = await puppeteer.launch({
  executablePath: executablePath!,
  headless: 'shell',
  pipe: true,
  args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
})
const waiting = files.map((file) => pathToFileURL(file).href)
await Promise.all(
  Array.from({ length: Math.min(availableParallelism(), files.length) }, async () => {
    const page = await browser.newPage()
    for (let url = waiting.shift(); url; url = waiting.shift()) {
      await page.goto(url)
      await page.evaluate(() => document.fonts.ready.then(() => undefined))
      for (const tagged of prints === 'both' ? [true, false] : [true])
        await page.pdf({ preferCSSPageSize: true, printBackground: true, tagged })
    }
  }),
)
await browser.close()
