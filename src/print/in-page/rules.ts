/** What the program writes into a page's style. */

/** Rules that come after those of the page. */
export function setRules(css: string): void {
  // Where they stand counts: a page rule of a later sheet comes before one with a name, whatever that one says.
  const sheet = document.querySelector('style[data-rules]') ?? document.createElement('style')
  sheet.setAttribute('data-rules', '')
  sheet.textContent = css
  if (!sheet.parentNode) document.head.append(sheet)
}

export function setLengths(lengths: readonly (readonly [knob: string, length: string])[]): void {
  for (const [knob, length] of lengths) document.documentElement.style.setProperty(`--${knob}`, length)
}
