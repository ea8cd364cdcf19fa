/** `toMatchBaseline`, as somebody uses it for templates of their own. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { toMatchBaseline } from 'broadside/vitest'
import { PDFDocument, StandardFonts } from 'pdf-lib'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../broadside.js'

expect.extend({ toMatchBaseline })

async function card(text: string): Promise<Uint8Array> {
  const document = await PDFDocument.create()
  const font = await document.embedFont(StandardFonts.TimesRoman)
  document.addPage([200, 100]).drawText(text, { x: 20, y: 50, size: 20, font })
  return document.save()
}

/** The matcher as `vitest -u` calls it. */
const approve = (pdf: Uint8Array, folder: string) =>
  toMatchBaseline.call({ snapshotState: { _updateSnapshot: 'all' } }, pdf, 'card', { folder })

test('passes where a file is as it was approved', async () => {
  const folder = temporaryFolder()
  await approve(await card('Night trains'), folder)
  expect(readdirSync(folder).sort()).toEqual(['card-1.png', 'card.txt', 'renderer.json'])
  await expect(await card('Night trains')).toMatchBaseline('card', { folder })
})

test('fails with a sentence and a report where it is not', async () => {
  const [folder, reports] = [temporaryFolder(), temporaryFolder()]
  await approve(await card('Night trains'), folder)
  const matching = async () => expect(await card('Night planes')).toMatchBaseline('card', { folder, reports })
  await expect(matching()).rejects.toThrow(
    /^card, page 1: «trains» became «planes» after «Night»\nLook at \S+card\.html; «vitest -u» accepts what it shows\.$/,
  )
  expect(readFileSync(join(reports, 'card.html'), 'utf8')).toContain('«trains» became «planes»')
})

test('fails without a baseline, and writes none', async () => {
  const [folder, reports] = [temporaryFolder(), temporaryFolder()]
  const matching = async () => expect(await card('Night')).toMatchBaseline('card', { folder, reports })
  await expect(matching()).rejects.toThrow('card: it has no baseline yet')
  expect(existsSync(join(folder, 'card.txt'))).toBe(false)
})
