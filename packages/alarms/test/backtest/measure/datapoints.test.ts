import { describe, expect, it } from 'vitest';
import { datapointsOf } from '../../../src/backtest/measure/datapoints.ts';
import { connectOne, MINUTE, metricAlarm, START, seriesOf } from '../support.ts';

const DECADE = [1, 2, 3, 4, 5, undefined, undefined, undefined, undefined, undefined, 11, 12];

function datapoints(changes: Record<string, unknown>, values: readonly (number | undefined)[] = DECADE) {
  const { connected, source } = connectOne(metricAlarm(changes), [seriesOf(values)]);
  if (connected.simulated.kind !== 'metric') throw new Error('not a metric alarm');
  return datapointsOf(connected.simulated, source, { from: START + MINUTE, to: START + values.length * MINUTE });
}

describe('the datapoints of an alarm', () => {
  it('follow one another from a multiple of the period on, with gaps where there is nothing', () => {
    const { start, period, values } = datapoints({ Period: 300 });

    expect([start, period]).toEqual([START, 5 * MINUTE]);
    expect(Array.from(values)).toEqual([3, Number.NaN, 11.5]);
  });

  it.each([
    ['Sum', { Statistic: 'Sum' }, [15, 23]],
    ['Maximum', { Statistic: 'Maximum' }, [5, 12]],
    ['SampleCount', { Statistic: 'SampleCount' }, [5, 2]],
    ['p50', { Statistic: undefined, ExtendedStatistic: 'p50' }, [3, 11]],
  ])('are the %s', (_, statistic, expected) => {
    const { values } = datapoints({ Period: 300, ...statistic });

    expect([values[0], values[2]]).toEqual(expected);
  });

  it('are what an expression makes of its metrics', () => {
    const metric = { Namespace: 'Shop', MetricName: 'Latency', Dimensions: [{ Name: 'Service', Value: 'web' }] };
    const stat = (id: string, name: string) => ({
      Id: id,
      ReturnData: false,
      MetricStat: { Metric: metric, Stat: name, Period: 300 },
    });
    const none = ['Namespace', 'MetricName', 'Dimensions', 'Statistic', 'Period'].map((key) => [key, undefined]);

    const { values } = datapoints({
      ...Object.fromEntries(none),
      Metrics: [{ Id: 'span', Expression: 'high - low' }, stat('high', 'Maximum'), stat('low', 'Minimum')],
    });

    expect([values[0], values[2]]).toEqual([4, 1]);
  });
});
