import { chmodSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type CloudWatchHistoryOptions, readCloudWatchHistory } from '../../../src/backtest/cloudwatch/read-history.ts';
import { DAY, HOUR, LATENCY, MINUTE, metricAlarm, START, temporaryFolder } from '../support.ts';
import { minuteOfDay, type Stub, startStub } from './stub.ts';

const NOW = START + 3 * DAY + HOUR;

function read(stub: Pick<Stub, 'url'>, options: Partial<CloudWatchHistoryOptions> = {}) {
  return readCloudWatchHistory({
    alarms: [metricAlarm()],
    region: 'eu-west-1',
    endpointUrl: stub.url,
    cache: false,
    from: START,
    to: NOW,
    now: NOW,
    io: { env: {}, signal: new AbortController().signal },
    ...options,
  });
}

async function readSeries(stub: Stub, options: Partial<CloudWatchHistoryOptions> = {}) {
  const result = await read(stub, options);
  if (result.status === 'error') throw new Error(result.lines.join('\n'));
  return result.series;
}

describe('a history from CloudWatch', () => {
  it('is the statistic of each minute, with how many samples it was made of', async () => {
    const stub = await startStub({
      value: ({ MetricStat }, at) => (MetricStat.Stat === 'Average' ? minuteOfDay(at) : 4),
    });

    const series = await readSeries(stub);

    expect(series).toMatchObject([
      { metric: LATENCY, form: { type: 'statistic', statistic: 'Average' }, period: 60, origin: 'CloudWatch' },
    ]);
    const columns = series[0]?.columns;
    expect(columns?.length).toBe(3 * 1440 + 60);
    expect([columns?.timestamps[1441], columns?.values[1441], columns?.counts?.[1441]]).toEqual([
      START + DAY + MINUTE,
      1,
      4,
    ]);
  });

  it('is asked for by the metric, dimensions and unit of the alarm, and by nothing else', async () => {
    const stub = await startStub({ value: () => 1 });

    await readSeries(stub, { alarms: [metricAlarm({ Statistic: 'Sum', Unit: 'Seconds' })] });

    const queries = new Set(
      stub.received.flatMap((request) => request.queries.map((query) => JSON.stringify(query.MetricStat))),
    );
    expect([...queries].map((text) => JSON.parse(text))).toEqual([
      {
        Metric: { Namespace: 'Shop', MetricName: 'Latency', Dimensions: [{ Name: 'Service', Value: 'web' }] },
        Stat: 'Sum',
        Period: 60,
        Unit: 'Seconds',
      },
    ]);
  });

  it('is put together from all pages', async () => {
    const stub = await startStub({ value: (_, at) => minuteOfDay(at), pageSize: 500 });

    const [series] = await readSeries(stub);

    expect(series?.columns.length).toBe(3 * 1440 + 60);
    expect(stub.received.some(({ token }) => token === '1000')).toBe(true);
  });

  it('is read again where CloudWatch slows down', async () => {
    const stub = await startStub({ value: () => 1, throttled: 2 });

    const [series] = await readSeries(stub, { from: START + 3 * DAY });

    expect(stub.throttled).toBe(2);
    expect(series?.columns.length).toBe(60);
  });

  it('tells how far it is', async () => {
    const stub = await startStub({ value: () => 1 });
    const told: string[] = [];

    await readSeries(stub, { onProgress: (text) => told.push(text) });

    expect(told.at(-1)).toBe('CloudWatch: 8 of 8 parts of the history');
  });
});

describe('what was read from CloudWatch', () => {
  const reading = async () => ({
    stub: await startStub({ value: (_, at) => minuteOfDay(at) }),
    cache: temporaryFolder(),
  });

  it('is kept, so that only what was not over is read again', async () => {
    const { stub, cache } = await reading();
    const first = await readSeries(stub, { cache });
    const before = stub.received.length;

    const second = await readSeries(stub, { cache });

    expect(second).toEqual(first);
    // Days 0 and 1 are settled; day 2 ended an hour ago, and day 3 goes on.
    expect(stub.received.slice(before).map(({ from }) => (from - START) / DAY)).toEqual([2, 3]);
  });

  it('is for its owner alone', async () => {
    const { stub, cache } = await reading();
    const folder = join(cache, 'deep', 'down');

    await readSeries(stub, { cache: folder });

    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(readdirSync(folder).map((name) => statSync(join(folder, name)).mode & 0o777)).toEqual([
      0o600, 0o600, 0o600, 0o600,
    ]);
  });

  it('is read again if a file is not whole, or is another one', async () => {
    const { stub, cache } = await reading();
    const first = await readSeries(stub, { cache });
    const [broken = '', moved = '', ...others] = readdirSync(cache).map((name) => join(cache, name));
    const old = readFileSync(others[0] ?? '', 'utf8').replace('"version":1', '"version":0');
    writeFileSync(broken, readFileSync(broken, 'utf8').slice(0, 100));
    writeFileSync(moved, readFileSync(others[1] ?? '', 'utf8'));
    writeFileSync(others[0] ?? '', old);

    const again = await readSeries(stub, { cache });

    expect(again).toEqual(first);
  });

  it('is no use in another Region', async () => {
    const { stub, cache } = await reading();
    await readSeries(stub, { cache });
    const before = stub.received.length;

    await readSeries(stub, { cache, region: 'us-east-1' });

    expect(stub.received.length).toBe(2 * before);
  });

  it('fails with the reason if the folder cannot be written', async () => {
    const { stub, cache } = await reading();
    writeFileSync(join(cache, 'file'), '');
    chmodSync(cache, 0o700);

    const result = await read(stub, { cache: join(cache, 'file') });

    expect(result).toMatchObject({ status: 'error', lines: [expect.stringMatching(/EEXIST|ENOTDIR/)] });
  });
});

describe('a history that CloudWatch does not give', () => {
  it('for want of a permission says which', async () => {
    const message = 'User: me is not authorized to perform: cloudwatch:GetMetricData';
    const stub = await startStub({ value: () => 1, error: { status: 403, type: 'AccessDeniedException', message } });

    const result = await read(stub);

    expect(result).toEqual({
      status: 'error',
      lines: [
        `the history could not be read from CloudWatch: ${message}`,
        'allow cloudwatch:GetMetricData to who runs this; it is all that a backtest needs',
      ],
    });
  });

  it('because there is none names the metric', async () => {
    const stub = await startStub({ value: () => undefined });

    const result = await read(stub);

    expect(result).toMatchObject({
      status: 'error',
      lines: [expect.stringContaining('CloudWatch has no datapoint of Shop/Latency{Service=web}')],
    });
  });

  it('because of an error inside says so', async () => {
    const stub = await startStub({ value: () => 1, statusCode: 'InternalError' });

    const result = await read(stub);

    expect(result).toMatchObject({ lines: [expect.stringContaining('CloudWatch answers InternalError for Latency')] });
  });

  it('because it is too old says what to do', async () => {
    const stub = await startStub({ value: () => 1 });

    const result = await read(stub, { from: NOW - 60 * DAY, to: NOW - 30 * DAY });

    expect(result).toMatchObject({ lines: [expect.stringContaining('choose a later --from')] });
    expect(stub.received).toEqual([]);
  });

  it('because nothing answers names the address', async () => {
    const result = await read({ url: 'http://127.0.0.1:9' });

    expect(result).toMatchObject({
      lines: [expect.anything(), expect.stringContaining('nothing answers at http://127.0.0.1:9')],
    });
  });
});
