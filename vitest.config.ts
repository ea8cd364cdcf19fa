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
    ],
  },
})
