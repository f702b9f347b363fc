import type { LiveState } from '../../contract.ts';
import { type FaultSettings, NO_FAULTS } from '../../faults.ts';
import { formatNumber, formatShare } from '../format/number.ts';

export interface Preset {
  readonly id: string;
  readonly title: string;
  /** What happens then, in a sentence. */
  readonly text: string;
  readonly faults: FaultSettings;
  /**
   * Virtual seconds in a real second that let the alarm go off within a real minute; undefined to leave the clock alone.
   * A model that answers late in real time must not meet a clock that is too fast: then everything is late.
   */
  readonly speed?: number;
}

export const PRESETS: readonly Preset[] = [
  {
    id: 'slow',
    title: 'Slow model',
    text: 'The model takes 2.5 s longer, and the clock runs 10 times faster: a latency alarm goes off within a minute.',
    faults: { ...NO_FAULTS, modelLatencyMs: 2500 },
    speed: 10,
  },
  {
    id: 'failing',
    title: 'Failing model',
    text: 'Every fourth call of the model fails, and the clock runs 10 times faster: error alarms go off.',
    faults: { ...NO_FAULTS, modelErrorRate: 0.25 },
    speed: 10,
  },
  {
    id: 'throttled',
    title: 'Throttled table',
    text: 'DynamoDB refuses every request: predictions are still given, and their records wait in the queue.',
    faults: { ...NO_FAULTS, tableThrottleRate: 1 },
  },
  { id: 'healthy', title: 'All healthy', text: 'Every fault is off; alarms return to OK.', faults: NO_FAULTS },
];

export function describeTraffic({ manual, requestsPerMinute, invalidRate }: LiveState['traffic']): string {
  if (requestsPerMinute === 0) return manual ? 'Traffic is stopped by hand.' : 'The scenario sends no requests now.';
  const wrong = invalidRate > 0 ? `, ${formatShare(invalidRate)} of them wrong on purpose` : '';
  return `${formatNumber(requestsPerMinute)} requests a minute${wrong}, ${manual ? 'set by hand' : 'as the scenario says'}.`;
}

export function describeClock({ speed, paused }: LiveState['clock']): string {
  if (paused) return 'paused';
  return speed === 1 ? 'real time' : `${formatNumber(speed)}× real time`;
}
