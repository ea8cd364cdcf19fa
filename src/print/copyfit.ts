/** Sheets of one edition, printed alike: one setting for all of them, the largest at which each has its pages. */
import type { Bound, FitRequest } from './paginate.js'
import type { Printed, PrintingPage, Sheet } from './page.js'

/** Sheets that are set alike. Those that are not to be printed still have their say in the setting. */
export interface SheetSet {
  readonly sheets: readonly (Sheet & { readonly wanted: boolean })[]
  readonly fit?: FitRequest
}

export type SetPrinted =
  | {
      /** For each sheet; undefined for one that was not wanted. */
      readonly printed: readonly (Printed | undefined)[]
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
  { sheets, fit }: SheetSet,
): Promise<SetPrinted> {
  const each = <T>(act: (page: PrintingPage, sheet: SheetSet['sheets'][number]) => Promise<T>) =>
    Promise.all(sheets.map((sheet, index) => act(pages[index]!, sheet)))
  await each((page, sheet) => page.load(sheet))
  if (!fit) {
    const setting = new Map<string, string>()
    return { setting, printed: await each((page, { wanted }) => (wanted ? page.print(setting) : nothing)) }
  }

  const found = await each((page) => page.findSetting(fit))
  const misfits = found.flatMap((result, index): Misfit[] =>
    'setting' in result ? [] : [{ sheet: sheets[index]!, ...result }],
  )
  if (misfits.length) return { misfits }

  for (
    let at = Math.min(...found.map((result) => (('setting' in result) ? result.setting : 0)));
    ;
    at -= STEP
  ) {
    const setting = settingAt(fit.bounds, Math.max(0, at))
    const printed = await each((page, { wanted }) => (wanted ? page.print(setting) : nothing))
    const over = printed.flatMap((result, index): Misfit[] =>
      result && result.lines.pages > fit.pages
        ? [{ sheet: sheets[index]!, pages: result.lines.pages, overflowPx: 0 }]
        : [],
    )
    if (!over.length) return { printed, setting }
    if (at <= 0) return { misfits: over }
    await each((page, sheet) => page.load(sheet))
  }
}

const nothing: Promise<undefined> = Promise.resolve(undefined)

const settingAt = (bounds: readonly Bound[], at: number): ReadonlyMap<string, string> =>
  new Map(bounds.map(({ knob, from, to, unit }) => [knob, `${(from + (to - from) * at).toFixed(2)}${unit}`]))
