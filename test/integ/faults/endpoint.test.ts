import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Preview } from '../../../packages/preview/src/index.ts';
import { GARBAGE_KINDS } from '../../../packages/preview/src/services/sagemaker/garbage.ts';
import type { Faults } from '../../../packages/preview/src/types.ts';
import {
  allClear,
  endure,
  expectAlarms,
  type Incident,
  incident,
  OUTAGE,
  recordsOf,
  startFaulty,
  tally,
  whatHappened,
} from './incident.ts';

const ALL_STORED = { lost: 0, pending: 0 };

describe('an endpoint that answers, and wrongly', () => {
  let preview: Preview;
  beforeAll(async () => {
    preview = await startFaulty();
  });
  afterAll(() => preview.dispose());

  it('whose container fails with 500 costs the inference, leaves a record of the failure, and pages', async () => {
    const { answers, ...happened } = await incident(preview, { faults: { modelErrorRate: 1 } });

    expect(tally(answers)).toEqual({ '502 model-error': 8 });
    expect(await recordsOf(preview, answers)).toMatchObject(ALL_STORED);
    expectAlarms(happened, [...OUTAGE, 'Api-Server-Errors-Alarm', 'Endpoint-5xx-Alarm']);
  });

  it('that throttles gives 429 with the time to wait, leaves a record of the failure, and pages', async () => {
    const { answers, ...happened } = await incident(preview, { faults: { endpointThrottleRate: 1 } });

    expect(tally(answers)).toEqual({ '429 endpoint-throttled': 8 });
    expect(answers.map(({ retryAfter }) => retryAfter)).toEqual(answers.map(() => '1'));
    expect(await recordsOf(preview, answers)).toMatchObject(ALL_STORED);
    expectAlarms(happened, OUTAGE);
  });

  it('that answers garbage never breaks the function: text is passed on, the rest is a failure that pages', async () => {
    const options = { faults: { modelGarbageRate: 1 }, perMinute: GARBAGE_KINDS };
    const { answers, ...happened } = await incident(preview, options);

    expect(tally(answers)).toEqual({ 200: 8, '502 model-answer-unusable': 8 });
    expect(answers.every(({ body }) => JSON.parse(body) !== undefined)).toBe(true);
    expect(await recordsOf(preview, answers)).toMatchObject(ALL_STORED);
    expectAlarms(happened, [...OUTAGE, 'Api-Server-Errors-Alarm']);
  });
});

/** Milliseconds of a request, instead of 25,000; 6,000 of them for the model, above what the latency alarm allows. */
const SHORT_BUDGET = { REQUEST_BUDGET_MS: '8000' };

describe('an endpoint that keeps its callers waiting', () => {
  const incidents = new Map<string, Incident & { readonly records: object }>();

  const suffer = async (name: string, faults: Partial<Faults>, variables?: typeof SHORT_BUDGET) => {
    const preview = await startFaulty({ variables });
    const since = preview.clock.now();
    // Slow enough for answers of some seconds to fall into the minutes after those in which they were asked for.
    const answers = await endure(preview, { faults, minutes: 4, perMinute: 1, speed: 30 });
    return { name, preview, since, answers };
  };

  // Side by side, because all that they do is wait; the leap of time afterwards is work.
  beforeAll(async () => {
    const suffered = await Promise.all([
      suffer('slow', { modelLatencyMs: 2500 }),
      suffer('timeout', { modelLatencyMs: 60_000 }, SHORT_BUDGET),
      suffer('silent', { endpointHangRate: 1 }, SHORT_BUDGET),
      suffer('stalled', { endpointStallRate: 1 }, SHORT_BUDGET),
    ]);
    for (const { name, preview, since, answers } of suffered) {
      await allClear(preview);
      const records = await recordsOf(preview, answers);
      incidents.set(name, { answers, records, ...whatHappened(preview, since) });
      await preview.dispose();
    }
  });

  const got = (name: string) => {
    const found = incidents.get(name);
    if (found === undefined) throw new Error(`no incident ${name}`);
    return found;
  };

  it('being slow still answers, loses no record, and pages for the latency alone', () => {
    const { answers, records, ...happened } = got('slow');

    expect(tally(answers)).toEqual({ 200: 4 });
    expect(records).toMatchObject(ALL_STORED);
    expectAlarms(happened, ['High-Latency-Alarm', 'Model-Latency-Alarm']);
  });

  it.each([
    ['taking longer than a request may', 'timeout'],
    ['accepting the connection and never answering', 'silent'],
    ['stopping in the middle of its answer', 'stalled'],
  ])('%s is given up in time with 504, leaves a record of the failure, and pages', (_words, name) => {
    const { answers, records, ...happened } = got(name);

    expect(tally(answers)).toEqual({ '504 model-timeout': 4 });
    expect(records).toMatchObject(ALL_STORED);
    expectAlarms(happened, [...OUTAGE, 'Api-Server-Errors-Alarm', 'High-Latency-Alarm']);
  });
});
