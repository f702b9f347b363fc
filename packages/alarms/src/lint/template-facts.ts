import { readFileSync } from 'node:fs';
import { parseSourceText } from '../source/source-text.ts';
import { listOf, type RawProperties, recordOf, textOf } from './raw.ts';

/** A metric that a filter on log lines publishes. */
export interface FilterMetric {
  readonly namespace: string;
  readonly metricName: string;
  /** Whether lines that do not match publish something too (`DefaultValue`). */
  readonly publishesDefault: boolean;
}

/** What a template says besides the alarms' own properties. Nothing is known of alarms that come from an account. */
export interface TemplateFacts {
  /** `Metadata` of the resource. */
  metadataOf(logicalId: string): RawProperties;
  /** Whether something else in the template names the alarm: a dashboard, a deployment group, an output. */
  isUsed(logicalId: string, name: string): boolean;
  readonly filterMetrics: readonly FilterMetric[];
  /** Warnings that the CDK attached to a construct, where the assembly keeps them. */
  warningsOf(constructPath: string | undefined): readonly string[];
}

type WarningsOf = TemplateFacts['warningsOf'];

const NOTHING: TemplateFacts = {
  metadataOf: () => ({}),
  isUsed: () => false,
  filterMetrics: [],
  warningsOf: () => [],
};

const ALARM_TYPES = new Set(['AWS::CloudWatch::Alarm', 'AWS::CloudWatch::CompositeAlarm', 'AWS::CloudWatch::LogAlarm']);

/** Logical ids and texts that a value refers to. */
interface Mentions {
  readonly logicalIds: Set<string>;
  readonly texts: string[];
}

/** Names inside `${…}` of `Fn::Sub`, the attribute left out. */
const substituted = (text: string): string[] =>
  [...text.matchAll(/\$\{([^!}.]+)(?:\.[^}]*)?\}/g)].flatMap(([, name]) => name?.trim() ?? []);

/** Deepest nesting that is followed: far beyond any template, and short of the stack's end. */
const MAX_DEPTH = 200;

function collect(value: unknown, mentions: Mentions, depth = 0): void {
  if (depth > MAX_DEPTH) return;
  if (typeof value === 'string') {
    mentions.texts.push(value);
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    if (key === 'Ref' && typeof inner === 'string') mentions.logicalIds.add(inner);
    else if (key === 'Fn::GetAtt') {
      const target = Array.isArray(inner) ? textOf(inner[0]) : textOf(inner)?.split('.')[0];
      if (target !== undefined) mentions.logicalIds.add(target);
    } else if (key === 'Fn::Sub') {
      const text = textOf(Array.isArray(inner) ? inner[0] : inner) ?? '';
      for (const name of substituted(text)) mentions.logicalIds.add(name);
      collect(inner, mentions, depth + 1);
    } else collect(inner, mentions, depth + 1);
  }
}

function filterMetricsOf(resources: readonly RawProperties[]): FilterMetric[] {
  return resources
    .filter(({ Type }) => Type === 'AWS::Logs::MetricFilter')
    .flatMap(({ Properties }) => listOf(recordOf(Properties).MetricTransformations).map(recordOf))
    .flatMap(({ MetricNamespace, MetricName, DefaultValue }) => {
      const [namespace, metricName] = [textOf(MetricNamespace), textOf(MetricName)];
      if (namespace === undefined || metricName === undefined) return [];
      return [{ namespace, metricName, publishesDefault: DefaultValue !== undefined }];
    });
}

/** The facts of a template that is parsed already. */
export function factsOf(template: unknown, warningsOf: WarningsOf = () => []): TemplateFacts {
  const { Resources, Outputs } = recordOf(template);
  const resources = new Map(Object.entries(recordOf(Resources)).map(([id, resource]) => [id, recordOf(resource)]));
  const mentions: Mentions = { logicalIds: new Set(), texts: [] };
  collect(Outputs, mentions);
  for (const { Type, Properties } of resources.values()) {
    // What alarms say of each other is in their rules, which are read with their names resolved.
    if (typeof Type === 'string' && !ALARM_TYPES.has(Type)) collect(Properties, mentions);
  }
  return {
    metadataOf: (logicalId) => recordOf(resources.get(logicalId)?.Metadata),
    isUsed: (logicalId, name) =>
      mentions.logicalIds.has(logicalId) || mentions.texts.some((text) => text.includes(`:alarm:${name}`)),
    filterMetrics: filterMetricsOf([...resources.values()]),
    warningsOf,
  };
}

/** Reads the facts of a file that alarms were loaded from; a file that is no template has none. */
export function readFacts(file: string, warningsOf: WarningsOf): TemplateFacts {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return NOTHING;
  }
  const parsed = parseSourceText(text, file);
  return parsed.status === 'success' ? factsOf(parsed.value, warningsOf) : NOTHING;
}
