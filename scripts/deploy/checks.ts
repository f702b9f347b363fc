import { setTimeout as sleep } from 'node:timers/promises';

/** What a check found. */
export interface Finding {
  readonly status: 'pass' | 'fail';
  readonly detail: string;
  /** More lines: what differs, or what a reader should know. */
  readonly lines?: readonly string[];
}

export interface CheckReport extends Omit<Finding, 'status'> {
  readonly check: string;
  readonly status: Finding['status'] | 'skipped';
  readonly tookMs: number;
}

export const pass = (detail: string, lines?: readonly string[]): Finding => ({ status: 'pass', detail, lines });
export const fail = (detail: string, lines?: readonly string[]): Finding => ({ status: 'fail', detail, lines });

/** Passes if there is nothing to complain about. */
export const passIfNone = (problems: readonly string[], good: string, bad: string): Finding =>
  problems.length === 0 ? pass(good) : fail(bad, problems);

/** A check by its name. What it throws is a failure too: something that it needed was not there. */
export interface Check {
  readonly name: string;
  run(): Promise<Finding>;
}

/** Checks that build on one another: after the first that fails the others are skipped. */
export interface Part {
  readonly checks: readonly Check[];
  /** Without it the parts behind have nothing to look at: if it fails, they are skipped. @default false */
  readonly essential?: boolean;
}

export interface RunChecksOptions {
  readonly parts: readonly Part[];
  readonly onResult: (report: CheckReport) => void;
  readonly signal: AbortSignal;
}

/** Runs the parts in order. */
export async function runChecks({ parts, onResult, signal }: RunChecksOptions): Promise<CheckReport[]> {
  const reports: CheckReport[] = [];
  let useless = false;
  for (const { checks, essential = false } of parts) {
    let broken: boolean = useless;
    for (const { name, run } of checks) {
      const skip: boolean = broken || signal.aborted;
      const report: CheckReport = skip ? skipped(name, signal.aborted) : await timed(name, run);
      reports.push(report);
      onResult(report);
      broken ||= report.status === 'fail';
    }
    useless ||= essential && broken;
  }
  return reports;
}

const skipped = (check: string, stopped: boolean): CheckReport => ({
  check,
  status: 'skipped',
  detail: stopped ? 'stopped' : 'a check before it failed',
  tookMs: 0,
});

async function timed(check: string, run: Check['run']): Promise<CheckReport> {
  const started = performance.now();
  const finding = await run().catch((error: unknown) => fail(error instanceof Error ? error.message : String(error)));
  return { check, ...finding, tookMs: Math.round(performance.now() - started) };
}

/** Milliseconds that the emulator may take for what is asynchronous in AWS; it takes well under one second. */
const WAIT_MS = 20_000;
const POLL_MS = 200;

/** Asks until there is an answer, or it takes too long. @returns undefined if there was none in time */
export async function waitFor<T>(ask: () => Promise<T | undefined>): Promise<T | undefined> {
  for (const deadline = performance.now() + WAIT_MS; ; ) {
    const answer = await ask();
    if (answer !== undefined || performance.now() > deadline) return answer;
    await sleep(POLL_MS);
  }
}
