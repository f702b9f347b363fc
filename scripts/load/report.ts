import { circumstances, type Row, type Section, table } from '../../bench/page.ts';
import { formatDuration } from '../../packages/cli/src/duration.ts';
import type { Paint } from '../../packages/cli/src/paint.ts';
import { megabytes } from './judge.ts';
import { P99_OVERHEAD_LIMIT_MS } from './plan.ts';
import type { ModeResult, Step } from './results.ts';
import { sparkline } from './trend.ts';

const TITLES = {
  steady: 'A steady load',
  soak: 'A long load: memory and file handles',
  curve: 'From idle to the breaking point',
} as const;

const ms = (value: number): string => value.toFixed(value < 10 ? 2 : 1);

function stepRow({ rate, load, overheadMs, previewCpuMs, generatorCpuMs, stolenShare, rss, problems }: Step): Row {
  return [
    String(rate),
    load.answeredPerSecond.toFixed(1),
    ...[overheadMs.p50, overheadMs.p90, overheadMs.p99, overheadMs.p999].map(ms),
    ms(load.latenessMs.p99),
    ms(previewCpuMs),
    ms(generatorCpuMs),
    stolenShare === undefined ? '' : (stolenShare * 100).toFixed(1),
    (rss / 1_000_000).toFixed(0),
    problems.length === 0 ? 'yes' : `no: ${problems.join(', ')}`,
  ];
}

const STEP_HEAD: Row = [
  'requests/s',
  'answers/s',
  'overhead p50 ms',
  'p90',
  'p99',
  'p99.9',
  'sent late p99 ms',
  'preview CPU ms/request',
  'generator CPU ms/request',
  'stolen %',
  'RSS MB',
  'holds',
];

/** The samples of a soak in ten lines. */
function growthTable({ samples, plan }: ModeResult): string[] {
  const warm = samples.filter(({ at }) => at >= plan.warmUpMs);
  const shown = warm.filter((_, index) => index % Math.max(1, Math.ceil(warm.length / 10)) === 0);
  const held = warm.flatMap((sample) => (sample.held === undefined ? [] : [sample]));
  const heldAt = (at: number) => held.findLast((sample) => sample.at <= at)?.held;
  const rows = shown.map((sample) => {
    const bytes = heldAt(sample.at);
    return [
      formatDuration(sample.at),
      megabytes(sample.rss),
      bytes === undefined ? '' : megabytes(bytes),
      String(sample.handles ?? ''),
    ];
  });
  return [
    ...table([['after', 'RSS MB', 'heap and buffers MB', 'file handles'], ...rows]),
    '',
    `RSS ${sparkline(warm.map(({ rss }) => rss))}  heap ${sparkline(held.map((sample) => sample.held ?? 0))}`,
  ];
}

/** A result for people at a terminal. */
export function resultLines(result: ModeResult, paint: Paint): string[] {
  return [
    '',
    paint('bold', TITLES[result.mode]),
    ...table([STEP_HEAD, ...result.steps.map(stepRow)]),
    ...(result.mode === 'soak' ? ['', ...growthTable(result)] : []),
    '',
    ...result.checks.map(({ what, holds, detail }) => {
      return `${holds ? paint('green', 'holds') : paint('red', 'FAILS')}  ${what}: ${detail}`;
    }),
  ];
}

const HOW = [
  'The preview runs in a process of its own, as `npm start` starts it: real bundles in workers, authorisation enforced, the',
  'console served. Another process sends each request when it is due, whether or not earlier ones were answered; both share the',
  "machine's cores. **Overhead** is the time from the moment a request was due until its whole answer was there, less the time",
  'that the sample model takes for a request when it is asked alone. A rate **holds** if 99 of 100 requests have an overhead',
  `below ${P99_OVERHEAD_LIMIT_MS} ms, every answer is a 200, and 97 % of the requests are answered while the load lasts. Where all but the`,
  'first is so, the preview keeps up; a curve ends at the first rate with which it does not. **Stolen** is the share of the',
  'processors that the virtual machine wanted and its host gave to others: whatever runs stands still meanwhile, and p99 tells it.',
];

const KEPT_AWAKE = [
  'The processors were kept from sleeping (`--awake`): on each, a loop ran that gives way to anything else. One of a virtual',
  'machine that sleeps waits for its host whenever it is woken, which says nothing of the preview.',
];

/** How a soak is judged. */
const flatness = ({ restMs = 0 }: ModeResult['plan']): string[] => [
  'Under load: the trend of the samples after the warm-up (least squares), of which a stall of the machine is a part.',
  `At rest: after ${formatDuration(restMs)} without a request, before the load and after it; a minute is one of load.`,
];

/** A result as a section of the published page. */
export function resultMarkdown(result: ModeResult): string {
  const { mode, startedAt, machine, plan, speed, arrivals, awake, modelMs, steps, checks, quick } = result;
  return [
    `## ${TITLES[mode]}`,
    '',
    ...circumstances(startedAt.slice(0, 10), machine),
    '',
    ...HOW,
    '',
    ...(plan.settle === undefined
      ? []
      : [
          `Before the first rate: ${plan.settle.map(({ durationMs, rate }) => `${formatDuration(durationMs)} at up to ${rate} requests a second`).join(', then ')}.`,
        ]),
    `Each rate: ${formatDuration(plan.warmUpMs)} of warm-up, ${formatDuration(plan.durationMs)} measured, ${arrivals} arrivals, virtual time ${speed} times as fast.`,
    ...(awake ? KEPT_AWAKE : []),
    `The sample model alone takes ${ms(modelMs)} ms.${quick ? ' **A quick run: it proves nothing.**' : ''}`,
    '',
    ...table([STEP_HEAD, ...steps.map(stepRow)]),
    '',
    ...(mode === 'soak' ? [...growthTable(result), '', ...flatness(plan), ''] : []),
    ...table([
      ['promise', 'holds', 'measured'],
      ...checks.map(({ what, holds, detail }) => [what, holds ? 'yes' : '**no**', detail]),
    ]),
  ].join('\n');
}

/** The sections of the published page. */
export function sectionsOf(results: readonly ModeResult[]): Section[] {
  return results.map((result) => ({ name: `load-${result.mode}`, text: resultMarkdown(result) }));
}
