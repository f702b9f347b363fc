import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { synthesise } from '../src/synthesise.ts';

/** An application that writes down the context that it gets, in place of an assembly. */
const WRITES_CONTEXT = `
import { writeFileSync } from 'node:fs';
writeFileSync(\`\${process.env.CDK_OUTDIR}/context.json\`, process.env.CDK_CONTEXT_JSON ?? '');
`;

const folders: string[] = [];

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

function application(source: string | undefined, files: Record<string, string> = {}) {
  const directory = mkdtempSync(join(tmpdir(), 'synthesise-'));
  folders.push(directory);
  mkdirSync(join(directory, 'bin'));
  writeFileSync(join(directory, 'package.json'), '{"type":"module"}');
  if (source !== undefined) writeFileSync(join(directory, 'bin', 'app.ts'), source);
  for (const [name, content] of Object.entries(files)) writeFileSync(join(directory, name), content);
  return directory;
}

async function contextOf(files: Record<string, string>, context: Record<string, string> = {}) {
  const directory = application(WRITES_CONTEXT, files);
  const result = await synthesise({ applicationDirectory: directory, outputDirectory: directory, context });
  return { result, context: JSON.parse(readFileSync(join(directory, 'context.json'), 'utf8')) };
}

describe('synthesis', { timeout: 30_000 }, () => {
  it('hands on the context of cdk.json and of the command line, which wins', async () => {
    const { context } = await contextOf(
      { 'cdk.json': '{"context":{"prefix":"a","kept":true}}', 'cdk.context.json': '{"looked-up":1}' },
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
    const { result, context } = await contextOf({ 'cdk.json': JSON.stringify({ context: settings }) });

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

  it('names an application that does not exist', async () => {
    const directory = application(undefined);

    const result = await synthesise({ applicationDirectory: directory, outputDirectory: directory, context: {} });

    expect(result).toMatchObject({ status: 'error', message: expect.stringContaining('bin/app.ts does not exist') });
  });

  it('names a cdk.json that is broken', async () => {
    const directory = application(WRITES_CONTEXT, { 'cdk.json': '{' });

    const result = await synthesise({ applicationDirectory: directory, outputDirectory: directory, context: {} });

    expect(result).toMatchObject({ status: 'error', message: expect.stringContaining(join(directory, 'cdk.json')) });
  });

  it('ends when it is told to', async () => {
    const directory = application('setTimeout(() => {}, 60_000);');
    const stop = new AbortController();

    const running = synthesise({
      applicationDirectory: directory,
      outputDirectory: directory,
      context: {},
      signal: stop.signal,
    });
    stop.abort();

    expect(await running).toMatchObject({ status: 'error' });
  });
});
