import type { AccessResource } from '../../../access-matrix/src/template/index.ts';
import { runsPerMonth } from '../profile/schedule.ts';
import { environmentNames, type Pricer, type PricingContext } from './context.ts';
import { readsStreamOf } from './dynamodb.ts';
import { GB, KB, show } from './numbers.ts';
import { flagAt, numberAt, rawTextAt, textAt, usageOf } from './properties.ts';
import { known, type Quantity, type Usage, unknown } from './types.ts';

/** What the profile gives for all resources of a kind together belongs to the first of them. */
function shared(
  resource: AccessResource,
  { template }: PricingContext,
  given: number | undefined,
  setting: string,
): Quantity {
  if (given === undefined) return unknown(`give ${setting}`);
  const [first] = template.ofType(resource.type);
  return resource === first
    ? known(given, `${show(given)}, as the profile says of all together`)
    : known(0, 'counted above');
}

/** A bucket: storage and requests, which only the profile knows. */
export const priceBucket: Pricer = (bucket, context) => {
  const { profile } = context;
  const usage = (
    meter: string,
    component: string,
    setting: 'lake.storedGb' | 'lake.putRequests' | 'lake.getRequests',
  ) => usageOf(bucket, { meter, component, quantity: shared(bucket, context, profile.optional(setting), setting) });
  return [
    usage('s3.storage', 'storage', 'lake.storedGb'),
    usage('s3.puts', 'requests that write or list', 'lake.putRequests'),
    usage('s3.gets', 'requests that read', 'lake.getRequests'),
  ];
};

/** A workgroup: what queries scan. @see https://aws.amazon.com/athena/pricing/ */
export const priceWorkgroup: Pricer = (workgroup, context) => [
  usageOf(workgroup, {
    meter: 'athena.scanned',
    component: 'data scanned by queries',
    quantity: shared(workgroup, context, context.profile.optional('lake.scannedTb'), 'lake.scannedTb'),
  }),
];

/** A crawler: its runs, by its schedule. @see https://aws.amazon.com/glue/pricing/ */
export const priceCrawler: Pricer = (crawler, { profile, hours }) => {
  const expression = textAt(crawler.properties, 'Schedule', 'ScheduleExpression');
  const runs = expression === undefined ? 0 : runsPerMonth(expression, hours);
  const [minutes, dpus] = [profile.optional('lake.crawlerMinutes'), profile.optional('lake.crawlerDpus')];
  const quantity = crawlerHours(expression, runs, minutes, dpus);
  return [usageOf(crawler, { meter: 'glue.crawler', component: 'runs', quantity })];
};

function crawlerHours(
  expression: string | undefined,
  runs: number | undefined,
  minutes: number | undefined,
  dpus: number | undefined,
): Quantity {
  if (runs === undefined) return unknown(`its schedule ${expression} is not understood`);
  if (runs === 0) return known(0, 'has no schedule');
  if (minutes === undefined || dpus === undefined) return unknown('give lake.crawlerMinutes and lake.crawlerDpus');
  return known((runs * minutes * dpus) / 60, `${show(runs)} runs (${expression}) x ${minutes} min x ${dpus} DPUs`);
}

/** Data that is put directly is counted in steps of 5 KB for each record. @see https://aws.amazon.com/firehose/pricing/ */
const RECORD_STEP_KB = 5;

/** A delivery stream: data in, and its conversion to Parquet. */
export const priceDeliveryStream: Pricer = (stream, context) => {
  const records = recordsInto(stream, context);
  const bytes = context.profile.value('record.bytes');
  const steps = Math.ceil(bytes / (RECORD_STEP_KB * KB)) * RECORD_STEP_KB * KB;
  const data =
    records === undefined
      ? unknown('what is put into it is not known')
      : known((records * steps) / GB, `${show(records)} records x ${steps / KB} KB (steps of ${RECORD_STEP_KB} KB)`);
  const usages: Usage[] = [usageOf(stream, { meter: 'firehose.ingestion', component: 'data in', quantity: data })];
  const conversion = ['ExtendedS3DestinationConfiguration', 'DataFormatConversionConfiguration', 'Enabled'];
  if (flagAt(stream.properties, ...conversion)) {
    usages.push(usageOf(stream, { meter: 'firehose.conversion', component: 'conversion to columns', quantity: data }));
  }
  return usages;
};

function recordsInto(stream: AccessResource, context: PricingContext): number | undefined {
  const pipe = context.template
    .ofType('AWS::Pipes::Pipe')
    .find(({ properties }) => rawTextAt(properties, 'Target') === stream.arn && stream.arn !== '');
  return pipe ? pipeRecords(pipe, context) : undefined;
}

/** One record an inference, where the pipe reads the table that the API's function writes. */
function pipeRecords(pipe: AccessResource, { template, apiFunction, inferences }: PricingContext): number | undefined {
  const table = template.ofType('AWS::DynamoDB::Table').find((one) => readsStreamOf(pipe.properties, one));
  return table && apiFunction && environmentNames(apiFunction, table) ? inferences : undefined;
}

/** A pipe: what passes its filter. @see https://aws.amazon.com/eventbridge/pricing/ */
export const pricePipe: Pricer = (pipe, context) => {
  const records = pipeRecords(pipe, context);
  const quantity =
    records === undefined ? unknown('what passes its filter is not known') : known(records, `${show(records)} records`);
  const inferred = 'one request a record, the most that it can be: records of a batch may share a request of 64 KB';
  return [usageOf(pipe, { meter: 'eventbridge.pipes', component: 'requests', quantity, inferred })];
};

const COMPUTE: ReadonlyMap<string, string> = new Map([
  ['BUILD_GENERAL1_SMALL', 'small'],
  ['BUILD_GENERAL1_MEDIUM', 'medium'],
  ['BUILD_GENERAL1_LARGE', 'large'],
]);

/** A build project: minutes of its builds. @see https://aws.amazon.com/codebuild/pricing/ */
export const priceBuilds: Pricer = (project, { profile }) => {
  const type = textAt(project.properties, 'Environment', 'Type') ?? '';
  const compute = textAt(project.properties, 'Environment', 'ComputeType') ?? '';
  const size = COMPUTE.get(compute) ?? compute.toLowerCase();
  const meter = `codebuild.minutes.${type === 'LINUX_CONTAINER' ? 'linux' : type.toLowerCase()}.${size}`;
  const [builds, minutes] = [profile.optional('builds.perMonth'), profile.optional('builds.minutes')];
  const quantity =
    builds === undefined || minutes === undefined
      ? unknown('give builds.perMonth and builds.minutes')
      : known(builds * minutes, `${show(builds)} builds x ${show(minutes)} minutes`);
  const timeout = numberAt(project.properties, 'TimeoutInMinutes');
  const component = timeout === undefined ? 'build minutes' : `build minutes (at most ${timeout} a build)`;
  return [usageOf(project, { meter, component, quantity })];
};
