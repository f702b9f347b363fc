import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { atMost, type BenchResult, median, round } from './result.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const RUNS = 5;
/** The goal: longer, and people stop running it after each change. */
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
  const results = VARIANTS.map((variant) => ({ variant, seconds: measure(variant) }));
  const whole = results.find(({ variant }) => variant === WHOLE)?.seconds ?? [];
  return {
    title: `Synthesis: a process from start to end, ${RUNS} runs each`,
    rows: results.map(({ variant, seconds }) => ({ what: variant.what, ...summary(seconds) })),
    goals: [atMost('synthesis of all stacks (median)', median(whole), LIMIT_SECONDS, 's')],
  };
}

/** Seconds of each run. */
function measure(variant: Variant): number[] {
  return Array.from({ length: RUNS }, () => synthesise(variant));
}

function synthesise({ context, env }: Variant): number {
  const outdir = mkdtempSync(join(tmpdir(), 'inferwatch-bench-'));
  const { app, context: flags } = JSON.parse(readFileSync(join(ROOT, 'cdk.json'), 'utf8'));
  const started = performance.now();
  const { status, stderr } = spawnSync(app, {
    cwd: ROOT,
    encoding: 'utf8',
    shell: true,
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

function summary(seconds: readonly number[]): Record<string, number> {
  return {
    'median s': round(median(seconds)),
    'fastest s': round(Math.min(...seconds)),
    'slowest s': round(Math.max(...seconds)),
  };
}
