import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { describe, expect, test } from 'vitest';
import { createCostCommand } from '../../src/commands/cost-command.ts';
import { runCost } from '../../src/commands/run-cost.ts';
import type { CostOptions } from '../../src/commands/types.ts';
import { PIPELINE, type Resources, recordingIo, templateFile, temporaryFolder } from '../support.ts';

async function run(options: Partial<CostOptions>, resources: Resources = PIPELINE) {
  const io = recordingIo();
  const code = await runCost({ app: templateFile(resources), context: {}, rps: 10, ...options }, io);
  return { code, out: io.out(), err: io.err() };
}

describe('inferwatch cost', () => {
  test('shows services with their lines, the dearest first, and the total', async () => {
    const { code, out, err } = await run({});

    const services = out.slice(0, out.indexOf('a month, of'));
    const amounts = [...services.matchAll(/^ *([\d,.]+) {2}[A-Z]/gm)].map(([, amount = '']) =>
      Number(amount.replaceAll(',', '')),
    );
    expect(code).toBe(0);
    expect(err).toBe('');
    expect(amounts.length).toBeGreaterThan(4);
    expect(amounts).toEqual(amounts.toSorted((left, right) => right - left));
    expect(out).toContain('requests: 26,280,000 requests at $0.000001');
    expect(out).toMatch(/\d+\.\d\d {2}a month, of what is known/);
  });

  test('names what is unknown, by line and by type', async () => {
    const { out } = await run(
      {},
      { ...PIPELINE, Bucket: { Type: 'AWS::S3::Bucket' }, Db: { Type: 'AWS::RDS::DBInstance' } },
    );

    expect(out).toContain('unknown  S3, storage: give lake.storedGb');
    expect(out).toContain('unknown  AWS::RDS::DBInstance (1): this command does not know what it costs');
  });

  test('compares both transports and marks the one in use', async () => {
    const { out } = await run({ transport: 'put-metric-data' });

    expect(out).toMatch(/embedded metric format \(log lines\), [\d,.]+ in all\n/);
    expect(out).toMatch(/262\.80 {2}PutMetricData \(API calls\), [\d,.]+ in all {2}<- this estimate/);
  });

  test('does not compare transports for an application that has none', async () => {
    const { out } = await run({}, { Key: { Type: 'AWS::KMS::Key' } });

    expect(out).not.toContain('How metrics are sent');
  });

  test('lists what it took for settings that nobody gave', async () => {
    const { out } = await run({});

    expect(out).toContain('model.latencyMs: 50 (no measurement: give your own)');
  });

  test('shows twenty like alarms as one row, and each with --all', async () => {
    const alarm = { Type: 'AWS::CloudWatch::Alarm', Properties: { Period: 60 } };
    const alarms = Object.fromEntries(Array.from({ length: 20 }, (_, at) => [`Alarm${at}`, alarm]));
    const [short, long] = [await run({}, alarms), await run({ all: true }, alarms)];

    expect(short.out).toContain('alarm (standard): 20 alarm metrics at $0.10');
    expect(long.out.match(/alarm \(standard\): 1 alarm metric at/g)).toHaveLength(20);
  });

  test('reads a profile', async () => {
    const profile = join(temporaryFolder(), 'traffic.yaml');
    writeFileSync(profile, 'traffic: { requestsPerSecond: 20 }\n');

    const { out } = await run({ rps: undefined, profile });

    expect(out).toContain('52,560,000 requests');
  });

  test('refuses a broken profile with its place', async () => {
    const profile = join(temporaryFolder(), 'traffic.yaml');
    writeFileSync(profile, 'traffic: { rps: 20 }\n');

    const { code, err } = await run({ rps: undefined, profile });

    expect(code).toBe(2);
    expect(err).toContain('traffic.yaml:1:12: traffic.rps: there is no such setting');
  });

  test('needs the traffic', async () => {
    const { code, err } = await run({ rps: undefined });

    expect([code, err]).toEqual([
      2,
      'error: give --rps <number> or --profile <file>: the cost depends on the traffic\n',
    ]);
  });

  test('says which file is missing', async () => {
    const { code, err } = await run({ app: 'nowhere' });

    expect([code, err]).toEqual([2, 'error: there is no file or folder nowhere: synthesise the application first\n']);
  });

  test('warns of a Region without prices', async () => {
    const { code, err } = await run({ region: 'sa-east-1' });

    expect([code, err]).toEqual([
      0,
      'warning: no prices of sa-east-1 are known; --region us-east-1 or eu-central-1 has some\n',
    ]);
  });
});

describe('--max', () => {
  test('above the total leaves the exit code at 0', async () => {
    const { code, err } = await run({ max: 100_000 });

    expect(code).toBe(0);
    expect(err).toMatch(/^\$[\d,.]+ a month, within --max 100000\./);
  });

  test('below the total makes it 1, and says how much of it is open', async () => {
    const { code, err } = await run({ max: 1 }, { ...PIPELINE, Bucket: { Type: 'AWS::S3::Bucket' } });

    expect(code).toBe(1);
    expect(err).toMatch(/above --max 1\. 3 lines are unknown and not in it\.\n$/);
  });
});

describe('files', () => {
  test('as JSON have each line with its formula, price and source', async () => {
    const { out } = await run({ json: true });

    const document = JSON.parse(out);
    const line = document.lines.find(({ meter }: { meter: string }) => meter === 'api-gateway.http.requests');
    expect(line).toMatchObject({
      quantity: 26_280_000,
      unitPrice: expect.closeTo(0.000001, 12),
      amount: expect.closeTo(26.28, 6),
      formula: '26,280,000 requests x 1 (steps of 512 KB)',
      priceSource: 'https://aws.amazon.com/api-gateway/pricing/',
      resource: { stack: 'App', logicalId: 'Api', type: 'AWS::ApiGatewayV2::Api' },
    });
    expect(document.pricesRead).toMatch(/^\d{4}-\d\d-\d\d$/);
  });

  test('as JSON name the reason of what is unknown', async () => {
    const { out } = await run({ json: true }, { Bucket: { Type: 'AWS::S3::Bucket' } });

    expect(JSON.parse(out).lines[0]).toMatchObject({ amount: null, quantity: null, unknown: 'give lake.storedGb' });
  });

  test('as Markdown are a table with all prices cited', async () => {
    const file = join(temporaryFolder(), 'cost.md');

    const { out } = await run({ markdown: file });

    const text = readFileSync(file, 'utf8');
    expect(out).toBe('');
    expect(text).toContain('| 26.28 | API Gateway | requests | 26,280,000 request | $0.000001 |');
    expect(text).toContain('- <https://aws.amazon.com/dynamodb/pricing/on-demand/>');
  });

  test('keep names of a template from being markup', async () => {
    const { out } = await run({ markdown: true }, { Db: { Type: 'Evil::<b>|::Type' } });

    expect(out).toContain('| `Evil::<b>\\|::Type` | this command');
  });

  test('cannot both go to standard output', async () => {
    const { code, err } = await run({ json: true, markdown: '-' });

    expect(code).toBe(2);
    expect(err).toContain('only one can go to standard output');
  });

  test('that cannot be written are an error', async () => {
    const { code, err } = await run({ json: join(temporaryFolder(), 'no', 'cost.json') });

    expect(code).toBe(2);
    expect(err).toContain('--json: ENOENT');
  });
});

describe('the command line', () => {
  async function parse(...args: string[]): Promise<CostOptions | string> {
    let got: CostOptions | undefined;
    const texts: string[] = [];
    const command = createCostCommand(async (options) => {
      got = options;
    });
    const output = { writeErr: (text: string) => texts.push(text), writeOut: (text: string) => texts.push(text) };
    const program = new Command('inferwatch').exitOverride().configureOutput(output);
    program.addCommand(command.copyInheritedSettings(program));
    await program.parseAsync(['cost', ...args], { from: 'user' }).catch(() => undefined);
    return got ?? texts.join('');
  }

  test('takes numbers and settings', async () => {
    expect(await parse('--rps', '2.5', '--max', '300', '--free-tier', '-c', 'prefix=a')).toEqual({
      rps: 2.5,
      max: 300,
      freeTier: true,
      context: { prefix: 'a' },
    });
  });

  test.each([
    [['--rps', 'ten'], 'Write a number from 0, for example 10.'],
    [['--max', '-1'], 'Write a number from 0, for example 10.'],
    [['--rps', '1', '--transport', 'smoke'], 'Allowed choices are emf, put-metric-data.'],
    [['--rps', '1', '--profile', 'a.yaml'], "cannot be used with option '--rps <number>'"],
  ])('refuses %j', async (args, message) => {
    expect(await parse(...args)).toContain(message);
  });

  test('has examples and exit codes in its help', async () => {
    const help = await parse('--help');

    expect(help).toContain('$ inferwatch cost --rps 10 --max 300');
    expect(help).toContain('Exit codes: 0 done, 1 the total is above --max');
  });
});
