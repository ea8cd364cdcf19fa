/**
 * Stands in for pako, with which pdf-lib deflates and fontkit inflates: fflate takes half the time, in JavaScript as well
 * and so with the same bytes everywhere.
 */
import { unzlibSync, zlibSync } from 'fflate'

export default {
  deflate: (bytes: Uint8Array): Uint8Array => zlibSync(bytes),
  inflate: (bytes: Uint8Array | ArrayBuffer): Uint8Array => unzlibSync(new Uint8Array(bytes)),
}
