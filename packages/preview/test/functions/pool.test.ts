import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { deployCode } from './harness.ts';

/** Counts its invocations; waits until a file exists if the event names one. */
const COUNTING = `
  let count = 0;
  const id = Math.random();
  exports.handler = async ({ waitMs = 0 }) => {
    count += 1;
    const now = count;
    await new Promise((resolve) => setTimeout(resolve, waitMs));
    return { id, now };
  };`;

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
    const { value, functions } = deployCode(COUNTING);

    // Act
    const values = await Promise.all([1, 2, 3].map(() => value({ waitMs: 300 })));

    // Assess
    const ids = new Set(values.map((result) => Object(result).id));
    expect(ids.size).toBe(3);
    expect(values.map((result) => Object(result).now)).toEqual([1, 1, 1]);
    expect(functions.status()).toEqual([{ functionName: 'under-test', environments: 3, running: 0, queued: 0 }]);
  });

  it('have a log stream each', async () => {
    // Prepare
    const { invoke, logs } = deployCode(COUNTING);

    // Act
    await Promise.all([invoke({ waitMs: 200 }), invoke({ waitMs: 200 })]);

    // Assess
    expect(new Set(logs.map(({ logStream }) => logStream)).size).toBe(2);
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

    // Assess
    for (const result of results) {
      if (result.status !== 'success') expect.fail(result.status);
      expect(result.durationMs).toBeLessThan(380);
    }
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
