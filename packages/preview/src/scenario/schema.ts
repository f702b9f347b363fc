import * as z from 'zod';
import { DURATION_HINT, parseDuration } from '../../../cli/src/duration.ts';
import { MAX_CLOCK_SKEW_MS } from '../../../console/src/faults.ts';
import { type Faults, NO_FAULTS } from '../types.ts';
import type { AlarmExpectation, Bound, Expectations, Scenario, ScenarioPhase } from './types.ts';

const SHARE_HINT = 'write a share from 0 to 1, for example 0.2 for one request in five';
const RATE_HINT = 'write how many requests, for example 30; 0 for no traffic';
const STATE_HINT = 'write OK, ALARM or INSUFFICIENT_DATA';
const BOUND_HINT = 'write a number, or atLeast and atMost';

/** A block of settings, in which a setting that does not exist is an error. */
function block<const T extends z.ZodRawShape>(shape: T, hint: string) {
  return z.strictObject(shape, { error: (issue) => (issue.code === 'invalid_type' ? hint : undefined) });
}

const text = (hint: string) => z.string(hint).min(1, hint);

const duration = z.string(DURATION_HINT).transform((value, context) => {
  const milliseconds = parseDuration(value);
  if (milliseconds !== undefined && milliseconds > 0) return milliseconds;
  context.issues.push({ code: 'custom', input: value, message: DURATION_HINT });
  return z.NEVER;
});

const phaseDuration = z.union([z.literal('endless').transform(() => Number.POSITIVE_INFINITY), duration], {
  error: `${DURATION_HINT}, or endless in the last phase`,
});

const share = z.number(SHARE_HINT).min(0, SHARE_HINT).max(1, SHARE_HINT);
const rate = z.number(RATE_HINT).min(0, RATE_HINT).max(1_000_000, RATE_HINT);

const SKEW_HINT = 'write how far the clocks are off, such as 10m, or -10m for behind';

const clockSkew = z.string(SKEW_HINT).transform((value, context) => {
  const milliseconds = parseDuration(value.replace(/^-/, ''));
  if (milliseconds !== undefined && milliseconds <= MAX_CLOCK_SKEW_MS) {
    return value.startsWith('-') ? -milliseconds : milliseconds;
  }
  context.issues.push({ code: 'custom', input: value, message: SKEW_HINT });
  return z.NEVER;
});

const sometimes = share.default(0);

/** What each means is told in docs/faults.md. */
const faults = block(
  {
    modelLatency: duration.default(0),
    modelErrorRate: sometimes,
    modelGarbageRate: sometimes,
    endpointThrottleRate: sometimes,
    endpointHangRate: sometimes,
    endpointStallRate: sometimes,
    tableThrottleRate: sometimes,
    tableMissingRate: sometimes,
    queueMissingRate: sometimes,
    queueDuplicateRate: sometimes,
    metricApiErrorRate: sometimes,
    metricApiHangRate: sometimes,
    metricLineCutRate: sometimes,
    functionKillRate: sometimes,
    functionClockSkew: clockSkew.default(0),
  },
  'write faults such as { modelLatency: 2500ms }',
).transform(
  ({ modelLatency, functionClockSkew, ...rates }): Faults => ({
    ...rates,
    modelLatencyMs: modelLatency,
    functionClockSkewMs: functionClockSkew,
  }),
);

const phase = block(
  {
    name: text('write what this phase is about, for example "slow model"'),
    duration: phaseDuration,
    requestsPerMinute: rate.optional(),
    requestsPerSecond: rate.optional(),
    faults: faults.optional(),
    invalidRate: share.optional(),
  },
  'write a phase: name, duration and requestsPerMinute',
)
  .refine((value) => (value.requestsPerMinute === undefined) !== (value.requestsPerSecond === undefined), {
    error: 'give either requestsPerMinute or requestsPerSecond; 0 for no traffic',
  })
  .transform(
    (value): ScenarioPhase => ({
      name: value.name,
      durationMs: value.duration,
      requestsPerMinute: value.requestsPerMinute ?? (value.requestsPerSecond ?? 0) * 60,
      faults: value.faults ?? NO_FAULTS,
      invalidRate: value.invalidRate ?? 0,
    }),
  );

const states = z.array(z.enum(['OK', 'ALARM', 'INSUFFICIENT_DATA'], STATE_HINT)).min(1, STATE_HINT);

const alarmExpectation = block(
  {
    reaches: states.optional(),
    transitions: states.optional(),
    never: states.optional(),
    notifies: states.optional(),
    within: duration.optional(),
    after: text('write the name of a phase').optional(),
  },
  'write what the alarm must do, for example { reaches: [ALARM, OK] }',
)
  .refine((value) => value.reaches ?? value.transitions ?? value.never ?? value.notifies, {
    error: 'give reaches, transitions, never or notifies',
  })
  .refine((value) => value.reaches || value.within === undefined, {
    error: 'within says when the first state of reaches is entered: give reaches too',
  })
  .refine((value) => value.reaches || value.notifies || value.after === undefined, {
    error: 'after says from when on reaches and notifies count: give one of them too',
  })
  .transform(({ within, ...rest }): AlarmExpectation => ({ ...rest, withinMs: within }));

const bound = z
  .union(
    [z.number(), block({ atLeast: z.number(BOUND_HINT).optional(), atMost: z.number(BOUND_HINT).optional() }, '')],
    {
      error: BOUND_HINT,
    },
  )
  .transform((value): Bound => (typeof value === 'number' ? { atLeast: value, atMost: value } : value))
  .refine((value) => value.atLeast !== undefined || value.atMost !== undefined, { error: BOUND_HINT })
  .refine((value) => (value.atLeast ?? 0) <= (value.atMost ?? Number.POSITIVE_INFINITY), {
    error: 'atLeast is above atMost: no number can be both',
  })
  .optional();

const expect = block(
  {
    alarms: z.record(z.string(), alarmExpectation, 'write the names of alarms, each with what it must do').optional(),
    emails: bound,
    accuracy: bound,
    requests: block(
      { sent: bound, ok: bound, failed: bound, rejected: bound, dropped: bound },
      'write bounds, for example { failed: 0 }',
    ).optional(),
    latencyMs: block(
      { p50: bound, p90: bound, p99: bound },
      'write bounds, for example { p99: { atMost: 3000 } }',
    ).optional(),
    records: block({ stored: bound, pending: bound, lost: bound }, 'write bounds, for example { lost: 0 }').optional(),
  },
  'write what must hold at the end, for example { accuracy: { atLeast: 0.95 } }',
) satisfies z.ZodType<Expectations>;

const speed = z.number('write a number such as 10').positive('write a number above 0').max(1000, 'write at most 1000');

/** A scenario as a file holds it. Everything is checked before anything starts. */
export const scenarioSchema = block(
  {
    name: text('write a short name, for example latency-and-errors'),
    description: z.string('write a sentence').optional(),
    speed: speed.optional(),
    maxSpeed: speed.optional(),
    seed: z.int('write a whole number').optional(),
    arrivals: z.enum(['poisson', 'even'], 'write poisson or even').default('poisson'),
    phases: z.array(phase, 'write a list of phases').min(1, 'write at least one phase'),
    expect: expect.optional(),
  },
  'write a scenario: name and phases',
).superRefine((value, context) => {
  for (const problem of crossChecks(value)) context.addIssue({ code: 'custom', ...problem });
}) satisfies z.ZodType<Scenario>;

interface Problem {
  readonly path: (string | number)[];
  readonly message: string;
}

/** Rules that look at more than one setting. */
function crossChecks(scenario: Scenario): Problem[] {
  const problems: Problem[] = [];
  const seen = new Set<string>();
  scenario.phases.forEach(({ name, durationMs }, index) => {
    if (seen.has(name)) problems.push({ path: ['phases', index, 'name'], message: 'give each phase its own name' });
    seen.add(name);
    if (durationMs === Number.POSITIVE_INFINITY && index < scenario.phases.length - 1) {
      problems.push({ path: ['phases', index, 'duration'], message: 'only the last phase may be endless' });
    }
  });
  for (const [alarm, { after }] of Object.entries(scenario.expect?.alarms ?? {})) {
    if (after === undefined || seen.has(after)) continue;
    const message = `write the name of a phase: ${[...seen].join(', ')}`;
    problems.push({ path: ['expect', 'alarms', alarm, 'after'], message });
  }
  if (scenario.speed !== undefined && scenario.maxSpeed !== undefined && scenario.speed > scenario.maxSpeed) {
    problems.push({ path: ['speed'], message: `write at most maxSpeed, which is ${scenario.maxSpeed}` });
  }
  return problems;
}
