import { defineConfig } from 'vitest/config'

/** Everything that needs no service and no browser; those have configurations of their own. */
export default defineConfig({
  test: {
    include: ['**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**', 'data/**', 'testing/services/**', 'testing/browser/**'],
    globalSetup: ['testing/global-setup.ts'],
    pool: 'forks',
    // Node reads TypeScript itself, as the desk does: nothing is transformed, and a file's imports cost half.
    experimental: { viteModuleRunner: !process.features.typescript },
    testTimeout: 60_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
  },
})
