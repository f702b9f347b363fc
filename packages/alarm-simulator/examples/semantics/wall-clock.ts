import { simulate } from '../../src/index.ts';
import { alarm, MINUTE, NOON, samples, timeline } from './support.ts';

// The same error; the five minutes are now those of the clock.
const source = samples('Errors', '0 0 1 0 0 0 0 0 0 0 0 0');
const sum = alarm('Sum-By-The-Clock', { Period: 300, EvaluationWindow: { WallClockWindow: {} } });

const { transitions } = simulate({ alarms: [sum], source, from: NOON, to: NOON + 12 * MINUTE });
console.log(timeline(transitions).join('\n'));
