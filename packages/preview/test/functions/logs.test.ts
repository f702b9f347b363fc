import { describe, expect, it } from 'vitest';
import { deployCode } from './harness.ts';

const JSON_FORMAT = { LoggingConfig: { LogFormat: 'JSON', LogGroup: '/json' } };
const ID = '[0-9a-f-]{36}';

describe('lines of the platform', () => {
  it('frame each invocation, with the initialisation on the first one', async () => {
    // Prepare
    const { invoke, logs } = deployCode('exports.handler = async () => 1;', { MemorySize: 256 });

    // Act
    await invoke();
    await invoke();

    // Assess
    const report = `REPORT RequestId: ${ID}\tDuration: [\\d.]+ ms\tBilled Duration: \\d+ ms\tMemory Size: 256 MB\tMax Memory Used: \\d+ MB`;
    expect(logs.map(({ message }) => message)).toEqual([
      expect.stringMatching(new RegExp(`^START RequestId: ${ID} Version: \\$LATEST$`)),
      expect.stringMatching(new RegExp(`^END RequestId: ${ID}$`)),
      expect.stringMatching(new RegExp(`^${report}\tInit Duration: [\\d.]+ ms$`)),
      expect.stringMatching(/^START/),
      expect.stringMatching(/^END/),
      expect.stringMatching(new RegExp(`^${report}$`)),
    ]);
  });

  it('carry the trace of a traced function', async () => {
    // Prepare
    const { invoke, logs } = deployCode('exports.handler = async () => 1;', { TracingConfig: { Mode: 'Active' } });

    // Act
    await invoke();

    // Assess
    expect(logs.at(-1)?.message).toMatch(/\nXRAY TraceId: 1-[0-9a-f-]+\tSegmentId: [0-9a-f]{16}\tSampled: true$/);
  });

  it('are JSON if the function logs JSON', async () => {
    // Prepare
    const { invoke, logs } = deployCode('exports.handler = async () => 1;', JSON_FORMAT);

    // Act
    await invoke();

    // Assess
    expect(logs.map(({ message }) => JSON.parse(message))).toMatchObject([
      { time: '2026-01-01T00:00:00.000Z', type: 'platform.start', record: { version: '$LATEST' } },
      {
        type: 'platform.report',
        record: { status: 'success', metrics: { memorySizeMB: 128, initDurationMs: expect.any(Number) } },
      },
    ]);
  });

  it('are left out at the level WARN', async () => {
    // Prepare
    const { invoke, logs } = deployCode('exports.handler = async () => 1;', {
      LoggingConfig: { LogFormat: 'JSON', SystemLogLevel: 'WARN' },
    });

    // Act
    await invoke();

    // Assess
    expect(logs).toEqual([]);
  });
});

describe('lines of the function', () => {
  it('go to the log group of the template, or else to the one of the function', async () => {
    // Prepare
    const configured = deployCode('exports.handler = async () => 1;', { LoggingConfig: { LogGroup: '/mine' } });
    const standard = deployCode('exports.handler = async () => 1;');

    // Act
    await configured.invoke();
    await standard.invoke();

    // Assess
    expect(new Set(configured.logs.map(({ logGroup }) => logGroup))).toEqual(new Set(['/mine']));
    expect(new Set(standard.logs.map(({ logGroup }) => logGroup))).toEqual(new Set(['/aws/lambda/under-test']));
  });

  it('from the console carry time, request and level, and stay one line', async () => {
    // Prepare
    const code =
      'exports.handler = async () => { console.log("a", { b: 1 }); console.warn("two\\nlines"); console.debug("d"); console.error("e"); };';
    const { invoke, ownLines } = deployCode(code);

    // Act
    await invoke();

    // Assess
    const time = '\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z';
    expect(ownLines()).toEqual([
      expect.stringMatching(new RegExp(`^${time}\t${ID}\tINFO\ta \\{ b: 1 \\}$`)),
      expect.stringMatching(new RegExp(`^${time}\t${ID}\tWARN\ttwo\rlines$`)),
      expect.stringMatching(new RegExp(`^${time}\t${ID}\tDEBUG\td$`)),
      expect.stringMatching(new RegExp(`^${time}\t${ID}\tERROR\te$`)),
    ]);
  });

  it('written while the code is loaded know no request', async () => {
    // Prepare
    const { invoke, ownLines } = deployCode('console.log("loading"); exports.handler = async () => 1;');

    // Act
    await invoke();

    // Assess
    expect(ownLines()).toEqual([expect.stringMatching(/\tundefined\tINFO\tloading$/)]);
  });

  it.each([
    ['process.stdout', 'process.stdout.write("{\\"_aws\\":1}\\n")'],
    ['process.stderr', 'process.stderr.write("{\\"_aws\\":1}\\n")'],
    ['the file descriptor', 'require("node:fs").writeSync(1, "{\\"_aws\\":1}\\n")'],
    [
      'a console of its own',
      'new (require("node:console").Console)(process.stdout, process.stderr).log("{\\"_aws\\":1}")',
    ],
  ])('through %s are passed on unchanged', async (_name, statement) => {
    // Prepare
    const { invoke, ownLines } = deployCode(`exports.handler = async () => { ${statement}; };`);

    // Act
    await invoke();

    // Assess
    expect(ownLines()).toEqual(['{"_aws":1}']);
  });

  it('are put together from pieces, and cut at line ends', async () => {
    // Prepare
    const code =
      'exports.handler = async () => { const w = (x) => process.stdout.write(x); w("one "); w("line\\ntwo\\nthr"); w(Buffer.from("€€").subarray(0, 4)); w(Buffer.from("€€").subarray(4)); };';
    const { invoke, ownLines } = deployCode(code);

    // Act
    await invoke();

    // Assess
    expect(ownLines()).toEqual(['one line', 'two', 'thr€€']);
  });

  it('stand between START and END in the order in which they were written', async () => {
    // Prepare
    const code =
      'exports.handler = async () => { for (let i = 0; i < 50; i++) { console.log(i); process.stdout.write("raw " + i + "\\n"); } };';
    const { invoke, logs } = deployCode(code);

    // Act
    await invoke();

    // Assess
    const messages = logs.map(({ message }) => message.split('\t').at(-1));
    const expected = Array.from({ length: 50 }, (_, at) => [String(at), `raw ${at}`]).flat();
    expect(messages.slice(1, 101)).toEqual(expected);
    expect([messages[0], messages[101]]).toEqual([expect.stringMatching(/^START/), expect.stringMatching(/^END/)]);
  });

  it('call back who waits for the write', async () => {
    const { value } = deployCode(
      'exports.handler = () => new Promise((done) => process.stdout.write("x\\n", () => done("written")));',
    );
    expect(await value()).toBe('written');
  });

  it('are stamped with virtual time', async () => {
    // Prepare
    const { invoke, logs, clock } = deployCode('exports.handler = async () => console.log("x");');
    await clock.advance(90_000);

    // Act
    await invoke();

    // Assess
    expect(new Set(logs.map(({ timestamp }) => timestamp))).toEqual(new Set([Date.UTC(2026, 0, 1, 0, 1, 30)]));
  });
});

describe('the JSON log format', () => {
  it('wraps what the console writes', async () => {
    // Prepare
    const code =
      'exports.handler = async () => { console.info("text %d", 1); console.error("failed", new TypeError("why")); console.log({ a: 1 }); };';
    const { invoke, ownLines } = deployCode(code, JSON_FORMAT);

    // Act
    await invoke();

    // Assess
    expect(ownLines().map((line) => JSON.parse(line))).toMatchObject([
      { level: 'INFO', message: 'text 1', requestId: expect.stringMatching(ID) },
      { level: 'ERROR', errorType: 'TypeError', errorMessage: 'why', stackTrace: expect.any(Array) },
      { level: 'INFO', message: { a: 1 } },
    ]);
  });

  it('writes a circular value as text', async () => {
    // Prepare
    const { invoke, ownLines } = deployCode(
      'exports.handler = async () => { const o = {}; o.o = o; console.log(o); };',
      JSON_FORMAT,
    );

    // Act
    await invoke();

    // Assess
    expect(JSON.parse(ownLines()[0]!)).toMatchObject({ message: expect.stringContaining('[Circular') });
  });

  it('leaves out what is below the level of the application', async () => {
    // Prepare
    const LoggingConfig = { LogFormat: 'JSON', ApplicationLogLevel: 'WARN' };
    const { invoke, ownLines } = deployCode(
      'exports.handler = async () => { console.log("no"); console.warn("yes"); };',
      { LoggingConfig },
    );

    // Act
    await invoke();

    // Assess
    expect(ownLines().map((line) => JSON.parse(line).message)).toEqual(['yes']);
  });
});
