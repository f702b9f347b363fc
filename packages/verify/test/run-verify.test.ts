import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CommanderError } from 'commander';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkLines, verdict } from '../src/commands/report.ts';
import { runVerify } from '../src/commands/run-verify.ts';
import type { VerifyCommandOptions } from '../src/commands/types.ts';
import { createVerifyCommand } from '../src/commands/verify-command.ts';
import { failureIn } from '../src/log-search.ts';
import { waitUntil } from '../src/wait.ts';

const plain = (_: unknown, text: string) => text;

function capture() {
  const out: string[] = [];
  const err: string[] = [];
  const io = {
    stdout: { write: (text: string) => out.push(text) },
    stderr: { write: (text: string) => err.push(text) },
    env: {},
    signal: new AbortController().signal,
  };
  return { io, out: () => out.join(''), err: () => err.join('') };
}

/** Nothing listens there. */
const NOWHERE = { region: 'eu-central-1', endpointUrl: 'http://127.0.0.1:1' };

describe('the command', () => {
  let directory: string;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'inferwatch-'));
  });

  afterEach(() => rm(directory, { recursive: true, force: true }));

  it('ends with 2 where nothing answers: no check says anything about the deployment then', async () => {
    const { io, out } = capture();

    const code = await runVerify(NOWHERE, io);

    expect(code).toBe(2);
    expect(out()).toContain('nothing answers at http://127.0.0.1:1');
  });

  it('gives JSON alone to standard output, and its lines beside it', async () => {
    const { io, out, err } = capture();

    await runVerify({ ...NOWHERE, json: true }, io);

    expect(JSON.parse(out())).toMatchObject({ result: 'fail', region: 'eu-central-1', requestIds: [] });
    expect(err()).toContain('FAIL  credentials');
  });

  it('writes JSON to a file', async () => {
    const file = join(directory, 'report.json');

    await runVerify({ ...NOWHERE, json: file }, capture().io);

    expect(JSON.parse(await readFile(file, 'utf8')).checks[0]).toMatchObject({ check: 'credentials', status: 'fail' });
  });

  it.each([
    ['row.txt', 'write a file that ends in .csv or .json'],
    ['missing.csv', 'ENOENT'],
  ])('refuses the input %s', async (name, message) => {
    await writeFile(join(directory, 'row.txt'), '1');
    const { io, err } = capture();

    const code = await runVerify({ ...NOWHERE, input: join(directory, name) }, io);

    expect([code, err()]).toEqual([2, expect.stringContaining(message)]);
  });
});

describe('the options', () => {
  const parse = async (...args: string[]) => {
    let read: VerifyCommandOptions | undefined;
    const command = createVerifyCommand(async (options) => {
      read = options;
    });
    await command
      .exitOverride()
      .configureOutput({ writeErr: () => {} })
      .parseAsync(args, { from: 'user' });
    return read;
  };

  it('are read', async () => {
    const args = [
      '--region',
      'r',
      '--endpoint-url',
      'http://127.0.0.1:1/',
      '--wait',
      '30s',
      '--inferences',
      '5',
      '--json',
    ];

    expect(await parse(...args)).toEqual({
      region: 'r',
      endpointUrl: 'http://127.0.0.1:1',
      wait: 30_000,
      inferences: 5,
      json: true,
    });
  });

  it.each([
    ['--endpoint-url', 'nowhere'],
    ['--inferences', '0'],
    ['--wait', 'soon'],
  ])('%s %s is refused', async (...args) => {
    await expect(parse(...args)).rejects.toBeInstanceOf(CommanderError);
  });
});

describe('the report', () => {
  const failed = { check: 'health', status: 'fail', detail: 'd', cause: 'c', fix: 'f', tookMs: 1500 } as const;

  it('shows cause and fix below a failure', () => {
    expect(checkLines(failed, plain)).toEqual([
      'FAIL  health         d (1.5 s)',
      '      likely cause  c',
      '      fix           f',
    ]);
  });

  it('counts, and names what the test inferences are found by', () => {
    const report = {
      result: 'fail',
      region: 'r',
      runId: 'run',
      requestIds: ['a'],
      tookMs: 2000,
      checks: [failed],
    } as const;

    expect(verdict(report, plain)).toEqual([
      '',
      '0 passed, 1 failed, 0 skipped in 2.0 s',
      'test inferences: run run, request ids a',
    ]);
  });
});

describe('waiting', () => {
  it('ends when it is done, and tells how far it is until then', async () => {
    const states: string[] = [];
    let looks = 0;
    const look = async () => (++looks < 2 ? ({ done: false, state: '0 of 1' } as const) : ({ done: true } as const));

    const waited = await waitUntil(look, { timeoutMs: 5000, progress: (state) => states.push(state) });

    expect([waited.done, states]).toEqual([true, ['0 of 1 (0 s of at most 5 s)']]);
  });

  it('ends when the time is over', async () => {
    const look = async () => ({ done: false, state: '0 of 1' }) as const;

    expect(await waitUntil(look, { timeoutMs: 0, progress: () => {} })).toMatchObject({ done: false, state: '0 of 1' });
  });

  it('stops when it is asked to', async () => {
    const stop = new AbortController();
    const look = async () => ({ done: false, state: '' }) as const;

    const waited = waitUntil(look, { timeoutMs: 5000, signal: stop.signal, progress: () => stop.abort() });

    await expect(waited).rejects.toThrow('aborted');
  });
});

describe('a log line', () => {
  it.each([
    ['{"message":"inference","error":{"message":"outer","cause":{"message":"inner"}}}', 'inner'],
    ['{"errorType":"Error","errorMessage":"broken"}', 'broken'],
    ['2026 id Task timed out after 3.00 seconds', '2026 id Task timed out after 3.00 seconds'],
    ['START RequestId: 1', undefined],
    ['{"type":"platform.start"}', undefined],
  ])('%s says %s', (line, expected) => {
    expect(failureIn(line)).toBe(expected);
  });
});
