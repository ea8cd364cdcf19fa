/** «embargo» of a publication: «2026-12-01 09:00 Europe/Berlin». */
import * as z from 'zod'
import type { Embargo } from '../model/publication.js'
import { date } from './yaml.js'

export const EmbargoValue = z.string().transform((value, context): Embargo => {
  const refuse = (message: string, hint: string): typeof z.NEVER => {
    context.issues.push({ code: 'custom', message, input: value, params: { hint } })
    return z.NEVER
  }
  const [, day, hour, minutes, zone] =
    /^(\d{4}-\d{2}-\d{2}) (\d{1,2}):(\d{2})(?: (\S+))?$/.exec(value.trim().replace(/\s+/g, ' ')) ?? []
  if (!day || !date.safeParse(day).success || Number(hour) > 23 || Number(minutes) > 59)
    return refuse(
      `is no date with an hour: «${value}»`,
      'Write year, month, day and hour, and the time zone if you like: 2026-12-01 09:00 Europe/Berlin.',
    )
  if (zone !== undefined && !isZone(zone))
    return refuse(
      `names a time zone that there is not: «${zone}»`,
      'Write it as the time zone database does, by continent and city: Europe/Berlin, America/New_York; or UTC.',
    )
  return { date: day, time: `${hour!.padStart(2, '0')}:${minutes}`, ...(zone && { zone }) }
})

function isZone(zone: string): boolean {
  try {
    return /^[a-z]/i.test(zone) && Boolean(new Intl.DateTimeFormat('en', { timeZone: zone }))
  } catch {
    return false
  }
}
