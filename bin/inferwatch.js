#!/usr/bin/env node
// Plain JavaScript, because Node runs no TypeScript of its own. In the checkout it registers tsx and hands over to the
// source; the installed package has no sources, but what they were compiled to.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

if (existsSync(new URL('./inferwatch.ts', import.meta.url))) {
  const { register } = await import('tsx/esm/api');
  // The checkout's own settings, not those of the folder that the user happens to be in.
  register({ tsconfig: fileURLToPath(new URL('../tsconfig.json', import.meta.url)) });
  await import('./inferwatch.ts');
} else {
  await import('../dist/bin/inferwatch.js');
}
