import { simulate } from '../../src/index.ts';
import { alarm, MINUTE, NOON, samples, timeline } from './support.ts';

const source = samples('Errors', '0 0 0 5 0 5 0 5 5 0 0 0 0 0');
const threeOfThree = alarm('Three-Of-Three', { EvaluationPeriods: 3 });
const twoOfThree = alarm('Two-Of-Three', { EvaluationPeriods: 3, DatapointsToAlarm: 2 });

const alarms = [threeOfThree, twoOfThree];
const { transitions } = simulate({ alarms, source, from: NOON + 3 * MINUTE, to: NOON + 14 * MINUTE });
console.log(timeline(transitions).join('\n'));
