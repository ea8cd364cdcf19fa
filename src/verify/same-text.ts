/** Does a file without tags read the same, page by page, as the file for the screen that was checked? */
import { diagnose, type Diagnostic } from '../diagnostic.js'
import type { Kind } from '../model/deliverable.js'
import { withoutHyphens } from './letters.js'

/** Letters that a message quotes. */
const QUOTED = 40

/**
 * @param pages letters of each page, as `readLetters` gives them; both were set in one layout
 * @param slug what stands beyond the trim of each page of this file; «{page}» and «{pages}» are filled in
 */
export function compareText(
  pages: readonly string[],
  screen: readonly string[],
  { file, kind, slug }: { readonly file: string; readonly kind: Kind; readonly slug?: string },
): readonly Diagnostic[] {
  if (pages.length !== screen.length) return [] // which is told already
  return pages.flatMap((whole, index) => {
    const found = withoutSlug(whole, slug, index + 1, pages.length)
    const wanted = screen[index]!
    if (found === wanted) return []
    let at = 0
    while (found[at] !== undefined && found[at] === wanted[at]) at++
    const quote = (text: string): string => text.slice(Math.max(0, at - QUOTED / 4), at + QUOTED)
    return [
      diagnose(
        'text-differs',
        { file, page: index + 1 },
        { kind, found: quote(found), wanted: quote(wanted) },
      ),
    ]
  })
}

function withoutSlug(letters: string, slug: string | undefined, page: number, pages: number): string {
  if (slug === undefined) return letters
  const filled = slug.replace('{page}', String(page)).replace('{pages}', String(pages))
  return letters.replace(withoutHyphens(filled.normalize('NFC')), '')
}
