import { simulate } from '../../src/index.ts';
import { alarm, MINUTE, NOON, samples, timeline } from './support.ts';

const topic = (name: string) => `arn:aws:sns:eu-west-1:123456789012:${name}`;

// Two of three services must be in ALARM; a planned maintenance holds the actions back.
const services = ['Cart', 'Stock', 'Pay'].map((name) =>
  alarm(name, { MetricName: name, TreatMissingData: 'notBreaching' }),
);
const maintenance = alarm('Maintenance', { MetricName: 'Maintenance', TreatMissingData: 'notBreaching' });
const shop = alarm('Shop', {
  AlarmRule: 'AT_LEAST(2, ALARM, (Cart, Stock, Pay))',
  AlarmActions: [topic('pager')],
  ActionsSuppressor: 'Maintenance',
  ActionsSuppressorWaitPeriod: 120,
  ActionsSuppressorExtensionPeriod: 180,
});

const source = samples('Cart', '0 1 1 1 1 1 1 1 1 1 1');
samples('Stock', '0 0 1 1 1 1 1 1 1 1 1', source);
samples('Pay', '0 0 0 0 0 0 0 0 0 0 0', source);
samples('Maintenance', '0 0 0 1 1 0 0 0 0 0 0', source);

const alarms = [...services, maintenance, shop];
const { transitions } = simulate({ alarms, source, from: NOON + MINUTE, to: NOON + 11 * MINUTE });
console.log(timeline(transitions).join('\n'));
