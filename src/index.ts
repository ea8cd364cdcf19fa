/** The library's face. */
import './supported.js'
export {
  build,
  type BuildOutcome,
  type BuildRequest,
  type BuiltFile,
  type FaultyFile,
} from './commands/build.js'
export { addFont, type AddedFace, type AddFontOutcome, type AddFontRequest } from './commands/add-font.js'
export { approve, type ApproveOutcome } from './commands/approve.js'
export { check, type CheckOutcome, type CheckRequest } from './commands/check.js'
export type { MakeRequest, NamedPlace, Progress } from './commands/make.js'
export type { ProofRequest } from './commands/prove.js'
export { type Code, type Diagnostic, isError, type Severity, Stop, tell, type Where } from './diagnostic.js'
export { differs, sentences, summarise, tellOutcome } from './proof/summary.js'
