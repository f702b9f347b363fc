import type { TestProject } from 'vitest/node';
import { findChrome } from '../../scripts/e2e/tools.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Path of Chrome or Chromium; empty if there is none, and then browser tests are skipped. */
    readonly chromium: string;
  }
}

/** Finds the browser once for all browser tests. */
export default function setup(project: TestProject): void {
  const chromium = findChrome(process.env);
  if (chromium === undefined) {
    const message =
      'the browser tests need Chrome or Chromium on the path, or KARATE_CHROME (Debian: apt install chromium)';
    if (process.env.INFERWATCH_E2E_REQUIRED === 'true') throw new Error(message);
    process.stderr.write(`Skipped: ${message}\n`);
  }
  project.provide('chromium', chromium ?? '');
}
