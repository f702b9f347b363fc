import { simulate } from '../../src/index.ts';
import { alarm, MINUTE, NOON, samples, timeline } from './support.ts';

// A metric that is silent, reports one error, and falls silent again.
const source = samples('Errors', '- - - - - - 5 - - - - - - - - -');
const alarms = [
  alarm('Missing', { EvaluationPeriods: 3 }),
  alarm('Not-Breaching', { EvaluationPeriods: 3, TreatMissingData: 'notBreaching' }),
];

const { transitions } = simulate({ alarms, source, from: NOON + 5 * MINUTE, to: NOON + 16 * MINUTE });
console.log(timeline(transitions).join('\n'));
