/** Families of colour spaces: what says light is converted for the press. */
import { PDFArray, PDFName, PDFNumber, type PDFObject, PDFRawStream } from 'pdf-lib'

/** What the numbers of a colour say: light, grey, or something that stays as it is. */
export type Family = 'rgb' | 'grey' | 'other'

/** ISO 32000-1, 8.6. CalRGB and profiles of three or one components are taken for sRGB and grey: so the browser means them. */
export function familyOf(space: PDFObject | undefined): Family {
  const [name, profile] = space instanceof PDFArray ? [space.lookup(0), space.lookup(1)] : [space]
  if (!(name instanceof PDFName)) return 'other'
  switch (name.decodeText()) {
    case 'DeviceRGB':
    case 'CalRGB':
      return 'rgb'
    case 'DeviceGray':
    case 'CalGray':
      return 'grey'
    case 'ICCBased': {
      const components = profile instanceof PDFRawStream ? profile.dict.lookup(PDFName.of('N')) : undefined
      const count = components instanceof PDFNumber ? components.asNumber() : 0
      return count === 3 ? 'rgb' : count === 1 ? 'grey' : 'other'
    }
    default:
      return 'other'
  }
}
