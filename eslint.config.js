// The arrows of ARCHITECTURE.md as rules: which folder may import which, and where each library lives.
import js from '@eslint/js'
import tseslint from 'typescript-eslint'

const STAGES = ['read', 'typeset', 'print', 'finish', 'verify', 'proof', 'publish', 'commands']
const GROUND = ['model', 'diagnostic', 'files']
/** Content streams are written by one stage and read by two; PDFium reads for one and draws for another. */
const BELOW = {
  finish: [...GROUND, 'content-stream'],
  verify: [...GROUND, 'content-stream', 'pdfium'],
  proof: [...GROUND, 'pdfium'],
}
const HOMES = {
  handlebars: ['typeset'],
  hyphen: ['typeset'],
  'puppeteer-core': ['print'],
  '@sparticuz/chromium': ['print'],
  'tar-fs': ['print'],
  'pdf-lib': ['content-stream', 'finish', 'verify'],
  'lcms-wasm': ['finish'],
  'jpeg-js': ['finish'],
  'zlib-streams': ['finish'],
  '@embedpdf/pdfium': [],
  pixelmatch: ['proof'],
  'fast-png': ['proof'],
  commander: [],
  'log-update': [],
  zod: ['read'],
  yaml: ['read'],
  'csv-parse/sync': ['read'],
  'markdown-it': ['read'],
  '@pdf-lib/fontkit': ['read'],
}

/** Each library is imported where it lives, and nowhere else. */
const homes = (folder) =>
  Object.entries(HOMES)
    .filter(([, homes]) => !homes.includes(folder))
    .map(([library, homes]) => ({
      group: [library],
      message: `${library} lives in ${homes.map((home) => `${home}/`).join(' and ') || 'a file of src/ alone'}.`,
    }))

/** A stage imports its own folder and the ground below it (model/, diagnostic.ts, files.ts); nothing else of ours. `up` leads from the files to src/. */
const arrows = (folder, allowed, files = '*.ts', up = '\\.\\./') => ({
  files: [`src/${folder}/${files}`],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: [
          {
            regex: `^${up}(?!(${allowed.join('|')})[./])`,
            message: `${folder}/ imports only itself, ${allowed.join(', ')}.`,
          },
          ...homes(folder),
        ],
      },
    ],
  },
})

export default tseslint.config(
  { ignores: ['dist', 'out', 'proof', 'node_modules'] },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { project: ['tsconfig.json', 'test/tsconfig.json'] } },
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off', // noUncheckedIndexedAccess makes them needed, and visible
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': 'off',
      '@typescript-eslint/no-empty-function': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
    },
  },
  arrows('model', ['diagnostic']),
  arrows('content-stream', ['model']),
  ...STAGES.filter((stage) => stage !== 'commands').flatMap((stage) => {
    const allowed = BELOW[stage] ?? GROUND
    return [
      arrows(stage, allowed),
      arrows(stage, allowed, '*/*.ts', '\\.\\./\\.\\./'), // a concern with a folder of its own
    ]
  }),
  {
    files: ['src/*.ts', 'src/commands/*.ts'],
    ignores: ['src/cli.ts', 'src/pdfium.ts'],
    rules: { 'no-restricted-imports': ['error', { patterns: homes('') }] },
  },
  {
    files: ['src/**/*.ts'],
    ignores: ['src/cli.ts'],
    rules: {
      'no-restricted-globals': [
        'error',
        { name: 'console', message: 'Only cli.ts talks to the user; return a finding.' },
      ],
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'exit', message: 'Only cli.ts ends the program.' },
      ],
    },
  },
)
