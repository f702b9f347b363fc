import { MemorySource, simulate } from '../../src/index.ts';
import { alarm, MINUTE, NOON } from './support.ts';

/** So many requests in one minute, one in fifty of them slow. */
function requests(count: number): MemorySource {
  const metric = { namespace: 'Shop', metricName: 'Latency', dimensions: {} };
  const slow = Math.floor(count / 50);
  return new MemorySource().add(metric, [
    { timestamp: NOON, value: 180, count: count - slow },
    { timestamp: NOON, value: 3500, count: slow },
  ]);
}

const p99 = { MetricName: 'Latency', Statistic: undefined, ExtendedStatistic: 'p99', Threshold: 2000 };
const alarms = [alarm('Evaluate', p99), alarm('Ignore', { ...p99, EvaluateLowSampleCountPercentile: 'ignore' })];

for (const count of [900, 1000]) {
  const { stateAt } = simulate({ alarms, source: requests(count), from: NOON, to: NOON + MINUTE });
  const states = alarms.map(({ name }) => `${name} ${stateAt(name, NOON + MINUTE)}`);
  console.log(`${count} requests: ${states.join(', ')}`);
}
