/** What Broadside uses of markdown-it-footnote, whose types are made for another version of Markdown. */
declare module 'markdown-it-footnote' {
  import type MarkdownIt from 'markdown-it'
  export default function footnote(markdown: MarkdownIt): void
}
