import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, inject } from 'vitest';
import { type Preview, startPreview } from '../../../packages/preview/src/index.ts';
import { heldoutRequests } from '../../../packages/preview/src/traffic/heldout.ts';
import { classifyAnswer } from '../../../packages/preview/src/traffic/send.ts';
import type { Faults } from '../../../packages/preview/src/types.ts';
import { NO_FAULTS } from '../../../packages/preview/src/types.ts';
import { callApi } from '../harness.ts';

const MINUTE = 60_000;
/** Virtual seconds in a real second while requests are made: a request of 20 ms takes 2 of them. */
const PACE = 120;
/** The same when nothing happens any more and alarms only wait for time to pass. */
const LEAP = 20_000;
/** Virtual time between signs of life meanwhile: without any, alarms go on with the last datapoints that there are. */
const HEARTBEAT = 30 * MINUTE;

const { body: sample = '' } = heldoutRequests()[0] ?? {};

export interface Answer {
  readonly status: number;
  readonly code: string | undefined;
  readonly requestId: string | undefined;
  /** Whether the endpoint was asked, so that there must be a record. */
  readonly recorded: boolean;
  readonly retryAfter: string | null;
  readonly body: string;
}

/** Asks for an inference as an ordinary caller. */
export async function ask(preview: Preview, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
  const init = { method: 'POST', body: sample, headers: { 'content-type': 'text/csv', ...headers } };
  const response = await callApi(preview, '/inference', init);
  const body = await response.text();
  const { requestId, recorded, problem } = classifyAnswer(response.status, body, undefined, undefined);
  return {
    status: response.status,
    code: problem?.split(' ')[1],
    requestId,
    recorded,
    retryAfter: response.headers.get('retry-after'),
    body,
  };
}

/** A preview of the real application, at the pace of these tests, whose alarms all are in their first state. */
export async function startFaulty(options: { readonly speed?: number; readonly variables?: Variables } = {}) {
  const assembly = options.variables ? withVariables(options.variables) : undefined;
  const assemblyDirectory = assembly ?? inject('assemblyDirectory');
  const result = await startPreview({ assemblyDirectory, speed: options.speed ?? PACE });
  if (assembly !== undefined) rmSync(assembly, { recursive: true });
  if (result.status === 'error') throw new Error(result.message);
  const { preview } = result;
  await allClear(preview);
  return Object.assign(preview, { [Symbol.asyncDispose]: () => preview.dispose() });
}

type Variables = Readonly<Record<string, string>>;

/** A copy of the assembly in which the inference function has other values for some of its variables. */
function withVariables(variables: Variables): string {
  const folder = mkdtempSync(join(tmpdir(), 'inferwatch-faults-'));
  cpSync(inject('assemblyDirectory'), folder, { recursive: true });
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.template.json'))) {
    const template = JSON.parse(readFileSync(join(folder, name), 'utf8'));
    for (const { Properties } of Object.values<{ Properties?: { Environment?: { Variables?: Variables } } }>(
      template.Resources,
    )) {
      const present = Properties?.Environment?.Variables;
      if (present && Object.keys(variables).every((key) => key in present)) Object.assign(present, variables);
    }
    writeFileSync(join(folder, name), JSON.stringify(template));
  }
  return folder;
}

export interface IncidentOptions {
  readonly faults: Partial<Faults>;
  /** Virtual minutes with the faults. @default 4, for alarms that want three */
  readonly minutes?: number;
  /** Requests in each of them, at its beginning. @default 2 */
  readonly perMinute?: number;
  /** Virtual seconds in a real second meanwhile. @default 120 */
  readonly speed?: number;
}

export interface Incident {
  readonly answers: readonly Answer[];
  /** Alarms that went off, sorted. */
  readonly alarms: readonly string[];
  /** Alarms whose e-mail arrived, for ALARM and for the OK after it. */
  readonly mailed: readonly string[];
  readonly cleared: readonly string[];
}

/** Breaks something, sends requests meanwhile, mends it, lets the queues drain, and waits until every alarm is quiet. */
export async function incident(preview: Preview, options: IncidentOptions): Promise<Incident> {
  const since = preview.clock.now();
  const answers = await endure(preview, options);
  await allClear(preview);
  return { answers, ...whatHappened(preview, since) };
}

/** An incident up to where the fault is mended and the queues are empty. */
export async function endure(preview: Preview, options: IncidentOptions): Promise<readonly Answer[]> {
  const { faults, minutes = 4, perMinute = 2, speed = PACE } = options;
  const { clock } = preview;
  const answers: Promise<Answer>[] = [];
  clock.setPace({ speed, paused: false });
  Object.assign(preview.faults, NO_FAULTS, faults);
  for (let minute = 0; minute < minutes; minute += 1) {
    // A second into the minute, so that none of it falls into the minute before.
    await clock.sleep(MINUTE - (clock.now() % MINUTE) + 1000);
    answers.push(...Array.from({ length: perMinute }, () => ask(preview)));
  }
  const answered = await Promise.all(answers);
  // Metrics of a minute are looked at when it is over.
  await clock.sleep(2 * MINUTE);
  Object.assign(preview.faults, NO_FAULTS);
  await drained(preview, speed);
  return answered;
}

/** What alarms did since a virtual time, and of which of it there are e-mails. */
export function whatHappened(preview: Preview, since: number): Omit<Incident, 'answers'> {
  const fired = preview.alarms.history.filter(({ at, to }) => at >= since && to === 'ALARM');
  const told = (state: string) =>
    preview.inbox.messages
      .filter(({ at, channel }) => at >= since && channel === 'email')
      .flatMap(({ subject }) => new RegExp(`^${state}: "([^"]+)" in `).exec(subject)?.[1] ?? []);
  const ok = new Set(told('OK'));
  return {
    alarms: sorted(fired.map(({ alarm }) => alarm.name)),
    mailed: sorted(told('ALARM')),
    cleared: sorted(told('ALARM').filter((name) => ok.has(name))),
  };
}

const sorted = (names: readonly string[]) => [...new Set(names)].toSorted();

/** Waits until no record waits in the record queue. */
export async function drained(preview: Preview, speed = PACE): Promise<void> {
  preview.clock.setPace({ speed, paused: false });
  const { signal } = new AbortController();
  expect(await preview.records.drained(preview.clock, 3 * 60 * MINUTE, signal)).toBe(true);
}

/** An inference that succeeds, as its metrics tell it: a real one would take hours of the time that leaps by. */
function beat({ metrics, clock }: Preview): void {
  for (const identity of metrics.list()) {
    const { namespace, metricName, dimensions } = identity;
    if (namespace !== 'InferencePipeline' || !('EndpointName' in dimensions)) continue;
    const value = metricName === 'SuccessCount' ? 1 : 0;
    if (value === 1 || metricName === 'ErrorCount') metrics.publish({ ...identity, timestamp: clock.now(), value });
  }
}

/** Real milliseconds: far more than the busiest machine needs for six hours of alarms. */
const CLEAR_LIMIT_MS = 60_000;

/** Lets time leap until no alarm is in ALARM; the slow burn rate remembers six hours. */
export async function allClear(preview: Preview): Promise<void> {
  const { alarms, clock } = preview;
  const { speed } = clock;
  const limit = performance.now() + CLEAR_LIMIT_MS;
  clock.setPace({ speed: LEAP, paused: false });
  const restless = () => [...alarms.states()].filter(([, { state }]) => state !== 'OK').map(([name]) => name);
  const quiet = () => restless().every((name) => name === 'Planned-Maintenance-Alarm');
  await clock.sleep(2 * MINUTE);
  while (!quiet() && performance.now() < limit) {
    beat(preview);
    const until = clock.now() + HEARTBEAT;
    while (!quiet() && clock.now() < until) await clock.sleep(MINUTE);
  }
  clock.setPace({ speed, paused: false });
  expect(quiet() ? [] : restless()).toEqual([]);
}

/** What a pipeline of which every inference fails sets off, besides the alarm that names the cause. */
export const OUTAGE = [
  'Availability-Fast-Burn-Alarm',
  'Availability-Slow-Burn-Alarm',
  'Inference-Error-Alarm',
  'Inference-Error-Rate-Alarm',
] as const;

/** Alarms that send nothing themselves: conditions of others, and the health of the whole. */
const SILENT = /-Window-Alarm$|^Inference-Health-Alarm$/;

/** Exactly these alarms went off, each told so by e-mail, and told when it was over. */
export function expectAlarms(happened: Omit<Incident, 'answers'>, names: readonly string[]): void {
  const expected = [...names].toSorted();
  expect(happened.alarms.filter((name) => !SILENT.test(name))).toEqual(expected);
  expect(happened.mailed).toEqual(expected);
  expect(happened.cleared).toEqual(expected);
}

/** Where the records of these answers are. */
export function recordsOf(preview: Preview, answers: readonly Answer[]) {
  const ids = answers.flatMap(({ recorded, requestId }) => (recorded && requestId !== undefined ? [requestId] : []));
  return preview.records.reconcile(new Set(ids), 0);
}

/** How often each status and error code was answered: `200`, `502 model-error`. */
export function tally(answers: readonly Answer[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { status, code } of answers) {
    const key = code === undefined ? String(status) : `${status} ${code}`;
    counts[key] = (counts[key] ?? 0) + 1;
  }
  return counts;
}

/** Lines of the application's own log that have a message, as objects. */
export function logged(preview: Preview, message: string): Record<string, unknown>[] {
  return preview.logs
    .read({ limit: 10_000 })
    .filter((event) => event.message.includes(JSON.stringify(message)))
    .map((event): Record<string, unknown> => JSON.parse(event.message));
}
