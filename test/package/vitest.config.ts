import { defineConfig } from 'vitest/config';

/** `npm run test:package`: packs, installs and uses the package, which takes minutes and a registry. */
export default defineConfig({
  test: {
    name: 'package',
    include: ['test/package/**/*.integ.test.ts'],
    testTimeout: 180_000,
    hookTimeout: 600_000,
    fileParallelism: false,
  },
});
