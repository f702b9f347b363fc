import { audit } from './audit.ts';
import { checks } from './checks.ts';

/** `npm run supply-chain`: prints every check, and ends with 1 if one fails. */
let failed = 0;

function print(name: string, problems: readonly string[], note = ''): void {
  if (problems.length > 0) failed += 1;
  process.stdout.write(`${problems.length > 0 ? 'failed' : 'ok    '}  ${name}${note}\n`);
  for (const problem of problems) process.stdout.write(`          ${problem}\n`);
}

for (const { name, problems } of checks()) print(name, problems);

const audited = audit();
if (audited.status === 'not-offered') process.stdout.write(`-       npm audit: ${audited.message}\n`);
else print('npm audit knows nothing high or critical', audited.problems, ` (${audited.lesser} lesser)`);

if (failed > 0) process.exitCode = 1;
