/** Whoever loads the library with a Node that is too old hears of that before of anything else. */
import { nodeProblem } from './node-version.js'

const problem = nodeProblem()
if (problem) throw new Error(problem)
