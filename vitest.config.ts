import { defineConfig } from 'vitest/config'

const NOT_HERE = ['**/node_modules/**', '**/dist/**', 'data/**', 'testing/services/**', 'testing/browser/**']
/** What keeps nothing in its process, and starts none: files of these take turns in one, which knows their modules already. */
const PURE = ['bot/**/*.test.ts', 'config/**/*.test.ts', 'console/**/*.test.ts']

/** Everything that needs no service and no browser; those have configurations of their own. */
export default defineConfig({
  test: {
    pool: 'forks',
    // Node reads TypeScript itself, as the desk does: nothing is transformed, and a file's imports cost half.
    experimental: { viteModuleRunner: !process.features.typescript },
    testTimeout: 60_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
    projects: [
      { extends: true, test: { name: 'pure', include: PURE, exclude: NOT_HERE, isolate: false } },
      {
        extends: true,
        test: { name: 'whole', include: ['**/*.test.ts'], exclude: [...NOT_HERE, ...PURE], globalSetup: ['testing/global-setup.ts'] },
      },
    ],
  },
})
