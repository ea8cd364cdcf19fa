// The arrows of ARCHITECTURE.md as rules: which folder may import which, and where each library lives.
import js from '@eslint/js'
import tseslint from 'typescript-eslint'

const STAGES = ['read', 'typeset', 'print', 'finish', 'verify', 'proof', 'publish', 'commands']
const GROUND = ['model', 'diagnostic', 'files', 'compiled', 'visible', 'deadline']
/** Content streams are written by one stage and read by two; PDFium reads for one and draws for another. */
const BELOW = {
  finish: [...GROUND, 'content-stream'],
  verify: [...GROUND, 'content-stream', 'pdfium'],
  proof: [...GROUND, 'pdfium'],
}
const HOMES = {
  handlebars: ['typeset'],
  hyphen: ['typeset'],
  puppeteer: ['print'],
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
  zod: ['read', 'proof', 'publish'],
  yaml: ['read'],
  'csv-parse/sync': ['read'],
  'markdown-it': ['read'],
  sax: ['read'],
  '@pdf-lib/fontkit': ['read'],
  'subset-font': ['read'],
  fontverter: ['read'],
}

/** Each library is imported where it lives, and nowhere else. */
const homes = (folder) =>
  Object.entries(HOMES)
    .filter(([, homes]) => !homes.includes(folder))
    .map(([library, homes]) => ({
      group: [library],
      message: `${library} lives in ${homes.map((home) => `${home}/`).join(' and ') || 'a file of src/ alone'}.`,
    }))

/** A stage imports its own folder and the ground below it (model/, diagnostic.ts, files/); nothing else of ours. `up` leads from the files to src/. */
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
  arrows('files', ['diagnostic']),
  arrows('content-stream', ['model']),
  ...STAGES.filter((stage) => stage !== 'commands').flatMap((stage) => {
    const allowed = BELOW[stage] ?? GROUND
    return [
      arrows(stage, allowed),
      arrows(stage, allowed, '*/*.ts', '\\.\\./\\.\\./'), // a concern with a folder of its own
    ]
  }),
  // What runs in the browser's page is bundled by itself: it takes nothing along, and nobody runs it elsewhere.
  {
    files: ['src/print/in-page/*.ts', 'src/proof/report-page.ts'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: '^(?!\\./)',
              allowTypeImports: true,
              message: 'What runs in a page imports its own room, and types.',
            },
          ],
        },
      ],
    },
  },
  {
    files: ['src/**/*.ts'],
    ignores: ['src/print/in-page/*.ts'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: '/(in-page/|report-page)',
              allowTypeImports: true,
              message: 'This runs in a page; esbuild.config.js bundles it.',
            },
          ],
        },
      ],
      'no-restricted-syntax': [
        'error',
        {
          selector:
            'CallExpression[callee.property.name=/^(evaluate|evaluateHandle|evaluateOnNewDocument|exposeFunction|waitForFunction|\\$eval|\\$\\$eval)$/][arguments.0.type!="TemplateLiteral"]',
          message: 'A function would go to the page as its text: put it into src/print/in-page/.',
        },
        {
          selector: 'MemberExpression[object.object.name="Function"][property.name="toString"]',
          message: 'A function is not to be turned into text.',
        },
      ],
    },
  },
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
