/** Countries by their codes: which there are, and which was meant. */

const countries = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' })

/** ISO 3166-1 alpha-2, as far as Unicode's region names know it; withdrawn codes (SU) and aliases (UK) are none. */
export const isCountry = (code: string): boolean =>
  /^[A-Z]{2}$/.test(code) &&
  code !== 'ZZ' &&
  new Intl.Locale(`und-${code}`).region === code &&
  countries.of(code) !== undefined

/** Codes that ISO 3166 reserves beside the ones it gives these countries. */
const ALIASES: Readonly<Record<string, string>> = { UK: 'GB', EL: 'GR' }

/** The code that an alias or small letters stand for. */
export function countryMeant(value: string): string | undefined {
  const code = value.toUpperCase()
  return ALIASES[code] ?? (isCountry(code) ? code : undefined)
}
