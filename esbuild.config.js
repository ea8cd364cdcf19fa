// Bundles src/ into dist/: reading a few files instead of some 300 is what makes the program start quickly.
import { build } from 'esbuild'
import { readdirSync, rmSync } from 'node:fs'

for (const name of readdirSync('dist')) if (name.endsWith('.js')) rmSync(`dist/${name}`)

await build({
  entryPoints: ['src/cli.ts', 'src/index.ts', 'src/bindery-thread.ts'],
  outdir: 'dist',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  mainFields: ['module', 'main'], // ES modules, where a package has both: what is not used is left out
  target: 'node20',
  minifySyntax: true,
  minifyWhitespace: true,
  // Found by path at run time (the browser's archive), or no faster in a bundle.
  external: ['@sparticuz/chromium', 'puppeteer', '@pdf-lib/fontkit', 'hyphen', '@embedpdf/pdfium'],
  // Handlebars compiles twice as fast where it finds no source-map library, and templates are not debugged that way.
  alias: { 'source-map': './src/typeset/no-source-map.ts' },
  // Bundled CommonJS packages call require() for Node's own modules.
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
  },
  logLevel: 'warning',
})
