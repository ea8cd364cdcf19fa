/** The library's face. */
export { build, type BuildOutcome, type BuildRequest, type BuiltFile } from './commands/build.js'
export type { MakeRequest, Progress } from './commands/make.js'
export { type Code, type Diagnostic, isError, type Severity, Stop, tell, type Where } from './diagnostic.js'
