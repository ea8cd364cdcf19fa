// Bundles src/ into dist/: the library as an ES module; the program and the threads of the bindery as scripts, which
// alone can be run with kept bytecode (src/start.ts). Nothing is looked for in node_modules when they start.
import { build } from 'esbuild'
import { readdirSync, rmSync } from 'node:fs'
import { basename } from 'node:path'

for (const name of readdirSync('dist')) if (/\.c?js$/.test(name)) rmSync(`dist/${name}`)

const shared = {
  bundle: true,
  platform: 'node',
  mainFields: ['module', 'main'], // ES modules, where a package has both: what is not used is left out
  target: 'node20',
  minifySyntax: true,
  minifyWhitespace: true,
  alias: {
    // Handlebars compiles twice as fast where it finds no source-map library, and templates are not debugged that way.
    'source-map': './src/typeset/no-source-map.ts',
    'proxy-agent': './src/print/no-proxy-agent.ts',
    pako: './src/finish/pako.ts',
  },
  logLevel: 'warning',
}
/** Found by path at run time: the browser's archive, patterns by language. */
const byPath = ['@sparticuz/chromium', 'hyphen']

const scripts = await build({
  ...shared,
  outdir: 'dist',
  entryPoints: [
    'src/cli.ts',
    'src/finish-thread.ts',
    'src/read-thread.ts',
    'src/preflight-thread.ts',
    'src/proof-thread.ts',
  ],
  entryNames: '[name]-[hash]',
  outExtension: { '.js': '.cjs' },
  format: 'cjs',
  supported: { 'dynamic-import': false }, // which such a script cannot do; all are bundled
  // What puppeteer would load for other browsers and for settings written in TypeScript.
  external: [...byPath, 'chromium-bidi', 'typescript'],
  define: { 'import.meta.url': '__url' },
  banner: { js: "const __url = require('node:url').pathToFileURL(__filename).href;" },
  metafile: true,
})

for (const [file, { entryPoint }] of Object.entries(scripts.metafile.outputs)) {
  const name = basename(entryPoint, '.ts')
  await build({
    ...shared,
    stdin: {
      contents: `${name === 'cli' ? '#!/usr/bin/env node\n' : ''}import { start } from './src/start.ts'; start(import.meta.dirname, ${JSON.stringify(basename(file))})`,
      resolveDir: '.',
    },
    outfile: `dist/${name}.js`,
    format: 'esm',
  })
}

await build({
  ...shared,
  outdir: 'dist',
  entryPoints: ['src/index.ts', 'src/vitest.ts'],
  format: 'esm',
  external: [...byPath, 'puppeteer', '@pdf-lib/fontkit'],
  // Bundled CommonJS packages call require() for Node's own modules.
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
  },
})
