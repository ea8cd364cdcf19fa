/** The library's face. */
export {
  build,
  type BuildOutcome,
  type BuildRequest,
  type BuiltFile,
  type Progress,
} from './commands/build.js'
export { type Code, type Diagnostic, isError, type Severity, Stop, tell, type Where } from './diagnostic.js'
