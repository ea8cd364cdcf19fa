/** The files of a loaded page: fonts and pictures. */

/** A face as the page's style sheet declares it, in the words of CSS. */
export interface Unloaded {
  readonly family: string
  readonly weight: string
  readonly style: string
}

/**
 * Waits for all fonts, and gives those that could not be loaded. A picture that is not there prints
 * nothing: its description is no text of the page.
 */
export async function settle(faces: readonly string[]): Promise<readonly Unloaded[]> {
  await Promise.all(faces.map((face) => document.fonts.load(face).catch(() => [])))
  await document.fonts.ready
  for (const image of document.images) if (!image.naturalWidth) image.style.display = 'none'
  return [...document.fonts]
    .filter(({ status }) => status === 'error')
    .map(({ family, weight, style }) => ({ family, weight, style }))
}

/**
 * Addresses of pictures that would be printed as nothing: of those asked for, and of those that the page holds itself.
 * Half a picture counts as one: what is missing is printed as nothing.
 * @param asked what the page has loaded as pictures
 */
export async function findUndecodable(asked: readonly string[]): Promise<readonly string[]> {
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
export const findUndrawn = (): readonly string[] =>
  [...document.querySelectorAll<SVGUseElement>('svg use')].flatMap((use) => {
    const address = use.href.baseVal
    const { width, height } = use.getBBox()
    return address && !address.startsWith('#') && !width && !height
      ? [new URL(address, document.baseURI).href]
      : []
  })
