/** Emphasised words that are printed like the words around them. */

export interface PlainEmphasis {
  readonly kind: 'em' | 'strong'
  /** Of the words, as the page tags it. */
  readonly lang: string
  readonly text: string
  /** The family that has no face for them, with weight and style; undefined if the words around are set in the same one. */
  readonly lacking?: { readonly family: string; readonly weight: number; readonly style: 'normal' | 'italic' }
}

/**
 * Looks for emphasis that no face, colour, line, space or sign sets apart. To be done before lines are set.
 */
export function findPlainEmphasis(): readonly PlainEmphasis[] {
  const BOLD = 600 // from which weight on Chromium makes a bold face itself, if it may
  const found: PlainEmphasis[] = []
  for (const element of document.querySelectorAll('em, strong')) {
    const text = element.textContent.trim()
    if (!text) continue
    let around = element.parentElement!
    while (around.matches('em, strong') && around.textContent.trim() === text) around = around.parentElement!
    const [own, other] = [getComputedStyle(element), getComputedStyle(around)]
    const face = faceOf(own)
    if (face === undefined || look(own) !== look(other) || isMarked(element, own)) continue
    const style = own.fontStyle === 'normal' ? 'normal' : 'italic'
    const weight = Number(own.fontWeight)
    const isWanted = face.weight === weight && face.style === style
    found.push({
      kind: element.localName as 'em' | 'strong',
      lang: element.closest<HTMLElement>('[lang]')?.lang ?? '',
      text: element.textContent,
      ...(!isWanted && { lacking: { family: face.family, weight, style } }),
    })
  }
  return found

  /** What a reader sees of letters; equal for letters that look alike. */
  function look(style: CSSStyleDeclaration): string {
    const face = faceOf(style)
    return JSON.stringify([
      face ? [face.family, face.weight, face.style] : [style.fontFamily, style.fontWeight, style.fontStyle],
      face && isSlanted(style, face),
      face && isThickened(style, face),
      style.color,
      style.fontSize,
      style.letterSpacing,
      style.wordSpacing,
      style.fontVariant,
      style.fontFeatureSettings,
      style.textTransform,
      style.textShadow,
      style.textEmphasisStyle,
      style.webkitTextStrokeWidth,
    ])
  }

  /** What is not inherited: a line, a ground, a frame, a sign before or after it. */
  function isMarked(element: Element, style: CSSStyleDeclaration): boolean {
    const signs = ['::before', '::after'].map((part) => getComputedStyle(element, part).content)
    return (
      style.textDecorationLine !== 'none' ||
      !/^(transparent|rgba\(0, 0, 0, 0\))$/.test(style.backgroundColor) ||
      style.backgroundImage !== 'none' ||
      style.opacity !== '1' ||
      [style.borderBottomStyle, style.borderTopStyle, style.borderLeftStyle, style.outlineStyle].some(
        (line) => line !== 'none',
      ) ||
      signs.some((content) => !/^(none|normal|""|'')$/.test(content))
    )
  }

  interface Matched {
    readonly family: string
    readonly weight: number
    readonly style: 'normal' | 'italic'
  }

  /** The face of the page that sets it (CSS Fonts 4, 5.2); undefined if none of its first family does. */
  function faceOf({ fontFamily, fontStyle, fontWeight }: CSSStyleDeclaration): Matched | undefined {
    const faces = [...document.fonts].map(({ family, weight, style }): Matched => {
      const named = { normal: 400, bold: 700 }[weight]
      return {
        family: unquoted(family),
        weight: named ?? parseFloat(weight),
        style: style === 'normal' ? 'normal' : 'italic',
      }
    })
    for (const part of fontFamily.match(/"[^"]*"|'[^']*'|[^,]+/g) ?? []) {
      const family = unquoted(part)
      const own = faces.filter((face) => face.family.toLowerCase() === family.toLowerCase())
      if (!own.length) continue
      const style = fontStyle === 'normal' ? 'normal' : 'italic'
      const styled = own.filter((face) => face.style === style)
      const wanted = Number(fontWeight)
      const rank = ({ weight }: Matched): number => {
        if (weight === wanted) return 0
        if (wanted >= 400 && wanted <= 500)
          return weight > wanted && weight <= 500
            ? weight - wanted
            : weight < wanted
              ? 1000 + wanted - weight
              : 2000 + weight
        const isFirst = wanted < 400 ? weight < wanted : weight > wanted
        return Math.abs(weight - wanted) + (isFirst ? 0 : 1000)
      }
      return [...(styled.length ? styled : own)].sort((a, b) => rank(a) - rank(b))[0]
    }
    return undefined
  }

  function isSlanted(style: CSSStyleDeclaration, face: Matched): boolean {
    const isAsked = style.fontStyle !== 'normal' && face.style === 'normal'
    return isAsked && style.getPropertyValue('font-synthesis-style') !== 'none'
  }
  function isThickened(style: CSSStyleDeclaration, face: Matched): boolean {
    const isAsked = Number(style.fontWeight) >= BOLD && face.weight < BOLD
    return isAsked && style.getPropertyValue('font-synthesis-weight') !== 'none'
  }
  function unquoted(name: string): string {
    return name.trim().replace(/^["']|["']$/g, '')
  }
}
