import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [
      {
        // Examples import the package by its name.
        resolve: { tsconfigPaths: true },
        test: {
          name: 'unit',
          // Property tests take seconds where everything else takes milliseconds, and longer on a busy machine.
          testTimeout: 30_000,
          include: [
            'test/{config,contract,lambda,bin,docs,fuzz,load,package,supply-chain}/**/*.test.ts',
            'packages/*/test/**/*.test.ts',
            'sample/**/*.test.ts',
          ],
          exclude: ['**/*.{integ,browser}.test.ts', '**/node_modules/**'],
        },
      },
      {
        // Synthesising is dominated by loading aws-cdk-lib, so one module registry serves all files.
        test: {
          name: 'infrastructure',
          include: ['test/{lib,nag,upgrade}/**/*.test.ts'],
          pool: 'threads',
          isolate: false,
          globals: true,
          setupFiles: ['aws-cdk-lib/testhelpers/jest-autoclean'],
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'integration',
          include: ['test/integ/**/*.test.ts', 'packages/*/test/**/*.integ.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          fileParallelism: false,
          globalSetup: ['test/integ/synthesise.ts'],
        },
      },
      {
        // Pages in the system's Chromium; without one they are skipped with a line that says so, and CI fails.
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.ts', 'packages/*/test/**/*.browser.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          fileParallelism: false,
          globalSetup: ['test/browser/find-chromium.ts', 'test/integ/synthesise.ts'],
        },
      },
    ],
  },
});
