/**
 * What a page that has loaded can be asked for. This room is bundled by itself (esbuild.config.js) and runs in the browser,
 * once for each page that is loaded; `page-script.ts` is the other end.
 */
export { divideColumns } from './columns.js'
export { findPlainEmphasis } from './emphasis.js'
export { findUndecodable, findUndrawn, settle } from './files.js'
export { findSetting } from './find-setting.js'
export { anchorNotes, settleNotes } from './notes.js'
export { findOverfull } from './overfull.js'
export { breakLines, measure, place, read } from './page-text.js'
export { setLengths, setRules } from './rules.js'
