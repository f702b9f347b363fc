import type { ModePlan } from './plan.ts';
import { P99_OVERHEAD_LIMIT_MS } from './plan.ts';
import type { Check, Reading, Rest, Sample, Step } from './results.ts';
import { slopePerMinute } from './trend.ts';
import type { LoadOutcome, Percentiles, PreviewCounts, RecordsFound } from './types.ts';

/** Share of the requests that must be answered while the load lasts: those under way at the end are not. */
const LEAST_ANSWERED_SHARE = 0.97;

/** Growth of memory that still counts as flat, bytes in a minute: 30 MB in half an hour. */
export const FLAT_BYTES_PER_MINUTE = 1_000_000;

/** Growth of open file handles that still counts as flat, in a minute: three in half an hour. */
export const FLAT_HANDLES_PER_MINUTE = 0.1;

/**
 * What a preview adds to the model's own time. The model's time is one number, measured apart and in quiet: whatever makes
 * the model slower under load (it shares the preview's process) counts as overhead.
 */
export function overheadOf(latency: Percentiles, modelMs: number): Percentiles {
  const less = (value: number) => Math.max(0, value - modelMs);
  const { p50, p90, p99, p999, max } = latency;
  return { p50: less(p50), p90: less(p90), p99: less(p99), p999: less(p999), max: less(max) };
}

/** Why a preview does not keep up with a rate: requests pile up, or are not answered as they should be. */
export function failuresOf(rate: number, load: Omit<LoadOutcome, 'recordedIds'>): string[] {
  const { byStatus, dropped, answeredPerSecond } = load;
  const others = Object.entries(byStatus).filter(([status]) => status !== '200');
  return [
    ...(answeredPerSecond < rate * LEAST_ANSWERED_SHARE ? [`${answeredPerSecond.toFixed(1)} answers a second`] : []),
    ...(dropped > 0 ? [`${dropped} requests were not sent: too many under way`] : []),
    ...others.map(([status, count]) => (status === '0' ? `${count} without answer` : `${count} answers ${status}`)),
  ];
}

/** Why a preview does not hold a rate: it does not keep up, or is too slow. */
export function problemsOf(rate: number, load: Omit<LoadOutcome, 'recordedIds'>, overhead: Percentiles): string[] {
  const slow = overhead.p99 >= P99_OVERHEAD_LIMIT_MS ? [`p99 overhead ${overhead.p99.toFixed(1)} ms`] : [];
  return [...slow, ...failuresOf(rate, load)];
}

/** Everything that was sent, over all rates. */
export interface Sent {
  readonly sent: number;
  readonly ok: number;
  readonly failed: number;
  /** Different requests of which a record must exist. */
  readonly recorded: number;
}

/**
 * Whether each request left its metrics, its record and its line. A request whose answer does not tell what became of it
 * (there was none, or the API gave up waiting) may have left them or not; for all others the numbers must be equal.
 */
export function lossChecks(sent: Sent, counts: PreviewCounts, records: RecordsFound): Check[] {
  const unknown = sent.sent - sent.ok - sent.failed;
  const between = (what: string, found: number, expected: number): Check => ({
    what,
    holds: found >= expected && found <= expected + unknown,
    detail: `${found} of ${expected}${unknown === 0 ? '' : ` to ${expected + unknown}`}`,
  });
  const { metrics } = counts;
  return [
    between('requests that the API counted', counts.apiRequests, sent.sent - unknown),
    ...[...new Set(['SuccessCount', 'ErrorCount', ...Object.keys(metrics)])].flatMap((name) => {
      const expected = name.startsWith('SuccessCount')
        ? sent.ok
        : name.startsWith('ErrorCount')
          ? sent.failed
          : undefined;
      return expected === undefined ? [] : [between(`sum of ${name}`, metrics[name] ?? 0, expected)];
    }),
    {
      what: 'records stored or pending',
      holds: records.lost === 0,
      detail: `${sent.recorded - records.lost} of ${sent.recorded}`,
    },
    between('log lines that tell an inference', counts.inferenceLines, sent.sent - unknown),
  ];
}

/**
 * Whether memory and file handles are flat: their trend under load, and what the process has when it rests before and after. The
 * first follows the requests under way too, of which a stall of the machine leaves hundreds; the second is what is never given
 * back.
 */
export function flatChecks(samples: readonly Sample[], { before, after, loadMs }: Rest): Check[] {
  const slopeOf = (value: (reading: Sample) => number | undefined) => {
    const points = samples.flatMap((sample) => {
      const found = value(sample);
      return found === undefined ? [] : [{ at: sample.at, value: found }];
    });
    return points.length > 1 ? slopePerMinute(points) : undefined;
  };
  const growthOf = (value: (reading: Reading) => number | undefined) => {
    const [first, last] = [value(before), value(after)];
    return first === undefined || last === undefined ? undefined : (last - first) / (loadMs / 60_000);
  };
  return [
    bytesCheck(
      'resident memory under load',
      slopeOf(({ rss }) => rss),
    ),
    bytesCheck(
      'heap and buffers after a collection',
      slopeOf(({ held }) => held),
    ),
    handlesCheck(
      'file handles under load',
      slopeOf(({ handles }) => handles),
    ),
    bytesCheck(
      'resident memory at rest',
      growthOf(({ rss }) => rss),
      `${megabytes(before.rss)} MB, then ${megabytes(after.rss)} MB: `,
    ),
    handlesCheck(
      'file handles at rest',
      growthOf(({ handles }) => handles),
      `${before.handles}, then ${after.handles}: `,
    ),
  ];
}

/** @param perMinute undefined if it was not measured */
function bytesCheck(what: string, perMinute: number | undefined, found = ''): Check {
  if (perMinute === undefined) return { what, holds: false, detail: 'not measured' };
  return {
    what,
    holds: perMinute <= FLAT_BYTES_PER_MINUTE,
    detail: `${found}${megabytes(perMinute)} MB a minute, at most ${megabytes(FLAT_BYTES_PER_MINUTE)}`,
  };
}

/** @param perMinute undefined where the system does not tell */
function handlesCheck(what: string, perMinute: number | undefined, found = ''): Check {
  if (perMinute === undefined) return { what, holds: true, detail: 'the system does not tell' };
  return {
    what,
    holds: perMinute <= FLAT_HANDLES_PER_MINUTE,
    detail: `${found}${perMinute.toFixed(2)} a minute, at most ${FLAT_HANDLES_PER_MINUTE}`,
  };
}

/** Checks of the steps: a curve is to find its end, every other mode to hold its rate. */
export function stepChecks(steps: readonly Step[], mode: 'steady' | 'soak' | 'curve', plan: ModePlan): Check[] {
  if (mode === 'curve') {
    const rates = (of: readonly Step[]) => of.map(({ rate }) => rate);
    const held = rates(steps.filter(({ problems }) => problems.length === 0));
    const [broken] = rates(steps.filter(({ keepsUp }) => !keepsUp));
    const parts = [
      held.length === 0 ? 'holds no rate' : `holds ${Math.max(...held)} requests a second`,
      `keeps up with ${Math.max(0, ...rates(steps.filter(({ keepsUp }) => keepsUp)))}`,
      broken === undefined ? 'the breaking point lies higher' : `breaks at ${broken}`,
    ];
    return [{ what: 'the curve', holds: steps.length > 0, detail: parts.join('; ') }];
  }
  return steps.map(({ rate, overheadMs, problems }) => ({
    what: `${rate} requests a second for ${plan.durationMs / 1000} s, p99 overhead below ${P99_OVERHEAD_LIMIT_MS} ms`,
    holds: problems.length === 0,
    detail: problems.length > 0 ? problems.join('; ') : `p99 overhead ${overheadMs.p99.toFixed(1)} ms`,
  }));
}

export const megabytes = (bytes: number): string => (bytes / 1_000_000).toFixed(2);
