import * as z from 'zod';
import type { AlarmState } from '../../../../alarm-simulator/src/index.ts';
import { DURATION_HINT, parseDuration } from '../../../../cli/src/duration.ts';
import { block, offset, oneOrMore, STATE_HINT, span, state, text, unionError } from './schema-parts.ts';
import type { AlarmExpectation, StateExpectation } from './types.ts';

const LIMIT_HINT = `${DURATION_HINT}, or { time: 3m, after: 10m }`;
const STATES_HINT = 'write times and states, for example { 0m: OK, 7m: ALARM }';
const TRANSITIONS_HINT = 'write the states in order, for example [OK, ALARM, OK] or [OK, { ALARM: 7m }]';
const EMAIL_HINT = 'write what the e-mail says, for example { state: ALARM, contains: Runbook }';
const TEXT_HINT = 'write a text';

const limit = z.union(
  [span.transform((time) => ({ time })), block({ time: span, after: offset.optional() }, LIMIT_HINT)],
  { error: unionError(LIMIT_HINT) },
);

const states = z.record(z.string(), state, STATES_HINT).transform((value, context): StateExpectation[] =>
  Object.entries(value).flatMap(([key, wanted]) => {
    const at = parseDuration(key);
    if (at !== undefined) return [{ text: key, at, state: wanted }];
    context.issues.push({ code: 'custom', input: key, path: [key], message: `${DURATION_HINT} from the test's start` });
    return [];
  }),
);

const timed = z
  .strictObject({ OK: offset.optional(), ALARM: offset.optional(), INSUFFICIENT_DATA: offset.optional() }, STATE_HINT)
  .transform((value, context) => {
    const [entry, ...more] = (['OK', 'ALARM', 'INSUFFICIENT_DATA'] as const).filter((key) => value[key] !== undefined);
    if (entry !== undefined && more.length === 0) return { state: entry as AlarmState, at: value[entry] };
    context.issues.push({
      code: 'custom',
      input: value,
      message: 'write one state and its time, for example { ALARM: 7m }',
    });
    return z.NEVER;
  });

const transitions = z.array(
  z.union([state.transform((to) => ({ state: to })), timed], { error: unionError(TRANSITIONS_HINT) }),
  {
    error: TRANSITIONS_HINT,
  },
);

const pattern = z.string(TEXT_HINT).transform((value, context) => {
  try {
    return new RegExp(value, 'm');
  } catch (error) {
    const message = `is no regular expression: ${error instanceof Error ? error.message : String(error)}`;
    context.issues.push({ code: 'custom', input: value, message });
    return z.NEVER;
  }
});

const email = block(
  {
    state: state.default('ALARM'),
    contains: oneOrMore(text(TEXT_HINT), TEXT_HINT).default([]),
    matches: oneOrMore(pattern, TEXT_HINT).default([]),
  },
  EMAIL_HINT,
);

const topics = oneOrMore(text('write a topic'), 'write topics by logical id, name or ARN; [] for none').optional();

/** What one alarm must do; the name of the alarm is the key that it stands under. */
export const expectationSchema = block(
  {
    state: states.optional(),
    firesWithin: limit.optional(),
    clearsWithin: limit.optional(),
    never: oneOrMore(state, STATE_HINT).optional(),
    transitions: transitions.optional(),
    email: oneOrMore(email, EMAIL_HINT).optional(),
    calls: block(
      { OK: topics, ALARM: topics, INSUFFICIENT_DATA: topics },
      'write for each state what it calls',
    ).optional(),
  },
  'write what the alarm must do, for example { firesWithin: 8m }',
)
  .refine((value) => Object.values(value).some((part) => part !== undefined), {
    error: 'says nothing; give state, firesWithin, clearsWithin, never, transitions, email or calls',
  })
  .transform(
    ({ state: at = [], never = [], email: emails = [], calls = {}, ...rest }): Omit<AlarmExpectation, 'alarm'> => ({
      states: at,
      never,
      emails,
      calls,
      ...rest,
    }),
  );
