import { describe, expect, it } from 'vitest';
import { AssemblyBuilder } from '../../../assembly/test/assembly-builder.ts';
import { deploy, deployCode, functionResource } from './harness.ts';

describe('a handler that fails', () => {
  it('by throwing gives type, message and a trace as on Lambda', async () => {
    // Prepare
    const { error } = deployCode('exports.handler = async () => { throw new TypeError("no good"); };');

    // Act
    const failure = await error();

    // Assess
    expect(failure).toMatchObject({ errorType: 'TypeError', errorMessage: 'no good' });
    expect(failure.trace?.[0]).toBe('TypeError: no good');
    expect(failure.trace?.[1]).toContain('/var/task/index.js:1:');
  });

  it.each([
    ['a text', '"boom"', { errorType: 'string', errorMessage: 'boom', trace: [] }],
    ['nothing', 'undefined', { errorType: 'undefined', errorMessage: 'undefined', trace: [] }],
    ['an error class of its own', 'Object.assign(new Error("x"), { name: "ModelError" })', { errorType: 'ModelError' }],
  ])('by throwing %s gives its type', async (_name, thrown, expected) => {
    const { error } = deployCode(`exports.handler = async () => { throw ${thrown}; };`);
    expect(await error()).toMatchObject(expected);
  });

  it('writes the error into the log', async () => {
    // Prepare
    const { error, ownLines } = deployCode('exports.handler = async () => { throw new Error("logged"); };');

    // Act
    await error();

    // Assess
    expect(ownLines()).toEqual([
      expect.stringMatching(
        /^\S+Z\t[0-9a-f-]{36}\tERROR\tInvoke Error \t\{"errorType":"Error","errorMessage":"logged","stack":\[/,
      ),
    ]);
  });

  it('keeps its environment warm', async () => {
    // Prepare
    const { invoke } = deployCode('exports.handler = async (fail) => { if (fail) throw new Error("x"); };');

    // Act
    const results = [await invoke(true), await invoke(false)];

    // Assess
    expect(results).toMatchObject([
      { status: 'function-error', coldStart: true },
      { status: 'success', coldStart: false },
    ]);
  });

  it('with a result that is not JSON says so', async () => {
    const { error } = deployCode('exports.handler = async () => { const o = {}; o.o = o; return o; };');
    expect(await error()).toMatchObject({ errorType: 'Error', errorMessage: 'Unable to stringify response body' });
  });
});

describe('a timeout', () => {
  it.each([
    ['while the handler waits', 'await new Promise(() => {})'],
    ['while the handler computes', 'for (;;);'],
  ])('ends the invocation %s', async (_name, statement) => {
    // Prepare
    const { invoke, ownLines } = deployCode(`exports.handler = async (hang) => { if (hang) { ${statement} } };`, {
      Timeout: 1,
    });

    // Act
    const startedAt = performance.now();
    const result = await invoke(true);
    const took = performance.now() - startedAt;

    // Assess
    if (result.status !== 'function-error') expect.fail(result.status);
    expect(result.error).toEqual({
      errorType: 'Sandbox.Timedout',
      errorMessage: `RequestId: ${result.requestId} Error: Task timed out after 1.00 seconds`,
    });
    expect(took).toBeGreaterThanOrEqual(1000);
    expect(took).toBeLessThan(3000);
    expect(ownLines()).toEqual([`2026-01-01T00:00:00.000Z ${result.requestId} Task timed out after 1.00 seconds`]);
  });

  it('replaces the environment at the next invocation', async () => {
    // Prepare
    const { invoke, functions } = deployCode('exports.handler = async (hang) => { if (hang) for (;;); return 1; };', {
      Timeout: 1,
    });
    await invoke(true);

    // Act
    const next = await invoke(false);

    // Assess
    expect(next).toMatchObject({ status: 'success', payload: '1', coldStart: true });
    expect(functions.status()).toMatchObject([{ environments: 1, running: 0 }]);
  });

  it('does not count the loading of the code', async () => {
    const slow = 'const end = Date.now() + 1200; while (Date.now() < end); exports.handler = async () => 1;';
    const { value } = deployCode(slow, { Timeout: 1 });
    expect(await value()).toBe(1);
  });
});

describe('an environment that breaks down', () => {
  it.each([
    [
      'by an error nobody caught',
      'setTimeout(() => { throw new RangeError("late"); }); await new Promise(() => {});',
      { errorType: 'RangeError', errorMessage: 'late' },
    ],
    [
      'by a rejection nobody handled',
      'Promise.reject(new Error("lost")); await new Promise(() => {});',
      { errorType: 'Runtime.UnhandledPromiseRejection', errorMessage: 'Error: lost' },
    ],
    [
      'by leaving',
      'process.exit(3);',
      {
        errorType: 'Runtime.ExitError',
        errorMessage: expect.stringMatching(/^RequestId: \S+ Error: Runtime exited with error: exit status 3$/),
      },
    ],
  ])('%s fails the invocation and is replaced', async (_name, statement, expected) => {
    // Prepare
    const { error, invoke, logs } = deployCode(
      `exports.handler = async (die) => { if (die) { ${statement} } return 'alive'; };`,
    );

    // Act
    const failure = await error(true);
    const next = await invoke(false);

    // Assess
    expect(failure).toMatchObject(expected);
    expect(next).toMatchObject({ status: 'success', payload: '"alive"', coldStart: true });
    expect(logs.map(({ message }) => message).find((message) => message.startsWith('REPORT'))).toContain(
      `Status: error\tError Type: ${expected.errorType}`,
    );
  });

  it('keeps the lines written just before it left', async () => {
    // Prepare
    const { error, ownLines } = deployCode(
      'exports.handler = async () => { process.stdout.write("last words\\n"); process.exit(1); };',
    );

    // Act
    await error();

    // Assess
    expect(ownLines()).toEqual(['last words']);
  });

  it('by using up its memory is killed, and the preview lives on', async () => {
    // Prepare
    const hungry = 'const all = []; for (;;) all.push(new Array(100_000).fill(Math.random()));';
    const { error, invoke, logs } = deployCode(
      `exports.handler = async (eat) => { if (eat) { ${hungry} } return 1; };`,
      {
        MemorySize: 128,
        Timeout: 30,
      },
    );

    // Act
    const failure = await error(true);
    const next = await invoke(false);

    // Assess
    expect(failure.errorType).toBe('Runtime.ExitError');
    expect(failure.errorMessage).toMatch(/^RequestId: \S+ Error: Runtime exited with error: signal: killed$/);
    expect(next).toMatchObject({ status: 'success', coldStart: true });
    expect(logs.some(({ message }) => message.includes('Max Memory Used: 128 MB'))).toBe(true);
  }, 40_000);
});

describe('code that cannot be loaded', () => {
  it.each([
    ['is missing', {}, 'Runtime.ImportModuleError', "Error: Cannot find module 'index'"],
    [
      'needs a module that is missing',
      { 'index.js': 'require("nowhere");' },
      'Runtime.ImportModuleError',
      "Error: Cannot find module 'nowhere'",
    ],
    [
      'imports a module that is missing',
      { 'index.mjs': 'import "nowhere";' },
      'Runtime.ImportModuleError',
      "Cannot find package 'nowhere'",
    ],
    ['is not JavaScript', { 'index.js': 'this is not' }, 'Runtime.UserCodeSyntaxError', 'SyntaxError'],
    [
      'has no such export',
      { 'index.js': 'exports.other = 1;' },
      'Runtime.HandlerNotFound',
      'index.handler is undefined or not exported',
    ],
    ['exports no function', { 'index.js': 'exports.handler = 1;' }, 'Runtime.HandlerNotFound', 'index.handler'],
    ['throws', { 'index.js': 'throw new RangeError("at start");' }, 'RangeError', 'at start'],
    ['leaves', { 'index.js': 'process.exit(4);' }, 'Runtime.ExitError', 'exit status 4'],
    [
      'takes a callback',
      { 'index.js': 'exports.handler = (event, context, callback) => callback(null, 1);' },
      'Runtime.CallbackHandlerDeprecated',
      'make it async',
    ],
  ])('because it %s fails each invocation', async (_name, files, errorType, message) => {
    // Prepare
    const { error, functions } = deployCode(files);

    // Act
    const failure = await error();

    // Assess
    expect(failure.errorType).toBe(errorType);
    expect(failure.errorMessage).toContain(message);
    expect(functions.status()).toMatchObject([{ environments: 0, running: 0 }]);
  });

  it.each(['../index.handler', 'a/../../index.handler', 'noexport', '/etc/passwd.handler'])(
    'refuses the handler %s',
    async (handler) => {
      const { error } = deployCode('exports.handler = async () => 1;', { Handler: handler });
      expect(await error()).toMatchObject({ errorType: 'Runtime.MalformedHandlerName' });
    },
  );

  it('leaves a line about the failed start', async () => {
    // Prepare
    const { error, logs } = deployCode('throw new Error("at start");');

    // Act
    await error();

    // Assess
    expect(logs.map(({ message }) => message)).toEqual([
      expect.stringContaining('ERROR\tUncaught Exception \t{"errorType":"Error","errorMessage":"at start"'),
      expect.stringMatching(/^INIT_REPORT Init Duration: [\d.]+ ms\tPhase: init\tStatus: error\tError Type: Error$/),
    ]);
  });

  it('is refused with the reason if Node.js does not take its options', async () => {
    const Environment = { Variables: { NODE_OPTIONS: '--title=x' } };
    const { error } = deployCode('exports.handler = async () => 1;', { Environment });
    expect(await error()).toMatchObject({
      errorType: 'Runtime.ExitError',
      errorMessage: expect.stringContaining('--title'),
    });
  });
});

describe('a function of a kind that is not emulated', () => {
  it.each([
    ['another runtime', { Runtime: 'python3.13' }, 'its runtime is python3.13, not Node.js'],
    ['a container image', { PackageType: 'Image' }, 'it is a container image'],
    ['layers', { Layers: ['arn'] }, 'it uses layers'],
  ])('because of %s is refused with the reason, and does not stop the others', async (_name, properties, reason) => {
    // Prepare
    const builder = new AssemblyBuilder();
    const folder = builder.asset('code', { 'index.js': 'exports.handler = async () => 1;' });
    const { functions, invoke } = deploy(builder, {
      Other: functionResource(folder, { FunctionName: 'other', ...properties }),
      Function: functionResource(folder),
    });

    // Act
    const refused = await functions.invoke('other', {});

    // Assess
    expect(refused).toEqual({
      status: 'rejected',
      code: 'NotEmulated',
      message: `the preview cannot run function other: ${reason}`,
    });
    expect(await invoke()).toMatchObject({ status: 'success' });
  });
});
