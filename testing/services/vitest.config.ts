import { defineConfig } from 'vitest/config'

/** What runs on PostgreSQL and Redis: the suites of storage, which ask for their database, and those that exist here only. */
export default defineConfig({
  root: new URL('../..', import.meta.url).pathname,
  test: {
    include: ['storage/**/*.test.ts', 'testing/services/**/*.test.ts'],
    exclude: ['**/node_modules/**'],
    globalSetup: ['testing/services/global-setup.ts'],
    pool: 'forks',
    experimental: { viteModuleRunner: !process.features.typescript },
    testTimeout: 60_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
  },
})
