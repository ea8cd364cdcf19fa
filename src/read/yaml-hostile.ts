/** What YAML allows and no file of a publication needs: nesting without end, aliases of aliases, keys that are no words. */
import {
  type Alias,
  type Document,
  isAlias,
  isCollection,
  isMap,
  isPair,
  isScalar,
  isSeq,
  Lexer,
  type Node,
  type Pair,
  Parser,
  visit,
} from 'yaml'
import { MOST_ALIASES, MOST_NESTED, MOST_VALUES } from '../model/limits.js'
import { strayIn } from './characters.js'

export interface Problem {
  /** Where in the text. */
  readonly offset: number
  readonly problem: string
  /** What to do about it; none where quotes round the text of the line help. */
  readonly hint?: string
}

export const NO_STAR = 'no text can begin with * here'

/** Levels that the parser holds for one of the text: a value and what it stands in. */
const HELD = 2

/** Where values lie deeper in one another than anybody writes; composing them would end in a stack overflow. */
export function findNesting(text: string): Problem | undefined {
  const parser = new Parser()
  for (const lexeme of new Lexer().lex(text)) {
    Array.from(parser.next(lexeme)) // a generator, which has to be emptied
    if (parser.stack.length > HELD * MOST_NESTED.yaml)
      return {
        offset: parser.offset,
        problem: `values are nested more than ${MOST_NESTED.yaml} levels deep here`,
        hint: 'No key of this file needs that: see whether brackets or hyphens were repeated by mistake.',
      }
  }
  return undefined
}

/** What is wrong with a document that parses. */
export function findHostile(document: Document.Parsed, text: string, prose: boolean): readonly Problem[] {
  const found: Problem[] = []
  const add = (offset: number, problem: string, hint?: string) =>
    found.push({ offset, problem, ...(hint !== undefined && { hint }) })
  const directive = /^%.*$/m.exec(text.slice(0, document.contents?.range[0] ?? text.length))
  if (directive) add(directive.index, 'a line that begins with % is not read here', 'Take the line out.')

  const targets = new Map<Alias, Node>()
  const anchors = new Map<string, Node>()
  visit(document, {
    Alias: (_key, alias) => {
      const target = anchors.get(alias.source)
      if (target) targets.set(alias, target)
      else add(alias.range![0], NO_STAR)
    },
    Collection: (_key, node) => {
      if (node.anchor) anchors.set(node.anchor, node)
    },
    Pair: (_key, pair) => {
      const { key } = pair as Pair<Node | null>
      if (key && !isScalar(key))
        add(key.range![0], 'a key is one word here, not a list or an alias', 'Write the word itself.')
      else if (key && String(key.value) === '__proto__')
        add(key.range![0], 'no key may be named __proto__', 'Give it another name.')
    },
    Scalar: (key, node) => {
      const { anchor, range, type } = node
      if (anchor) anchors.set(anchor, node)
      const stray = typeof node.value === 'string' && strayIn(node.value)
      if (stray)
        add(range![0], `this value holds ${stray}, which nobody sees`, 'Take its escape (\\x…, \\u…) out.')
      if (!prose || key === 'key') return
      if (anchor) add(range![0], 'no text can begin with & here')
      else if (type === 'PLAIN' && /^[ \t]+#/.test(text.slice(range![1], range![1] + 99)))
        add(range![0], 'the # in this line begins a comment, which is not printed')
    },
  })
  if (targets.size > MOST_ALIASES)
    add(
      [...targets.keys()][MOST_ALIASES]!.range![0],
      `there are more than ${MOST_ALIASES} aliases (*) in this file`,
      WRITE_OUT,
    )
  else found.push(...measure(document, targets))
  if (!found.length) checkMerges(document, targets, add)
  return found
}

/** The alias at which the file grows out of bounds, or one that stands for what it stands in. */
function measure(document: Document.Parsed, targets: ReadonlyMap<Alias, Node>): readonly Problem[] {
  const limit = MOST_VALUES
  const sizes = new Map<unknown, number>()
  const open = new Set<unknown>()
  const found: Problem[] = []
  const sizeOf = (node: unknown): number => {
    if (isPair(node)) return sizeOf(node.key) + sizeOf(node.value)
    if (isAlias(node)) {
      const target = targets.get(node)
      if (found.length) return 0
      if (open.has(target)) {
        found.push(problemAt(node, `*${node.source} stands for a value that it is a part of`))
        return 0
      }
      const size = sizeOf(target)
      if (size > limit && !found.length) found.push(problemAt(node, tooMany(node.source, limit)))
      return size
    }
    if (!isCollection(node)) return 1
    const known = sizes.get(node)
    if (known !== undefined) return known
    open.add(node)
    let size = 1
    for (const item of node.items as readonly unknown[]) {
      size += sizeOf(item)
      const alias = lastAlias(item)
      if (size > limit && !found.length && alias) found.push(problemAt(alias, tooMany(alias.source, limit)))
    }
    open.delete(node)
    sizes.set(node, size)
    return size
  }
  const size = sizeOf(document.contents)
  if (size > limit && !found.length)
    found.push({
      offset: 0,
      problem: `this file holds more than ${limit} values`,
      hint: 'Split it, or leave out what no template needs.',
    })
  return found
}

const lastAlias = (item: unknown): Alias | undefined => {
  const value = isPair(item) ? item.value : item
  return isAlias(value) ? value : undefined
}

const WRITE_OUT = 'Write the values out where they are needed, instead of an alias (*).'

const problemAt = (alias: Alias, problem: string): Problem => ({
  offset: alias.range![0],
  problem,
  hint: WRITE_OUT,
})

const tooMany = (source: string, limit: number): string =>
  `with *${source} in place of what it names, this file expands to more than ${limit} values`

/** `<<` takes over the keys of a map or of several. */
function checkMerges(
  document: Document.Parsed,
  targets: ReadonlyMap<Alias, Node>,
  add: (offset: number, problem: string, hint: string) => void,
): void {
  const resolved = (node: unknown) => (isAlias(node) ? targets.get(node) : node)
  visit(document, {
    Pair: (_key, pair) => {
      const { key, value } = pair as Pair<Node>
      if (!isScalar(key) || key.type !== 'PLAIN' || key.source !== '<<') return
      const source = resolved(value)
      const parts: readonly unknown[] = isSeq(source) ? source.items : [source]
      if (!parts.every((part) => isMap(resolved(part))))
        add(
          key.range![0],
          '<< takes over the keys of another part, and this is none',
          'Write a name that the other part bears: there “base: &base”, with its keys below; here “<<: *base”.',
        )
    },
  })
}
