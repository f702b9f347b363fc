import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { InferenceEnv } from '../lambda/inference/env.ts';
import { EmfMetrics } from '../lambda/shared/emf-metrics.ts';
import { bundleFunction } from './bundle-function.ts';
import { environmentOf } from './handler-environment.ts';
import type { Order, Subject, Timings } from './handler-runner.ts';
import { atMost, type BenchResult, median, print, quantile, round } from './result.ts';

const REQUESTS = 3000;
const WARM_UPS = 500;
/** Requests in a block, of which a quantile is taken. */
const BLOCK = 300;
const MAX_MORE_AT_P50_MS = 1;
const MAX_MORE_AT_P99_MS = 5;
const MAX_EMF_US = 10;

type Transport = InferenceEnv['METRICS_TRANSPORT'];
const TRANSPORTS: readonly Transport[] = ['emf', 'put-metric-data'];
const FUNCTIONS = [
  { name: 'plain', entry: 'bench/plain-handler.ts' },
  { name: 'inferwatch', entry: 'lambda/inference/handler.ts' },
] as const;

/** A child process of this folder; its standard output is thrown away, as the functions write their log lines to it. */
function start(script: string): ChildProcess {
  return fork(fileURLToPath(new URL(script, import.meta.url)), {
    execArgv: ['--import', 'tsx', '--no-warnings'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
}

/** Each function with each transport, from a bundle of its own, because a module is loaded with one environment. */
async function makeSubjects(folder: string, url: string): Promise<Subject[]> {
  const subjects: Subject[] = [];
  for (const { name, entry } of FUNCTIONS) {
    const bundle = join(folder, `${name}.js`);
    await bundleFunction(entry, bundle);
    for (const transport of TRANSPORTS) {
      const file = join(folder, `${name}-${transport}.js`);
      await copyFile(bundle, file);
      subjects.push({ name: `${name}, ${transport}`, file, environment: environmentOf(url, transport) });
    }
  }
  return subjects;
}

async function measure(order: Order): Promise<Timings> {
  const runner = start('./handler-runner.ts');
  runner.send(order);
  const [timings] = await Promise.race([
    once(runner, 'message'),
    once(runner, 'exit').then(([code]) => {
      throw new Error(`the runner ended with ${code} before it had measured anything`);
    }),
  ]);
  return timings;
}

/**
 * How much more one function takes at a quantile: the median over blocks of requests made in the same moments, so that
 * a burst of other work on the machine spoils the blocks it falls into, and not the result.
 */
function difference(ours: readonly number[], theirs: readonly number[], share: number): number {
  const differences: number[] = [];
  for (let from = 0; from < ours.length; from += BLOCK) {
    const of = (values: readonly number[]) => quantile(values.slice(from, from + BLOCK), share);
    differences.push(of(ours) - of(theirs));
  }
  return median(differences);
}

/** Microseconds of one call, the median of several rounds. */
function microseconds(call: () => void): number {
  const CALLS = 20_000;
  const rounds = Array.from({ length: 15 }, () => {
    const from = process.hrtime.bigint();
    for (let index = 0; index < CALLS; index += 1) {
      call();
    }
    return Number(process.hrtime.bigint() - from) / 1000 / CALLS;
  });
  return median(rounds);
}

/** Microseconds that a request spends on making its line of metrics; writing it is the pipe's matter. */
function measureEmf(): number {
  let characters = 0;
  const metrics = new EmfMetrics('bench-endpoint', (line) => {
    characters += line.length;
  });
  let request = 0;
  const us = microseconds(() => {
    request += 1;
    const values = {
      LatencyMs: request * 0.137,
      SuccessCount: 1,
      ErrorCount: 0,
      OverheadMs: 1.5,
      PersistFailureCount: 0,
    };
    metrics.record(values, '3f1c9a52-0d3b-4a57-9a52-0d3b4a57ab12', Date.now());
  });
  if (characters === 0) {
    throw new Error('the metrics wrote nothing');
  }
  return us;
}

/** The function over the same written plainly with the SDK, request by request in turns, on loopback services. */
export async function run(): Promise<BenchResult> {
  const folder = await mkdtemp(join(tmpdir(), 'inferwatch-bench-'));
  const services = start('./handler-services.ts');
  try {
    const [port] = await once(services, 'message');
    const subjects = await makeSubjects(folder, `http://127.0.0.1:${port}`);
    const timings = await measure({ subjects, warmUps: WARM_UPS, requests: REQUESTS });
    const timingsOf = (name: string) => timings[subjects.findIndex((subject) => subject.name === name)] ?? [];
    const more = (transport: Transport, share: number) =>
      difference(timingsOf(`inferwatch, ${transport}`), timingsOf(`plain, ${transport}`), share);
    const emfUs = measureEmf();
    const rows = subjects.map(({ name }) => ({
      function: name,
      'p50 ms': round(quantile(timingsOf(name), 0.5)),
      'p99 ms': round(quantile(timingsOf(name), 0.99)),
    }));
    return {
      title: `Handler: time of a request on loopback services (${REQUESTS} requests each, in turns)`,
      rows: [...rows, { function: 'one EMF line', 'p50 ms': round(emfUs / 1000), 'p99 ms': '' }],
      goals: [
        ...TRANSPORTS.flatMap((transport) => [
          atMost(`over plain at p50, ${transport}`, more(transport, 0.5), MAX_MORE_AT_P50_MS, 'ms'),
          atMost(`over plain at p99, ${transport}`, more(transport, 0.99), MAX_MORE_AT_P99_MS, 'ms'),
        ]),
        atMost('making the line of embedded metrics', emfUs, MAX_EMF_US, 'µs'),
      ],
    };
  } finally {
    services.kill();
    await rm(folder, { recursive: true });
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  print(await run());
}
