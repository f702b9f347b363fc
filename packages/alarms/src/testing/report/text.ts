import type { AlarmDefinition } from '../../../../alarm-simulator/src/index.ts';
import type { Paint } from '../../../../cli/src/paint.ts';
import type { TestFailure, TestResult } from '../run/types.ts';
import { describeAlarm } from './alarm-text.ts';
import { evaluationLines, transitionLines } from './explain.ts';
import { LEGEND, timeline } from './timeline.ts';
import { wrap } from './wrap.ts';

/** Width of lines where there is no terminal that has one. */
export const DEFAULT_WIDTH = 100;

export interface TextOptions {
  /** Characters of a line. */
  readonly width: number;
  readonly paint: Paint;
}

/** Every test with its outcome; for one that failed, what happened instead and why. */
export function resultLines(results: readonly TestResult[], options: TextOptions): string[] {
  const files = [...new Set(results.map(({ file }) => file))];
  return files.flatMap((file) => [
    options.paint('bold', file),
    ...results.filter((result) => result.file === file).flatMap((result) => testLines(result, options)),
  ]);
}

export function summaryLine(results: readonly TestResult[], paint: Paint): string {
  const failed = results.filter(({ failures }) => failures.length > 0).length;
  const took = results.reduce((sum, { tookMs }) => sum + tookMs, 0);
  const passed = results.length - failed;
  const counts = [
    ...(failed > 0 ? [paint('red', `${failed} failed`)] : []),
    ...(passed > 0 ? [paint('green', `${passed} passed`)] : []),
  ];
  return `${results.length} ${results.length === 1 ? 'test' : 'tests'}: ${counts.join(', ')} (${(took / 1000).toFixed(2)} s)`;
}

function testLines(result: TestResult, options: TextOptions): string[] {
  const { paint } = options;
  if (result.failures.length === 0) return [`  ${paint('green', '✓')} ${result.name}`];
  const alarms = [...new Set(result.failures.map(({ alarm }) => alarm))];
  return [
    `  ${paint('red', '✗')} ${result.name}`,
    ...result.failures.flatMap((failure) => failureLines(failure, options)),
    ...alarms.flatMap((alarm) => ['', ...alarmLines(result, alarm, options)].map(indent)),
    '',
  ];
}

const indent = (line: string): string => (line === '' ? '' : `      ${line}`);

function failureLines({ place, alarm, message }: TestFailure, { width, paint }: TextOptions): string[] {
  return [
    paint('dim', `      ${place}`),
    ...wrap(`${alarm.name}: ${message}`, width - 6).map((line) => `      ${paint('red', line)}`),
  ];
}

function alarmLines(result: TestResult, alarm: AlarmDefinition, options: TextOptions): string[] {
  const { simulation, bound } = result;
  const width = options.width - 6;
  const { paint } = options;
  const instants = result.failures.flatMap(({ alarm: failed, at }) =>
    failed === alarm && at !== undefined ? [at] : [],
  );
  const marks = [...new Set(instants)];
  return [
    ...wrap(`${alarm.name}: ${describeAlarm(alarm)}`, width).map((line) => paint('bold', line)),
    ...timeline(simulation, alarm, bound.alarms, { width, paint, marks }),
    ...wrap(LEGEND, width).map((line) => paint('dim', line)),
    ...transitionLines(simulation, alarm, width, paint),
    ...marks.slice(0, 3).flatMap((at) => evaluationLines(simulation, alarm, at, width, paint)),
  ];
}
