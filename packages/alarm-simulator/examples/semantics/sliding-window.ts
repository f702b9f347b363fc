import { simulate } from '../../src/index.ts';
import { alarm, MINUTE, NOON, samples, timeline } from './support.ts';

// One error, in the minute that begins at 12:02; an alarm that sums five minutes.
const source = samples('Errors', '0 0 1 0 0 0 0 0 0 0 0 0');
const sum = alarm('Sum-Of-Five-Minutes', { Period: 300 });

const { transitions } = simulate({ alarms: [sum], source, from: NOON, to: NOON + 12 * MINUTE });
console.log(timeline(transitions).join('\n'));
