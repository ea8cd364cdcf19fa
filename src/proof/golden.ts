/** The text beside a baseline's pictures: structure, words by line, places, faces and colours; for people and for `compare`. */
import type { Line, PageText, Proof } from './proof.js'

/** What is known of a file without its pictures. */
export interface Golden {
  readonly structure: string
  readonly pages: readonly PageText[]
}

export const tellGolden = ({ structure, pages }: Proof): string =>
  [structure.trimEnd(), ...pages.map(tellPage)].join('\n\n') + '\n'

function tellPage({ widthMm, heightMm, inks, pixels, lines }: PageText, index: number): string {
  const head = `page ${index + 1}: ${widthMm} × ${heightMm} mm, inks ${inks.join(' ') || 'none'}, pixels ${pixels}`
  return [head, ...lines.map(tellLine)].join('\n')
}

const tellLine = ({ text, box: { x, y, width, height }, face, ink }: Line): string =>
  `${[x, y, width, height].map((mm) => mm.toFixed(2).padStart(7)).join('')}  ${face} ${ink}  ${text}`.trimEnd()

const PAGE = /^page (\d+): ([\d.]+) × ([\d.]+) mm, inks (.*), pixels ([0-9a-f]+)$/
const LINE = /^ *(-?[\d.]+) +(-?[\d.]+) +(-?[\d.]+) +(-?[\d.]+) {2}(.+?) (#[0-9a-f]{6}|none)(?: {2}(.*))?$/

/** Reads what `tellGolden` has told; undefined for anything else. */
export function readGolden(text: string): Golden | undefined {
  const [structure, ...blocks] = text.trimEnd().split(/\n\n(?=page \d+: )/)
  const pages = blocks.map(readPage)
  return pages.length && pages.every((page) => page !== undefined)
    ? { structure: `${structure!}\n`, pages }
    : undefined
}

function readPage(block: string, index: number): PageText | undefined {
  const [head, ...rest] = block.split('\n')
  const page = PAGE.exec(head!)
  const lines = rest.map(readLine)
  if (!page || !lines.every((line) => line !== undefined)) return undefined
  const [, number, width, height, inks, pixels] = page
  if (Number(number) !== index + 1) return undefined
  return {
    widthMm: Number(width),
    heightMm: Number(height),
    inks: inks === 'none' ? [] : inks!.split(' '),
    pixels: pixels!,
    lines,
  }
}

function readLine(text: string): Line | undefined {
  const parts = LINE.exec(text)
  if (!parts) return undefined
  const [x, y, width, height] = parts.slice(1, 5).map(Number)
  return {
    text: parts[7] ?? '',
    box: { x: x!, y: y!, width: width!, height: height! },
    face: parts[5]!,
    ink: parts[6]!,
  }
}
