import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    projects: [
      // Without a browser.
      { test: { name: 'unit', include: ['test/unit/**/*.test.ts'] } },
      // With it: the real command, from source/ to finished PDFs.
      {
        test: {
          name: 'print',
          include: ['test/print/**/*.test.ts'],
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
