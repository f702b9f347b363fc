import { checkMath } from './math-check.ts';
import { callsOf, referencedIds } from './math-references.ts';
import type { Expression, ValueType } from './math-types.ts';
import type { PropertyReader } from './properties.ts';
import type { MetricEntry } from './types.ts';

/** What the entries of `Metrics` must be to each other. */

/** An entry as far as it could be read. */
export type DraftEntry = Omit<MetricEntry, 'source'> & { readonly source: MetricEntry['source'] | undefined };

/**
 * "As many as 10 structures that contain a MetricStat parameter … and as many as 10 structures that contain the
 * Expression parameter."
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDataQuery.html
 */
const MAX_OF_A_KIND = 10;

function expressionOf({ source }: DraftEntry): Expression | undefined {
  return source?.type === 'expression' ? source.expression : undefined;
}

function isBand(entry: DraftEntry): boolean {
  const expression = expressionOf(entry);
  return expression?.type === 'call' && expression.name === 'ANOMALY_DETECTION_BAND';
}

/** Types of the entries, each expression checked after those that it refers to. */
class EntryTypes {
  readonly #entries: ReadonlyMap<string, DraftEntry>;
  readonly #metrics: readonly string[];
  readonly #refuse: (id: string, message: string) => void;
  readonly #types = new Map<string, ValueType>();
  readonly #open = new Set<string>();

  constructor(entries: readonly DraftEntry[], refuse: (id: string, message: string) => void) {
    this.#entries = new Map(entries.map((entry) => [entry.id, entry]));
    this.#metrics = entries.filter(({ source }) => source?.type === 'metric').map(({ id }) => id);
    this.#refuse = refuse;
  }

  of(id: string): ValueType | undefined {
    const known = this.#types.get(id);
    const source = this.#entries.get(id)?.source;
    if (known !== undefined || source === undefined) return known;
    const type = source.type === 'metric' ? 'series' : this.#check(id, source.expression);
    this.#types.set(id, type);
    return type;
  }

  /** What is wrong counts as a series, so that one fault is reported once. */
  #check(id: string, expression: Expression): ValueType {
    let type: ValueType = 'series';
    this.#open.add(id);
    const circle = referencedIds(expression).find((reference) => this.#open.has(reference));
    if (circle !== undefined) {
      this.#refuse(id, `refers to itself through ${circle}: an expression cannot be part of its own value`);
    } else {
      const result = checkMath(expression, (reference) => this.of(reference), this.#metrics);
      if (!result.ok) for (const { message } of result.errors) this.#refuse(id, message);
      else if (result.value === 'scalar') this.#refuse(id, 'gives a number, not a time series');
      else this.#checkBand(id, expression);
      if (result.ok) type = result.value;
    }
    this.#open.delete(id);
    return type;
  }

  /**
   * Anomaly detection does not support more than one band in an expression, nor `METRICS` in what it is detected on.
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html#using-anomaly-detection-on-metric-math
   */
  #checkBand(id: string, expression: Expression): void {
    const [band, second] = callsOf(expression, 'ANOMALY_DETECTION_BAND');
    if (second !== undefined) {
      this.#refuse(id, `has a second ANOMALY_DETECTION_BAND at character ${second.position}: CloudWatch takes one`);
    }
    const [operand] = band?.operands ?? [];
    const watched = operand?.type === 'reference' ? this.#entries.get(operand.id) : undefined;
    const on = watched === undefined ? undefined : expressionOf(watched);
    if (on !== undefined && callsOf(on, 'METRICS').length > 0) {
      this.#refuse(id, `detects anomalies of ${watched?.id}, which has METRICS in it: name each metric there`);
    }
  }
}

/** The watched entry among those that return data. */
function findWatched(
  drafts: readonly DraftEntry[],
  band: string | undefined,
  reader: PropertyReader,
): DraftEntry | undefined {
  const returned = drafts.filter(({ id, returnData }) => returnData && id !== band);
  const [watched, ...others] = returned;
  if (watched !== undefined && others.length === 0) return watched;
  const found = returned.length === 0 ? 'none does' : `these do: ${returned.map(({ id }) => id).join(', ')}`;
  const beside = band === undefined ? '' : ` beside the band ${band}`;
  const bands = band === undefined ? returned.filter(isBand) : [];
  const hint =
    bands.length === 0 ? 'set ReturnData' : `set ThresholdMetricId to ${bands.map(({ id }) => id).join(', ')}`;
  reader.refuse('Metrics', `exactly one entry must return data${beside}, but ${found}: ${hint}`);
  return undefined;
}

/** The entry that `ThresholdMetricId` names must be a band that returns data. */
function checkThreshold(drafts: readonly DraftEntry[], band: string, reader: PropertyReader): void {
  const entry = drafts.find(({ id }) => id === band);
  const name = JSON.stringify(band);
  if (entry === undefined) {
    const bands = drafts.filter(isBand).map(({ id }) => id);
    const hint = bands.length === 0 ? 'add an entry with ANOMALY_DETECTION_BAND' : `write ${bands.join(' or ')}`;
    reader.refuse('ThresholdMetricId', `${name} is no id of Metrics: ${hint}`);
  } else if (entry.source !== undefined && !isBand(entry)) {
    reader.refuse('ThresholdMetricId', `${name} is no band: its Expression must be ANOMALY_DETECTION_BAND(…)`);
  } else if (!entry.returnData) {
    reader.refuse(`Metrics[${drafts.indexOf(entry)}].ReturnData`, `is false, but the band ${name} must return data`);
  }
}

function checkCounts(drafts: readonly DraftEntry[], reader: PropertyReader): void {
  const ids = drafts.map(({ id }) => id);
  for (const [index, id] of ids.entries()) {
    if (ids.indexOf(id) < index) reader.refuse(`Metrics[${index}].Id`, `${JSON.stringify(id)} is already taken`);
  }
  for (const kind of ['metric', 'expression'] as const) {
    const count = drafts.filter(({ source }) => source?.type === kind).length;
    if (count > MAX_OF_A_KIND) {
      reader.refuse('Metrics', `has ${count} ${kind}s: CloudWatch takes at most ${MAX_OF_A_KIND}`);
    }
  }
  const periods = new Set(drafts.flatMap(({ source }) => source?.period ?? []));
  if (periods.size > 1) {
    reader.refuse('Metrics', `has periods of ${[...periods].join(', ')} seconds: an alarm needs one period for all`);
  }
}

/**
 * Checks the entries of an alarm with each other and reports what is wrong to the reader.
 * @param band `ThresholdMetricId`
 * @param broken whether an entry could not be read; then types are not checked, for they would hang on it
 * @returns id of the watched entry
 */
export function checkMetrics(
  drafts: readonly DraftEntry[],
  band: string | undefined,
  reader: PropertyReader,
  broken: boolean,
): string | undefined {
  checkCounts(drafts, reader);
  if (band !== undefined) checkThreshold(drafts, band, reader);
  const watched = findWatched(drafts, band, reader);
  if (broken) return undefined;
  if (drafts.length > 0 && drafts.every(({ source }) => source?.type === 'expression')) {
    reader.refuse('Metrics', 'has no metric: an expression needs one to compute from');
    return undefined;
  }
  const refuse = (id: string, message: string): void => {
    reader.refuse(`Metrics[${drafts.findIndex((entry) => entry.id === id)}].Expression`, message);
  };
  const types = new EntryTypes(drafts, refuse);
  for (const { id } of drafts) types.of(id);
  if (watched !== undefined && types.of(watched.id) === 'array') {
    const hint = isBand(watched) ? ', or compares one with a band that ThresholdMetricId names' : '';
    refuse(watched.id, `gives an array of time series: an alarm watches one time series${hint}`);
  }
  return watched?.id;
}
