/** The bits of CSS that depend on the publication. */
import type { Face, FaceName } from '../model/face.js'
import type { Paper } from '../model/publication.js'
import { familiesOf, type Margins, type Role } from '../model/template.js'

/** Where a face lies in the work directory. Never by a name that the file gives itself: two may share one, or lead elsewhere. */
export const faceFile = (face: Face): string => `fonts/${face.sha256}.ttf`

/**
 * `@font-face` rules, seen from a page in templates/<name>/, and the families of each part as a variable: `--names-family`. So
 * the browser falls back in the very order in which characters are looked for.
 */
export const fontFaces = (faces: readonly Face[], parts: ReadonlyMap<Role, readonly FaceName[]>): string =>
  [
    ...faces.map(
      (face) =>
        `@font-face { font-family: ${cssString(face.family)}; font-weight: ${face.weight}; ` +
        `font-style: ${face.style}; src: url(${cssString(`../../${faceFile(face)}`)}) format("truetype") }`,
    ),
    ...[...parts].map(
      ([role, names]) => `:root { ${familyVariable(role)}: ${familiesOf(names).map(cssString).join(', ')} }`,
    ),
  ].join('\n')

/** The variable that holds the families of a part. */
export const familyVariable = (role: Role): string => `--${role}-family`

/** What `document.fonts.load` takes (CSS Fonts 4, 2.7). */
export const fontShorthand = (face: FaceName): string =>
  `${face.style} ${face.weight} 12px ${cssString(face.family)}`

/**
 * The page rules: the paper's trim with so much on every side, and the margins as they are seen from the trim. Style sheets
 * know the edge as `--edge`, how far beyond the trim colour is to run as `--bleed`, the margin at the head as `--top`, what the
 * margins leave of a page's height as `--area-height`, and as `--reach` whether what lies on the edge of the paper is printed.
 */
export function pageRules(
  { widthMm, heightMm }: Paper,
  margins: Margins,
  { edgeMm, bleedMm, slug, reach = 'edge' }: Edge,
  { apparatus, mark }: Furnishing,
): string {
  const { top, right, bottom, left, mirrored } = margins
  const face = apparatus[0]
  const mm = (...lengths: readonly number[]) => lengths.map((length) => `${length + edgeMm}mm`).join(' ')
  const [across, down] = [traceBeyond(widthMm), traceBeyond(heightMm)]
  return [
    `:root { --edge: ${edgeMm}mm; --bleed: ${bleedMm}mm; --reach: ${reach}; --top: ${top}mm; --area-height: ${heightMm - top - bottom}mm }`,
    `@page { size: ${mm(widthMm + across + edgeMm, heightMm + down + edgeMm)}; margin: ${mm(top, right + across, bottom + down, left)} }`,
    ...(mirrored ? [`@page :left { margin: ${mm(top, left + across, bottom + down, right)} }`] : []),
    ...(slug === undefined || !face ? [] : [slugRule(slug, face, edgeMm)]),
    ...(mark === undefined || !face
      ? []
      : [markRules(mark, heaviest(apparatus), widthMm - left - right, margins, edgeMm)]),
  ].join('\n')
}

/**
 * Chromium drops the fraction of a pixel from the paper, and lets the page's area have a whole one for it: so far may reach what is
 * to cover the edge of the paper. Paper of whole pixels, such as that of inches, has none, so some is added below and on the right.
 */
function traceBeyond(mm: number): number {
  const px = (mm * 96) / 25.4
  return Math.abs(px - Math.round(px)) < 1 / 64 ? 0.1 : 0
}

/** The line for whoever prints, at the foot of the sheet beside the crop mark; no template sets a corner of the paper. */
const slugRule = (slug: string, { family, weight, style }: FaceName, edgeMm: number): string =>
  `@page { @bottom-left-corner { content: ${cssContent(slug)}; font: ${style} ${weight} 6pt/8pt ${cssString(family)}; ` +
  `color: #000; white-space: nowrap; text-align: left; vertical-align: bottom; padding: 0 0 0.5mm ${edgeMm}mm } }`

/** From the trim to a mark at the head of a page: a shop's knife and an office printer take less. */
const MARK_MM = 4.5

/**
 * A line at the head of every page, at the outer edge of the text. A corner of the paper is all its own, whatever a template sets
 * beside it, and is there on a page without margins, too; it grows to the width of the text and downwards.
 */
function markRules(
  { text, colour }: Mark,
  { family, weight, style }: FaceName,
  widthMm: number,
  { mirrored, right }: Margins,
  edgeMm: number,
): string {
  const rule = (side: 'left' | 'right', inner: 'left' | 'right') =>
    `@top-${side}-corner { content: ${cssString(text)}; font: ${style} ${weight} 6.6pt/8.5pt ${cssString(family)}; ` +
    `font-kerning: none; letter-spacing: 0.05em; color: ${colour}; text-align: ${side}; vertical-align: top; ` +
    `margin-${inner}: -${widthMm}mm; margin-bottom: -20mm; padding: ${MARK_MM + edgeMm}mm 0 0; padding-${side}: ${right + edgeMm}mm }`
  return [
    `@page { ${rule('right', 'left')} }`,
    ...(mirrored ? [`@page :left { @top-right-corner { content: none } ${rule('left', 'right')} }`] : []),
  ].join('\n')
}

const heaviest = (faces: readonly FaceName[]): FaceName =>
  faces.reduce((heavy, face) => (face.weight > heavy.weight && face.style === 'normal' ? face : heavy))

/** What Broadside itself sets in the margins of a page. */
export interface Furnishing {
  /** The faces of margin boxes, the usual one first. */
  readonly apparatus: readonly FaceName[]
  readonly mark?: Mark
}

/** Words that are repeated on every page. */
export interface Mark {
  readonly text: string
  readonly colour: string
}

/** What paper there is beyond the trim on every side, in millimetres. */
export interface Edge {
  readonly edgeMm: number
  readonly bleedMm: number
  /** A line outside the bleed; «{page}» and «{pages}» stand for numbers. */
  readonly slug?: string
  /** An office printer leaves the margins of its sheet white: only what is within them is printed. Default: to the edge. */
  readonly reach?: 'edge' | 'margins'
}
export const NO_EDGE: Edge = { edgeMm: 0, bleedMm: 0 }

/** A CSS string (CSS Syntax 3, 4.3.5) that is also safe inside <style>. */
export const cssString = (text: string): string =>
  `"${text.replace(/["\\<\n\r\f]/g, (character) => `\\${character.codePointAt(0)!.toString(16)} `)}"`

/** «Page {page} of {pages}» as the value of `content`: strings and page counters. */
export const cssContent = (label: string): string =>
  label
    .split(/(\{pages?\})/)
    .filter((part) => part !== '')
    .map((part) =>
      part === '{page}' ? 'counter(page)' : part === '{pages}' ? 'counter(pages)' : cssString(part),
    )
    .join(' ')
