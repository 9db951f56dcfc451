import { defineConfig } from 'vitest/config'

/** Everything that needs no service and no browser; those have configurations of their own. */
export default defineConfig({
  test: {
    include: ['**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**', 'data/**', 'testing/services/**', 'testing/browser/**'],
    globalSetup: ['testing/global-setup.ts'],
    pool: 'forks',
    testTimeout: 20_000,
    hookTimeout: 30_000,
    maxWorkers: 2,
  },
})
