/** Files of dist/ that are found by path at run time. */

/** The same folder for what runs in dist/ and for the sources beside it, which run in tests and for whoever uses src/ as a library. */
export const compiled = (name: string): URL => new URL(`../dist/${name}`, import.meta.url)
