/** Pictures that stand in an address themselves (RFC 2397). */
import { isUtf8 } from 'node:buffer'
import { inspectRaster } from './picture-file.js'
import { inspectSvg, type SvgFault } from './svg.js'

/** Each problem goes on after «The picture in the data: URI …». */
export function inspectDataUri(uri: string, depth = 0): readonly { readonly problem: string }[] {
  const parts = /^data:([^,]*),([\s\S]*)$/i.exec(uri)
  if (!parts) return [{ problem: 'has no data' }]
  const [, type, data] = parts as unknown as [string, string, string]
  const bytes = bytesOf(data, /;\s*base64\s*$/i.test(type))
  if (!bytes) return [{ problem: 'is not valid base64 or percent-encoding' }]
  const media = type.split(';')[0]!.trim().toLowerCase()
  if (media === 'image/svg+xml') {
    if (!isUtf8(bytes)) return [{ problem: 'is an SVG that is not UTF-8' }]
    return inspectSvg(bytes.toString('utf8'), depth).map((fault) => ({ problem: inSvg(fault) }))
  }
  const problem = inspectRaster(bytes)
  return typeof problem === 'string' ? [{ problem }] : []
}

/** The pictures that HTML or a style sheet holds in itself and that would not be printed as they should be. */
export const dataPicturesIn = (text: string): readonly { readonly uri: string; readonly problem: string }[] =>
  [...text.matchAll(HELD)].flatMap((match) => {
    const uri = match.slice(1).find(Boolean)!
    const plain = uri
      .replace(/&quot;/g, '"')
      .replace(/&#39;|&apos;/g, "'")
      .replace(/&lt;/g, '<')
      .replace(/&gt;/g, '>')
      .replace(/&amp;/g, '&')
    return inspectDataUri(plain).map(({ problem }) => ({ uri, problem }))
  })

/** In an attribute that asks for a picture, or in CSS; fonts are no pictures. */
const PICTURE = '(data:(?!font|application|text/css)[^'
const HELD = new RegExp(
  [
    `\\b(?:src|href|poster|data)\\s*=\\s*"${PICTURE}"]*)"`,
    `\\b(?:src|href|poster|data)\\s*=\\s*'${PICTURE}']*)'`,
    `url\\(\\s*"${PICTURE}"]*)"`,
    `url\\(\\s*'${PICTURE}']*)'`,
    `url\\(\\s*${PICTURE}"')\\s]*)\\s*\\)`,
  ].join('|'),
  'gi',
)

const inSvg = (fault: SvgFault): string => {
  switch (fault.kind) {
    case 'malformed':
      return `is an SVG that is not well-formed: ${fault.problem}`
    case 'text':
      return `is an SVG with live text, “${fault.text.slice(0, 40)}”`
    case 'link':
      return `is an SVG that asks ${fault.asks} ${fault.target.slice(0, 80)}, which is not loaded`
    case 'data':
      return `holds another one that ${fault.problem}`
  }
}

/** Undefined if it is not encoded as it says. */
function bytesOf(data: string, base64: boolean): Buffer | undefined {
  try {
    if (!base64) return percentDecoded(data)
    const plain = decodeURIComponent(data).replace(/\s+/g, '')
    return /^[A-Za-z0-9+/]*={0,2}$/.test(plain) ? Buffer.from(plain, 'base64') : undefined
  } catch {
    return undefined
  }
}

const percentDecoded = (text: string): Buffer =>
  Buffer.concat(
    text
      .split(/(%[0-9a-f]{2})/i)
      .map((part) =>
        /^%[0-9a-f]{2}$/i.test(part) ? Buffer.of(parseInt(part.slice(1), 16)) : Buffer.from(part),
      ),
  )
