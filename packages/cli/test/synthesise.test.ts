import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { synthesise } from '../src/synthesise.ts';

const APP = 'node app.mjs';

/** An application that writes down the context that it gets, in place of an assembly. */
const WRITES_CONTEXT = `
import { writeFileSync } from 'node:fs';
writeFileSync(\`\${process.env.CDK_OUTDIR}/context.json\`, process.env.CDK_CONTEXT_JSON ?? '');
`;

const folders: string[] = [];

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

function application(source: string, files: Record<string, string> = { 'cdk.json': JSON.stringify({ app: APP }) }) {
  const directory = mkdtempSync(join(tmpdir(), 'synthesise-'));
  folders.push(directory);
  writeFileSync(join(directory, 'app.mjs'), source);
  for (const [name, content] of Object.entries(files)) writeFileSync(join(directory, name), content);
  return directory;
}

async function contextOf(settings: object, files: Record<string, string> = {}, context: Record<string, string> = {}) {
  const cdk = { app: APP, context: settings };
  const directory = application(WRITES_CONTEXT, { 'cdk.json': JSON.stringify(cdk), ...files });
  const result = await synthesise({ applicationDirectory: directory, outputDirectory: directory, context });
  return { result, context: JSON.parse(readFileSync(join(directory, 'context.json'), 'utf8')) };
}

describe('synthesis', { timeout: 30_000 }, () => {
  it('hands on the context of cdk.json and of the command line, which wins', async () => {
    const { context } = await contextOf(
      { prefix: 'a', kept: true },
      { 'cdk.context.json': '{"looked-up":1}' },
      { prefix: 'b', alertEmail: 'me@example.com' },
    );

    expect(context).toEqual({
      'aws:cdk:enable-asset-metadata': true,
      'aws:cdk:enable-path-metadata': true,
      prefix: 'b',
      kept: true,
      'looked-up': 1,
      alertEmail: 'me@example.com',
    });
  });

  it('writes to a stand-in when the settings name nobody, and says so', async () => {
    const { result, context } = await contextOf({});

    expect(context.alertEmail).toBe('on-call@example.com');
    expect(result).toMatchObject({ status: 'success', notes: [expect.stringContaining('on-call@example.com')] });
  });

  it.each([
    ['an address', { inferwatch: { alertEmails: ['me@example.com'] } }],
    ['a phone number', { inferwatch: { alertPhones: ['+4915112345678'] } }],
    ['the short form', { alertEmail: 'me@example.com' }],
    ['settings as JSON', { inferwatch: '{"alertEmail":"me@example.com"}' }],
  ])('needs no stand-in with %s', async (_, settings) => {
    const { result, context } = await contextOf(settings);

    expect(context.alertEmail).not.toBe('on-call@example.com');
    expect(result).toEqual({ status: 'success', notes: [] });
  });

  it('repeats what the application complains about', async () => {
    const directory = application("console.error('alarms.typo: there is no such setting'); process.exit(1);");

    const result = await synthesise({ applicationDirectory: directory, outputDirectory: directory, context: {} });

    expect(result).toEqual({
      status: 'error',
      message: 'the application cannot be synthesised (exit code 1):\nalarms.typo: there is no such setting',
    });
  });

  it('runs the command of cdk.json as a shell does, in the folder of the application', async () => {
    const files = { 'cdk.json': JSON.stringify({ app: 'echo "not $MISSING yet" >&2 && exit 3' }) };
    const directory = application('', files);

    const result = await synthesise({ applicationDirectory: directory, outputDirectory: directory, context: {} });

    expect(result).toEqual({
      status: 'error',
      message: 'the application cannot be synthesised (exit code 3):\nnot  yet',
    });
  });

  it.each([
    ['a folder without cdk.json', {}, 'has no cdk.json: there is no application to synthesise'],
    ['a cdk.json that is broken', { 'cdk.json': '{' }, 'cdk.json: '],
    ['a cdk.context.json that is broken', { 'cdk.json': '{"app":"x"}', 'cdk.context.json': '[' }, 'cdk.context.json: '],
    ['a cdk.json without a command', { 'cdk.json': '{}' }, 'cdk.json: app: missing; write the command'],
    ['a command of another type', { 'cdk.json': '{"app":1}' }, 'cdk.json: app: 1; write the command'],
  ])('names %s', async (_, files, message) => {
    const directory = application('', files);

    const result = await synthesise({ applicationDirectory: directory, outputDirectory: directory, context: {} });

    expect(result).toMatchObject({ status: 'error', message: expect.stringContaining(message) });
    expect(result).toMatchObject({ message: expect.stringContaining(directory) });
  });

  it('ends when it is told to, and the application with it', async () => {
    const source = "import fs from 'node:fs'; setInterval(() => fs.writeFileSync('beat', String(Date.now())), 20);";
    const directory = application(source);
    const stop = new AbortController();

    const running = synthesise({
      applicationDirectory: directory,
      outputDirectory: directory,
      context: {},
      signal: stop.signal,
    });
    const beat = () => readFileSync(join(directory, 'beat'), 'utf8');
    await vi.waitFor(beat, 20_000);
    stop.abort();

    expect(await running).toEqual({ status: 'error', message: expect.stringContaining('ended by SIGTERM') });
    const last = beat();
    await setTimeout(200);
    expect(beat()).toBe(last);
  });
});
