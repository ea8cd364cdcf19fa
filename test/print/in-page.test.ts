/** The code that runs in the browser's page, function by function, each in a small page of a real browser. */
import type { Browser, Page } from 'puppeteer'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Area } from '../../src/model/area.js'
import { type Ask, openScript, PageError, readScript } from '../../src/print/page-script.js'
import { openBrowser } from '../browser.js'

let browser: Browser
let page: Page
const folder = mkdtempSync(join(tmpdir(), 'broadside-test-'))

beforeAll(async () => {
  browser = await openBrowser(folder)
  page = (await browser.pages())[0]!
  await page.setJavaScriptEnabled(false)
  await page.emulateMediaType('print')
})

afterAll(async () => {
  await browser.close()
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
})

const AREA: Area = { widthPx: 200, heightPx: 100, multiple: 1, facing: false }

/** Lines are 20 px high; a page has five of them. */
async function open(body: string, css = ''): Promise<Ask> {
  const style = `body { margin: 0; font: 16px/20px monospace } p, h2 { margin: 0; font: inherit } ${css}`
  await page.setContent(`<!doctype html><html lang="en"><style>${style}</style><body>${body}`)
  return openScript(page, await readScript())
}

const lines = (count: number) => Array.from({ length: count }, (_, i) => `<p>${i + 1}</p>`).join('')
const html = () => page.$eval('body', (body) => body.innerHTML)

test('pages are counted without printing, and the page is left as it was', async () => {
  const ask = await open(lines(12))
  const before = await html()
  const { pages, slackPx, unplaced } = await ask('breakLines', [], AREA)
  expect([pages, slackPx, unplaced]).toEqual([3, 60, 0])
  expect(await html()).toBe(before)
})

test('a page that is asked for within an element is counted, and blank pages up to the multiple are still to be put in', async () => {
  const ask = await open(`<main>${lines(1)}<h2>A</h2><h2>B</h2></main>`, 'h2 { break-before: page }')
  const { pages, unplaced } = await ask('breakLines', [], { ...AREA, multiple: 4 })
  expect([pages, unplaced]).toEqual([4, 1])
})

test('place writes page numbers, and puts blank pages before what asks for a right-hand one', async () => {
  const ask = await open(
    '<p><a href="#on"><span data-page></span></a></p><main><h2 id="on">A</h2></main>',
    'h2 { break-before: right }',
  )
  expect(await ask('place', AREA)).toEqual([{ id: 'on', page: 3 }])
  expect(await page.$eval('[data-page]', (element) => element.textContent)).toBe('3')
  expect(await page.$$eval('body > div', (all) => all.map(({ style }) => style.page))).toEqual(['blank'])
})

test('place takes a fragment that encodes nothing as it is', async () => {
  const ask = await open('<p><a href="#100%"><span data-page></span></a></p>')
  expect(await ask('place', AREA)).toEqual([{ id: '100%', page: 0 }])
})

test.each([
  [1, { setting: 1 }],
  [2, { setting: 0.5 }],
  [4, { pages: 2, overflowPx: 20 }],
])('the largest setting at which %i lines have one page is found', async (count, found) => {
  const ask = await open(`<div style="height: calc(${count} * var(--line))"></div>`)
  const bounds = [{ knob: 'line', from: 30, to: 70, unit: 'px' }]
  expect(await ask('findSetting', AREA, { pages: 1, bounds, atMost: 1 })).toEqual(found)
})

test('what is to be kept on one page begins where it stands if it is higher than one', async () => {
  const kept = (count: number) => `${lines(2)}<div class="kept">${lines(count)}</div>`
  const keeps = 'div { break-inside: avoid }'
  const pagesOf = async (body: string) => {
    const ask = await open(body, keeps)
    return (await ask('breakLines', [], AREA)).pages
  }
  expect(await pagesOf(kept(4))).toBe(2)
  expect(await pagesOf(kept(13))).toBe(3)
})

test('a box of columns is divided between two of its lists before it has too many items', async () => {
  const list = (from: number) => `<ol><li>${from}</li><li>${from + 1}</li></ol>`
  const ask = await open(
    `<div class="two" id="names"><h2>A</h2>${list(1)}${list(3)}<h2>B</h2>${list(5)}${list(7)}</div><div>${list(1)}${list(3)}</div>`,
    '.two { columns: 2 }',
  )
  await ask('divideColumns', 3)
  expect(await html()).toBe(
    `<div class="two" id="names"><h2>A</h2>${list(1)}</div>` +
      `<div class="two">${list(3)}<h2>B</h2>${list(5)}</div><div class="two">${list(7)}</div>` +
      `<div>${list(1)}${list(3)}</div>`,
  )
})

test('a word that is wider than its block is found, with its page and how far it goes', async () => {
  const ask = await open(`${lines(5)}<p>${'x'.repeat(60)}</p>`, 'p { width: 200px }')
  const { words, boxes } = await ask('findOverfull', AREA)
  expect(words.map(({ word, page }) => [word, page])).toEqual([['x'.repeat(60), 2]])
  expect(words[0]!.beyondPx).toBeGreaterThan(100)
  expect(boxes).toEqual([])
})

test('a box that is wider than its cell, and the one that goes farthest, are found by what a style sheet selects', async () => {
  const table =
    '<table style="table-layout: fixed; width: 200px"><tr><td><div class="wide">Wide</div></td></tr></table>'
  const ask = await open(table, '.wide { width: 260px }')
  const { boxes, box } = await ask('findOverfull', AREA)
  expect(boxes.map(({ selector, text, page }) => [selector, text, page])).toEqual([['div.wide', 'Wide', 1]])
  expect(box?.selector).toBe('div.wide')
})

const JUSTIFIED = 'p { text-align: justify; width: 200px }'

test('justified paragraphs are read without their soft hyphens, others are not', async () => {
  const ask = await open(
    '<p>mu\u00ADni\u00ADcipal <b>coun\u00ADcils</b></p><p style="text-align: left">a\u00ADb</p>',
    JUSTIFIED,
  )
  const paragraphs = await ask('read')
  expect(paragraphs.map(({ text, hyphens, measure }) => ({ text, hyphens, measure }))).toEqual([
    { text: 'municipal councils', hyphens: [2, 4, 14], measure: 200 },
  ])
  expect(paragraphs[0]!.runs.map(({ start }) => start)).toEqual([0, 10])
  expect(await page.$$eval('p', (all) => all.map(({ textContent }) => textContent))).toEqual([
    'municipal councils',
    'ab',
  ])
})

test('words, spaces and hyphens are measured as the browser shapes them', async () => {
  const probes = ['municipal', 'co', ' ', 'i\u2010', 'i'].map((text) => `<pre>${text}</pre>`).join('')
  const ask = await open(
    `<p>municipal councils</p>${probes}`,
    `${JUSTIFIED} pre { font: inherit; width: fit-content }`,
  )
  await ask('read')
  const { words, spaces, hyphens } = await ask('measure', {
    words: [
      [0, 0, 9],
      [0, 10, 12],
    ],
    spaces: [[0, 9]],
    hyphens: [[0, 4]],
  })
  const widths = await page.$$eval('pre', (all) => all.map((probe) => probe.getBoundingClientRect().width))
  const [word, begun, space, hyphenated, letter] = widths as [number, number, number, number, number]
  expect([...words, ...spaces, ...hyphens]).toEqual([word, begun, space, hyphenated - letter])
})

test('lines are broken where they are to end, a hyphen is drawn, and nothing of the text is lost', async () => {
  const ask = await open('<p>municipal councils demand</p>', JUSTIFIED)
  await ask('read')
  const line = { wordSpacing: 0, letterSpacing: 0 }
  const set = [
    { ...line, from: 0, to: 14, end: 'hyphen' as const },
    { ...line, from: 14, to: 25, end: 'space' as const },
  ]
  const { pages, paragraphs } = await ask('breakLines', [{ paragraph: 0, lines: set, kept: [] }], AREA)
  expect([pages, paragraphs]).toEqual([1, [{ stays: true, pageEnds: [] }]])
  expect(await page.$$eval('[data-line]', (all) => all.map(({ textContent }) => textContent))).toEqual([
    'municipal coun\u00AD\u2010',
    'cils demand',
  ])
  // Broken anew, it is as it was.
  await ask('breakLines', [{ paragraph: 0, lines: [], kept: [] }], AREA)
  expect(await page.$eval('p', (p) => p.innerHTML)).toBe('municipal councils demand')
})

test('a face that cannot be loaded is named, and a picture that is not there prints nothing', async () => {
  const face = '@font-face { font-family: Gone; src: url(data:font/ttf;base64,AAAA) }'
  const ask = await open('<img alt="A lake" src="data:image/png;base64,AAAA">', face)
  expect(await ask('settle', ['12px Gone'])).toEqual([{ family: 'Gone', weight: 'normal', style: 'normal' }])
  expect(await page.$eval('img', (image) => getComputedStyle(image).display)).toBe('none')
})

test('pictures that cannot be decoded are found among those that can', async () => {
  const good = `data:image/svg+xml,${encodeURIComponent('<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>')}`
  const ask = await open('')
  expect(await ask('findUndecodable', [good, 'data:image/png;base64,AAAA'])).toEqual([
    'data:image/png;base64,AAAA',
  ])
})

test('rules are exchanged, not added; lengths are written as custom properties', async () => {
  const ask = await open('<p>a</p>')
  await ask('setRules', 'p { color: red }')
  await ask('setRules', 'p { color: rgb(0, 0, 255) }')
  await ask('setLengths', [['text', '11pt']])
  expect(await page.$$eval('style[data-rules]', (all) => all.map(({ textContent }) => textContent))).toEqual([
    'p { color: rgb(0, 0, 255) }',
  ])
  expect(await page.$eval('html', (root) => root.style.getPropertyValue('--text'))).toBe('11pt')
})

test('what is thrown in the page names our sources, with the functions that called one another', async () => {
  const ask = await open('<p>a</p>')
  const error: unknown = await ask('measure', null as never).catch((error: unknown) => error)
  expect(error).toBeInstanceOf(PageError)
  const { message, trace, stack } = error as PageError
  expect(message).toMatch(/^TypeError: /)
  expect(trace[0]).toMatch(/measure \(src\/print\/in-page\/page-text\.ts:\d+:\d+\)/)
  expect(stack).toContain('src/print/in-page/page-text.ts')
})
