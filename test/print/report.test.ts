/** The report of `check` in a real browser, from a file URL: what a reader sees, hears and can do by keyboard. */
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Browser, KeyInput, Page as BrowserPage } from 'puppeteer-core'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { compare } from '../../src/proof/compare.js'
import type { Page, Picture, Proof } from '../../src/proof/proof.js'
import { writeReport } from '../../src/proof/report.js'
import type { Checked } from '../../src/proof/summary.js'
import { openBrowser } from '../browser.js'

/** A small page with a line of text, drawn as a bar. */
function pageWith(text: string, width = 60): Page {
  const picture: Picture = { width, height: 80, pixels: new Uint8Array(4 * width * 80).fill(255) }
  const line = { text, box: { x: 5, y: 5, width: text.length, height: 2 }, face: 'Book 10', ink: '#000000' }
  for (let y = 16; y < 20; y++)
    for (let x = 10; x < 10 + text.length; x++)
      picture.pixels.fill(0, 4 * (y * width + x), 4 * (y * width + x) + 3)
  return { widthMm: width / 3, heightMm: 27, inks: ['#000000'], pixels: text, lines: [line], picture }
}

async function checked(
  name: string,
  languages: readonly string[],
  before: Proof,
  after: Proof,
): Promise<Checked> {
  const baseline = { ...before, picture: (page: number) => Promise.resolve(before.pages[page - 1]!.picture!) }
  return { file: `screen/${name}.pdf`, edition: 'leaflet', languages, ...(await compare(after, baseline)) }
}

let folder: string
let browser: Browser
let page: BrowserPage
const errors: string[] = []
const requests: string[] = []

beforeAll(async () => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'broadside-test-')))
  const [before, after] = [pageWith('Four trains <b>'), pageWith('Four boats <b>')]
  const files = [
    await checked(
      'x-leaflet-en',
      ['en'],
      { structure: 'P one', pages: [before, before] },
      { structure: 'P two', pages: [after, before] },
    ),
    await checked(
      'x-leaflet-ru',
      ['ru'],
      { structure: '', pages: [before] },
      { structure: '', pages: [pageWith('Four trains <b>', 70), after] },
    ),
  ]
  const about = { name: 'x', title: 'Trains & boats' }
  writeFileSync(
    join(folder, 'report.html'),
    writeReport(files, { browser: 'Browser/1', rasteriser: 'PDFium 1 at 80 dpi' }, about),
  )
  browser = await openBrowser(join(folder, 'profile'))
  page = (await browser.pages())[0]!
  page.on('pageerror', (error) => errors.push(String(error)))
  page.on('console', (message) => errors.push(message.text()))
  page.on('request', (request) => requests.push(request.url()))
})
afterAll(async () => {
  await browser.close()
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
})
beforeEach(async () => {
  await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: 'light' }])
  await page.setViewport({ width: 1400, height: 900 })
  await page.goto(pathToFileURL(join(folder, 'report.html')).href)
})

const texts = (selector: string) => page.$$eval(selector, (all) => all.map((each) => each.textContent.trim()))
const seen = (selector: string) =>
  page.$$eval(selector, (all) => all.map((each) => each.checkVisibility({ checkVisibilityCSS: true })))
const press = (key: KeyInput) => page.keyboard.press(key)

test('says in sentences what changed', async () => {
  expect(await texts('h1')).toEqual(['2 of 4 pages changed, 1 added.'])
  expect(await texts('.lead li')).toContain('English leaflet, page 1: «trains» became «boats» after «Four».')
  expect(await texts('article h2')).toEqual([
    'English leaflet, page 1 changed',
    'English leaflet, structure structure',
    'Russian leaflet, page 1 another size',
    'Russian leaflet, page 2 new page',
  ])
  expect(await texts('.same li')).toEqual(['English leaflet: page 2'])
})

test('is one file that asks for nothing and has no error, also with markup in its text', () => {
  expect(errors).toEqual([])
  expect(requests.filter((url) => !url.startsWith('data:') && !url.endsWith('/report.html'))).toEqual([])
})

test('has a name for all that is looked at or used', async () => {
  expect(await page.$$eval('img', (all) => all.filter((img) => !img.alt).length)).toBe(0)
  const tree = JSON.stringify(await page.accessibility.snapshot())
  for (const name of ['View', 'Edition', 'Language', 'Size', 'English leaflet, page 1, as it was approved'])
    expect(tree).toContain(name)
  expect(await page.$$eval('h1, h2', (all) => all.map(({ tagName }) => tagName).join())).toBe(
    'H1,H2,H2,H2,H2,H2',
  )
})

test('shows before and now, difference, slider, blink and onion skin by a key each', async () => {
  const first = 'article:first-of-type '
  const state = async () =>
    [await seen(`${first}.before img`), await seen(`${first}.after img`), await seen(`${first}.mask`)].flat()
  expect(await state()).toEqual([true, true, false])
  await press('d')
  expect(await state()).toEqual([false, true, true])
  await press('l')
  const clip = () => page.$eval('article .after .sheet', (sheet) => getComputedStyle(sheet).clipPath)
  expect(await clip()).toBe('inset(0px 0px 0px 50%)')
  await press('ArrowRight')
  expect(await clip()).toBe('inset(0px 0px 0px 55%)')
  await press('o')
  expect(await page.$eval('article .after', (after) => getComputedStyle(after).opacity)).toBe('0.55')
  await press('b')
  await press('Space')
  const shown = await state()
  await press('Space')
  await press('Space')
  expect(shown.slice(0, 2).filter(Boolean)).toHaveLength(1)
  await press('s')
  expect(await state()).toEqual([true, true, false])
})

test('blinks by itself, slower than three times a second, and stands still where motion is unwanted', async () => {
  const changes = (milliseconds: number) =>
    page.evaluate(
      (time) =>
        new Promise<number>((done) => {
          let count = 0
          new MutationObserver(() => count++).observe(document.body, { attributeFilter: ['class'] })
          setTimeout(() => done(count), time)
        }),
      milliseconds,
    )
  await press('b')
  const moving = await changes(1600)
  expect(moving).toBeGreaterThan(0)
  expect(moving).toBeLessThan(4)
  await page.emulateMediaFeatures([{ name: 'prefers-reduced-motion', value: 'reduce' }])
  await page.reload()
  await press('b')
  expect(await changes(1000)).toBe(0)
})

test('j and k go from page to page', async () => {
  const focused = () => page.evaluate(() => document.activeElement?.id)
  await press('j')
  await press('j')
  expect(await focused()).toMatch(/^screen-x-leaflet-/)
})

test('is filtered by language and edition', async () => {
  await page.select('[name=language]', 'ru')
  expect(await seen('article')).toEqual([false, false, true, true])
  expect(await texts('.count')).toEqual(['2 of 4 shown'])
  await page.select('[name=edition]', 'leaflet')
  expect(await seen('article')).toEqual([false, false, true, true])
})

test('pages of two sizes lie upon one another as large as they are', async () => {
  const widths = await page.$$eval('article:nth-of-type(3) .sheet img', (all) =>
    all.map((img) => img.style.width),
  )
  expect(widths).toEqual(['85.714%', '100%'])
})

test.each(['light', 'dark'])('has contrast enough where the system is %s', async (scheme) => {
  await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }])
  const ratios = await page.evaluate(() => {
    const luminance = (colour: string) => {
      const [r, g, b] = (colour.match(/[\d.]+/g) ?? []).map((value) => {
        const part = Number(value) / 255
        return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
      })
      return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!
    }
    const ground = (element: Element): string => {
      const colour = getComputedStyle(element).backgroundColor
      return colour === 'rgba(0, 0, 0, 0)' && element.parentElement ? ground(element.parentElement) : colour
    }
    return [
      ...document.querySelectorAll(
        'h1, .about, .kicker, h2, li, .badge, .pixels, figcaption, label span, .count, ins, del',
      ),
    ].map((element) => {
      const [a, b] = [getComputedStyle(element).color, ground(element)].map(luminance)
      return (Math.max(a!, b!) + 0.05) / (Math.min(a!, b!) + 0.05)
    })
  })
  expect(ratios.length).toBeGreaterThan(20)
  expect(Math.min(...ratios)).toBeGreaterThanOrEqual(4.5) // WCAG 2.2, 1.4.3
})

test('needs no scrolling sideways on a narrow screen, where before stands above now', async () => {
  await page.setViewport({ width: 360, height: 700 })
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360)
  const [before, after] = await page.$$eval('article:first-of-type .sheet', (sheets) =>
    sheets.map((sheet) => ({
      left: sheet.getBoundingClientRect().left,
      top: sheet.getBoundingClientRect().top,
    })),
  )
  expect(after!.left).toBe(before!.left)
  expect(after!.top).toBeGreaterThan(before!.top)
})
