import { simulate } from '../../src/index.ts';
import { alarm, MINUTE, NOON, samples, timeline } from './support.ts';

// An error at 12:02, in a metric whose values need three minutes to arrive.
const source = samples('Errors', '- - 5 - - - - - - -');
const alarms = [alarm('Errors', { TreatMissingData: 'notBreaching' })];

for (const arrivalDelayMs of [0, 3 * MINUTE]) {
  const options = { arrivalDelayMs };
  const { transitions } = simulate({ alarms, source, from: NOON, to: NOON + 10 * MINUTE, options });
  console.log(`${arrivalDelayMs / MINUTE} minutes late\n  ${timeline(transitions).join('\n  ')}`);
}
