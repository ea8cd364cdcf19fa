import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'
import type { Reporter } from 'vitest/node'

/** One plain line at the end, for whoever reads the log by program. */
const sum: Reporter = {
  onTestRunEnd(modules) {
    const states = modules.flatMap((module) =>
      [...module.children.allTests()].map((test) => test.result().state),
    )
    const count = (state: string) => states.filter((each) => each === state).length
    console.log(`${count('passed')} passed, ${count('failed')} failed, ${count('skipped')} skipped`)
  },
}

/** What tests import, such as pdf-lib, is loaded once a worker and not once a file. */
const isolate = false

const junit: ['junit', { outputFile: string }] = ['junit', { outputFile: 'proof/junit.xml' }]

export default defineConfig({
  test: {
    // In CI also what machines read: JUnit, and annotations where GitHub runs it.
    reporters: [
      'default',
      sum,
      ...(process.env.CI ? [junit] : []),
      ...(process.env.GITHUB_ACTIONS ? ['github-actions'] : []),
    ],
    // A core each: vitest by itself leaves one of two to itself.
    maxWorkers: availableParallelism(),
    projects: [
      // Without a browser.
      { test: { name: 'unit', isolate, include: ['test/unit/**/*.test.ts'], testTimeout: 60_000 } },
      // With it: the real command, from source/ to finished PDFs.
      {
        test: {
          name: 'print',
          isolate,
          include: ['test/print/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      // Hostile input and hostile surroundings, through the real command.
      {
        test: {
          name: 'attack',
          isolate,
          include: ['test/attack/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      // Each page of the shipped publication beside its baseline; the report is proof/report.html.
      {
        test: {
          name: 'visual',
          isolate,
          include: ['test/visual/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      // Builds and browsers killed at random moments. Not part of «npm test».
      {
        test: {
          name: 'soak',
          include: ['test/soak/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      // The finished files before a judge; needs Java. Not part of «npm test».
      {
        test: {
          name: 'conformance',
          include: ['test/conformance/**/*.test.ts'],
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
})
