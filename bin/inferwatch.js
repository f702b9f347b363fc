#!/usr/bin/env node
// Plain JavaScript, because Node runs no TypeScript of its own in an installed package: registers tsx, then hands over.
import { fileURLToPath } from 'node:url';
import { register } from 'tsx/esm/api';

// The package's own settings, not those of the folder that the user happens to be in.
register({ tsconfig: fileURLToPath(new URL('../tsconfig.json', import.meta.url)) });
await import('./inferwatch.ts');
