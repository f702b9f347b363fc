/**
 * Prints each failed test of a Vitest JSON report with the first lines of its message.
 * Usage: node .ci/failed-tests.mjs REPORT
 */
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';

/** A message's beginning says what was expected; the stack behind it stands in the whole output. */
const MESSAGE_LINES = 6;

const [path] = process.argv.slice(2);
if (!path) {
  console.error('Usage: node .ci/failed-tests.mjs REPORT');
  process.exit(2);
}
const report = JSON.parse(readFileSync(path, 'utf8'));
const indented = (text) =>
  text
    .split('\n')
    .slice(0, MESSAGE_LINES)
    .map((line) => `      ${line}`)
    .join('\n');

for (const { name, message, assertionResults } of report.testResults) {
  const failures = assertionResults.filter(({ status }) => status === 'failed');
  const file = relative(process.cwd(), name);
  // A file that could not be loaded has no tests, only a message.
  if (failures.length === 0 && message) console.log(`  ${file}\n${indented(message)}`);
  for (const { fullName, failureMessages } of failures) {
    console.log(`  ${file} > ${fullName}\n${failureMessages.map(indented).join('\n')}`);
  }
}
