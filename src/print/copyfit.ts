/** Sheets of one edition, printed alike: one setting for all of them, the largest at which each has its pages. */
import type { Bound, FitRequest } from './in-page/find-setting.js'
import type { PrintingPage, PrintOptions, PrintResult, Sheet } from './page.js'

/** Sheets that are set alike. Those of which no print is wanted still have their say in the setting. */
export interface SheetSet {
  readonly sheets: readonly (Sheet & {
    readonly prints: readonly PrintOptions[]
  })[]
  readonly fit?: Omit<FitRequest, 'atMost'>
  /** Told of each print of a sheet as soon as it is there; anew if the browser was lost and the set is printed again. */
  readonly onPrinted: (sheet: number, print: number, printed: PrintResult) => void
}

export type SetPrinted =
  | {
      /** The fitted lengths by knob: «text» → «11.4pt». */
      readonly setting: ReadonlyMap<string, string>
    }
  | { readonly misfits: readonly Misfit[] }

/** A sheet that has too many pages even at the smallest setting. */
export interface Misfit {
  readonly sheet: Sheet
  readonly pages: number
  /** What does not fit, in CSS pixels of page height. */
  readonly overflowPx: number
}

/** A step of the search, when lines set by total fit need a little more room than the browser's own. */
const STEP = 1 / 64

/** @param pages one for each sheet */
export async function printSet(
  pages: readonly PrintingPage[],
  { sheets, fit, onPrinted }: SheetSet,
): Promise<SetPrinted> {
  const each = <T>(act: (page: PrintingPage, sheet: Sheet, index: number) => Promise<T>) =>
    Promise.all(sheets.map((sheet, index) => act(pages[index]!, sheet, index)))
  const load = () => each((page, sheet) => page.load(sheet))
  const eachWanted = async <T>(act: (page: PrintingPage, index: number) => Promise<T>): Promise<T[]> =>
    (
      await each(async (page, _, index) => (sheets[index]!.prints.length ? [await act(page, index)] : []))
    ).flat()
  const print = () =>
    eachWanted(async (page, index) => {
      for (const [number, options] of sheets[index]!.prints.entries())
        onPrinted(index, number, await page.print(options))
    })

  await load()
  if (!fit) {
    const setting = new Map<string, string>()
    await eachWanted((page) => page.setLines(setting))
    await print()
    return { setting }
  }

  // One after the other, the longest first: what fits at the setting of those before it needs a single layout.
  const misfits = new Map<Sheet, Misfit>()
  let at = 1
  const byLength = sheets.map((sheet, index) => ({ sheet, page: pages[index]! }))
  byLength.sort((a, b) => b.sheet.extent.characters - a.sheet.extent.characters)
  for (const { sheet, page } of byLength) {
    const found = await page.findSetting({ ...fit, atMost: at })
    if ('setting' in found) at = found.setting
    else misfits.set(sheet, { sheet, ...found })
  }
  if (misfits.size) return { misfits: sheets.flatMap((sheet) => misfits.get(sheet) ?? []) }

  for (; ; at -= STEP) {
    const setting = settingAt(fit.bounds, Math.max(0, at))
    const over = await eachWanted(async (page, index): Promise<readonly Misfit[]> => {
      const { pages } = await page.setLines(setting)
      return pages > fit.pages ? [{ sheet: sheets[index]!, pages, overflowPx: 0 }] : []
    })
    if (over.every(({ length }) => length === 0)) {
      await print()
      return { setting }
    }
    if (at <= 0) return { misfits: over.flat() }
    await load()
  }
}

const settingAt = (bounds: readonly Bound[], at: number): ReadonlyMap<string, string> =>
  new Map(bounds.map(({ knob, from, to, unit }) => [knob, `${(from + (to - from) * at).toFixed(2)}${unit}`]))
