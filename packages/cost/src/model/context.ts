import type { AccessResource, AccessTemplate } from '../../../access-matrix/src/template/index.ts';
import type { Profile } from '../profile/profile.ts';
import { peakRate, requestsPerMonth } from '../profile/traffic.ts';
import { numberAt, rawTextAt, textAt, textsIn, valueAt } from './properties.ts';
import type { MetricsTransport, Usage } from './types.ts';

/** What every pricer knows besides its resource. */
export interface PricingContext {
  readonly template: AccessTemplate;
  readonly profile: Profile;
  readonly transport: MetricsTransport;
  /** Hours of a month. */
  readonly hours: number;
  /** Inferences a month. */
  readonly inferences: number;
  /** Reads of records by the API, a month. */
  readonly reads: number;
  /** Inferences a second in the busiest hour. */
  readonly peak: number;
  /** The one function that answers the API's requests; undefined where there is none, or more than one. */
  readonly apiFunction?: AccessResource;
  /** Records a month that the table refuses at first. */
  readonly unstored: number;
}

/** Turns one resource into what it uses in a month. */
export type Pricer = (resource: AccessResource, context: PricingContext) => readonly Usage[];

/** @param transport counts the metrics as if they were sent so. @default - what the template says */
export function createContext(
  template: AccessTemplate,
  profile: Profile,
  transport?: MetricsTransport,
): PricingContext {
  const hours = profile.value('month.hours');
  const inferences = requestsPerMonth(profile.hourlyRates, hours);
  const [apiFunction, ...others] = apiFunctions(template);
  return {
    template,
    profile,
    transport: transport ?? transportOf(template) ?? 'emf',
    hours,
    inferences,
    reads: inferences * profile.value('traffic.readsPerRequest'),
    peak: peakRate(profile.hourlyRates),
    unstored: inferences * profile.value('record.unstoredShare'),
    ...(apiFunction && others.length === 0 ? { apiFunction } : {}),
  };
}

/** Functions that an integration of an HTTP API invokes. */
export function apiFunctions(template: AccessTemplate): readonly AccessResource[] {
  const targets = template
    .ofType('AWS::ApiGatewayV2::Integration')
    .map(({ properties }) => rawTextAt(properties, 'IntegrationUri') ?? '');
  return template
    .ofType('AWS::Lambda::Function')
    .filter(({ arn, physicalId }) => targets.some((uri) => namesFunction(uri, [arn, `:function:${physicalId}`])));
}

/** Whether a URI holds one of the names whole: a version or `/invocations` may follow, more letters may not. */
const namesFunction = (uri: string, names: readonly string[]): boolean =>
  names.some((name) => {
    const at = name === '' ? -1 : uri.indexOf(name);
    return at >= 0 && ['', '/', ':'].includes(uri.charAt(at + name.length));
  });

/** The variable in which this project's function finds how to send metrics. */
const TRANSPORT_VARIABLE = 'METRICS_TRANSPORT';

export function metricsFunctions(template: AccessTemplate): readonly AccessResource[] {
  return template
    .ofType('AWS::Lambda::Function')
    .filter(({ properties }) => textAt(properties, 'Environment', 'Variables', TRANSPORT_VARIABLE) !== undefined);
}

/** How the template's function sends its metrics; undefined where it does not say. */
export function transportOf(template: AccessTemplate): MetricsTransport | undefined {
  const [first] = metricsFunctions(template);
  const value = textAt(first?.properties, 'Environment', 'Variables', TRANSPORT_VARIABLE);
  return value === 'emf' || value === 'put-metric-data' ? value : undefined;
}

/** Whether a resource's environment names another, by its name or its ARN. */
export function environmentNames(holder: AccessResource, named: AccessResource): boolean {
  const texts = textsIn(valueAt(holder.properties, 'Environment', 'Variables'));
  return texts.some((text) => text === named.physicalId || (named.arn !== '' && text === named.arn));
}

/** Days that records live, from the function's setting; undefined where they are kept. */
export function recordDays({ apiFunction }: PricingContext): number | undefined {
  const days = numberAt(apiFunction?.properties, 'Environment', 'Variables', 'RECORD_TTL_DAYS');
  return days === undefined || days === 0 ? undefined : days;
}

const HOURS_PER_DAY = 24;

/** Months' worth of data that is there, on average over the month that is estimated. */
export function monthsKept(days: number | undefined, { hours, profile }: PricingContext): number {
  if (days !== undefined) return (days * HOURS_PER_DAY) / hours;
  return profile.value('month.sinceStart') - 0.5;
}
