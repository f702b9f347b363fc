import { checkMath, referencedIds } from './math-check.ts';
import { parseMath } from './math-parser.ts';
import type { ValueType } from './math-types.ts';
import type { PropertyReader } from './properties.ts';
import type { Statistic } from './statistic-types.ts';
import { parseStatistic } from './statistics.ts';
import type { MetricEntry, MetricIdentity, MetricQuery, Problem } from './types.ts';

/** AWS's limits: metrics in an alarm on metric math, dimensions of a metric. */
const MAX_METRICS = 10;
const MAX_DIMENSIONS = 30;

/** An entry as far as it could be read. */
type Draft = Omit<MetricEntry, 'source'> & { readonly source: MetricEntry['source'] | undefined };

function dimensions(reader: PropertyReader): Record<string, string> {
  const pairs = reader.objects('Dimensions').flatMap((dimension) => {
    const name = dimension.string('Name');
    const value = dimension.string('Value');
    for (const part of ['Name', 'Value']) if (!dimension.has(part)) dimension.refuse(part, 'is missing');
    dimension.rejectUnknown();
    return name === undefined || value === undefined ? [] : [[name, value] as const];
  });
  const record = Object.fromEntries(pairs);
  if (Object.keys(record).length < pairs.length) reader.refuse('Dimensions', 'names a dimension twice');
  if (pairs.length > MAX_DIMENSIONS) reader.refuse('Dimensions', `has more than ${MAX_DIMENSIONS} entries`);
  return record;
}

function required(reader: PropertyReader, name: string): string {
  if (!reader.has(name)) reader.refuse(name, 'is missing');
  return reader.string(name) ?? '';
}

function identity(reader: PropertyReader): MetricIdentity {
  return {
    namespace: required(reader, 'Namespace'),
    metricName: required(reader, 'MetricName'),
    dimensions: dimensions(reader),
  };
}

function period(reader: PropertyReader): number {
  if (!reader.has('Period')) reader.refuse('Period', 'is missing: write it in seconds');
  const seconds = reader.number('Period');
  if (seconds === undefined) return 60;
  const valid = [10, 20, 30].includes(seconds) || (Number.isInteger(seconds) && seconds > 0 && seconds % 60 === 0);
  if (!valid) reader.refuse('Period', `${seconds} is no period: write 10, 20, 30 or a multiple of 60 seconds`);
  return valid ? seconds : 60;
}

function statistic(reader: PropertyReader, name: string): Statistic | undefined {
  const text = reader.string(name);
  if (text === undefined) return undefined;
  const parsed = parseStatistic(text);
  if (parsed.ok) return parsed.value;
  for (const { message } of parsed.errors) reader.refuse(name, message);
  return undefined;
}

function unit(reader: PropertyReader): { readonly unit?: string } {
  const value = reader.string('Unit');
  return value === undefined ? {} : { unit: value };
}

/** `MetricName`, `Namespace`, `Statistic`, … beside the threshold. */
export function parseClassicQuery(reader: PropertyReader): MetricQuery | undefined {
  const simple = statistic(reader, 'Statistic');
  const extended = statistic(reader, 'ExtendedStatistic');
  if (reader.has('Statistic') === reader.has('ExtendedStatistic')) {
    reader.refuse('Statistic', 'set exactly one of Statistic and ExtendedStatistic');
  }
  if (simple !== undefined && simple.type !== 'simple') {
    reader.refuse('Statistic', `${simple.name} is an extended statistic: write it as ExtendedStatistic`);
  }
  if (extended?.type === 'simple') {
    reader.refuse('ExtendedStatistic', `${extended.name} is a simple statistic: write it as Statistic`);
  }
  const metric = identity(reader);
  const seconds = period(reader);
  const chosen = simple ?? extended;
  const query = { form: 'classic', metric, period: seconds, ...unit(reader) } as const;
  return chosen === undefined ? undefined : { ...query, statistic: chosen };
}

function metricSource(reader: PropertyReader): MetricEntry['source'] | undefined {
  const metric = reader.object('Metric');
  if (!reader.has('Metric')) reader.refuse('Metric', 'is missing');
  if (!reader.has('Stat')) reader.refuse('Stat', 'is missing');
  const stat = statistic(reader, 'Stat');
  const found = metric === undefined ? undefined : identity(metric);
  const source = { type: 'metric', period: period(reader), ...unit(reader) } as const;
  metric?.rejectUnknown();
  reader.rejectUnknown();
  return stat === undefined || found === undefined ? undefined : { ...source, metric: found, statistic: stat };
}

function expressionSource(reader: PropertyReader): MetricEntry['source'] | undefined {
  const text = reader.string('Expression');
  const seconds = reader.has('Period') ? period(reader) : undefined;
  if (text === undefined) return undefined;
  const parsed = parseMath(text);
  if (parsed.ok) {
    return {
      type: 'expression',
      text,
      expression: parsed.value,
      ...(seconds === undefined ? {} : { period: seconds }),
    };
  }
  for (const { message } of parsed.errors) reader.refuse('Expression', message);
  return undefined;
}

function parseEntry(reader: PropertyReader): Draft {
  const id = required(reader, 'Id');
  if (id !== '' && !/^[a-z][a-zA-Z0-9_]*$/.test(id)) {
    reader.refuse(
      'Id',
      `${JSON.stringify(id)} is no id: start with a lower-case letter, go on with letters, digits and _`,
    );
  }
  const label = reader.text('Label');
  const accountId = reader.string('AccountId');
  const stat = reader.object('MetricStat');
  if (reader.has('MetricStat') === reader.has('Expression')) {
    reader.refuse('Expression', 'set exactly one of MetricStat and Expression');
  }
  const source = stat === undefined ? expressionSource(reader) : metricSource(stat);
  const returnData = reader.boolean('ReturnData') ?? true;
  reader.rejectUnknown();
  return {
    id,
    ...(label === undefined ? {} : { label }),
    ...(accountId === undefined ? {} : { accountId }),
    returnData,
    source,
  };
}

/** Types of the entries, each expression checked after those that it refers to. */
function checkExpressions(entries: readonly Draft[], refuse: (index: number, message: string) => void): void {
  const types = new Map<string, ValueType>();
  const open = new Set<string>();
  const check = (id: string): ValueType | undefined => {
    const known = types.get(id);
    const index = entries.findIndex((entry) => entry.id === id);
    const source = entries[index]?.source;
    if (known !== undefined || source === undefined) return known;
    if (source.type === 'metric') {
      types.set(id, 'series');
      return 'series';
    }
    open.add(id);
    const circle = referencedIds(source.expression).find((reference) => open.has(reference));
    if (circle !== undefined) {
      refuse(index, `refers to itself through ${circle}: an expression cannot be part of its own value`);
      types.set(id, 'series');
    } else {
      const result = checkMath(source.expression, check);
      if (!result.ok) for (const { message } of result.errors) refuse(index, message);
      else if (result.value === 'scalar') refuse(index, 'gives a number, not a time series');
      types.set(id, result.ok ? result.value : 'series');
    }
    open.delete(id);
    return types.get(id);
  };
  for (const [index, { id, returnData, source }] of entries.entries()) {
    if (check(id) === 'array' && returnData && source !== undefined) {
      refuse(index, 'gives an array of time series: an alarm watches one time series');
    }
  }
}

/** `Metrics`: metrics and expressions, of which one returns data. */
export function parseMetricsQuery(reader: PropertyReader, errors: Problem[]): MetricQuery | undefined {
  const before = errors.length;
  const drafts = reader.objects('Metrics').map(parseEntry);
  const ids = drafts.map(({ id }) => id);
  for (const [index, id] of ids.entries()) {
    if (ids.indexOf(id) < index) reader.refuse(`Metrics[${index}].Id`, `${JSON.stringify(id)} is already taken`);
  }
  const returned = drafts.filter(({ returnData }) => returnData);
  const [watched] = returned;
  if (watched === undefined || returned.length > 1) {
    const found = returned.length === 0 ? 'none does' : `these do: ${returned.map(({ id }) => id).join(', ')}`;
    reader.refuse('Metrics', `exactly one entry must return data, but ${found}: set ReturnData`);
  }
  const metrics = drafts.filter(({ source }) => source?.type === 'metric');
  if (metrics.length > MAX_METRICS) {
    reader.refuse('Metrics', `has ${metrics.length} metrics: CloudWatch takes at most ${MAX_METRICS}`);
  }
  if (drafts.length > 0 && metrics.length === 0 && errors.length === before) {
    reader.refuse('Metrics', 'has no metric: an expression needs one to compute from');
  }
  const periods = new Set(drafts.flatMap(({ source }) => source?.period ?? []));
  if (periods.size > 1) {
    reader.refuse('Metrics', `has periods of ${[...periods].join(', ')} seconds: an alarm needs one period for all`);
  }
  if (errors.length === before) {
    checkExpressions(drafts, (index, message) => reader.refuse(`Metrics[${index}].Expression`, message));
  }
  if (errors.length > before || watched === undefined) return undefined;
  const entries = drafts.flatMap(({ source, ...entry }) => (source === undefined ? [] : [{ ...entry, source }]));
  return { form: 'metrics', entries, returned: watched.id };
}
