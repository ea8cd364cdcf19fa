/** What an SVG holds that a page cannot print of it: the browser shows it as a picture, which loads nothing and knows no fonts of ours. */
import sax, { type QualifiedTag } from 'sax'
import { inspectDataUri } from './data-uri.js'

/** Something in an SVG that is not printed as it should be. `line` counts from 1. */
export type SvgFault =
  | { readonly kind: 'malformed'; readonly line: number; readonly problem: string }
  | {
      readonly kind: 'text'
      readonly line: number
      readonly text: string
      readonly family: string | undefined
    }
  | { readonly kind: 'link'; readonly line: number; readonly target: string; readonly asks: string }
  | { readonly kind: 'data'; readonly line: number; readonly problem: string }

const SVG = 'http://www.w3.org/2000/svg'
const XLINK = 'http://www.w3.org/1999/xlink'
const XHTML = 'http://www.w3.org/1999/xhtml'

/** The browser itself gives up on deeper trees. */
const DEEPEST = 256
/** What its entities may make of a file, in characters. */
const LONGEST_ENTITY = 4096
/** How often an SVG may hold another one in a data: URI. */
const DEEPEST_DATA = 4

/** Elements that only draw what another one refers to. */
const UNDRAWN: ReadonlySet<string> = new Set([
  'defs',
  'symbol',
  'clipPath',
  'mask',
  'pattern',
  'marker',
  'filter',
])
/** Elements whose words nobody sees. */
const SILENT: ReadonlySet<string> = new Set(['title', 'desc', 'metadata', 'style', 'script'])
/** Elements of SVG and XHTML whose reference is no hyperlink. */
const REFERRING: ReadonlySet<string> = new Set([
  'image', 'feImage', 'use', 'textPath', 'mpath', 'tref', 'linearGradient', 'radialGradient', 'pattern', 'filter',
  'img', 'iframe', 'object', 'embed', 'video', 'link',
]) // prettier-ignore

interface Open {
  readonly tag: QualifiedTag
  readonly line: number
  readonly hidden: boolean
  /** Of it and what it stands in, if nothing draws it but a reference. */
  readonly ids: readonly string[] | undefined
  readonly family: string | undefined
  readonly holdsText: boolean
  text: string
}

/** A fault that counts only where the element is drawn. */
interface Found {
  readonly fault: SvgFault
  readonly ids: readonly string[] | undefined
}

/** All that is wrong with an SVG, in the order of its lines; what does not parse is the only finding. */
export function inspectSvg(source: string, depth = 0): readonly SvgFault[] {
  const found: Found[] = []
  const open: Open[] = []
  const references = new Set<string>()
  const parser = new sax.SAXParser(true, { xmlns: true, position: true })
  let elements = 0
  let style: { readonly line: number; css: string } | undefined
  const lineNow = (): number => parser.line + 1
  const fail = (problem: string): never => {
    throw new Malformed(lineNow(), problem)
  }

  parser.onerror = ({ message }) => fail(inWords(message))
  parser.ondoctype = (declaration) => {
    for (const [name, value] of entitiesOf(declaration, fail)) parser.ENTITIES[name] = value
  }
  parser.onprocessinginstruction = ({ name, body }) => {
    const [, target] = /\bhref\s*=\s*["']([^"']*)["']/.exec(body) ?? []
    if (name === 'xml-stylesheet' && target !== undefined)
      addLink(target, 'for a style sheet', lineNow(), undefined)
  }
  parser.onopentag = (tag) => {
    const { uri, local, attributes } = tag as QualifiedTag
    if (elements++ === 0 && !(uri === SVG && local === 'svg'))
      fail(
        uri === SVG ? `it begins with <${tag.name}>, not with <svg>` : `its root is not <svg xmlns="${SVG}">`,
      )
    if (open.length >= DEEPEST) fail(`its elements are nested more than ${DEEPEST} deep`)
    const above = open.at(-1)
    const value = (name: string, namespace = ''): string | undefined =>
      Object.values(attributes).find(
        (each) => each.local === name && (each.prefix ? each.uri : '') === namespace,
      )?.value
    const line = lineNow()
    const [own, css] = [value('id'), value('style') ?? '']
    const hidden =
      (above?.hidden ?? false) ||
      value('display') === 'none' ||
      /(?:^|;)\s*display\s*:\s*none/.test(css) ||
      /^(hidden|collapse)$/.test(value('visibility') ?? '') ||
      /(?:^|;)\s*visibility\s*:\s*(hidden|collapse)/.test(css) ||
      (value('requiredExtensions') ?? '') !== ''
    const apart = above?.ids ?? (UNDRAWN.has(local) && uri === SVG ? [] : undefined)
    const ids = apart && [...apart, ...(own === undefined ? [] : [own])]
    const family = value('font-family') ?? /font-family\s*:\s*([^;]+)/.exec(css)?.[1] ?? above?.family
    const holdsText =
      (above?.holdsText ?? false) || (uri === SVG && (local === 'text' || local === 'foreignObject'))
    open.push({ tag: tag as QualifiedTag, line, hidden, ids, family, holdsText, text: '' })

    if (uri === SVG && local === 'style') style = { line, css: '' }
    const names = Object.values(attributes)
    for (const { local: name, value } of names)
      if (name === 'style' || PAINTED_BY_URL.has(name)) findUrls(value, line, ids, hidden)
    if (hidden || (uri !== SVG && uri !== XHTML) || !REFERRING.has(local)) return
    const target = (
      uri === SVG ? (value('href') ?? value('href', XLINK)) : (value('src') ?? value('data') ?? value('href'))
    )?.trim()
    if (target) addLink(target, asksFor(local), line, ids)
  }
  const addText = (text: string): void => {
    if (style) style.css += text
    const within = open.findLast(({ holdsText }) => holdsText)
    const silent = open.some(({ tag }) => SILENT.has(tag.local))
    const holder = within && open.find(({ holdsText }) => holdsText)
    if (holder && !silent && !open.at(-1)!.hidden) holder.text += text
  }
  parser.ontext = addText
  parser.oncdata = addText
  parser.onclosetag = () => {
    const { tag, line, ids, family, text } = open.pop()!
    if (style && tag.local === 'style') {
      findUrls(style.css, style.line, undefined, false)
      for (const [at, target] of importsOf(style.css))
        addLink(target, 'for a style sheet', style.line + linesBefore(style.css, at), undefined)
      style = undefined
    }
    const words = text.trim().replace(/\s+/g, ' ')
    if (words) found.push({ ids, fault: { kind: 'text', line, text: words, family: nameOf(family) } })
  }

  function addLink(target: string, asks: string, line: number, ids: readonly string[] | undefined): void {
    if (target.startsWith('#')) references.add(safeDecode(target.slice(1)))
    else if (!/^data:/i.test(target)) found.push({ ids, fault: { kind: 'link', line, target, asks } })
    else if (!/^data:(font|application)\//i.test(target)) {
      const faults =
        depth < DEEPEST_DATA
          ? inspectDataUri(target, depth + 1)
          : [{ problem: 'holds too many pictures in one another' }]
      for (const { problem } of faults) found.push({ ids, fault: { kind: 'data', line, problem } })
    }
  }
  function findUrls(css: string, line: number, ids: readonly string[] | undefined, hidden: boolean): void {
    const plain = css.replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ' '))
    for (const { 1: double, 2: single, 3: bare, index } of plain.matchAll(URL_IN_CSS)) {
      const target = (double ?? single ?? bare ?? '').trim()
      const isImport = /@import\s*$/.test(plain.slice(0, index))
      if (target && !hidden && !isImport)
        addLink(target, 'in a style for', line + linesBefore(plain, index), ids)
    }
  }

  try {
    parser.write(source).close()
    if (!elements) fail('it is empty')
  } catch (error) {
    if (error instanceof Malformed) return [{ kind: 'malformed', line: error.line, problem: error.problem }]
    throw error
  }
  return found
    .filter(({ ids }) => !ids || ids.some((id) => references.has(id)))
    .map(({ fault }) => fault)
    .sort((a, b) => a.line - b.line)
}

class Malformed extends Error {
  constructor(
    readonly line: number,
    readonly problem: string,
  ) {
    super(problem)
  }
}

/** Attributes whose value may be painted from an address. */
const PAINTED_BY_URL: ReadonlySet<string> = new Set([
  'fill', 'stroke', 'filter', 'mask', 'clip-path', 'marker', 'marker-start', 'marker-mid', 'marker-end', 'cursor',
]) // prettier-ignore
const URL_IN_CSS = /url\(\s*(?:"([^"]*)"|'([^']*)'|([^"')]*))\s*\)/gi

function* importsOf(css: string): Generator<readonly [at: number, target: string]> {
  for (const match of css.matchAll(/@import\s+(?:url\(\s*)?["']?([^"');\s]+)/gi))
    yield [match.index, match[1]!]
}

const linesBefore = (text: string, at: number): number => text.slice(0, at).split('\n').length - 1

const asksFor = (element: string): string =>
  ['image', 'feImage', 'img'].includes(element) ? 'for the picture' : `by <${element}>`

const nameOf = (family: string | undefined): string | undefined => {
  const name = family
    ?.split(',')[0]!
    .trim()
    .replace(/^["']|["']$/g, '')
  return name === '' ? undefined : name
}

function safeDecode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/**
 * The entities that a document type declares: short names for addresses, as Illustrator writes them. One that holds another can
 * make a file of any length, and is refused.
 */
function* entitiesOf(
  declaration: string,
  fail: (problem: string) => never,
): Generator<readonly [name: string, value: string]> {
  for (const { 1: name, 2: double, 3: single } of declaration.matchAll(ENTITY)) {
    const value = double ?? single
    if (value === undefined) continue // kept in another file, and unknown where it is used
    if (/[&%<]/.test(value)) fail(`its entity “${name!}” holds other entities or elements`)
    if (value.length > LONGEST_ENTITY) fail(`its entity “${name!}” is ${value.length} characters long`)
    yield [name!, value]
  }
  if (/<!ENTITY\s+%/.test(declaration)) fail('it declares parameter entities')
}
const ENTITY = /<!ENTITY\s+([\w:.-]+)\s+(?:"([^"]*)"|'([^']*)'|\w)/g

/** The parser's first line, without its own coordinates. */
const inWords = (message: string): string => {
  const [first = ''] = message.split('\n')
  return first
    .replace(/^Unexpected close tag$/, 'an element is closed that is not open')
    .replace(/^Unexpected end$/, 'it ends in the middle')
    .replace(/^Unclosed root tag$/, 'it ends in the middle')
    .replace(
      /^Unbound namespace prefix: "?(.*?)"?$/,
      'the prefix “$1” belongs to no namespace (xmlns is missing)',
    )
    .replace(/^Invalid character entity$/, '“&” stands alone or begins an unknown entity; write “&amp;”')
    .replace(/^Text data outside of root node\.$/, 'there is text outside <svg>')
    .replace(/\.$/, '')
}
