// @ts-check
/**
 * A Vitest reporter for the gate: counts the tests, and keeps what is to be told once more at the gate's end, where one
 * looks first: each failed test with the first lines of its message. Writes JSON into the file that GATE_REPORT names.
 */
import { writeFileSync } from 'node:fs';

/** A message's beginning says what was expected; all of it stands in the output above. */
const MESSAGE_LINES = 6;

/** @param {string} text */
const indented = (text) => text.split('\n', MESSAGE_LINES).map((line) => `      ${line}`);

/** @param {readonly { message: string }[]} errors */
const messagesOf = (errors) => errors.flatMap(({ message }) => indented(message));

export default class GateReporter {
  /** @param {readonly import('vitest/node').TestModule[]} modules */
  onTestRunEnd(modules) {
    const { GATE_REPORT } = process.env;
    if (GATE_REPORT === undefined) throw new Error('GATE_REPORT: name the file that the report goes to');
    const counts = { passed: 0, failed: 0, skipped: 0, pending: 0 };
    const told = [];
    for (const module of modules) {
      const file = module.relativeModuleId;
      // A file that cannot be loaded has no tests.
      if (module.errors().length > 0) {
        counts.failed += 1;
        told.push(`  test: ${file}`, ...messagesOf(module.errors()));
      }
      for (const test of module.children.allTests()) {
        const { state, errors } = test.result();
        counts[state] += 1;
        if (state === 'failed') told.push(`  test: ${file} > ${test.fullName}`, ...messagesOf(errors));
      }
    }
    writeFileSync(GATE_REPORT, JSON.stringify({ ...counts, told }));
  }
}
