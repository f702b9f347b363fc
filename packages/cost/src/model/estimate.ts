import type { AccessResource, AccessTemplate } from '../../../access-matrix/src/template/index.ts';
import { priceListOf } from '../prices/price-list.ts';
import { rate } from '../prices/rate.ts';
import type { Profile } from '../profile/profile.ts';
import { createContext } from './context.ts';
import { freeReason, pricerOf } from './pricers.ts';
import { refOf } from './properties.ts';
import type { Estimate, FreeResource, MetricsTransport, ResourceRef, Usage } from './types.ts';

export interface EstimateOptions {
  /** Region whose prices are taken. @default - that of the first stack */
  readonly region?: string | undefined;
  /** Takes off what AWS gives to each account every month. @default false */
  readonly freeTier?: boolean | undefined;
  /** How metrics are sent. @default - what the template says */
  readonly transport?: MetricsTransport | undefined;
}

/** What a month of the templates' resources costs under a traffic profile. */
export function estimate(template: AccessTemplate, profile: Profile, options: EstimateOptions = {}): Estimate {
  const { freeTier = false } = options;
  const region = options.region ?? template.stacks[0]?.region ?? '';
  const context = createContext(template, profile, options.transport);
  const usages: Usage[] = [];
  const free: FreeResource[] = [];
  const unknownTypes: ResourceRef[] = [];
  for (const resource of template.resources) {
    const pricer = pricerOf(resource.type);
    if (pricer) usages.push(...pricer(resource, context));
    else sortOut(resource, free, unknownTypes);
  }
  const list = priceListOf(region);
  const lines = rate(usages, list, freeTier);
  return {
    region,
    ...(list ? { pricesRead: list.read } : {}),
    currency: 'USD',
    freeTier,
    transport: context.transport,
    lines,
    total: lines.reduce((sum, { price }) => sum + (price.status === 'priced' ? price.amount : 0), 0),
    free,
    unknownTypes,
  };
}

function sortOut(resource: AccessResource, free: FreeResource[], unknownTypes: ResourceRef[]): void {
  const reason = freeReason(resource.type);
  if (reason === undefined) unknownTypes.push(refOf(resource));
  else free.push({ resource: refOf(resource), reason });
}

/** What each way to send metrics costs, all else being equal. */
export interface TransportComparison {
  readonly transport: MetricsTransport;
  /** US dollars a month of the whole estimate. */
  readonly total: number;
  /** US dollars a month that are there only because metrics are sent this way: the total less one without them. */
  readonly metrics: number;
  /** Lines of the transport whose price is not known. */
  readonly unknown: number;
}

/**
 * Prices both transports. The difference counts tiers as they are: log lines with metrics are charged at the end of the
 * tiers that the other lines have reached.
 */
export function compareTransports(
  template: AccessTemplate,
  profile: Profile,
  options: EstimateOptions = {},
): readonly TransportComparison[] {
  return (['emf', 'put-metric-data'] as const).map((transport) => {
    const { lines, total, region } = estimate(template, profile, { ...options, transport });
    const others = lines.filter(({ metrics }) => metrics !== true);
    const without = rate(others, priceListOf(region), options.freeTier ?? false);
    const rest = without.reduce((sum, { price }) => sum + (price.status === 'priced' ? price.amount : 0), 0);
    return {
      transport,
      total,
      metrics: total - rest,
      unknown: lines.filter(({ metrics, price }) => metrics === true && price.status === 'unknown').length,
    };
  });
}
