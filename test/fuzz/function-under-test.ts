import { createApp, type HttpEvent } from '../../lambda/inference/app.ts';
import type { Dependencies } from '../../lambda/inference/dependencies.ts';
import { readSettings } from '../../lambda/inference/settings.ts';
import { DynamoDbRecordStore } from '../../lambda/shared/dynamodb-record-store.ts';
import { EmfMetrics } from '../../lambda/shared/emf-metrics.ts';
import { createLog } from '../../lambda/shared/json-log.ts';
import type { Clock } from '../../lambda/shared/ports.ts';
import { PutMetricDataMetrics } from '../../lambda/shared/put-metric-data-metrics.ts';
import { SageMakerModelEndpoint } from '../../lambda/shared/sagemaker-model-endpoint.ts';
import { SqsRecordQueue } from '../../lambda/shared/sqs-record-queue.ts';
import { systemIds } from '../../lambda/shared/system.ts';
import { ENVIRONMENT } from '../lambda/helpers/world.ts';
import { SECRET_VALUE } from './bodies.ts';
import { type Behaviour, FakedServices } from './faked-services.ts';
import type { Answer } from './judge.ts';
import { SECRET_HEADER } from './requests.ts';

/** Real time, in which pauses pass at once. */
class SkippingClock implements Clock {
  #skipped = 0;
  now = () => Date.now() + this.#skipped;
  monotonic = () => performance.now() + this.#skipped;
  async sleep(ms: number): Promise<void> {
    this.#skipped += ms;
  }
}

/** What begins a line or an order to a terminal. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
export const CONTROLS = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/;

/** Names of the service's own things, which no answer may hold. */
export const INTERNAL_NAMES = ['fuzz-table', 'fuzz-record-queue'] as const;

/** The kinds of settings that the function is tried with. */
export const VARIANTS = {
  default: {},
  redacting: { LOG_REDACT_KEYS: '["ssn"]', METRICS_TRANSPORT: 'put-metric-data' },
  silent: { LOG_INPUT_CHARACTERS: '0', LOG_OUTPUT_CHARACTERS: '0', RECORD_TTL_DAYS: '30' },
} as const;

export type Variant = keyof typeof VARIANTS;

/** The function with its real adapters, whose clients of the AWS SDK are faked: nothing leaves the process. */
export class FunctionUnderTest {
  readonly #services = new FakedServices();
  readonly #app: ReturnType<typeof createApp>;
  readonly #hides: boolean;
  #lines: string[] = [];

  constructor(variant: Variant) {
    const settings = readSettings({
      ...ENVIRONMENT,
      TABLE_NAME: 'fuzz-table',
      RECORD_QUEUE_URL: 'https://sqs.eu-central-1.amazonaws.com/123456789012/fuzz-record-queue',
      ...VARIANTS[variant],
    });
    const clock = new SkippingClock();
    const retry = { clock, random: Math.random };
    const writeLine = (line: string) => void this.#lines.push(line);
    const log = createLog('inference', writeLine);
    const { modelClient, tableClient, queueClient, metricsClient } = this.#services;
    const logLines = new EmfMetrics(settings.endpointName, writeLine);
    const deps: Dependencies = {
      settings,
      log,
      clock,
      ids: systemIds,
      random: Math.random,
      endpoint: new SageMakerModelEndpoint(settings.endpointName, modelClient, retry),
      store: new DynamoDbRecordStore(settings.tableName, tableClient, retry),
      queue: new SqsRecordQueue(settings.recordQueueUrl, queueClient, retry),
      metrics:
        settings.metricsTransport === 'emf'
          ? logLines
          : new PutMetricDataMetrics(settings.endpointName, metricsClient, logLines, log, clock),
    };
    this.#app = createApp(deps);
    this.#hides = variant !== 'default';
  }

  /** Sends an event, which may be anything. @throws whatever the function throws, or that it gave no answer */
  async send(event: unknown, behaviour: Behaviour): Promise<Answer> {
    this.#lines = [];
    this.#services.behaviour = behaviour;
    const context = { awsRequestId: 'fuzz-invocation', getRemainingTimeInMillis: () => 29_000 };
    const { statusCode: status, headers, body } = await within(5000, this.#app(event as HttpEvent, context));
    return { status, headers, body };
  }

  /** Lines of the last request, each with its line feed. */
  get lines(): readonly string[] {
    return this.#lines;
  }

  /** What is wrong with the lines of the last request; undefined if nothing is. */
  logProblem(): string | undefined {
    for (const line of this.#lines) {
      if (line.indexOf('\n') !== line.length - 1) return `not one line: ${line.slice(0, 300)}`;
      const value: Record<string, unknown> = JSON.parse(line);
      if ('_aws' in value && 'message' in value) return `a log line poses as a metric: ${line.slice(0, 300)}`;
      if (!('_aws' in value) && typeof value.level !== 'string') return `a line without a level: ${line.slice(0, 300)}`;
      if (CONTROLS.test(line.slice(0, -1))) return `a control character: ${line.slice(0, 300)}`;
      if (line.includes(SECRET_HEADER)) return `the Authorization header is in the log: ${line.slice(0, 300)}`;
      if (this.#hides && line.includes(SECRET_VALUE)) return `a hidden value is in the log: ${line.slice(0, 1000)}`;
    }
    return undefined;
  }
}

/** A promise that must end: nothing that a caller sends may hang a request. */
async function within<T>(ms: number, promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${ms} ms`)), ms);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
