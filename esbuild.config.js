// Bundles src/ into dist/: reading one file instead of some 300 is what makes the program start quickly.
import { build } from 'esbuild'

await build({
  entryPoints: ['src/cli.ts', 'src/index.ts'],
  outdir: 'dist',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  // Found by path at run time (the browser's archive), or no faster in a bundle.
  external: ['@sparticuz/chromium', 'puppeteer', '@pdf-lib/fontkit'],
  // Bundled CommonJS packages call require() for Node's own modules.
  banner: { js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);" },
  logLevel: 'warning',
})
