import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BenchResult } from './result.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const RUNS = 5;
/** Issue 2: synthesis of all stacks at most 6 s. */
const LIMIT_SECONDS = 6;

interface Variant {
  readonly what: string;
  readonly context?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
}

const WHOLE: Variant = { what: 'all stacks, as deployed' };
const VARIANTS: readonly Variant[] = [
  WHOLE,
  { what: 'without bundling the functions', context: { 'aws:cdk:bundling-stacks': [] } },
  { what: "without CloudFormation's and cdk-nag's rules", env: { CDK_VALIDATION: 'false' } },
];

/** How long the application takes from a cold start to a complete `cdk.out`, and what takes the time. */
export async function run(): Promise<BenchResult> {
  const rows = VARIANTS.map((variant) => ({ what: variant.what, ...summary(measure(variant)) }));
  const measured = rows.find(({ what }) => what === WHOLE.what)?.['median s'] ?? Number.POSITIVE_INFINITY;
  return {
    title: `Synthesis: a process from start to end, ${RUNS} runs each`,
    rows,
    goals: [
      {
        goal: 'synthesis of all stacks (median)',
        measured,
        limit: LIMIT_SECONDS,
        unit: 's',
        met: measured <= LIMIT_SECONDS,
      },
    ],
  };
}

/** Seconds of each run, shortest first. */
function measure(variant: Variant): number[] {
  return Array.from({ length: RUNS }, () => synthesise(variant)).sort((a, b) => a - b);
}

function synthesise({ context, env }: Variant): number {
  const outdir = mkdtempSync(join(tmpdir(), 'inferwatch-bench-'));
  const flags = JSON.parse(readFileSync(join(ROOT, 'cdk.json'), 'utf8')).context;
  const started = performance.now();
  const { status, stderr } = spawnSync(process.execPath, ['--import', 'tsx', 'bin/app.ts'], {
    cwd: ROOT,
    encoding: 'utf8',
    env: {
      PATH: process.env.PATH,
      ...env,
      CDK_OUTDIR: outdir,
      CDK_CONTEXT_JSON: JSON.stringify({ ...flags, alertEmail: 'on-call@example.com', ...context }),
    },
  });
  const seconds = (performance.now() - started) / 1000;
  rmSync(outdir, { recursive: true, force: true });
  if (status !== 0) throw new Error(`synthesis ended with ${status}: ${stderr}`);
  return seconds;
}

function summary(seconds: readonly number[]): { 'median s': number; 'fastest s': number; 'slowest s': number } {
  const at = (index: number): number => Math.round((seconds[index] ?? Number.NaN) * 100) / 100;
  return { 'median s': at(Math.floor(seconds.length / 2)), 'fastest s': at(0), 'slowest s': at(seconds.length - 1) };
}
