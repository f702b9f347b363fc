import { execFile } from 'node:child_process';
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type Preview, startPreview } from '../../packages/preview/src/index.ts';
import { verify } from '../../packages/verify/src/index.ts';
import { readHeldout, toCsv } from '../../sample/index.ts';
import { callApi, play, startRealPreview } from './harness.ts';

const CSV = toCsv([readHeldout()[0]!.features]);
const INFERENCE = { method: 'POST', body: CSV, headers: { 'content-type': 'text/csv' } };
const ISSUER = 'https://login.example.com';

const run = promisify(execFile);

const answerOf = async (response: Response) => [response.status, await response.text()];

/** The application's assembly, its API changed to take tokens instead of signatures. */
async function withTokens(directory: string): Promise<void> {
  await cp(inject('assemblyDirectory'), directory, { recursive: true });
  const file = join(directory, 'InferwatchInference.template.json');
  const template = JSON.parse(await readFile(file, 'utf8'));
  const resources: [string, { Type: string; Properties: Record<string, unknown> }][] = Object.entries(
    template.Resources,
  );
  const [api = ''] = resources.find(([, { Type }]) => Type === 'AWS::ApiGatewayV2::Api') ?? [];
  for (const [, { Type, Properties }] of resources) {
    if (Type !== 'AWS::ApiGatewayV2::Route' || Properties.AuthorizationType !== 'AWS_IAM') continue;
    Object.assign(Properties, { AuthorizationType: 'JWT', AuthorizerId: { Ref: 'Tokens' } });
  }
  template.Resources.Tokens = {
    Type: 'AWS::ApiGatewayV2::Authorizer',
    Properties: {
      ApiId: { Ref: api },
      AuthorizerType: 'JWT',
      IdentitySource: ['$request.header.Authorization'],
      Name: 'tokens',
      JwtConfiguration: { Issuer: ISSUER, Audience: ['inferences'] },
    },
  };
  await writeFile(file, JSON.stringify(template));
}

describe('the preview of the application as it is', () => {
  let preview: Preview;
  beforeAll(async () => {
    preview = await startRealPreview({ speed: 60 });
  });
  afterAll(() => preview.dispose());

  it.each([
    ['POST /inference', '/inference', INFERENCE],
    ['GET /inference/{requestId}', '/inference/00000000-0000-4000-8000-000000000000', {}],
  ])('refuses %s without a signature', async (_, path, init) => {
    expect(await answerOf(await fetch(`${preview.api.url}${path}`, init))).toEqual([403, '{"message":"Forbidden"}']);
  });

  it('answers /health to everybody', async () => {
    expect((await fetch(`${preview.api.url}/health`)).status).toBe(200);
  });

  it('stores nothing of a request that it refuses', async () => {
    const { stored } = await preview.records.count();

    await fetch(`${preview.api.url}/inference`, INFERENCE);

    expect((await preview.records.count()).stored).toBe(stored);
  });

  it('takes no signature of one request for another', async () => {
    const url = `${preview.api.url}/inference`;
    const headers = { ...INFERENCE.headers, ...preview.api.authorise(url, INFERENCE) };

    const first = await fetch(url, { ...INFERENCE, headers });
    const other = await fetch(url, { ...INFERENCE, body: `${CSV}\n${CSV}`, headers });

    expect([first.status, other.status]).toEqual([200, 403]);
  });

  it('is asked by the command that it prints', async () => {
    const { stdout } = await run('sh', ['-c', preview.curl]);

    expect(JSON.parse(stdout)).toMatchObject({ prediction: expect.any(String) });
  });

  it("is asked by the console's form, which finds the record again", async () => {
    const { status, body } = await preview.console.controls!.tryIt(Buffer.from(CSV), 'text/csv');
    const { requestId } = JSON.parse(body);

    const found = await preview.console.inference(requestId);

    expect(status).toBe(200);
    expect(found.record).toMatchObject({ requestId, status: 'SUCCEEDED' });
  });

  it('shows nothing secret in e-mails, reports and logs while it fails', async () => {
    // Prepare
    preview.faults.modelErrorRate = 1;
    const key = 'the-key-of-the-caller';
    await callApi(preview, '/inference', { ...INFERENCE, headers: { ...INFERENCE.headers, 'idempotency-key': key } });

    // Act
    const report = await play(
      preview,
      'name: failing\nphases:\n  - { name: failing, duration: 3m, requestsPerMinute: 20, faults: { modelErrorRate: 1 } }\n',
    );

    // Assess
    const emails = report.emails.filter(({ subject }) => subject.startsWith('ALARM: "Inference-Error-Alarm"'));
    expect(emails.length).toBeGreaterThan(0);
    const logs = preview.logs.read({ limit: 100_000 }).map(({ message }) => message);
    const shown = JSON.stringify([report, preview.inbox.messages, logs]);
    expect(shown).not.toContain(key);
    expect(shown).not.toMatch(/AWS4-HMAC-SHA256|Signature=|SECRET_ACCESS_KEY|Bearer /i);
  });
});

describe('the templates', () => {
  it('hold no key, no password and no token', async () => {
    const directory = inject('assemblyDirectory');
    const files = (await readdir(directory)).filter((name) => name.endsWith('.template.json'));

    const texts = await Promise.all(files.map((name) => readFile(join(directory, name), 'utf8')));

    expect(files.length).toBeGreaterThanOrEqual(4);
    for (const text of texts) {
      expect(text).not.toMatch(/\b(AKIA|ASIA)[A-Z0-9]{16}\b|-----BEGIN|aws_secret_access_key|eyJ[\w-]{20,}\.[\w-]+\./i);
    }
  });
});

describe('the preview of an API with tokens', () => {
  let directory: string;
  let preview: Preview;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'inferwatch-tokens-'));
    await withTokens(directory);
    const result = await startPreview({ assemblyDirectory: directory, speed: 20 });
    if (result.status === 'error') throw new Error(result.message);
    preview = result.preview;
  });
  afterAll(async () => {
    await preview?.dispose();
    await rm(directory, { recursive: true, force: true });
  });

  it('refuses a request without a token', async () => {
    const response = await fetch(`${preview.api.url}/inference`, INFERENCE);

    expect(await answerOf(response)).toEqual([401, '{"message":"Unauthorized"}']);
  });

  it('refuses a token that somebody else made', async () => {
    const claims = Buffer.from(JSON.stringify({ iss: ISSUER, aud: 'inferences', exp: 9_999_999_999 }));
    const authorization = `Bearer eyJhbGciOiJub25lIn0.${claims.toString('base64url')}.`;

    const response = await fetch(`${preview.api.url}/inference`, {
      ...INFERENCE,
      headers: { ...INFERENCE.headers, authorization },
    });

    expect(response.status).toBe(401);
  });

  it('answers /health to everybody', async () => {
    expect((await fetch(`${preview.api.url}/health`)).status).toBe(200);
  });

  it('is asked by the command that it prints', async () => {
    const { stdout } = await run('sh', ['-c', preview.curl]);

    expect(JSON.parse(stdout)).toMatchObject({ prediction: expect.any(String) });
  });

  it('is verified with its token', async () => {
    const { authorization = '' } = preview.api.authorise(`${preview.api.url}/inference`, { method: 'POST' });
    const token = authorization.replace('Bearer ', '');

    const { checks } = await verify({
      region: 'us-east-1',
      endpointUrl: preview.awsEndpointUrl,
      waitMs: 3000,
      inferences: 1,
      token,
    });

    const results = Object.fromEntries(checks.map(({ check, status }) => [check, status]));
    expect(results).toMatchObject({ health: 'pass', inferences: 'pass', records: 'pass' });
  });
});

describe('a preview that was opened', () => {
  it('answers everybody, and says so', async () => {
    const preview = await startRealPreview({ authorisation: 'open' });
    try {
      expect((await fetch(`${preview.api.url}/inference`, INFERENCE)).status).toBe(200);
      expect(preview.notes.join()).toContain('authorisation is switched off');
    } finally {
      await preview.dispose();
    }
  });
});
