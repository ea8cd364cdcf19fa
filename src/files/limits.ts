/** How large a file may be, by its kind: what is larger is not what its name says, or cannot be worked with. */

const KILOBYTE = 1000
const MEGABYTE = 1000 * KILOBYTE

/** What a file is to be, its largest size in bytes, and that of one from a stranger where it is smaller. */
const LIMITS = {
  yaml: { what: 'a YAML file', bytes: MEGABYTE, strangers: 200 * KILOBYTE },
  package: { what: 'a package.json', bytes: MEGABYTE, strangers: 200 * KILOBYTE },
  csv: { what: 'a list of signatories', bytes: 20 * MEGABYTE, strangers: 5 * MEGABYTE },
  statement: { what: 'a statement', bytes: 5 * MEGABYTE, strangers: MEGABYTE },
  template: { what: 'a page or partial of a template', bytes: MEGABYTE, strangers: 500 * KILOBYTE },
  style: { what: 'a style sheet', bytes: 2 * MEGABYTE, strangers: 500 * KILOBYTE },
  font: { what: 'a font', bytes: 64 * MEGABYTE, strangers: 20 * MEGABYTE },
  licence: { what: 'the licence of a font', bytes: MEGABYTE },
  profile: { what: 'a colour profile', bytes: 32 * MEGABYTE, strangers: 5 * MEGABYTE },
  picture: { what: 'a picture', bytes: 100 * MEGABYTE, strangers: 20 * MEGABYTE },
  manifest: { what: 'a manifest', bytes: 10 * MEGABYTE },
  baseline: { what: 'a file of a baseline', bytes: 64 * MEGABYTE },
  report: { what: 'a report', bytes: 500 * MEGABYTE },
  product: { what: 'a finished file', bytes: 1000 * MEGABYTE },
} as const satisfies Record<string, { what: string; bytes: number; strangers?: number }>

export type FileKind = keyof typeof LIMITS

export function limitOf(
  kind: FileKind,
  untrusted: boolean,
): { readonly what: string; readonly bytes: number } {
  const { what, bytes, strangers = bytes }: { what: string; bytes: number; strangers?: number } = LIMITS[kind]
  return { what, bytes: untrusted ? strangers : bytes }
}

/** «5 MB», «1.2 MB», «800 kB»; rounded up, so that what is over a limit has more. */
export function tellBytes(bytes: number): string {
  const [size, unit] = bytes < MEGABYTE ? [bytes / KILOBYTE, 'kB'] : [bytes / MEGABYTE, 'MB']
  return `${Math.ceil(size * 10) / 10} ${unit}`
}
