/** Which Node this program needs. Nothing here, nor in what imports it, may need a newer one before it has been asked. */

/** What to say to a Node that is too old, undefined if it is not. */
export function nodeProblem(version = process.versions.node): string | undefined {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  if (major > 20 || (major === 20 && minor >= 19)) return undefined
  return `Broadside needs Node 20.19 or newer; this is ${version}.`
}
