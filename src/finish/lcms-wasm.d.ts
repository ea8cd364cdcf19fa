/** What Broadside uses of lcms-wasm, which brings no types: Little CMS, function by function. */
declare module 'lcms-wasm' {
  export interface LittleCms {
    cmsOpenProfileFromMem(profile: Uint8Array, bytes: number): number
    /** @param flags those of `cmsFLAGS_…` that are wanted, added up */
    cmsCreateTransform(
      from: number,
      fromFormat: number,
      to: number,
      toFormat: number,
      intent: number,
      flags: number,
    ): number
    cmsDoTransform<T extends Uint8Array | Uint16Array>(transform: number, colours: T, count: number): T
  }
  export function instantiate(options: { wasmBinary: Uint8Array }): Promise<LittleCms>
  export const TYPE_RGB_8: number
  export const TYPE_RGB_16: number
  export const TYPE_CMYK_8: number
  export const TYPE_CMYK_16: number
  export const INTENT_RELATIVE_COLORIMETRIC: number
  export const cmsFLAGS_NOOPTIMIZE: number
  export const cmsFLAGS_BLACKPOINTCOMPENSATION: number
}
