import { App, Duration, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Table } from 'aws-cdk-lib/aws-dynamodb';
import { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { InferenceMonitoring, type InferenceMonitoringProps } from '../../../lib/monitoring/inference-monitoring.ts';
import type { MonitoringTargets } from '../../../lib/monitoring/targets.ts';

export const ACCOUNT = '123456789012';
export const REGION = 'eu-central-1';
export const ENDPOINT = 'digits';
export const VARIANT = 'AllTraffic';
export const FUNCTION = 'ml-inference-lambda';
export const FUNCTION_TIMEOUT = Duration.seconds(30);

/** Everything that can be watched, by names. */
export function fullTargets(stack: Stack): MonitoringTargets & Required<Pick<MonitoringTargets, 'endpoint'>> {
  const queue = (name: string) => Queue.fromQueueArn(stack, name, `arn:aws:sqs:${REGION}:${ACCOUNT}:${name}`);
  return {
    ...functionOnly(stack),
    endpoint: { endpointName: ENDPOINT, variantName: VARIANT, hosting: 'serverless' },
    table: Table.fromTableName(stack, 'Results', 'results'),
    api: { apiId: 'abcdefghij', stage: '$default' },
    recordQueue: queue('records'),
    deadLetterQueue: queue('dead-letters'),
  };
}

/** The least that can be watched. */
export function functionOnly(stack: Stack): MonitoringTargets {
  return {
    function: {
      function: LambdaFunction.fromFunctionName(stack, 'Watched', FUNCTION),
      functionName: FUNCTION,
      timeout: FUNCTION_TIMEOUT,
    },
  };
}

export interface Synthesized {
  readonly stack: Stack;
  readonly monitoring: InferenceMonitoring;
  readonly template: Template;
}

type Props = Partial<Omit<InferenceMonitoringProps, 'targets'>> & {
  readonly targets?: (stack: Stack) => MonitoringTargets;
};

/** A stack with the monitoring construct in it, not yet synthesised. */
export function build({ targets = fullTargets, ...props }: Props = {}): Omit<Synthesized, 'template'> {
  const stack = new Stack(new App(), 'Monitoring', { env: { account: ACCOUNT, region: REGION } });
  const monitoring = new InferenceMonitoring(stack, 'Monitoring', {
    targets: targets(stack),
    alertEmails: ['on-call@example.com'],
    ...props,
  });
  return { stack, monitoring };
}

export function synthesize(props: Props = {}): Synthesized {
  const built = build(props);
  return { ...built, template: Template.fromStack(built.stack) };
}

/** What validation says of the props; Template.fromStack would throw it. */
export function validationErrors(props: Props): readonly string[] {
  return build(props).monitoring.registry.node.validate();
}

export interface AlarmProperties {
  readonly AlarmName: string;
  readonly AlarmDescription: string;
  readonly AlarmActions?: readonly unknown[];
  readonly OKActions?: readonly unknown[];
  readonly TreatMissingData?: string;
  readonly Threshold: number;
  readonly Period?: number;
  readonly EvaluationPeriods: number;
  readonly DatapointsToAlarm?: number;
  readonly Statistic?: string;
  readonly ExtendedStatistic?: string;
  readonly ComparisonOperator: string;
  readonly Namespace?: string;
  readonly MetricName?: string;
  readonly Dimensions?: readonly { readonly Name: string; readonly Value: string }[];
  readonly Metrics?: readonly MetricEntry[];
  readonly Tags?: readonly { readonly Key: string; readonly Value: string }[];
  readonly AlarmRule?: unknown;
  readonly ActionsSuppressor?: unknown;
}

interface MetricEntry {
  readonly Id: string;
  readonly Label?: string;
  readonly ReturnData?: boolean;
  readonly Expression?: string;
  readonly MetricStat?: {
    readonly Stat: string;
    readonly Period: number;
    readonly Metric: Pick<AlarmProperties, 'Namespace' | 'MetricName' | 'Dimensions'>;
  };
}

function propertiesOf(template: Template, type: string): AlarmProperties[] {
  return Object.values(template.findResources(type)).map(({ Properties }) => Properties as AlarmProperties);
}

export function metricAlarms(template: Template): AlarmProperties[] {
  return propertiesOf(template, 'AWS::CloudWatch::Alarm');
}

export function compositeAlarms(template: Template): AlarmProperties[] {
  return propertiesOf(template, 'AWS::CloudWatch::CompositeAlarm');
}

export function allAlarms(template: Template): AlarmProperties[] {
  return [...metricAlarms(template), ...compositeAlarms(template)];
}

export function alarmNamed(template: Template, name: string): AlarmProperties {
  const found = allAlarms(template).find(({ AlarmName }) => AlarmName === name);
  if (found === undefined) throw new Error(`no alarm ${name} in the template`);
  return found;
}

export interface WatchedMetric {
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions: readonly string[];
  readonly values: readonly string[];
  readonly statistic: string;
  readonly period: number;
}

/** Every metric that an alarm reads, in the classic form or inside `Metrics[]`. */
export function metricsOf(alarm: AlarmProperties): WatchedMetric[] {
  const entries =
    alarm.Metrics === undefined
      ? [{ Metric: alarm, Stat: alarm.Statistic ?? alarm.ExtendedStatistic ?? '', Period: alarm.Period ?? 0 }]
      : alarm.Metrics.flatMap(({ MetricStat }) => (MetricStat === undefined ? [] : [MetricStat]));
  return entries.map(({ Metric, Stat, Period }) => ({
    namespace: Metric.Namespace ?? '',
    metricName: Metric.MetricName ?? '',
    dimensions: (Metric.Dimensions ?? []).map(({ Name }) => Name).sort(),
    values: (Metric.Dimensions ?? []).map(({ Value }) => Value),
    statistic: Stat,
    period: Period,
  }));
}

/** Resolves what the templates of these tests use of CloudFormation's functions, as a deployment would. */
export function resolve(value: unknown, template: Template): unknown {
  if (Array.isArray(value)) return value.map((item) => resolve(item, template));
  if (typeof value !== 'object' || value === null) return value;
  const [key, argument] = Object.entries(value)[0] ?? [];
  const inner = () => resolve(argument, template);
  switch (key) {
    case 'Ref':
      return (
        { 'AWS::Region': REGION, 'AWS::AccountId': ACCOUNT, 'AWS::Partition': 'aws' }[String(argument)] ?? argument
      );
    case 'Fn::GetAtt':
      return arnOf(String((argument as string[])[0]), template);
    case 'Fn::ImportValue':
      return String(argument).replace(/.*:ExportsOutput(Ref|FnGetAtt)/, '');
    case 'Fn::Join': {
      const [separator, parts] = inner() as [string, string[]];
      return parts.join(separator);
    }
    case 'Fn::Split': {
      const [separator, text] = inner() as [string, string];
      return text.split(separator);
    }
    case 'Fn::Select': {
      const [index, list] = inner() as [number, string[]];
      return list[Number(index)];
    }
    default:
      return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, resolve(item, template)]));
  }
}

function arnOf(logicalId: string, template: Template): string {
  const resources = template.toJSON().Resources as Record<string, { Properties?: { AlarmName?: string } }>;
  const name = resources[logicalId]?.Properties?.AlarmName ?? logicalId;
  return `arn:aws:cloudwatch:${REGION}:${ACCOUNT}:alarm:${name}`;
}

export interface Widget {
  readonly type: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly properties: {
    readonly title?: string;
    readonly markdown?: string;
    readonly query?: string;
    readonly alarms?: readonly string[];
    readonly metrics?: readonly (readonly unknown[])[];
    readonly annotations?: { readonly horizontal?: readonly { readonly value: number; readonly label?: string }[] };
    readonly setPeriodToTimeRange?: boolean;
    readonly view?: string;
  };
}

/** The dashboard as CloudWatch would get it. */
export function dashboardBody(template: Template): { readonly widgets: readonly Widget[] } {
  const [dashboard] = Object.values(template.findResources('AWS::CloudWatch::Dashboard'));
  return JSON.parse(String(resolve(dashboard?.Properties.DashboardBody, template)));
}

export function widgetTitled(template: Template, title: string): Widget {
  const found = dashboardBody(template).widgets.find(({ properties }) => properties.title === title);
  if (found === undefined) throw new Error(`no widget "${title}" on the dashboard`);
  return found;
}
