import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { IDLE_LIMIT_MS, MAX_STARTING } from '../../src/functions/limits.ts';
import { deployCode, type Harness } from './harness.ts';

/** Counts its invocations; says when it begins; waits for a time, or until a file exists. */
const COUNTING = `
  const { existsSync } = require('node:fs');
  let count = 0;
  const id = Math.random();
  const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
  exports.handler = async ({ waitMs = 0, gate }) => {
    count += 1;
    const now = count;
    process.stdout.write('begun\\n');
    await pause(waitMs);
    while (gate && !existsSync(gate)) await pause(5);
    return { id, now };
  };`;

/** The same, and a start that is seen to take time on every machine. */
const SLOW_TO_START = `
  const until = Date.now() + 200;
  while (Date.now() < until);
  ${COUNTING}`;

/** A file that does not exist until the gate is opened. */
function createGate() {
  const folder = mkdtempSync(join(tmpdir(), 'gate-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const gate = join(folder, 'open');
  return { gate, open: () => writeFileSync(gate, '') };
}

const begun = ({ ownLines }: Harness) => ownLines().length;

/** Two invocations at the same time, for which a function needs two environments. */
async function invokeTwice(harness: Harness) {
  const { gate, open } = createGate();
  const running = [harness.invoke({ gate }), harness.invoke({ gate })];
  await vi.waitFor(() => expect(begun(harness)).toBe(2), 10_000);
  open();
  await Promise.all(running);
}

/** Two environments, and a clock that goes when it is told to. */
async function twoEnvironments(): Promise<Harness> {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  onTestFinished(() => void vi.useRealTimers());
  const harness = deployCode(SLOW_TO_START, { Timeout: 30 });
  await invokeTwice(harness);
  return harness;
}

describe('environments', () => {
  it('are used again while they are warm', async () => {
    // Prepare
    const { invoke } = deployCode(COUNTING);

    // Act
    const results = [await invoke(), await invoke(), await invoke()];

    // Assess
    expect(results.map((result) => 'coldStart' in result && result.coldStart)).toEqual([true, false, false]);
    expect(results.map((result) => 'payload' in result && JSON.parse(result.payload).now)).toEqual([1, 2, 3]);
  });

  it('handle one event each at a time', async () => {
    // Prepare
    const harness = deployCode(COUNTING, { Timeout: 30 });
    const { gate, open } = createGate();

    // Act
    const running = [1, 2, 3].map(() => harness.value({ gate }));
    await vi.waitFor(() => expect(begun(harness)).toBe(3), 10_000);
    const status = harness.functions.status();
    open();
    const values = await Promise.all(running);

    // Assess
    expect(status).toEqual([{ functionName: 'under-test', environments: 3, running: 3, queued: 0 }]);
    expect(new Set(values.map((result) => Object(result).id)).size).toBe(3);
    expect(values.map((result) => Object(result).now)).toEqual([1, 1, 1]);
  });

  it('have a log stream each', async () => {
    // Prepare
    const harness = deployCode(COUNTING, { Timeout: 30 });

    // Act
    await invokeTwice(harness);

    // Assess
    expect(new Set(harness.logs.map(({ logStream }) => logStream)).size).toBe(2);
  });

  it('are not started for each request of a burst that a few can handle', async () => {
    // Prepare
    const { invoke, functions } = deployCode(COUNTING);
    const burst = 8 * MAX_STARTING;

    // Act
    const results = await Promise.all(Array.from({ length: burst }, () => invoke()));

    // Assess
    expect(results.every(({ status }) => status === 'success')).toBe(true);
    expect(functions.status()[0]?.environments).toBeLessThanOrEqual(burst / 2);
  });

  it('are stopped again when they are not used for a minute', async () => {
    // Prepare
    const { invoke, functions } = await twoEnvironments();
    const before = functions.status()[0]?.environments;

    // Act: nothing is invoked any more
    await vi.advanceTimersByTimeAsync(IDLE_LIMIT_MS - 1);
    const within = functions.status()[0]?.environments;
    await vi.advanceTimersByTimeAsync(2 * IDLE_LIMIT_MS);

    // Assess: the next invocation is a cold start
    expect([before, within, functions.status()[0]?.environments]).toEqual([2, 2, 0]);
    expect((await invoke()).status).toBe('success');
  });

  it('are stopped although a pause now and then makes use of all of them', async () => {
    // Prepare
    const { invoke, functions } = await twoEnvironments();

    // Act: two invocations at once in the middle of the minute
    await vi.advanceTimersByTimeAsync(IDLE_LIMIT_MS / 2);
    await Promise.all([invoke(), invoke()]);
    const used = functions.status()[0]?.environments;
    await vi.advanceTimersByTimeAsync(IDLE_LIMIT_MS / 2);

    // Assess: the other one is kept, since it was used
    expect([used, functions.status()[0]?.environments]).toEqual([2, 1]);
  });

  it('are not started before the first invocation', () => {
    const { functions } = deployCode(COUNTING);
    expect(functions.status()).toMatchObject([{ environments: 0 }]);
  });
});

describe('reserved concurrency', () => {
  it('throttles what exceeds it, as Lambda words it', async () => {
    // Prepare
    const { invoke } = deployCode(COUNTING, { ReservedConcurrentExecutions: 2 });

    // Act
    const results = await Promise.all([1, 2, 3].map(() => invoke({ waitMs: 200 })));
    const afterwards = await invoke();

    // Assess
    expect(results.map(({ status }) => status)).toEqual(['success', 'success', 'throttled']);
    expect(results[2]).toEqual({
      status: 'throttled',
      reason: 'ReservedFunctionConcurrentInvocationLimitExceeded',
      message: 'Rate Exceeded.',
    });
    expect(afterwards.status).toBe('success');
  });

  it('of 0 switches the function off', async () => {
    const { invoke } = deployCode(COUNTING, { ReservedConcurrentExecutions: 0 });
    expect(await invoke()).toMatchObject({ status: 'throttled' });
  });
});

describe('the limit of this machine', () => {
  it('lets further invocations wait instead of throttling them', async () => {
    // Prepare
    const { invoke, functions } = deployCode(COUNTING, {}, { maxEnvironments: 2 });

    // Act
    const running = [1, 2, 3, 4, 5].map(() => invoke({ waitMs: 100 }));
    const meanwhile = functions.status();
    const results = await Promise.all(running);

    // Assess
    expect(meanwhile[0]!.queued).toBeGreaterThanOrEqual(3);
    expect(results.map(({ status }) => status)).toEqual(Array(5).fill('success'));
    expect(functions.status()).toMatchObject([{ environments: 2, running: 0, queued: 0 }]);
  });

  it('does not count the waiting as duration', async () => {
    // Prepare
    const { invoke } = deployCode(COUNTING, {}, { maxEnvironments: 1 });

    // Act
    const results = await Promise.all([1, 2, 3].map(() => invoke({ waitMs: 200 })));

    // Assess: with its waiting the last one would have taken 600 ms
    const last = results.at(-1);
    if (last?.status !== 'success') expect.fail(last?.status);
    expect(last.durationMs).toBeLessThan(550);
  });
});

describe('dispose', () => {
  it('ends what is running and takes the deployed code away', async () => {
    // Prepare
    const { functions, value, error } = deployCode(
      'exports.handler = async (wait) => { if (wait) await new Promise(() => {}); return __dirname; };',
      { Timeout: 30 },
    );
    const folder = String(await value(false));
    const running = error(true);

    // Act
    await functions.dispose();

    // Assess
    expect(await running).toMatchObject({ errorType: 'Runtime.ExitError' });
    expect(existsSync(folder)).toBe(false);
  });

  it('lets nothing start afterwards, not even what was waiting', async () => {
    // Prepare
    const { functions, error } = deployCode(COUNTING, { Timeout: 30 }, { maxEnvironments: 1 });
    const all = [error({ waitMs: 20_000 }), error({ waitMs: 20_000 })];

    // Act
    await functions.dispose();
    all.push(error());

    // Assess
    for (const failure of await Promise.all(all)) expect(failure.errorType).toBe('Runtime.ExitError');
  });
});
