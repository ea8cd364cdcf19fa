/** «press» of a publication: what its print shop asks for. */
import { isAbsolute, join } from 'node:path'
import * as z from 'zod'
import { diagnose } from '../diagnostic.js'
import type { Reader } from '../files/reader.js'
import type { Cmyk, PressSettings } from '../model/press.js'
import type { Place } from '../model/publication.js'
import type { Report } from './text.js'
import { length, strictObject, text } from './yaml.js'

const percent = z.number().min(0).max(100)

export const PressSection = strictObject({
  profile: text.optional(),
  condition: text.optional(),
  bleed: length('Write what the shop asks for: 3mm, 0.125in.').default(3),
  marks: z.boolean().default(true),
  ink: z.number().min(100).max(400).default(300),
  'rgb-images': z.boolean().default(false),
  accent: z.tuple([percent, percent, percent, percent]).optional(),
})

/** The printing condition of Broadside's own profile; see profiles/README.md. */
const CONDITION = 'FOGRA39'

/**
 * Reads the profile that the settings name, or Broadside's own.
 * @param root the project's folder, from which the profile is named
 * @param own Broadside's profile
 * @param at the place of a setting; what is wrong with one is reported
 */
export async function readPress(
  reader: Reader,
  settings: z.infer<typeof PressSection>,
  root: string,
  own: string,
  at: (...path: readonly PropertyKey[]) => Place,
  report: Report,
): Promise<PressSettings | undefined> {
  const { profile: name, condition, bleed, marks, ink, accent } = settings
  if (name !== undefined && condition === undefined) report(diagnose('no-condition', at('profile'), { name }))
  const file = name === undefined ? own : isAbsolute(name) ? name : join(root, name)
  const missing = { file: name ?? file, why: 'it is the profile of the print shop' }
  const asker = name === undefined ? undefined : { where: at('profile'), name }
  const absent = diagnose('file-missing', at('profile'), missing)
  const profile = await reader.bytes(file, 'profile', report, absent, asker)
  if (!profile) return undefined
  const problem = problemOf(profile)
  if (problem !== undefined) report(diagnose('unfit-profile', at('profile'), { file: name ?? file, problem }))
  const inkOfAccent = accent?.reduce((sum, plate) => sum + plate, 0) ?? 0
  if (inkOfAccent > ink) report(diagnose('accent-over-ink', at('accent'), { ink: inkOfAccent, limit: ink }))
  return {
    profile,
    condition: condition ?? CONDITION,
    bleedMm: bleed,
    marks,
    ink,
    rgbImages: settings['rgb-images'],
    ...(accent && { accent: accent satisfies Cmyk }),
  }
}

/** What keeps an ICC profile from being one of a printing condition (ICC.1:2022, 7.2); undefined if nothing does. */
function problemOf(profile: Uint8Array): string | undefined {
  const bytes = Buffer.from(profile.buffer, profile.byteOffset, profile.length)
  const word = (at: number) => bytes.toString('latin1', at, at + 4)
  if (bytes.length < 128 || word(36) !== 'acsp') return 'it is no ICC profile'
  if (bytes.readUInt32BE(0) !== bytes.length) return 'it is cut short'
  if (word(16) !== 'CMYK') return `its colours are «${word(16).trim()}», not CMYK`
  if (word(12) !== 'prtr') return `it is of class «${word(12)}», not of a printer («prtr»)`
  return undefined
}
