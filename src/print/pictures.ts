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
