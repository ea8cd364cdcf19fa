/** The pinned browser for tests that look at HTML as a reader does. */
import puppeteer, { type Browser } from 'puppeteer-core'
import { cacheFolder } from '../src/cache.js'
import { chooseBrowser } from '../src/print/chromium.js'
import { launch } from '../src/print/launch.js'

/** @param profile a folder for the browser's own files */
export async function openBrowser(profile: string): Promise<Browser> {
  const choice = await chooseBrowser({}, cacheFolder(), () => '')
  if (choice.kind !== 'program') throw new Error('the pinned browser is a program')
  return launch(puppeteer, choice, {
    environment: process.env,
    profile,
    pages: 1,
    timeout: 60_000,
    signal: new AbortController().signal,
    report: () => {},
  })
}
