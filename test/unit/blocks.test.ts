/** Markdown → blocks: what there is, where it is written, and its HTML. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Diagnostic } from '../../src/diagnostic.js'
import { type Block, inlinesOf, leavesOf, runsOf, textOf, wordsOf } from '../../src/model/block.js'
import { parseBody } from '../../src/read/blocks.js'
import { readStatement } from '../../src/read/statement.js'
import { blockHtml } from '../../src/typeset/blocks.js'

const blocksOf = (text: string, lang = 'en'): readonly Block[] =>
  parseBody(text, { file: 'en.md', line: 0, characters: 0 }).blocks(lang)

const html = (text: string, lang = 'en', resolutions = new Map<string, number>()): string =>
  blocksOf(text, lang)
    .map((block) =>
      blockHtml(block, {
        lang,
        exceptions: new Map(),
        recall: (_, make) => make(),
        notesBehind: true,
        resolutions,
      })
        .replace(/\u00AD/g, '|')
        .replace(/\u00A0/g, '·'),
    )
    .join('\n')

describe('blocks', () => {
  test('a statement may hold everything that letters and motions hold', () => {
    const text = `We say:

# Why

1. First.

   - one
   - two
2. Second:

   a) this,
   b) that.

> So it is.

| | 2022 |
|---|---|
| North | 1 |

Table: Trains

![Quay](quay.png "In May")

---

\`\`\`
as it is
\`\`\`
`
    expect(blocksOf(text).map(({ kind }) => kind)).toEqual([
      'paragraph',
      'heading',
      'numbered',
      'numbered',
      'quotation',
      'table',
      'figure',
      'rule',
      'verbatim',
    ])
  })

  test('the highest heading in use is the first level, whatever sign it begins with', () => {
    const levels = blocksOf('### A\n\n##### B\n\n### C').map((block) =>
      block.kind === 'heading' ? block.level : undefined,
    )
    expect(levels).toEqual([1, 2, 1])
  })

  test('letters at the beginning of lines are a list, a single one is text', () => {
    expect(html('a) bread\nb) water')).toBe(
      '<ol class="letters tight">\n<li><p>bread</p></li>\n<li><p>wa|ter</p></li>\n</ol>',
    )
    expect(html('> a) bread\n>\n>    and\n>\n> b) water')).toContain('<ol class="letters">')
    expect(html('a) bread and nothing else')).toBe('<p>a) bread and noth|ing else</p>')
    expect(html('c) third\nd) fourth')).toBe('<p>c) third d) fourth</p>')
  })

  test('the first column of a table heads its rows if nothing stands above it', () => {
    expect(html('| | A |\n|---|--:|\n| B | 1 |\n\n: So many')).toBe(
      '<table>\n<caption>So many</caption>\n<thead>\n<tr>\n<td></td>\n<th scope="col" style="text-align:right">A</th>\n</tr>\n</thead>\n' +
        '<tbody>\n<tr>\n<th scope="row">B</th>\n<td style="text-align:right">1</td>\n</tr>\n</tbody>\n</table>',
    )
  })
})

describe('marks', () => {
  test.each([
    [
      '*so*, **so**, (*so*), «*so*» and `so`',
      '<p><em>so</em>, <strong>so</strong>, (<em>so</em>), «<em>so</em>» and <code>so</code></p>',
    ],
    ['**bold and *both***', '<p><strong>bold and <em>both</em></strong></p>'],
    ['[la loi]{lang=fr}', '<p><dfn lang="fr">la loi</dfn></p>'],
    ['[no phrase]{x=1} and {draft}', '<p>[no phrase]{x=1} and {draft}</p>'],
    ['12 km^2^ of CO~2~', '<p>12 km<sup>2</sup> of CO<sub>2</sub></p>'],
    ['x^2+y^2 ~ 3', '<p>x^2+y^2 ~ 3</p>'],
    ['~~gone~~', '<p>~~gone~~</p>'],
    ['see example.org/a_b_c.', '<p>see <a href="http://example.org/a_b_c">example.org/<wbr>a_b_c</a>.</p>'],
    [
      'https://example.org/%D0%B0_b_',
      '<p><a href="https://example.org/%D0%B0_b_">https://example.org/<wbr>%D0%B0_b_</a></p>',
    ],
    [
      'example.org/a/?b=c&d me@example.org',
      '<p><a href="http://example.org/a/?b=c&amp;d">example.org/<wbr>a/<wbr><span class="query">?b=</span><wbr>c&amp;<wbr>d</a> ' +
        '<a href="mailto:me@example.org">me@<wbr>example.org</a></p>',
    ],
    ['_see example.org_', '<p><em>see <a href="http://example.org">example.org</a></em></p>'],
    ['extra&shy;ordinary *so*', '<p>ex|tra|or|di|nary <em>so</em></p>'],
    ['to pay.So we', '<p>to pay.So we</p>'],
    [
      '![Quay](quay.png){width=40mm}',
      '<p><img src="../../source/statement/quay.png" alt="Quay" style="width:40mm;max-height:min(0.8 * var(--area-height))"></p>',
    ],
    [
      '![Quay](quay.png){max-height=30mm}',
      '<p><img src="../../source/statement/quay.png" alt="Quay" style="max-height:min(30mm,0.8 * var(--area-height))"></p>',
    ],
    ['a\\\nb', '<p>a<br>\nb</p>'],
    [
      '"Quotes" -- and ... <b>tags</b> (c) &',
      '<p>&quot;Quotes&quot; -- and ... &lt;b&gt;tags&lt;/b&gt; (c) &amp;</p>',
    ],
  ])('%s', (text, expected) => {
    expect(html(text)).toBe(expected)
  })

  test('a picture without a size has that of its resolution, one with a size that', () => {
    const resolutions = new Map([['source/statement/quay.png', 300]])
    const source = '../../source/statement/quay.png'
    expect(html('![Quay](quay.png)', 'en', resolutions)).toBe(
      `<p><img srcset="${source} 3.125x" alt="Quay"></p>`,
    )
    expect(html('![Quay](quay.png){height=9mm}', 'en', resolutions)).toContain(`<img src="${source}"`)
    expect(html('![Boat](boat.png)', 'en', resolutions)).not.toContain('srcset')
  })

  test('spaces and words are set over the borders of marks, each phrase in its language', () => {
    expect(html('в *странах* и **«мире»**', 'ru')).toBe(
      '<p>в·<em>стра|нах</em> и·<strong>«мире»</strong></p>',
    )
    expect(html('See [der Arbeiterverein]{lang=de} there')).toContain('Ar|bei|ter|ver|ein')
  })

  test('code stays as it is, line ends and all', () => {
    expect(html('Type `unbreakable  identification`:\n\n    first\n      second <li>')).toBe(
      '<p>Type <code>unbreakable  identification</code>:</p>\n<pre><code>first\n  second &lt;li&gt;\n</code></pre>',
    )
  })
})

describe('places', () => {
  /** Words that occur once, so that each has one place; and what Markdown puts around them. */
  const word = fc.integer({ min: 0, max: 9_999_999 }).map((n) => `w${n}x`)
  const inline = fc.letrec<{ text: string; any: string }>((tie) => ({
    text: word,
    any: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      word,
      fc.array(tie('any'), { minLength: 1, maxLength: 4 }).map((parts) => parts.join(' ')),
      tie('any').map((text) => `*${text}*`),
      tie('any').map((text) => `**${text}**`),
      tie('any').map((text) => `[${text}](https://example.org/a)`),
      tie('any').map((text) => `[${text}]{lang=fr}`),
      word.map((text) => `\`${text}\``),
      word.map((text) => `a^${text}^`),
      word.map((text) => `\\*${text}\\_ &amp; ${text}2`),
      word.map((text) => `https://example.org/${text}`),
      fc.tuple(tie('text'), tie('text')).map((parts) => parts.join('\n')),
    ),
  })).any
  const paragraph = inline.map((text) => text.replace(/^/gm, ''))
  const block = fc.letrec<{ block: string }>((tie) => ({
    block: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      paragraph,
      inline.map((text) => `## ${text.replaceAll('\n', ' ')}`),
      tie('block').map((text) => `> ${text.replaceAll('\n', '\n> ')}`),
      fc
        .array(tie('block'), { minLength: 1, maxLength: 3 })
        .map((items) => items.map((text) => `- ${text.replaceAll('\n', '\n  ')}`).join('\n')),
      fc
        .array(tie('block'), { minLength: 1, maxLength: 3 })
        .map((items) => items.map((text, i) => `${i + 1}. ${text.replaceAll('\n', '\n   ')}`).join('\n\n')),
      fc
        .array(word, { minLength: 2, maxLength: 2 })
        .map(([a, b]) => `| ${a} | ${b} |\n|---|---|\n| ${b}c | ${a}c |`),
    ),
  })).block
  const note = fc.tuple(fc.boolean(), paragraph, word).map(([inText, text, more]) => ({
    reference: (label: number) => (inText ? `^[${text.replaceAll('\n', ' ')}]` : `[^${label}]`),
    text: (label: number) => (inText ? '' : `[^${label}]: ${text.replaceAll('\n', '\n    ')}\n\n    ${more}`),
  }))
  const statement = fc
    .tuple(
      fc.array(block, { minLength: 1, maxLength: 4 }),
      fc.array(note, { maxLength: 2 }),
      fc.array(word, { minLength: 2, maxLength: 2 }),
    )
    .map(([blocks, notes, words]) =>
      [
        ...blocks,
        ...notes.map((each, label) => `${words[label]!}y${each.reference(label)} so.`),
        ...notes.map((each, label) => each.text(label)),
      ].join('\n\n'),
    )

  test('no word is lost between the file and the blocks, and each is where its run says, however deep it is nested', () => {
    fc.assert(
      fc.property(statement, (text) => {
        const runs = blocksOf(text).flatMap(runsOf)
        const found = runs.flatMap((run) => run.text.match(/w\d+x\w*/g) ?? [])
        // Addresses of links are markup; all else is text.
        const wanted = text.replace(/\]\(https:[^)]*\)/g, ']').match(/w\d+x\w*/g) ?? []
        expect([...found].sort()).toEqual([...wanted].sort())
        for (const { text: shown, at } of runs)
          if (/^w\d+x\w*$/.test(shown)) expect(text.slice(at.from, at.to)).toBe(shown)
      }),
      { numRuns: 2000, seed: 17 },
    )
  })

  test('each run says its line and its characters', () => {
    const text = 'One *two*\nthree \\* four\n\n- five `six`'
    const told = blocksOf(text)
      .flatMap(runsOf)
      .map(({ text: shown, at }) => [shown, at.line, text.slice(at.from, at.to)])
    expect(told).toEqual([
      ['One ', 1, 'One '],
      ['two', 1, 'two'],
      ['\n', 1, '\n'],
      ['three ', 2, 'three '],
      ['*', 2, '\\*'],
      [' four', 2, ' four'],
      ['five ', 4, 'five '],
      ['six', 4, 'six'],
    ])
  })
})

describe('no letter of a text vanishes', () => {
  /** What Markdown takes for something, each with words of its own; in any order. */
  const PIECES = [
    ...[
      '*',
      '**',
      '_',
      '`',
      '``',
      '[',
      ']',
      '(',
      ')',
      '!',
      '![',
      '^',
      '~',
      '|',
      ':',
      '"',
      '<b>',
      '&amp;',
      '\\',
    ],
    ...[
      '(https://e.org/a)',
      '(https://e.org/a "@")',
      '![@](p.png)',
      '![@](p.png "@")',
      '{lang=fr}',
      '{width=3mm}',
    ],
    ...[
      '^2^',
      '~@~',
      '[^0]',
      '[^1]',
      '^[',
      '<!-- @ -->',
      '<https://e.org/@>',
      'http://e.org/@',
      'www.e.org',
      '@@e.org',
    ],
    ...[
      '\n',
      '\n\n',
      '\n- ',
      '\n1. ',
      '\n7) ',
      '\n> ',
      '\n# ',
      '\n    ',
      '\n```\n',
      '\n```@\n',
      '\n~~~',
      '\na) ',
      '\nb) ',
    ],
    ...[
      '\n---\n',
      '\n===\n',
      '\n| ',
      '\n|---|---|\n',
      '\n[^0]: ',
      '\n[^1]: ',
      '\nTable: ',
      '\n[@]: https://e.org/a "@"',
    ],
    ...['  \n', '\\\n', '\t', ' ', ' ', ' ', '«', '—', '@', '@', '@', '@', '@', '@'],
  ]
  const text = fc.array(fc.constantFrom(...PIECES), { minLength: 1, maxLength: 24 }).map((pieces) => {
    let words = 0
    return pieces.join('').replaceAll('@', () => `w${words++}x`)
  })

  test('each is in a run that says where, in an address or the text of a picture, or in a finding', () => {
    fc.assert(
      fc.property(text, (body) => {
        const whole = `---\ntitle: T\n---\n${body}\n`
        const findings: Diagnostic[] = []
        const statement = readStatement('en.md', whole, 'en', (finding) => findings.push(finding))
        if (findings.length || !statement) return
        const inlines = statement.body.flatMap(inlinesOf)
        const markup = inlines
          .flatMap((inline) => [
            ...(inline.kind === 'picture' ? [inline.alt, inline.source] : []),
            ...(inline.kind === 'break' ? [] : inline.marks).map((mark) =>
              mark.kind === 'link' ? mark.href : '',
            ),
          ])
          .join(' ')
        const covered = new Uint8Array(whole.length)
        for (const { at } of statement.body.flatMap(runsOf)) covered.fill(1, at.from, at.to)
        for (const { 0: word, index } of whole.matchAll(/w\d+x/g))
          if (covered.subarray(index, index + word.length).includes(0)) expect(markup).toContain(word)
      }),
      // By `npm run soak` 20,000.
      { numRuns: Number(process.env.SOAK_TEXTS ?? 2000), seed: 20 },
    )
  }, 600_000)
})

describe('footnotes', () => {
  test('are numbered where they are referred to, and their text follows what refers to them first', () => {
    const [first, second] = blocksOf(
      'A[^b] and B[^a].\n\nC^[In *line*.] and A[^b].\n\n[^a]: Note a.\n\n[^b]: Note b.',
    )
    expect(leavesOf(first!).map(wordsOf)).toEqual(['A and B.', 'Note b.', 'Note a.'])
    expect(leavesOf(second!).map(wordsOf)).toEqual(['C and A.', 'In line.'])
    const numbers = [first!, second!].map((block) =>
      inlinesOf(block).flatMap((inline) => (inline.kind === 'note' ? [inline.number] : [])),
    )
    expect(numbers).toEqual([
      [1, 2],
      [3, 1],
    ])
  })

  test('stand behind what refers to them, with links there and back', () => {
    expect(html('So[^1].\n\n[^1]: Why.')).toBe(
      '<p>So<span class="reference" id="en-reference-1"><sup><a href="#en-note-1">1</a></sup></span>.</p>\n' +
        '<aside class="note" id="en-note-1" lang="en-x-fn1"><a class="note-number" href="#en-reference-1">1</a>\n<p>Why.</p></aside>',
    )
  })

  test('no line ends between them and what they stand behind, an address ends there', () => {
    const text = 'A –[^1] b[^1] example.org[^1]\n\n[^1]: Note.'
    const [first, second, third] = html(text).split('<span class="reference"')
    expect(first).toMatch(/–\u2060$/)
    expect(second).toMatch(/ b$/)
    expect(third).toMatch(/org<\/a>$/)
  })

  test('each mistake in them is reported', () => {
    const codes: string[] = []
    const text =
      '---\ntitle: T\n---\n\nA[^lost] B[^twice] C[^empty] D[^outer].\n\n[^twice]: One.\n\n[^twice]: Two.\n\n[^empty]:\n\n[^outer]: See[^twice].\n\n[^unused]: Never.\n'
    readStatement('en.md', text, 'en', ({ code }) => codes.push(code))
    expect(codes.sort()).toEqual(['note-empty', 'note-in-note', 'note-missing', 'note-twice', 'note-unused'])
  })
})

test('the words of a block are those of its parts, each on a line', () => {
  const [list] = blocksOf('- one\n- two\n\n  three')
  expect(textOf(list!)).toBe('one\ntwo\nthree')
  expect(inlinesOf(list!).length).toBe(3)
})
