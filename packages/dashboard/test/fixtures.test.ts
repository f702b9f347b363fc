import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Dashboard, evaluateWidget, parseDashboardBody } from '../src/index.ts';
import { alarmView, eachMinute, HOUR, isData, latencyAlarm, NOON, sourcesOf } from './helpers/sources.ts';

/** Bodies in the shapes that public CDK projects deploy. */
const FIXTURES = ['monitored-service', 'package-hub', 'solution'];

function read(name: string): Dashboard {
  return parseDashboardBody(name, readFileSync(new URL(`fixtures/${name}.json`, import.meta.url), 'utf8'));
}

const functionErrors = (name: string) =>
  ({ namespace: 'AWS/Lambda', metricName: 'Errors', dimensions: { FunctionName: name } }) as const;

const sources = sourcesOf({
  metrics: [
    [functionErrors('orders-prod'), eachMinute(Array(60).fill(1), NOON - HOUR)],
    [functionErrors('stock-prod'), eachMinute(Array(60).fill(2), NOON - HOUR)],
    [{ ...functionErrors('orders-prod'), metricName: 'Invocations' }, eachMinute(Array(60).fill(10), NOON - HOUR)],
    [{ ...functionErrors('orders-test'), metricName: 'Invocations' }, eachMinute(Array(60).fill(3), NOON - HOUR)],
  ],
  alarms: [
    latencyAlarm('Orders-Queue-Age'),
    latencyAlarm('Orders-Latency-P90'),
    alarmView({ AlarmName: 'Orders-Fault-Rate', AlarmRule: 'TRUE' }),
  ],
  now: NOON + 10 * 60_000,
});

const range = { start: NOON - HOUR, end: NOON };

describe.each(FIXTURES)('the dashboard %s', (name) => {
  it('is read without a problem, and nothing but custom widgets is a box', () => {
    const { widgets, problems } = read(name);

    expect(problems).toEqual([]);
    expect(widgets.flatMap((widget) => (widget.type === 'placeholder' ? [widget.of] : []))).toEqual(
      name === 'solution' ? ['custom'] : [],
    );
  });

  it('is evaluated without a problem', () => {
    const dashboard = read(name);

    const problems = dashboard.widgets.filter(isData).flatMap((widget) => {
      const data = evaluateWidget(widget, range, sources, dashboard);
      if (data.kind === 'metric') return data.problems;
      return data.kind === 'log' ? (data.problem ?? []) : data.unknown;
    });

    expect(problems).toEqual([]);
  });

  it('is plain data', () => {
    const dashboard = read(name);
    const shown = dashboard.widgets.filter(isData).map((widget) => evaluateWidget(widget, range, sources, dashboard));

    expect(JSON.parse(JSON.stringify(dashboard))).toEqual(dashboard);
    expect(JSON.parse(JSON.stringify(shown))).toEqual(shown);
  });

  it('has no two widgets in one place', () => {
    const { widgets } = read(name);
    const cells = widgets.flatMap(({ x, y, width, height }) =>
      Array.from({ length: width * height }, (_, cell) => `${x + (cell % width)} ${y + Math.floor(cell / width)}`),
    );

    expect(new Set(cells).size).toBe(cells.length);
  });
});

describe('the dashboard of a solution', () => {
  const data = (title: string) => {
    const dashboard = read('solution');
    const widget = dashboard.widgets.filter(isData).find((each) => 'title' in each && each.title === title);
    return widget && evaluateWidget(widget, range, sources, dashboard);
  };

  it('has the default values of its variables put in', () => {
    const { widgets } = read('solution');

    expect(widgets[0]).toMatchObject({ markdown: expect.stringContaining('Solution (prod)') });
    expect(widgets.flatMap((widget) => ('region' in widget ? [widget.region] : []))).toEqual(
      Array(5).fill('eu-west-1'),
    );
  });

  it('finds the functions of its stage', () => {
    expect(data('Invocations by function')).toMatchObject({
      series: [{ label: 'Invocations', values: Array(12).fill(50) }],
    });
  });

  it('adds up the errors of all functions', () => {
    expect(data('Errors in all')).toMatchObject({
      series: [{ label: 'All errors [sum: 180]', values: Array(12).fill(15) }],
    });
  });
});
