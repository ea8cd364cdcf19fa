/** Mistakes made on purpose in typeset HTML just before it is printed, each of which reading back must find. */

/** The same numbers at every run (Park and Miller's generator). */
export function numbers(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state * 48271) % 2147483647
    return state % below
  }
}

/** How many mutations are tried: many by `READBACK_MUTATIONS=500`, few otherwise. */
export const mutationCount = (few: number): number => Number(process.env.READBACK_MUTATIONS ?? few)

export interface Mutation {
  /** What was done to what. */
  readonly told: string
  readonly html: string
}

interface Node {
  readonly name: string
  readonly opening: string
  /** From its opening tag to behind its closing one; and what is between the two. */
  readonly from: number
  readonly innerFrom: number
  innerTo: number
  to: number
  readonly parent: Node | undefined
  readonly kids: Node[]
}

const VOID = new Set(['meta', 'link', 'br', 'img', 'hr', 'wbr', 'input'])

/** The elements of a page that a template has made, which closes what it opens. */
function elementsOf(html: string): readonly Node[] {
  const all: Node[] = []
  let open: Node | undefined
  for (const match of html.matchAll(/<(\/?)([a-z][a-z0-9]*)\b[^>]*>/g)) {
    const [opening, closes, name] = [match[0], match[1], match[2]!]
    if (VOID.has(name)) continue
    const behind = match.index + opening.length
    if (closes) {
      while (open && open.name !== name) open = open.parent
      if (!open) continue
      open.innerTo = match.index
      open.to = behind
      open = open.parent
    } else {
      const node: Node = {
        name,
        opening,
        from: match.index,
        innerFrom: behind,
        innerTo: behind,
        to: behind,
        parent: open,
        kids: [],
      }
      open?.kids.push(node)
      all.push(node)
      open = node
    }
  }
  return all
}

const textIn = (html: string): string =>
  html
    .replace(/<[^>]*>/g, ' ')
    .replace(/\u00AD/g, '')
    .replace(/\s+/g, ' ')
    .trim()

const has = (node: Node, pattern: RegExp): boolean => pattern.test(node.opening)
const within = (node: Node, is: (node: Node) => boolean): boolean =>
  is(node) || (node.parent !== undefined && within(node.parent, is))

/** What a publication's texts stand in, and not the template's own words. */
const isText = (node: Node): boolean =>
  within(node, (each) => has(each, /class="(statement|names|block \w+|name|group|closing)"/)) &&
  !within(
    node,
    (each) =>
      has(each, /class="(label|number|date|dates|signatories label)"|<tr class="signatories"/) ||
      each.name === 'thead',
  )

const BLOCKS = /^(li|tr|td|th|p|h[2-6]|ul|ol|blockquote|table|pre|figure|caption|figcaption|aside)$/
const isBlock = (node: Node): boolean => BLOCKS.test(node.name) || has(node, /class="reference"/)

type Change = (html: string, node: Node, next: (below: number) => number) => Mutation | undefined

const quote = (html: string): string => `“${textIn(html).slice(0, 40)}”`
const splice = (html: string, from: number, to: number, text: string): string =>
  html.slice(0, from) + text + html.slice(to)

const HIDDEN = ['display:none', 'visibility:hidden', 'opacity:0']

/** What is done to a block. */
const BLOCK_CHANGES: readonly Change[] = [
  (html, node) => ({
    told: `<${node.name}> dropped: ${quote(html.slice(node.from, node.to))}`,
    html: splice(html, node.from, node.to, ''),
  }),
  (html, node) => {
    const own = html.slice(node.from, node.to)
    return {
      told: `<${node.name}> doubled: ${quote(own)}`,
      html: splice(html, node.to, node.to, own.replace(/ id="[^"]*"/g, '')),
    }
  },
  (html, node) => {
    const siblings = (node.parent?.kids ?? []).filter(({ name }) => name === node.name)
    const other = siblings[siblings.indexOf(node) + 1]
    if (!other || !isText(other) || isBlock(other) !== isBlock(node)) return undefined
    // Only what is within: numbers and languages stay where they are.
    const begin = (each: Node): number =>
      each.kids.find((kid) => has(kid, /class="note-number"/))?.to ?? each.innerFrom
    const [first, second] = [node, other].map((each) => html.slice(begin(each), each.innerTo))
    if (textIn(first!) === textIn(second!)) return undefined
    // Where a picture stands among the texts is not read back yet.
    if (!textIn(first!) || !textIn(second!)) return undefined
    const swapped = splice(html, begin(other), other.innerTo, first!)
    return {
      told: `<${node.name}> swapped: ${quote(first!)} and ${quote(second!)}`,
      html: splice(swapped, begin(node), node.innerTo, second!),
    }
  },
  (html, node, next) => {
    const css = HIDDEN[next(HIDDEN.length)]!
    const inner = html.slice(node.innerFrom, node.innerTo)
    const opening = node.opening.replace(/ style="[^"]*"/, '').replace(/>$/, ` style="${css}">`)
    return {
      told: `<${node.name}> hidden by ${css}: ${quote(inner)}`,
      html: splice(html, node.from, node.innerFrom, opening),
    }
  },
]

/** Words and numbers between tags. */
const WORD = /(?:[\p{L}\u00AD]{2,}|\p{Nd}+)/gu

/** What is done to a word; `after` is what stands behind it up to the next tag. */
type WordChange = (word: string, after: string, next: (below: number) => number) => string | undefined

const WORD_CHANGES: Readonly<Record<string, WordChange>> = {
  removed: (_, after) => after.replace(/^ /, ''),
  doubled: (word, after) => `${word} ${word}${after}`,
  'with a letter changed': (word, after, next) => {
    const at = next(word.length)
    const letter = word[at]!
    const other = /\d/.test(letter) ? String((Number(letter) + 1) % 10) : letter === 'n' ? 'm' : 'n'
    return word.slice(0, at) + other + word.slice(at + 1) + after
  },
  'with a letter dropped': (word, after, next) => {
    const at = next(word.length)
    return word.slice(0, at) + word.slice(at + 1) + after
  },
  'with a letter doubled': (word, after, next) => {
    const at = next(word.length)
    return word.slice(0, at + 1) + word.slice(at) + after
  },
  'with two letters swapped': (word, after, next) => {
    const at = next(word.length - 1)
    const [a, b] = [word[at]!, word[at + 1]]
    return b === undefined || a === b ? undefined : word.slice(0, at) + b + a + word.slice(at + 2) + after
  },
  'broken in two': (word, after, next) => {
    const at = 1 + next(Math.max(1, word.length - 1))
    return at < word.length ? `${word.slice(0, at)} ${word.slice(at)}${after}` : undefined
  },
  'swapped with the next': (word, after) => {
    const [, space, other, rest] = /^([ \u00A0])((?:[\p{L}\u00AD]{2,}|\p{Nd}+))(.*)$/su.exec(after) ?? []
    const bare = other?.replace(/\u00AD/g, '')
    return bare === undefined || bare === word ? undefined : bare + space! + word + rest!
  },
}

/** The number that is set before an item. */
function changeNumber(
  html: string,
  nodes: readonly Node[],
  next: (below: number) => number,
  hasNumberedNames: boolean,
) {
  const isName = (node: Node): boolean => has(node, /class="signatories/)
  // Names that run on have no numbers.
  const without = nodes.find((node) => has(node, /class="signatories long"/))
  const items = nodes.filter(
    (node) =>
      node.name === 'li' &&
      has(node, / value="\d+"/) &&
      (hasNumberedNames || !within(node, isName)) &&
      !(without && node.from > without.from && node.from < without.innerTo),
  )
  const item = items[next(Math.max(1, items.length))]
  if (!item) return undefined
  const opening = item.opening.replace(
    / value="(\d+)"/,
    (_, value: string) => ` value="${Number(value) + 1}"`,
  )
  return {
    told: `number changed: ${item.opening} ${quote(html.slice(item.innerFrom, item.innerTo))}`,
    html: splice(html, item.from, item.innerFrom, opening),
  }
}

/**
 * Another page with one mistake in it.
 * @param hasNumberedNames whether the template prints the numbers of names
 */
export function mutate(html: string, next: (below: number) => number, hasNumberedNames = true): Mutation {
  const nodes = elementsOf(html)
  const blocks = nodes.filter(
    (node) => isBlock(node) && isText(node) && textIn(html.slice(node.innerFrom, node.innerTo)),
  )
  for (;;) {
    const kind = next(BLOCK_CHANGES.length + 5)
    const node = blocks[next(blocks.length)]!
    if (kind < BLOCK_CHANGES.length) {
      const changed = BLOCK_CHANGES[kind]!(html, node, next)
      if (changed && changed.html !== html) return changed
      continue
    }
    if (kind === BLOCK_CHANGES.length) {
      const changed = changeNumber(html, nodes, next, hasNumberedNames)
      if (changed) return changed
      continue
    }
    const inner = html.slice(node.innerFrom, node.innerTo)
    if (nodes.some((each) => each.parent && within(each, (up) => up === node) && !isText(each))) continue
    const words = [...inner.matchAll(WORD)].filter(
      ({ index }) => !/<[^>]*$|&\w*$/.test(inner.slice(0, index)),
    )
    const match = words[next(Math.max(1, words.length))]
    if (!match) continue
    const kinds = Object.keys(WORD_CHANGES)
    const name = kinds[next(kinds.length)]!
    const word = match[0].replace(/\u00AD/g, '')
    const behind = match.index + match[0].length
    const [after] = /^[^<]*/.exec(inner.slice(behind))!
    const changed = WORD_CHANGES[name]!(word, after, next)
    if (changed === undefined) continue
    const whole = splice(inner, match.index, behind + after.length, changed)
    if (textIn(whole) === textIn(inner)) continue
    return {
      told: `“${word}” ${name} in ${quote(inner)}`,
      html: splice(html, node.innerFrom, node.innerTo, whole),
    }
  }
}
