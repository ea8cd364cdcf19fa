/** What every page says while a text is not yet for everybody: that it is a draft, until when it is under embargo. */
import type { Embargo, Publication, Tag } from '../model/publication.js'
import type { Labels } from '../model/template.js'

/**
 * The line at the head of every page, in each of the languages; undefined for a text that is for everybody. A line of several
 * ends between two of them. The zone is left to the whole sentence on the first page.
 */
export function pageMark(
  { status, embargo }: Pick<Publication, 'status' | 'embargo'>,
  languages: readonly Tag[],
  labels: ReadonlyMap<Tag, Labels>,
): string | undefined {
  const parts = [
    ...(status ? languages.map((lang) => labels.get(lang)!.get(status)!.toLocaleUpperCase(lang)) : []),
    ...(embargo ? languages.map((lang) => embargoText(embargo, lang, labels.get(lang)!, 'medium')) : []),
  ]
  const whole = [...new Set(parts)].map((part) => part.replaceAll(' ', '\u00A0'))
  return whole.length ? whole.join(' · ') : undefined
}

/** «Embargoed until Tuesday, December 1, 2026 at 09:00 (Central European Time)»; `medium` is short, and without the zone. */
export function embargoText(
  { date, time, zone }: Embargo,
  lang: Tag,
  labels: Labels,
  style: 'full' | 'medium',
): string {
  const moment = new Date(`${date}T${time}:00Z`)
  const written = new Intl.DateTimeFormat(lang, {
    dateStyle: style,
    timeStyle: 'short',
    hourCycle: 'h23',
    timeZone: 'UTC',
  }).format(moment)
  const full =
    zone !== undefined && style === 'full' ? `${written} (${zoneName(zone, moment, lang)})` : written
  // Several text faces lack the narrow no-break space.
  return labels.get('embargo')!.replaceAll('{date}', full.replaceAll('\u202F', '\u00A0'))
}

function zoneName(zone: string, moment: Date, lang: Tag): string {
  if (/^(etc\/)?(utc|gmt)$/i.test(zone)) return zone.replace(/^etc\//i, '').toUpperCase()
  const parts = new Intl.DateTimeFormat(lang, { timeZone: zone, timeZoneName: 'longGeneric' })
  return parts.formatToParts(moment).find(({ type }) => type === 'timeZoneName')?.value ?? zone
}
