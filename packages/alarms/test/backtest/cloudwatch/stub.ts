import { createServer } from 'node:http';
import { afterEach } from 'vitest';
import { MINUTE } from '../support.ts';

interface Query {
  readonly Id: string;
  readonly MetricStat: {
    readonly Stat: string;
    readonly Period: number;
    readonly Unit?: string;
    readonly Metric: {
      readonly MetricName: string;
      readonly Namespace: string;
      readonly Dimensions: readonly object[];
    };
  };
}

/** A GetMetricData request as it was received; times in epoch milliseconds. */
export interface Received {
  readonly from: number;
  readonly to: number;
  readonly queries: readonly Query[];
  readonly token: string | undefined;
}

export interface StubOptions {
  /** The value of a statistic at an instant; undefined for no datapoint. */
  readonly value: (query: Query, at: number) => number | undefined;
  /** So many requests are throttled first. @default 0 */
  readonly throttled?: number;
  /** Datapoints of each query in a page. @default - all */
  readonly pageSize?: number;
  /** Refuses every request so. */
  readonly error?: { readonly status: number; readonly type: string; readonly message: string };
  readonly statusCode?: string;
}

export interface Stub {
  readonly url: string;
  readonly received: Received[];
  /** Requests that were throttled. */
  throttled: number;
}

const open: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

const IDENTITY =
  '<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Arn>arn:aws:iam::123456789012:user/me</Arn><UserId>ME</UserId><Account>123456789012</Account></GetCallerIdentityResult></GetCallerIdentityResponse>';

/** CloudWatch and STS as the AWS SDK talks to them, on this machine: GetMetricData and GetCallerIdentity. */
export async function startStub(options: StubOptions): Promise<Stub> {
  const stub = { url: '', received: [] as Received[], throttled: 0 };
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const target = String(request.headers['x-amz-target'] ?? '');
      if (target === '') {
        response.writeHead(200, { 'content-type': 'text/xml' }).end(IDENTITY);
        return;
      }
      const { status, body } = answer(JSON.parse(Buffer.concat(parts).toString('utf8')), options, stub);
      response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' }).end(JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  open.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => {
      server.close(resolve);
    });
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the stub has no port');
  stub.url = `http://127.0.0.1:${address.port}`;
  return stub;
}

interface Body {
  readonly StartTime: number;
  readonly EndTime: number;
  readonly MetricDataQueries: readonly Query[];
  readonly NextToken?: string;
}

function answer(body: Body, options: StubOptions, stub: Stub): { readonly status: number; readonly body: object } {
  const { throttled = 0, error, pageSize = Number.POSITIVE_INFINITY, statusCode = 'Complete' } = options;
  if (error !== undefined) return { status: error.status, body: { __type: error.type, message: error.message } };
  if (stub.throttled < throttled) {
    stub.throttled++;
    return { status: 400, body: { __type: 'ThrottlingException', message: 'Rate exceeded' } };
  }
  const from = body.StartTime * 1000;
  const to = body.EndTime * 1000;
  stub.received.push({ from, to, queries: body.MetricDataQueries, token: body.NextToken });
  const skip = Number(body.NextToken ?? 0);
  let more = false;
  const MetricDataResults = body.MetricDataQueries.map((query) => {
    const all: [number, number][] = [];
    for (let at = from; at < to; at += query.MetricStat.Period * 1000) {
      const value = options.value(query, at);
      if (value !== undefined) all.push([at, value]);
    }
    const page = all.slice(skip, skip + pageSize);
    if (all.length > skip + page.length) more = true;
    return {
      Id: query.Id,
      Label: query.MetricStat.Metric.MetricName,
      Timestamps: page.map(([at]) => at / 1000),
      Values: page.map(([, value]) => value),
      StatusCode: statusCode,
    };
  });
  return { status: 200, body: { MetricDataResults, ...(more ? { NextToken: String(skip + pageSize) } : {}) } };
}

/** The minute of an instant within its day. */
export const minuteOfDay = (at: number) => Math.floor(at / MINUTE) % 1440;
