/** Pictures that the browser cannot read. */
import type { Page } from 'puppeteer'

/**
 * Addresses of pictures that would be printed as nothing: of those asked for, and of those that the page holds itself.
 * @param asked what the page has loaded as pictures
 */
export const findUnreadable = (page: Page, asked: readonly string[]): Promise<string[]> =>
  page.evaluate(undecodable, asked)

/** Runs in the page. Half a picture counts as one: what is missing is printed as nothing. */
async function undecodable(asked: readonly string[]): Promise<string[]> {
  const held = [...document.images].map((image) => image.currentSrc).filter((url) => /^data:/i.test(url))
  const tried = [...new Set([...asked, ...held])].map(async (url) => {
    const image = new Image()
    image.src = url
    return image.decode().then(
      () => [],
      () => [url],
    )
  })
  return (await Promise.all(tried)).flat()
}

/** Addresses of parts of other SVG files that the page's own drawings use: the browser does not take them from there, and says so nowhere. */
export const findUndrawn = (page: Page): Promise<string[]> => page.evaluate(undrawn)

/** Runs in the page. */
function undrawn(): string[] {
  return [...document.querySelectorAll<SVGUseElement>('svg use')].flatMap((use) => {
    const address = use.href.baseVal
    const { width, height } = use.getBBox()
    return address && !address.startsWith('#') && !width && !height
      ? [new URL(address, document.baseURI).href]
      : []
  })
}
