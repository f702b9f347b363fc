import type { Certainty, MetricStatistic } from '../../../../alarm-simulator/src/index.ts';
import { metricKey } from '../../../../alarm-simulator/src/index.ts';
import { metricName, statisticName } from './metrics-of.ts';
import type { HistorySeries } from './types.ts';

/** A series that can stand for a metric and statistic of an alarm, and how good it is for that. */
export interface Choice {
  readonly series: HistorySeries;
  readonly certainty: Certainty;
  /** What the alarm of the account would have seen and this history does not show. */
  readonly notes: readonly string[];
}

export type ChoiceResult =
  | { readonly status: 'success'; readonly choice: Choice }
  /** Why no series will do, to follow `no history: `. */
  | { readonly status: 'none'; readonly reason: string };

/** The best series of a history for what an alarm reads: what was published before what was summed up. */
export function chooseSeries(wanted: MetricStatistic, history: readonly HistorySeries[]): ChoiceResult {
  const key = metricKey(wanted.metric);
  const own = history.filter(({ metric }) => metricKey(metric) === key);
  if (own.length === 0) return { status: 'none', reason: `nothing in it is ${metricName(wanted.metric)}` };
  const ofUnit = own.filter(({ unit }) => wanted.unit === undefined || unit === undefined || unit === wanted.unit);
  if (ofUnit.length === 0) {
    const units = [...new Set(own.map(({ unit }) => unit))].join(' and ');
    return {
      status: 'none',
      reason: `${metricName(wanted.metric)} is in ${units}, and the alarm counts ${wanted.unit} only`,
    };
  }
  const usable = ofUnit.filter((series) => obstacle(wanted, series) === undefined);
  const [best, ...others] = usable.toSorted((first, second) => rank(wanted, first) - rank(wanted, second));
  if (best === undefined) {
    const [reason = ''] = ofUnit.flatMap((series) => obstacle(wanted, series) ?? []);
    return { status: 'none', reason };
  }
  const rivals = others.filter((other) => rank(wanted, other) === rank(wanted, best) && other.unit !== best.unit);
  if (rivals.length > 0) {
    const units = [best, ...rivals].map(({ unit }) => unit ?? 'no unit').join(' and ');
    return {
      status: 'none',
      reason: `${metricName(wanted.metric)} is there in ${units}: set Unit of the alarm, since AWS leaves mixed units open`,
    };
  }
  return { status: 'success', choice: judge(wanted, best) };
}

function obstacle(wanted: MetricStatistic, { form, period, origin }: HistorySeries): string | undefined {
  if (form.type === 'statistic' && form.statistic !== wanted.statistic.name) {
    return `${origin} has ${form.statistic} of ${metricName(wanted.metric)}, and the alarm needs ${wanted.statistic.name}`;
  }
  if (period === undefined) return undefined;
  if (period > wanted.period) {
    return `rows of ${origin} sum up ${period} s, which is coarser than the alarm's period of ${wanted.period} s`;
  }
  if (wanted.period % period !== 0) {
    return `rows of ${origin} sum up ${period} s, and the alarm's period of ${wanted.period} s is no multiple of that`;
  }
  return undefined;
}

const FORMS = ['values', 'sets', 'statistic'] as const;

/** Lower is better: the form first, then the length of what a row sums up. */
function rank({ statistic }: MetricStatistic, { form, period = 0 }: HistorySeries): number {
  // Percentiles of percentiles are wrong: rows as long as the period are best.
  const length = form.type === 'statistic' && statistic.type !== 'simple' ? 1e6 - period : period;
  return FORMS.indexOf(form.type) * 1e7 + length;
}

function judge(wanted: MetricStatistic, series: HistorySeries): Choice {
  const { period, unit, origin } = series;
  const notes: string[] = [...(series.notes ?? [])];
  let certainty: Certainty = 'documented';
  if (period !== undefined && period * 1000 > stepMs(wanted.period)) {
    certainty = 'inferred';
    notes.push(
      `rows of ${origin} sum up ${period} s: between them the alarm sees the last whole row, where CloudWatch would already see parts of the next`,
    );
  }
  const loss = lossOf(wanted, series);
  if (loss !== undefined) {
    certainty = loss.certainty;
    notes.push(loss.note);
  }
  if (wanted.unit !== undefined && unit === undefined) {
    notes.push(`${origin} names no unit: its values are taken as ${wanted.unit}, which the alarm asks for`);
  }
  return { series, certainty, notes };
}

/** Windows slide by a minute, and by ten seconds for periods below one. */
const stepMs = (period: number) => (period < 60 ? 10_000 : 60_000);

interface Loss {
  readonly certainty: Certainty;
  readonly note: string;
}

/** What cannot be computed from rows that were summed up. */
function lossOf(wanted: MetricStatistic, { form, period, columns, origin }: HistorySeries): Loss | undefined {
  const extended = wanted.statistic.type !== 'simple';
  if (form.type === 'sets' && extended) {
    const hiding = hidingSets(columns);
    if (hiding === 0) return undefined;
    return {
      certainty: 'undocumented',
      note: `${statisticName(wanted)} needs the values themselves: ${hiding} of ${columns.length} rows of ${origin} are statistic sets that hide them, and count as no data`,
    };
  }
  if (form.type !== 'statistic' || period === undefined || period === wanted.period) return undefined;
  if (extended) {
    return {
      certainty: 'undocumented',
      note: `${statisticName(wanted)} is made of ${form.statistic} over ${period} s, as a stand-in: the values that it needs are lost`,
    };
  }
  if (form.statistic !== 'Average' || columns.counts !== undefined) return undefined;
  return {
    certainty: 'inferred',
    note: `${statisticName(wanted)} is the mean of averages over ${period} s, each with the same weight: how many samples each had is lost`,
  };
}

/** Statistic sets of several samples with different values. */
function hidingSets({ length, counts, minimums, maximums }: HistorySeries['columns']): number {
  let hiding = 0;
  for (let index = 0; index < length; index++) {
    if ((counts?.[index] ?? 1) > 1 && minimums?.[index] !== maximums?.[index]) hiding++;
  }
  return hiding;
}
