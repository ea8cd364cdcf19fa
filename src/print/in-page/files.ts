/** The files of a loaded page: fonts and pictures. */

/**
 * Waits for all fonts, and names the families of those that could not be loaded. A picture that is not there prints
 * nothing: its description is no text of the page.
 */
export async function settle(faces: readonly string[]): Promise<string[]> {
  await Promise.all(faces.map((face) => document.fonts.load(face).catch(() => [])))
  await document.fonts.ready
  for (const image of document.images) if (!image.naturalWidth) image.style.display = 'none'
  return [...document.fonts].filter((face) => face.status === 'error').map((face) => face.family)
}

/** Pictures that the browser cannot decode. Half a picture counts as one: what is missing is printed as nothing. */
export async function findUndecodable(urls: readonly string[]): Promise<string[]> {
  const tried = urls.map(async (url) => {
    const image = new Image()
    image.src = url
    return image.decode().then(
      () => [],
      () => [url],
    )
  })
  return (await Promise.all(tried)).flat()
}
