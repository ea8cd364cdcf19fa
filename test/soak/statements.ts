/** Random statements in two languages that are right: the same blocks in both, so that nothing is to be said of them. */
import fc, { type Arbitrary } from 'fast-check'
import {
  ADDRESSES,
  type Lang,
  LANGUAGES,
  LONG_WORDS,
  NUMBERS,
  PHRASES,
  SIGNS,
  SMALL_WORDS,
  type Word,
  WORDS,
} from './words.js'

/** A part of a text. All but `note` and `again` stand between spaces. */
type Piece =
  /** `turn`: it begins a line of the source. */
  | { readonly kind: 'word'; readonly word: Word; readonly after: string; readonly turn?: boolean }
  /** A line that the author ends by hand. */
  | { readonly kind: 'break' }
  /** The same in all languages: as Markdown has it, and what it reads. */
  | { readonly kind: 'same'; readonly markdown: string; readonly text: string }
  | { readonly kind: 'marked'; readonly mark: 'em' | 'strong' | 'link'; readonly pieces: Pieces }
  | { readonly kind: 'quoted'; readonly pieces: Pieces }
  | { readonly kind: 'bracketed'; readonly pieces: Pieces }
  | { readonly kind: 'note'; readonly note: Note }
  /** Refers to one of the notes before it once more. */
  | { readonly kind: 'again'; readonly which: number }
type Pieces = readonly Piece[]

interface Note {
  readonly blocks: readonly Block[]
  readonly place: 'in the text' | 'behind its block' | 'at the end'
}

type Block =
  | { readonly kind: 'paragraph'; readonly pieces: Pieces }
  | { readonly kind: 'heading'; readonly level: number; readonly anew: boolean; readonly pieces: Pieces }
  | { readonly kind: 'numbered'; readonly number: number; readonly blocks: readonly Block[] }
  | {
      readonly kind: 'list'
      readonly style: 'bullet' | 'decimal' | 'letters'
      readonly start: number
      readonly tight: boolean
      readonly items: readonly (readonly Block[])[]
    }
  | { readonly kind: 'quotation'; readonly blocks: readonly Block[] }
  | {
      readonly kind: 'table'
      readonly head: 'none' | 'columns' | 'columns and rows'
      readonly aligns: readonly string[]
      readonly rows: readonly (readonly Pieces[])[]
      readonly caption: Pieces | null
    }
  | { readonly kind: 'figure'; readonly alt: Word; readonly size: string; readonly caption: Pieces }
  | { readonly kind: 'picture'; readonly alt: Word; readonly size: string }
  | {
      readonly kind: 'verbatim'
      readonly lines: readonly (readonly [indent: number, words: readonly Word[]])[]
    }
  | { readonly kind: 'rule' }

export interface Statement {
  readonly languages: readonly Lang[]
  readonly title: readonly Word[]
  readonly subtitle: readonly Word[]
  readonly closing: readonly Word[]
  /** How many signs the highest heading has. */
  readonly signs: number
  /** The number of the first numbered paragraph. */
  readonly first: number
  readonly blocks: readonly Block[]
  readonly names: readonly (readonly Word[])[]
}

// Text

const word = fc.constantFrom(...WORDS)
const after = fc.constantFrom('', '', '', '', '', '', '', '', ',', ',', '.', ';', ':', ' –', '…', ' —')
const plainWord: Arbitrary<Piece> = fc.record({ kind: fc.constant('word' as const), word, after })
const opening: Arbitrary<Piece> = fc.record({
  kind: fc.constant('word' as const),
  word,
  after: fc.constant(''),
})
const same = (markdown: string, text = markdown): Piece => ({ kind: 'same', markdown, text })

const inserted: Arbitrary<Piece> = fc.oneof(
  fc
    .record({ number: fc.constantFrom(...NUMBERS), after: fc.constantFrom('', '', ',', ' %') })
    .map(({ number, after }) => same(number + after)),
  fc.constantFrom(...SIGNS).map(([markdown, text]) => same(markdown, text)),
  fc.constantFrom(...PHRASES).map(({ lang, text }) => same(`[${text}]{lang=${lang}}`, text)),
  fc.constantFrom(...ADDRESSES).map((address) => same(address)),
  fc.constantFrom(
    same('km^2^', 'km2'),
    same('CO~2~', 'CO2'),
    same('10^−3^', '10−3'),
    same('№\u00A05'),
    same('18\u202F500'),
  ),
  fc.constantFrom(same('`a  b`', 'a  b'), same('`<li>`', '<li>'), same('`x_1*y`', 'x_1*y')),
  fc.constantFrom(
    same('extra\u00ADordinary'),
    same('extra&shy;ordinary', 'extra\u00ADordinary'),
    same('cafe\u0301'),
  ),
)
const inlinePicture = same('![Lake](lake.png){height=4mm}', '')
const small: Arbitrary<Piece> = fc.record({
  kind: fc.constant('word' as const),
  word: fc.constantFrom(...SMALL_WORDS),
  after: fc.constant(''),
})
const long: Arbitrary<Piece> = fc.record({
  kind: fc.constant('word' as const),
  word: fc.constantFrom(...LONG_WORDS),
  after: fc.constantFrom('', ','),
})
const turn: Arbitrary<Piece> = fc.record({
  kind: fc.constant('word' as const),
  word,
  after: fc.constantFrom('', ','),
  turn: fc.constant(true),
})

/** No link is within another. */
const link: Arbitrary<Piece> = fc.record({
  kind: fc.constant('marked' as const),
  mark: fc.constant('link' as const),
  pieces: fc
    .tuple(opening, fc.array(plainWord, { maxLength: 6, size: 'max' }))
    .map(([first, rest]) => [first, ...rest]),
})

/** What a text may hold beside words. */
interface Allowed {
  readonly lines: boolean
  readonly notes: boolean
  readonly depth: number
}

/** The first piece is a word, so no text is the same in two languages, and none begins like a list. */
function pieces({ lines, notes, depth }: Allowed, most: number): Arbitrary<Pieces> {
  const within = () => pieces({ lines: false, notes: notes && depth > 2, depth: depth - 1 }, 5)
  const piece: Arbitrary<Piece> = fc.oneof(
    { weight: 40, arbitrary: plainWord },
    { weight: 12, arbitrary: small },
    { weight: 8, arbitrary: inserted },
    ...(lines
      ? [
          { weight: 2, arbitrary: long },
          { weight: 6, arbitrary: turn },
          { weight: 1, arbitrary: fc.constant<Piece>({ kind: 'break' }) },
          { weight: 1, arbitrary: fc.constant(inlinePicture) },
        ]
      : []),
    ...(depth > 0
      ? [
          {
            weight: 4,
            arbitrary: fc.record({
              kind: fc.constant('marked' as const),
              mark: fc.constantFrom('em' as const, 'strong' as const),
              pieces: within(),
            }),
          },
          { weight: 2, arbitrary: link },
          {
            weight: 2,
            arbitrary: fc.record({
              kind: fc.constantFrom('quoted' as const, 'bracketed' as const),
              pieces: within(),
            }),
          },
        ]
      : []),
    ...(notes
      ? [
          { weight: 2, arbitrary: fc.record({ kind: fc.constant('note' as const), note: note() }) },
          { weight: 1, arbitrary: fc.record({ kind: fc.constant('again' as const), which: fc.nat(9) }) },
        ]
      : []),
  )
  return fc
    .tuple(opening, fc.array(piece, { maxLength: most, size: 'max' }))
    .map(([first, rest]) => [first, ...rest])
}

function note(): Arbitrary<Note> {
  const text = paragraph({ lines: true, notes: false, depth: 1 }, 24)
  return fc.oneof(
    {
      weight: 2,
      arbitrary: fc.record({
        blocks: fc.tuple(paragraph({ lines: false, notes: false, depth: 1 }, 12)),
        place: fc.constant('in the text' as const),
      }),
    },
    {
      weight: 5,
      arbitrary: fc.record({
        blocks: fc.tuple(text),
        place: fc.constantFrom('behind its block' as const, 'at the end' as const),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        blocks: fc
          .tuple(
            text,
            fc.array(fc.oneof(text, list(0), quotation(0), verbatim), {
              minLength: 1,
              maxLength: 2,
              size: 'max',
            }),
          )
          .map(([first, rest]) => [first, ...rest]),
        place: fc.constantFrom('behind its block' as const, 'at the end' as const),
      }),
    },
  )
}

// Blocks

const TEXT: Allowed = { lines: true, notes: true, depth: 3 }
const LINE: Allowed = { lines: false, notes: true, depth: 1 }

const paragraph = (allowed: Allowed, most: number): Arbitrary<Block> =>
  fc.record({ kind: fc.constant('paragraph' as const), pieces: pieces(allowed, most) })

const anyParagraph = (): Arbitrary<Block> =>
  fc.oneof(
    { weight: 3, arbitrary: paragraph(TEXT, 8) },
    { weight: 4, arbitrary: paragraph(TEXT, 40) },
    { weight: 1, arbitrary: paragraph(TEXT, 140) },
  )

const heading: () => Arbitrary<Block> = () =>
  fc.record({
    kind: fc.constant('heading' as const),
    level: fc.integer({ min: 1, max: 4 }),
    anew: fc.boolean(),
    pieces: pieces(LINE, 6),
  })

const verbatim: Arbitrary<Block> = fc.record({
  kind: fc.constant('verbatim' as const),
  lines: fc.array(fc.tuple(fc.nat(4), fc.array(word, { minLength: 1, maxLength: 2 })), {
    minLength: 1,
    maxLength: 4,
    size: 'max',
  }),
})

const size = fc.constantFrom('', '{width=30mm}', '{height=20mm}', '{width=50% max-height=1in}')

const table = (): Arbitrary<Block> => {
  const cell = fc.oneof(
    { weight: 1, arbitrary: fc.constant<Pieces>([]) },
    { weight: 2, arbitrary: fc.constantFrom(...NUMBERS).map((number): Pieces => [same(number)]) },
    { weight: 3, arbitrary: pieces(LINE, 3) },
  )
  return fc.integer({ min: 2, max: 4 }).chain((columns) =>
    fc.record({
      kind: fc.constant('table' as const),
      head: fc.constantFrom('none' as const, 'columns' as const, 'columns and rows' as const),
      aligns: fc.array(fc.constantFrom('---', ':---', '---:', ':---:'), {
        minLength: columns,
        maxLength: columns,
      }),
      rows: fc.array(fc.array(cell, { minLength: columns, maxLength: columns }), {
        minLength: 2,
        maxLength: 6,
        size: 'max',
      }),
      caption: fc.option<Pieces>(pieces(LINE, 6)),
    }),
  )
}

/** @param depth so many levels of blocks may be within it */
const list = (depth: number): Arbitrary<Block> =>
  fc.record({
    kind: fc.constant('list' as const),
    style: fc.constantFrom('bullet' as const, 'decimal' as const, 'letters' as const),
    start: fc.constantFrom(1, 1, 1, 3, 9),
    tight: fc.boolean(),
    items: fc.array(container(depth), { minLength: 2, maxLength: 4, size: 'max' }),
  })

const quotation = (depth: number): Arbitrary<Block> =>
  fc.record({ kind: fc.constant('quotation' as const), blocks: container(depth) })

/** What stands in an item, a quotation or a numbered paragraph; the first is a paragraph, most often. */
function container(depth: number): Arbitrary<readonly Block[]> {
  const text = depth > 0 ? anyParagraph() : paragraph({ ...TEXT, notes: false, depth: 1 }, 12)
  if (depth <= 0) return fc.tuple(text)
  return fc
    .tuple(
      fc.oneof({ weight: 5, arbitrary: text }, { weight: 1, arbitrary: nested(depth) }),
      fc.array(nested(depth), { maxLength: 2, size: 'max' }),
    )
    .map(([first, rest]) => [first, ...rest])
}

const nested = (depth: number): Arbitrary<Block> =>
  fc.oneof(
    { weight: 4, arbitrary: anyParagraph() },
    { weight: 4, arbitrary: list(depth - 1) },
    { weight: 2, arbitrary: quotation(depth - 1) },
    { weight: 1, arbitrary: table() },
    { weight: 1, arbitrary: verbatim },
    { weight: 1, arbitrary: heading() },
    { weight: 1, arbitrary: figure() },
  )

const figure = (): Arbitrary<Block> =>
  fc.oneof(
    fc.record({
      kind: fc.constant('figure' as const),
      alt: word,
      size,
      caption: fc.array(plainWord, { minLength: 1, maxLength: 6 }),
    }),
    fc.record({ kind: fc.constant('picture' as const), alt: word, size }),
  )

const DEPTH = 3
const topLevel: Arbitrary<Block> = fc.oneof(
  { weight: 5, arbitrary: anyParagraph() },
  { weight: 2, arbitrary: heading() },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('numbered' as const),
      number: fc.constant(0),
      blocks: container(DEPTH),
    }),
  },
  { weight: 2, arbitrary: list(DEPTH) },
  { weight: 1, arbitrary: quotation(DEPTH) },
  { weight: 1, arbitrary: table() },
  { weight: 1, arbitrary: figure() },
  { weight: 1, arbitrary: verbatim },
  { weight: 1, arbitrary: fc.constant<Block>({ kind: 'rule' }) },
)

const words = (minLength: number, maxLength: number) => fc.array(word, { minLength, maxLength, size: 'max' })

export const statement: Arbitrary<Statement> = fc
  .record({
    languages: fc.constantFrom<readonly Lang[]>(
      ...LANGUAGES.flatMap((a) => LANGUAGES.filter((b) => b !== a).map((b) => [a, b])),
    ),
    title: words(1, 9),
    subtitle: fc.oneof(fc.constant([]), words(1, 12)),
    closing: fc.oneof(fc.constant([]), words(2, 12)),
    signs: fc.integer({ min: 1, max: 2 }),
    first: fc.constantFrom(1, 1, 1, 1, 9, 98),
    blocks: fc.oneof(
      { weight: 1, arbitrary: fc.array(topLevel, { minLength: 1, maxLength: 3, size: 'max' }) },
      { weight: 3, arbitrary: fc.array(topLevel, { minLength: 3, maxLength: 12, size: 'max' }) },
      { weight: 1, arbitrary: fc.array(topLevel, { minLength: 12, maxLength: 24, size: 'max' }) },
    ),
    names: fc.array(words(1, 4), { minLength: 1, maxLength: 30, size: 'max' }),
  })
  .map(settle)

/** Numbers go up by one, headings leave out no level, and no list goes on in the next: what else is, is a mistake of the author's. */
function settle(drawn: Statement): Statement {
  let [level, number] = [0, drawn.first - 1]
  const settled = (blocks: readonly Block[]): Block[] =>
    blocks.reduce<Block[]>((done, block) => {
      const before = done.at(-1)
      switch (block.kind) {
        case 'heading':
          level = Math.min(block.level, level + 1)
          return [...done, { ...block, level }]
        case 'quotation':
          return [...done, { ...block, blocks: settled(block.blocks) }]
        case 'list': {
          if (before?.kind === 'list') return done
          // A list of letters begins where text begins its line.
          const style = block.style === 'letters' && !before ? 'bullet' : block.style
          return [...done, { ...block, style, items: block.items.map(settled) }]
        }
        default:
          return [...done, block]
      }
    }, [])
  const blocks: Block[] = []
  for (const block of drawn.blocks) {
    if (block.kind === 'heading' && block.anew) number = 0
    const before = blocks.at(-1)
    if (block.kind === 'list' && before?.kind === 'list') continue
    if (block.kind === 'numbered') blocks.push({ ...block, number: ++number, blocks: settled(block.blocks) })
    else if (block.kind === 'list')
      // A list of numbers would be paragraphs.
      blocks.push({
        ...block,
        style: block.style === 'decimal' ? 'bullet' : block.style,
        items: block.items.map(settled),
      })
    else blocks.push(...settled([block]))
  }
  if (!blocks.some(({ kind }) => kind !== 'rule' && kind !== 'picture'))
    blocks.push({ kind: 'paragraph', pieces: [{ kind: 'word', word: WORDS[0]!, after: '.' }] })
  return { ...drawn, blocks }
}

// Markdown

/** A statement as people write it, and the texts that its blocks must then have, in the order of reading. */
export interface Written {
  readonly markdown: string
  readonly leaves: readonly string[]
}

const QUOTES: Readonly<Record<Lang, readonly [string, string]>> = {
  en: ['“', '”'],
  ru: ['«', '»'],
  es: ['«', '»'],
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

/** Headings and titles. */
export const said = (words: readonly Word[], lang: Lang): string =>
  capital(words.map((each) => each[lang]).join(' '))

/** @param lang one of the statement's languages */
export function write({ signs, blocks }: Statement, lang: Lang): Written {
  return new Writer(lang, signs).write(blocks)
}

/** A text in Markdown, what it reads, and the notes that it refers to first. */
interface Text {
  readonly markdown: string
  readonly text: string
  readonly notes: readonly Note[]
}

class Writer {
  private readonly leaves: string[] = []
  private readonly notes: Note[] = []
  private readonly atEnd: string[] = []
  private behind: string[] = []

  constructor(
    private readonly lang: Lang,
    private readonly signs: number,
  ) {}

  write(blocks: readonly Block[]): Written {
    const parts = blocks.flatMap((block, i) => {
      const own = this.block(block, blocks[i - 1])
      const notes = this.behind
      this.behind = []
      return [own, ...notes]
    })
    return {
      markdown: [...parts, ...this.atEnd].join('\n\n') + '\n',
      leaves: this.leaves.filter((text) => text.trim()),
    }
  }

  private block(block: Block, before: Block | undefined): string {
    switch (block.kind) {
      case 'paragraph':
        return this.leaf(block.pieces)
      case 'heading':
        return `${'#'.repeat(Math.min(6, this.signs + block.level - 1))} ${this.leaf(block.pieces)}`
      case 'numbered':
        return item(`${block.number}. `, this.blocks(block.blocks, '\n\n'))
      case 'quotation':
        return this.blocks(block.blocks, '\n\n')
          .replace(/^(?=.)/gm, '> ')
          .replace(/^$/gm, '>')
      case 'list':
        return this.list(block)
      case 'table':
        return this.table(block)
      case 'figure': {
        const { markdown, text } = this.text(block.caption)
        this.leaves.push(text)
        return `![${block.alt[this.lang]}](lake.png "${markdown}")${block.size}`
      }
      case 'picture':
        return `![${block.alt[this.lang]}](lake.png)${block.size}`
      case 'verbatim': {
        const lines = block.lines.map(
          ([indent, words]) => ' '.repeat(indent) + words.map((each) => each[this.lang]).join('  '),
        )
        this.leaves.push(`${lines.join('\n')}\n`)
        return ['```', ...lines, '```'].join('\n')
      }
      case 'rule':
        return before?.kind === 'rule' ? '* * *' : '---'
      default:
        return block satisfies never
    }
  }

  private blocks(blocks: readonly Block[], apart: string): string {
    return blocks.map((block, i) => this.block(block, blocks[i - 1])).join(apart)
  }

  /** Without empty lines where its items are lines, and perhaps lists that may follow a line. */
  private list({ style, start, tight, items }: Block & { readonly kind: 'list' }): string {
    const close =
      tight &&
      items.every(
        ([first, ...rest]) =>
          first?.kind === 'paragraph' &&
          rest.every((each) => each.kind === 'list' && (each.style !== 'decimal' || each.start === 1)),
      )
    return items
      .map((blocks, i) => {
        const sign =
          style === 'bullet' ? '- ' : style === 'decimal' ? `${start + i}. ` : `${'abcdefgh'[i]!}) `
        return item(sign, this.blocks(blocks, close ? '\n' : '\n\n'))
      })
      .join(close ? '\n' : '\n\n')
  }

  private table({ head, aligns, rows, caption }: Block & { readonly kind: 'table' }): string {
    const said = caption && this.text(caption)
    const cells = rows.map((row, r) =>
      row.map((cell, c) =>
        this.text(
          (r === 0 && head === 'none') || (r === 0 && c === 0 && head === 'columns and rows') ? [] : cell,
        ),
      ),
    )
    const all = [...(said ? [said] : []), ...cells.flat()]
    this.leaves.push(...all.map(({ text }) => text))
    all.forEach(({ notes }) => this.noteLeaves(notes))
    const lines = cells.map((row) => `| ${row.map(({ markdown }) => markdown).join(' | ')} |`)
    const [first, ...rest] = lines
    return [first, `|${aligns.join('|')}|`, ...rest, ...(said ? ['', `Table: ${said.markdown}`] : [])].join(
      '\n',
    )
  }

  private leaf(pieces: Pieces): string {
    const { markdown, text, notes } = this.text(pieces)
    this.leaves.push(text)
    this.noteLeaves(notes)
    return markdown
  }

  /** The texts of notes come behind what refers to them. */
  private noteLeaves(notes: readonly Note[]): void {
    for (const note of notes) {
      const number = this.notes.indexOf(note) + 1
      const text = this.blocks(note.blocks, '\n\n')
      if (note.place === 'in the text') continue
      const definition = `[^n${number}]: ${text.replace(/\n(?=.)/g, '\n    ')}`
      ;(note.place === 'at the end' ? this.atEnd : this.behind).push(definition)
    }
  }

  /** @param open the marks around it: one within its like would not show */
  private text(pieces: Pieces, depth = 0, open: readonly string[] = []): Text {
    let [markdown, text] = ['', '']
    const notes: Note[] = []
    const add = (own: string, reads: string, space = ' '): void => {
      const apart = markdown === '' || markdown.endsWith('\n') ? '' : space
      markdown += apart + own
      text += apart + reads
    }
    for (const [index, piece] of pieces.entries()) {
      switch (piece.kind) {
        case 'word': {
          const own =
            (index === 0 && depth === 0 ? capital(piece.word[this.lang]) : piece.word[this.lang]) +
            piece.after
          add(own, own, piece.turn ? '\n' : ' ')
          break
        }
        case 'same':
          add(piece.markdown, piece.text)
          break
        case 'break': {
          // Behind a break comes a word, lest its line begin like a list.
          if (pieces[index + 1]?.kind !== 'word' || markdown.endsWith('\n')) break
          markdown += '\\\n'
          text += '\n'
          break
        }
        case 'marked': {
          const inner = this.text(piece.pieces, depth + 1, [...open, piece.mark])
          const signs = { em: depth % 2 ? '_' : '*', strong: depth % 2 ? '__' : '**', link: '' }
          const sign = open.includes(piece.mark) ? '' : signs[piece.mark]
          add(
            piece.mark === 'link'
              ? `[${inner.markdown}](https://example.org/a)`
              : sign + inner.markdown + sign,
            inner.text,
          )
          notes.push(...inner.notes)
          break
        }
        case 'quoted':
        case 'bracketed': {
          const inner = this.text(piece.pieces, depth + 1, open)
          const [begin, end] = piece.kind === 'quoted' ? QUOTES[this.lang] : ['(', ')']
          add(begin + inner.markdown + end, begin + inner.text + end)
          notes.push(...inner.notes)
          break
        }
        case 'note': {
          this.notes.push(piece.note)
          notes.push(piece.note)
          const own = piece.note.place === 'in the text' ? piece.note.blocks[0]! : undefined
          add(
            own?.kind === 'paragraph' ? `^[${this.text(own.pieces).markdown}]` : `[^n${this.notes.length}]`,
            '',
            '',
          )
          break
        }
        case 'again': {
          const known = this.notes.flatMap(({ place }, i) => (place === 'in the text' ? [] : [i + 1]))
          if (known.length) add(`[^n${known[piece.which % known.length]}]`, '', '')
          break
        }
        default:
          piece satisfies never
      }
    }
    return { markdown, text, notes }
  }
}

/** The lines of an item stand behind its sign. */
const item = (sign: string, text: string): string =>
  sign + text.replace(/\n(?=.)/g, `\n${' '.repeat(sign.length)}`)

// Publications

/** The files of a publication's folder, by their names; pictures are to be added. */
export function publicationOf(
  statement: Statement,
  slug: string,
  rest = '',
): Readonly<Record<string, string>> {
  const { languages, title, subtitle, closing, names } = statement
  const localised = (words: readonly Word[]) =>
    `{ ${languages.map((lang) => `${lang}: ${JSON.stringify(said(words, lang))}`).join(', ')} }`
  const texts = languages.map((lang): [string, string] => {
    const matter = Object.entries({ title, subtitle, closing }).flatMap(([key, words]) =>
      words.length ? [`${key}: ${JSON.stringify(said(words, lang))}`] : [],
    )
    return [
      `source/statement/${lang}.md`,
      ['---', ...matter, '---', '', write(statement, lang).markdown].join('\n'),
    ]
  })
  const rows = names.map((words) => languages.map((lang) => said(words, lang)))
  const unique = rows.filter(
    (row, i) => rows.findIndex((other) => other.some((name, l) => name === row[l])) === i,
  )
  return {
    ...Object.fromEntries(texts),
    'source/publication.yaml': `slug: ${slug}
date: 2024-02-29
languages: [${languages.join(', ')}]
wording:
  short-title: ${localised(title.slice(0, 3))}
groups:
  - id: signed
    title: ${localised([WORDS[9]!])}
${rest}editions:
  leaflet: {}
  letter: {}
  parallel: {}
  booklet: {}
`,
    'source/signatories.csv': [languages.map((lang) => `name_${lang}`), ...unique]
      .map((row) => `${row.join(',')}\n`)
      .join(''),
  }
}
