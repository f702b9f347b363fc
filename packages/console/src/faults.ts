/**
 * Everything that can be broken on purpose: the one table that the scenarios, the console, its server and the emulated
 * services read. What each fault does to a caller and to a record is told in docs/faults.md.
 */

interface Kind {
  /** Name beside its slider. */
  readonly label: string;
  /** A sentence; `amount` is who meets the fault, or a time. */
  readonly words: (amount: string) => string;
}

/** From 0 (never) to 1 (always). */
export interface ShareFault extends Kind {
  readonly unit: 'share';
  /** What the share is of, in the singular. */
  readonly of: string;
}

/** Real milliseconds, because the functions measure real time. */
export interface TimeFault extends Kind {
  readonly unit: 'milliseconds';
}

export type FaultKind = ShareFault | TimeFault;

const share = (of: string, label: string, words: Kind['words']): ShareFault => ({ unit: 'share', of, label, words });
const time = (label: string, words: Kind['words']): TimeFault => ({ unit: 'milliseconds', label, words });

/** Real milliseconds, far beyond every time limit on the way. */
export const MAX_LATENCY_MS = 600_000;
/** Real milliseconds that a clock may be off: a day, beyond every tolerance of AWS but that for timestamps of metrics. */
export const MAX_CLOCK_SKEW_MS = 86_400_000;

export const FAULT_KINDS = {
  /** Added to the model's own time. */
  modelLatencyMs: time('Model latency', (seconds) => `The model takes ${seconds} longer.`),
  /** The container answers 500. */
  modelErrorRate: share('call', 'Model errors', (calls) => `The model fails for ${calls}.`),
  /** The answer is, in turn: no JSON though it says so, a page of HTML, no text at all, far too large. */
  modelGarbageRate: share('call', 'Model garbage', (calls) => `The model answers garbage to ${calls}.`),
  /** Refused with `ThrottlingException`. */
  endpointThrottleRate: share('call', 'Endpoint throttles', (calls) => `The endpoint refuses ${calls}.`),
  /** The connection is accepted and never answered. */
  endpointHangRate: share('call', 'Endpoint silent', (calls) => `The endpoint never answers ${calls}.`),
  /** The answer stops half-way, with the connection left open. */
  endpointStallRate: share('call', 'Endpoint stalls', (calls) => `The endpoint's answer stops half-way for ${calls}.`),
  /** Refused with `ProvisionedThroughputExceededException`. */
  tableThrottleRate: share('request', 'Table throttles', (requests) => `The table refuses ${requests}.`),
  /** Refused with `ResourceNotFoundException`: 1 is a deleted table, whose items are back at 0. */
  tableMissingRate: share('request', 'Table missing', (requests) => `The table does not exist for ${requests}.`),
  /** Refused with `QueueDoesNotExist`: 1 is a deleted queue, whose messages are back at 0. */
  queueMissingRate: share('request', 'Queue missing', (requests) => `The queue does not exist for ${requests}.`),
  /** Delivered a second time at once, as SQS may do with any message. */
  queueDuplicateRate: share('message', 'Queue duplicates', (messages) => `The queue delivers ${messages} twice.`),
  /** `PutMetricData` is refused with a 500. */
  metricApiErrorRate: share('call', 'Metric API errors', (calls) => `CloudWatch refuses the metrics of ${calls}.`),
  /** `PutMetricData` is never answered. */
  metricApiHangRate: share('call', 'Metric API silent', (calls) => `CloudWatch never answers ${calls} with metrics.`),
  /** Log lines with embedded metrics arrive cut off. */
  metricLineCutRate: share('line', 'Metric lines cut', (lines) => `The log cuts off ${lines} with metrics.`),
  /** The environment is killed while it runs, as for want of memory. */
  functionKillRate: share('invocation', 'Functions killed', (invocations) => `Lambda kills ${invocations} half-way.`),
  /** How far the functions' clocks are ahead or, below 0, behind. Real time: at speed 1 only it is what it says. */
  functionClockSkewMs: time('Clock skew', (seconds) => `The functions' clocks are off by ${seconds}.`),
} as const satisfies Readonly<Record<string, FaultKind>>;

export type FaultName = keyof typeof FAULT_KINDS;

/** How much of each fault there is; 0 is none. */
export type FaultSettings = Readonly<Record<FaultName, number>>;

/** Spelled in the table above; asserted by its type. */
export const FAULT_NAMES = Object.keys(FAULT_KINDS) as FaultName[];

/** Nothing is broken. */
export const NO_FAULTS = Object.fromEntries(FAULT_NAMES.map((name) => [name, 0])) as FaultSettings;

/** What is broken, a sentence each; empty if nothing is. */
export function describeFaults(faults: FaultSettings): string[] {
  return FAULT_NAMES.filter((name) => faults[name] !== 0).map((name) => {
    const kind: FaultKind = FAULT_KINDS[name];
    return kind.words(kind.unit === 'share' ? whichOf(kind.of, faults[name]) : `${faults[name] / 1000} s`);
  });
}

const whichOf = (unit: string, rate: number): string =>
  rate === 1 ? `every ${unit}` : `${Math.round(rate * 1000) / 10}% of all ${unit}s`;
