/** «fonts» of publication.yaml: which families set which part of every template. */
import * as z from 'zod'
import { diagnose } from '../diagnostic.js'
import { type FaceName, formatFaceSlot, nearestFace, packageOf, sameFace } from '../model/face.js'
import { familiesOf, type Fonts, ROLES, type Role, slotsOf, type Template } from '../model/template.js'
import type { ListedFace } from './faces.js'
import type { Report } from './text.js'
import { strictObject, text, type Yaml } from './yaml.js'

/** One family or several, the later for what the earlier lack. */
const families = z.union([text.transform((family) => [family]), z.array(text).min(1)])
const partly = Object.fromEntries(ROLES.map((role) => [role, families.optional()])) as Record<
  Role,
  z.ZodOptional<typeof families>
>

export const FontsSection = strictObject({ ...partly, fallback: families.default([]) })

type At = Yaml<unknown>['at']

export const readFonts = ({ fallback, ...parts }: z.infer<typeof FontsSection>): Fonts => ({
  parts: new Map(
    ROLES.flatMap((role) => {
      const own = parts[role]
      return own ? [[role, own] as const] : []
    }),
  ),
  fallback,
})

/** Every family that «fonts» names, each with the key that names it first. */
export function familiesNamed({ parts, fallback }: Fonts): ReadonlyMap<string, Role | 'fallback'> {
  const named = new Map<string, Role | 'fallback'>()
  for (const [key, families] of [...parts, ['fallback', fallback] as const])
    for (const family of families) if (!named.has(family)) named.set(family, key)
  return named
}

/** Reports the families that no font is of, and a face of the first family of a part that another one stands in for visibly. */
export function checkFonts(
  fonts: Fonts,
  templates: readonly Template[],
  listed: readonly ListedFace[],
  dependencies: ReadonlySet<string>,
  at: At,
  report: Report,
): void {
  const known = familiesOf(listed)
  for (const [family, key] of familiesNamed(fonts))
    if (!known.includes(family)) {
      const name = packageOf(family)
      const named = dependencies.has(name)
      report(diagnose('unknown-family', at('fonts', key), { family, key, package: name, named, known }))
    }
  for (const [role, [family]] of fonts.parts) {
    const own = listed.filter((face) => face.family === family)
    const slots = slotsOf(templates.flatMap(({ faces }) => faces.get(role) ?? []))
    const lacking = slots.filter((slot) => {
      const face = nearestFace(own, slot)
      return face && (face.style !== slot.style || isBold(face) !== isBold(slot))
    })
    if (lacking.length)
      report(
        diagnose('face-stands-in', at('fonts', role), {
          family: family!,
          part: role,
          lacking: lacking.map(formatFaceSlot),
          instead: [...new Set(lacking.map((slot) => formatFaceSlot(nearestFace(own, slot)!)))],
        }),
      )
  }
}

const isBold = ({ weight }: Pick<FaceName, 'weight'>): boolean => weight >= 600

/** The template with the faces that the publication's fonts give its parts. */
export function withFonts(
  template: Template,
  { parts, fallback }: Fonts,
  listed: readonly ListedFace[],
): Template {
  const facesOf = (family: string, slots: readonly Omit<FaceName, 'family'>[]): FaceName[] => {
    const own = listed.filter((face) => face.family === family)
    return slots.flatMap((slot) => nearestFace(own, slot) ?? [])
  }
  // A template that says nothing of headings sets them like the text.
  const standIn = (role: Role): Role => (role === 'headings' && !template.faces.has(role) ? 'text' : role)
  const faces = new Map<Role, readonly FaceName[]>()
  for (const role of ROLES) {
    const names = template.faces.get(standIn(role))
    if (!names) continue
    const slots = slotsOf(names)
    const families = parts.get(role) ?? parts.get(standIn(role))
    const own = families?.flatMap((family) => facesOf(family, slots)) ?? names
    faces.set(role, eachOnce([...own, ...fallback.flatMap((family) => facesOf(family, slots))]))
  }
  return { ...template, faces }
}

const eachOnce = (faces: readonly FaceName[]): readonly FaceName[] =>
  faces
    .filter((face, index) => faces.findIndex((other) => sameFace(other, face)) === index)
    .map(({ family, weight, style }) => ({ family, weight, style }))
