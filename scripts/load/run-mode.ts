import { describeMachine } from '../../bench/machine.ts';
import { DEFAULT_SPEED } from '../../packages/preview/src/preview/start-preview.ts';
import { failuresOf, flatChecks, lossChecks, overheadOf, problemsOf, stepChecks } from './judge.ts';
import type { LoadTestOptions } from './options.ts';
import { type ModeName, type ModePlan, planOf } from './plan.ts';
import type { ModeResult, Sample, Step } from './results.ts';
import { Session } from './session.ts';
import { processorTimes, stolenShare } from './stolen-time.ts';

/** What a mode tells while it runs. */
export interface ModeEvents {
  onSample(rate: number, sample: Sample): void;
  onStep(step: Step): void;
}

export interface ModeRun {
  readonly mode: ModeName;
  readonly assemblyDirectory: string;
  readonly options: LoadTestOptions;
  readonly events: ModeEvents;
  /** Ends the load; the mode then rejects. */
  readonly signal: AbortSignal;
}

/** What was sent so far. */
interface Sums {
  sent: number;
  ok: number;
  failed: number;
  readonly ids: Set<string>;
}

/** Runs one mode on a preview of its own. */
export async function runMode({ mode, assemblyDirectory, options, events, signal }: ModeRun): Promise<ModeResult> {
  const plan = planOf(mode, options);
  const { arrivals, awake, quick, cpuProf } = options;
  const speed = options.speed ?? plan.speed ?? DEFAULT_SPEED;
  const machine = describeMachine();
  const startedAt = new Date().toISOString();
  const session = await Session.start({ assemblyDirectory, speed, cpuProf, awake });
  const stop = () => session.stop();
  signal.addEventListener('abort', stop, { once: true });
  try {
    const sums: Sums = { sent: 0, ok: 0, failed: 0, ids: new Set() };
    const samples: Sample[] = [];
    const steps: Step[] = [];
    const rest = async () =>
      plan.restMs === undefined ? undefined : await session.rest(plan.restMs, plan.sampleMs, signal);
    for (const { rate, durationMs } of plan.settle ?? []) {
      const settling = { ...plan, warmUpMs: durationMs, durationMs: plan.sampleMs };
      const watch = (sample: Sample) => events.onSample(rate, sample);
      await runStep({ session, mode, plan: settling, rate, arrivals, sums, watch });
      signal.throwIfAborted();
    }
    const before = await rest();
    const loadedAt = performance.now();
    for (const rate of plan.rates) {
      const watch = (sample: Sample) => {
        samples.push(sample);
        events.onSample(rate, sample);
      };
      const step = await runStep({ session, mode, plan, rate, arrivals, sums, watch });
      signal.throwIfAborted();
      steps.push(step);
      events.onStep(step);
      // At the next rate it would only pile up more.
      if (!step.keepsUp) break;
    }
    const loadMs = performance.now() - loadedAt;
    const after = await rest();
    const { ids, ...sent } = sums;
    const losses = lossChecks(
      { ...sent, recorded: ids.size },
      await session.preview.call('counts', undefined),
      await session.preview.call('records', [...ids]),
    );
    const rested = before && after && { before, after, loadMs };
    return {
      ...{ mode, startedAt, quick, speed, arrivals, awake, machine, plan, modelMs: session.modelMs, steps, samples },
      rest: rested,
      checks: [
        // What takes seconds proves no rate and no growth: only losses can be told from it.
        ...(quick ? [] : stepChecks(steps, mode, plan)),
        ...losses,
        ...(rested && !quick
          ? flatChecks(
              samples.filter(({ at }) => at >= plan.warmUpMs),
              rested,
            )
          : []),
      ],
    };
  } finally {
    signal.removeEventListener('abort', stop);
    await session.dispose();
  }
}

interface StepRun extends Pick<LoadTestOptions, 'arrivals'> {
  readonly session: Session;
  readonly mode: ModeName;
  readonly plan: ModePlan;
  readonly rate: number;
  readonly sums: Sums;
  readonly watch: (sample: Sample) => void;
}

async function runStep({ session, mode, plan, rate, arrivals, sums, watch }: StepRun): Promise<Step> {
  const { durationMs, warmUpMs, sampleMs } = plan;
  const timesBefore = processorTimes();
  const cpuBefore = await session.preview.call('cpu', undefined);
  const order = { rate, arrivals, warmUpMs, durationMs };
  const { recordedIds, ...load } = await session.load(order, sampleMs, watch, mode === 'soak');
  const cpuMs = (await session.preview.call('cpu', undefined)) - cpuBefore;
  sums.sent += load.sent;
  sums.ok += load.ok;
  sums.failed += load.failed;
  for (const id of recordedIds) sums.ids.add(id);
  const overheadMs = overheadOf(load.latencyMs, session.modelMs);
  return {
    rate,
    load,
    overheadMs,
    previewCpuMs: cpuMs / Math.max(1, load.sent),
    generatorCpuMs: load.cpuMs / Math.max(1, load.sent),
    stolenShare: stolenShare(timesBefore, processorTimes()),
    rss: (await session.read(false)).rss,
    keepsUp: failuresOf(rate, load).length === 0,
    problems: problemsOf(rate, load, overheadMs),
  };
}
