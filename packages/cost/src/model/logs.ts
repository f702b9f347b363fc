import type { AccessResource } from '../../../access-matrix/src/template/index.ts';
import { monthsKept, type Pricer, type PricingContext } from './context.ts';
import { functionLoad } from './lambda.ts';
import { GB, show } from './numbers.ts';
import { numberAt, rawTextAt, textAt, usageOf } from './properties.ts';
import { known, type Quantity, type Usage, unknown } from './types.ts';

/**
 * What Lambda itself writes about one invocation, as its documentation shows it, traced.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/nodejs-logging.html
 */
export const PLATFORM_LINES = [
  'START RequestId: c793869b-ee49-115b-a5b6-4fd21e8dedac Version: $LATEST',
  'END RequestId: c793869b-ee49-115b-a5b6-4fd21e8dedac',
  'REPORT RequestId: c793869b-ee49-115b-a5b6-4fd21e8dedac Duration: 128.83 ms Billed Duration: 200 ms Memory Size: 128 MB Max Memory Used: 74 MB XRAY TraceId: 1-5e34a614-10bdxmplf1fb44f07bc535a1 SegmentId: 07f5xmpl2d1f6f85 Sampled: true',
].map((line) => `${line}\n`);

const PLATFORM_BYTES = PLATFORM_LINES.reduce((sum, line) => sum + line.length, 0);

/** Some of a log group's content. */
interface Content {
  readonly component: string;
  readonly meter: 'logs.ingestion.vended' | 'logs.ingestion.custom';
  /** Bytes a month. */
  readonly bytes: Quantity;
  readonly metrics?: boolean;
  readonly inferred?: string;
}

/** A log group: what is written into it, and what is kept of it. */
export const priceLogGroup: Pricer = (group, context) => {
  const contents = contentsOf(group, context);
  return contents.flatMap((content) => [ingestion(group, content), storage(group, content, context)]);
};

function ingestion(group: AccessResource, { component, meter, bytes, metrics, inferred }: Content): Usage {
  const quantity = bytes.status === 'known' ? known(bytes.value / GB, bytes.formula) : bytes;
  return usageOf(group, {
    meter,
    component: `${component}, ingested`,
    quantity,
    ...(metrics ? { metrics } : {}),
    ...(inferred === undefined ? {} : { inferred }),
  });
}

function storage(group: AccessResource, { component, bytes, metrics }: Content, context: PricingContext): Usage {
  const days = numberAt(group.properties, 'RetentionInDays');
  const share = context.profile.value('logs.storedShare');
  const months = monthsKept(days, context);
  const kept = days === undefined ? `${show(months)} months, never deleted` : `${days} days kept`;
  const quantity =
    bytes.status === 'known'
      ? known(
          (bytes.value * months * share) / GB,
          `${show(bytes.value / GB)} GB a month x ${kept} x ${share} compressed`,
        )
      : bytes;
  return usageOf(group, {
    meter: 'logs.storage',
    component: `${component}, kept`,
    quantity,
    ...(metrics ? { metrics } : {}),
  });
}

function contentsOf(group: AccessResource, context: PricingContext): Content[] {
  const { template } = context;
  const writer = template
    .ofType('AWS::Lambda::Function')
    .find(({ properties }) => isGroup(rawTextAt(properties, 'LoggingConfig', 'LogGroup'), group));
  if (writer) return functionContents(writer, context);
  const stage = template
    .ofType('AWS::ApiGatewayV2::Stage')
    .find(({ properties }) => isGroup(rawTextAt(properties, 'AccessLogSettings', 'DestinationArn'), group));
  if (stage) return [accessContent(stage, context)];
  const bytes = unknown('who writes how much into it is not known');
  return [{ component: 'logs', meter: 'logs.ingestion.custom', bytes }];
}

function isGroup(named: string | undefined, group: AccessResource): boolean {
  if (named === undefined) return false;
  return (
    named === group.physicalId || (group.arn !== '' && named.replace(/:\*$/, '') === group.arn.replace(/:\*$/, ''))
  );
}

function functionContents(fn: AccessResource, context: PricingContext): Content[] {
  const { profile, apiFunction, inferences, transport } = context;
  const { invocations } = functionLoad(fn, context);
  const platform: Content = {
    component: "Lambda's own lines",
    meter: 'logs.ingestion.vended',
    bytes: times(invocations, PLATFORM_BYTES),
    inferred: "lines as long as those in Lambda's documentation",
  };
  if (fn !== apiFunction) {
    const own = profile.functionUse([textAt(fn.properties, 'FunctionName') ?? '', fn.logicalId])?.logBytes;
    const bytes = own === undefined ? lines(invocations) : times(invocations, own);
    return [{ component: "the function's lines", meter: 'logs.ingestion.vended', bytes }, platform];
  }
  const line = profile.value('logs.functionBytes');
  const more = profile.value('traffic.errorShare') * profile.value('logs.errorBytes');
  const contents: Content[] = [
    {
      component: "the function's lines",
      meter: 'logs.ingestion.vended',
      bytes: known(inferences * (line + more), `${show(inferences)} inferences x ${show(line + more)} bytes`),
    },
    platform,
  ];
  if (transport === 'emf') {
    const metric = profile.value('logs.metricBytes');
    const bytes = known(
      inferences * metric,
      `${show(inferences)} inferences x ${show(metric)} bytes of embedded metrics`,
    );
    contents.push({ component: 'metrics in log lines', meter: 'logs.ingestion.vended', bytes, metrics: true });
  }
  return contents;
}

/** A function of whose lines nothing is known writes none if it never runs. */
function lines(invocations: Quantity): Quantity {
  return invocations.status === 'known' && invocations.value === 0
    ? invocations
    : unknown('what the function writes is not known: give functions.<name>.logBytes');
}

function times(invocations: Quantity, bytes: number): Quantity {
  if (invocations.status === 'unknown') return invocations;
  return known(invocations.value * bytes, `${show(invocations.value)} invocations x ${show(bytes)} bytes`);
}

function accessContent(stage: AccessResource, { profile, inferences, reads, apiFunction }: PricingContext): Content {
  const format = textAt(stage.properties, 'AccessLogSettings', 'Format') ?? '';
  const given = profile.optional('logs.accessBytes');
  const line = given ?? format.length;
  const requests = inferences + reads;
  const bytes = apiFunction
    ? known(requests * line, `${show(requests)} requests x ${show(line)} bytes`)
    : unknown("the API's traffic is not known");
  return {
    component: 'access log',
    // Custom logs are never cheaper than vended ones, and AWS's pricing page does not say which these are.
    meter: 'logs.ingestion.custom',
    bytes,
    ...(given === undefined ? { inferred: 'a line is as long as its format' } : {}),
  };
}
