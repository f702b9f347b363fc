import { describe, expect, it } from 'vitest';
import { MemorySource, type Simulation, simulate } from '../../../alarm-simulator/src/index.ts';
import { definitionsOf } from '../../src/testing/session.ts';
import { alarmMatchers, hours, minutes, seconds, series } from '../../src/vitest.ts';
import { ERRORS, LATENCY, NOON, workbench } from './support.ts';

expect.extend(alarmMatchers);

const alarms = definitionsOf(workbench().alarms({ High: LATENCY, Errors: ERRORS }));
const metric = { namespace: 'Shop', metricName: 'Latency', dimensions: { Service: 'checkout' } };

/** Slow from minute 3 to 7: ALARM at 6m, OK at 11m. */
function slow(): Simulation {
  const source = new MemorySource().add(metric, series('100x2 3000x4 100x9', { start: NOON }));
  return simulate({ alarms, source, from: NOON, to: NOON + minutes(20) });
}

function messageOf(assertion: () => void): string {
  try {
    assertion();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  return 'it held';
}

describe('toAlarm', () => {
  it('holds for an alarm that fires in time', () => {
    expect(slow()).toAlarm('High-Latency');
    expect(slow()).toAlarm('High-Latency', { within: minutes(6) });
    expect(slow()).toAlarm('High-Latency', { within: minutes(3), after: minutes(3) });
  });

  it('with not holds for an alarm that does not', () => {
    expect(slow()).not.toAlarm('Errors');
    expect(slow()).not.toAlarm('High-Latency', { within: minutes(5) });
    expect(slow()).not.toAlarm('High-Latency', { after: minutes(11) });
  });

  it('shows the timeline when the alarm is late', () => {
    const message = messageOf(() => expect(slow()).toAlarm('High-Latency', { within: minutes(5) }));

    expect(message).toContain('High-Latency: expected ALARM within 5m, but it fired only at 6m');
    expect(message).toContain('state  ▁▁▁▁▁▁█████▁');
    expect(message).toContain('evaluated at 5m: OK');
  });

  it('shows the timeline when the alarm fires though it should not', () => {
    const message = messageOf(() => expect(slow()).not.toAlarm('High-Latency'));

    expect(message).toContain('expected no ALARM within 20m, but it went to OK at 0m, ALARM at 6m, OK at 11m');
    expect(message).toContain('█████');
  });

  it('fails, with not and without, for an alarm that has fired before the span', () => {
    const options = { within: minutes(1), after: minutes(8) };

    expect(messageOf(() => expect(slow()).toAlarm('High-Latency', options))).toContain('in ALARM already at 8m');
    expect(messageOf(() => expect(slow()).not.toAlarm('High-Latency', options))).toContain('in ALARM already at 8m');
  });

  it('fails, with not and without, for an alarm that does not exist', () => {
    const message = 'the simulation has no alarm "High-Latncy"; did you mean High-Latency?';

    expect(messageOf(() => expect(slow()).toAlarm('High-Latncy'))).toContain(message);
    expect(messageOf(() => expect(slow()).not.toAlarm('High-Latncy'))).toContain(message);
  });
});

describe('toStayOk', () => {
  it('holds for an alarm that is OK from the first evaluation on', () => {
    expect(slow()).toStayOk('Errors');
    expect(slow()).not.toStayOk('High-Latency');
  });

  it('shows what happened when it fails', () => {
    expect(messageOf(() => expect(slow()).toStayOk('High-Latency'))).toContain(
      'expected OK all the time, but it went to OK at 0m, ALARM at 6m, OK at 11m',
    );
    expect(messageOf(() => expect(slow()).not.toStayOk('Errors'))).toContain('expected it not to stay OK, but it did');
    expect(messageOf(() => expect(slow()).toStayOk('Nothing'))).toContain('the simulation has no alarm "Nothing"');
  });
});

describe('what goes with the matchers', () => {
  it('are spans of time in milliseconds', () => {
    expect([seconds(2), minutes(2), hours(2)]).toEqual([2000, 120_000, 7_200_000]);
  });

  it('are series in the notation of the test files', () => {
    expect(series('1 _ 2', { start: NOON, interval: seconds(10), unit: 'Count' })).toEqual([
      { timestamp: NOON, value: 1, unit: 'Count' },
      { timestamp: NOON + 20_000, value: 2, unit: 'Count' },
    ]);
    expect(() => series('1 two', { start: NOON })).toThrow('series: at character 3, "two"');
  });
});
