import * as z from 'zod';
import type { ResolvedAssembly, ResolvedResource } from '../../../assembly/src/index.ts';
import type { Clock } from '../types.ts';
import { SqsPoller, type SqsPollerOptions } from './sqs-poller.ts';
import type { Functions, QueueSource } from './types.ts';

export interface EventSourceDependencies {
  readonly functions: Functions;
  readonly queues: QueueSource;
  readonly clock: Clock;
}

export interface EventSources {
  /** Stops polling and waits for the batches that are being handled. */
  dispose(): Promise<void>;
}

export type EventSourcesResult =
  | { readonly status: 'success'; readonly sources: EventSources }
  | { readonly status: 'error'; readonly message: string };

/**
 * What is read of a mapping, with CloudFormation's defaults for queues.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-eventsourcemapping.html
 */
const mappingSchema = z.object({
  EventSourceArn: z.string(),
  FunctionName: z.string(),
  Enabled: z.union([z.boolean(), z.stringbool()]).default(true),
  BatchSize: z.coerce.number().int().min(1).max(10_000).default(10),
  MaximumBatchingWindowInSeconds: z.coerce.number().min(0).max(300).default(0),
  FunctionResponseTypes: z.array(z.string()).default([]),
  ScalingConfig: z.object({ MaximumConcurrency: z.coerce.number().int().min(2).max(1000).optional() }).prefault({}),
  FilterCriteria: z.unknown().optional(),
});

/**
 * Batches that Lambda handles at once before it scales out. The preview stays there unless the mapping allows fewer.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html
 */
const INITIAL_CONCURRENCY = 5;

/** The poller's settings, undefined for a mapping that is switched off, or the reason why it cannot be emulated. */
function readMapping(resource: ResolvedResource): SqsPollerOptions | string | undefined {
  const place = `stack ${resource.stack}, resource ${resource.logicalId} (${resource.type})`;
  const parsed = mappingSchema.safeParse(resource.properties);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return `${place}, Properties.${issue?.path.join('.')}: ${issue?.message}`;
  }
  const mapping = parsed.data;
  if (!mapping.Enabled) return undefined;
  const [, , service, region = ''] = mapping.EventSourceArn.split(':');
  if (service !== 'sqs') return `${place}: the preview emulates queues as event sources, not ${mapping.EventSourceArn}`;
  if (mapping.FilterCriteria !== undefined) return `${place}: the preview does not emulate FilterCriteria`;
  return {
    queueArn: mapping.EventSourceArn,
    region,
    functionName: mapping.FunctionName,
    batchSize: mapping.BatchSize,
    windowMs: mapping.MaximumBatchingWindowInSeconds * 1000,
    reportsFailures: mapping.FunctionResponseTypes.includes('ReportBatchItemFailures'),
    concurrency: Math.min(mapping.ScalingConfig.MaximumConcurrency ?? INITIAL_CONCURRENCY, INITIAL_CONCURRENCY),
  };
}

/** Starts a poller for every SQS event source mapping of the assembly. It polls each virtual second. */
export function startEventSources(assembly: ResolvedAssembly, deps: EventSourceDependencies): EventSourcesResult {
  const settings: SqsPollerOptions[] = [];
  for (const resource of assembly.ofType('AWS::Lambda::EventSourceMapping')) {
    const mapping = readMapping(resource);
    if (typeof mapping === 'string') return { status: 'error', message: mapping };
    if (mapping) settings.push(mapping);
  }
  const pollers = settings.map((options) => new SqsPoller(options, deps));
  const sources: EventSources = {
    async dispose() {
      await Promise.all(pollers.map((poller) => poller.dispose()));
    },
  };
  return { status: 'success', sources };
}
