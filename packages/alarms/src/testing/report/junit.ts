import { createPaint } from '../../../../cli/src/paint.ts';
import type { TestResult } from '../run/types.ts';
import { DEFAULT_WIDTH, resultLines } from './text.ts';

/**
 * What XML 1.0 does not have, not even escaped: most control characters, and halves of surrogate pairs.
 * @see https://www.w3.org/TR/xml/#charsets
 */
const NO_XML = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu;

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
  // A parser would turn them into spaces inside an attribute.
  '\n': '&#10;',
  '\r': '&#13;',
  '\t': '&#9;',
};

/** A text as XML holds it; what XML cannot hold becomes U+FFFD. */
export function escapeXml(text: string): string {
  return text.replace(NO_XML, '\ufffd').replace(/[&<>"'\n\r\t]/g, (character) => ENTITIES[character] ?? character);
}

/** Text between tags keeps its line breaks. */
const escapeText = (text: string): string => escapeXml(text).replaceAll('&#10;', '\n');

const seconds = (milliseconds: number): string => (milliseconds / 1000).toFixed(3);

/**
 * The results as JUnit XML, one suite a file, as CI systems read it.
 * @see https://github.com/testmoapp/junitxml
 */
export function junitXml(results: readonly TestResult[]): string {
  const files = [...new Set(results.map(({ file }) => file))];
  const suites = files.map((file) =>
    suite(
      file,
      results.filter((result) => result.file === file),
    ),
  );
  const body = `<testsuites ${totals('inferwatch alarms test', results)}>\n${suites.join('')}</testsuites>\n`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n${body}`;
}

function totals(name: string, results: readonly TestResult[]): string {
  const failed = results.filter(({ failures }) => failures.length > 0).length;
  const took = results.reduce((sum, { tookMs }) => sum + tookMs, 0);
  return `name="${escapeXml(name)}" tests="${results.length}" failures="${failed}" errors="0" time="${seconds(took)}"`;
}

function suite(file: string, results: readonly TestResult[]): string {
  return `  <testsuite ${totals(file, results)}>\n${results.map(testCase).join('')}  </testsuite>\n`;
}

function testCase(result: TestResult): string {
  const { file, name, place, failures, tookMs } = result;
  const [, line = '1'] = /:(\d+):\d+$/.exec(place) ?? [];
  const head = `    <testcase name="${escapeXml(name)}" classname="${escapeXml(file)}" file="${escapeXml(file)}" line="${line}" time="${seconds(tookMs)}"`;
  const [first] = failures;
  if (first === undefined) return `${head}/>\n`;
  const details = resultLines([result], { width: DEFAULT_WIDTH, paint: createPaint({}, {}) });
  const message = escapeXml(`${first.alarm.name}: ${first.message.split('\n')[0] ?? ''}`);
  const text = escapeText(details.slice(1).join('\n'));
  return `${head}>\n      <failure message="${message}" type="AlarmExpectation">${text}</failure>\n    </testcase>\n`;
}
