// Bundles src/ into dist/: the library as an ES module; the program and the threads of the bindery as scripts, which
// alone can be run with kept bytecode (src/start.ts). Nothing is looked for in node_modules when they start.
import { build } from 'esbuild'
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename } from 'node:path'

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
  plugins: [
    {
      // Puppeteer would run a settings file that it finds beside the publication, whoever wrote it.
      name: 'no-settings-of-others',
      setup: (build) =>
        build.onLoad({ filter: /[\\/]puppeteer[\\/]lib[\\/].*[\\/]getConfiguration\.js$/ }, () => ({
          contents: "export const getConfiguration = () => ({ logLevel: 'silent', skipDownload: true })",
        })),
    },
  ],
}
/** Names of the files that this run writes. */
const written = new Set()
const bundle = async (options) => {
  const { metafile } = await build({ ...shared, ...options, metafile: true })
  for (const file of Object.keys(metafile.outputs)) written.add(basename(file))
  return metafile.outputs
}

/** Found at run time: the browser's archive, patterns by language, WebAssembly that one command alone needs. */
const byPath = ['@sparticuz/chromium', 'hyphen', 'subset-font', 'fontverter']

const scripts = await bundle({
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
  // What puppeteer would load for other browsers.
  external: [...byPath, 'chromium-bidi'],
  define: { 'import.meta.url': '__url' },
  banner: { js: "const __url = require('node:url').pathToFileURL(__filename).href;" },
})

/** What starts a script. A thread's is CommonJS, too: that spares the thread the loader of ES modules. */
const starterOf = (name) =>
  name === 'cli'
    ? {
        first: "#!/usr/bin/env node\nimport { fileURLToPath } from 'node:url';",
        folder: "fileURLToPath(new URL('.', import.meta.url))",
        outfile: 'dist/cli.js',
        format: 'esm',
      }
    : { first: '', folder: '__dirname', outfile: `dist/${name}.cjs`, format: 'cjs' }

for (const [file, { entryPoint }] of Object.entries(scripts)) {
  // ASCII alone, which start.ts relies on; esbuild leaves other characters in template literals.
  const text = readFileSync(file, 'utf8')
  const raw = /String\.raw`[^`]*[^\0-\x7F][^`]*`|\\[^\0-\x7F]/.exec(text)
  if (raw)
    throw new Error(
      `${file}: to be written as an escape in the source, since it is taken as it is: ${raw[0]}`,
    )
  writeFileSync(
    file,
    text.replace(/[^\0-\x7F]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`),
  )
  const { first, folder, outfile, format } = starterOf(basename(entryPoint, '.ts'))
  await bundle({
    stdin: {
      contents: `${first}import { start } from './src/start.ts'; start(${folder}, ${JSON.stringify(basename(file))})`,
      resolveDir: '.',
    },
    outfile,
    format,
    target: 'node14', // it tells an older Node so (src/node-version.ts), which must be able to read it
  })
}

await bundle({
  outdir: 'dist',
  entryPoints: ['src/index.ts', 'src/vitest.ts'],
  format: 'esm',
  external: [...byPath, 'chromium-bidi', '@pdf-lib/fontkit'],
  // Bundled CommonJS packages call require() for Node's own modules.
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
  },
})

// What runs in a page, found by path at run time as text: in the browser's, where lines are set, with the names that its
// errors are to show; and in that of the report.
const inPage = { outdir: 'dist', platform: 'browser', target: 'es2022', format: 'iife' }
await bundle({
  ...inPage,
  entryPoints: [{ in: 'src/print/in-page/index.ts', out: 'in-page' }],
  globalName: '__broadside',
  minifySyntax: false,
  minifyWhitespace: false,
  sourcemap: 'external',
})
await bundle({ ...inPage, entryPoints: ['src/proof/report-page.ts'] })

// What an earlier version has left goes last: a program that runs meanwhile may not have loaded all of it.
for (const name of readdirSync('dist')) if (/\.c?js$/.test(name) && !written.has(name)) rmSync(`dist/${name}`)
