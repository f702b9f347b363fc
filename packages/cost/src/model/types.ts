/** How metrics leave the function: in its log lines (embedded metric format), or by an API call. */
export type MetricsTransport = 'emf' | 'put-metric-data';

/** Where a line of the estimate comes from. */
export interface ResourceRef {
  readonly stack: string;
  readonly logicalId: string;
  readonly type: string;
  /** Construct path, where the template has the CDK's metadata. */
  readonly path?: string;
}

/** Something that is paid for, before prices: how much of it a month has. */
export interface Usage {
  /** What is counted; the price list has prices by this name. */
  readonly meter: string;
  /** What it is, in words, for example `requests` or `storage`. */
  readonly component: string;
  readonly resource: ResourceRef;
  readonly quantity: Quantity;
  /** What of the estimate rests on more than AWS's documents and the template. */
  readonly inferred?: string;
  /** The line exists only because of the transport of metrics. */
  readonly metrics?: boolean;
}

export type Quantity =
  | {
      readonly status: 'known';
      /** In the price's unit. */
      readonly value: number;
      /** How it was computed, for people: `26,280,000 requests x 1 KB`. */
      readonly formula: string;
    }
  | {
      readonly status: 'unknown';
      /** Why, and what to give so that it is known. */
      readonly reason: string;
    };

export const known = (value: number, formula: string): Quantity => ({ status: 'known', value, formula });
export const unknown = (reason: string): Quantity => ({ status: 'unknown', reason });

/** One line of the estimate. */
export interface CostLine extends Usage {
  readonly service: string;
  readonly unit: string;
  readonly price: LinePrice;
}

export type LinePrice =
  | {
      readonly status: 'priced';
      /** US dollars a month. */
      readonly amount: number;
      /** US dollars for a unit; with several tiers, or with something free, the mean. */
      readonly unitPrice: number;
      /** The tiers that the meter's quantity over all lines falls into, where there is more than one. */
      readonly tiers?: string;
      readonly source: string;
    }
  | { readonly status: 'unknown'; readonly reason: string };

/** A resource that costs nothing by itself, and why. */
export interface FreeResource {
  readonly resource: ResourceRef;
  readonly reason: string;
}

export interface Estimate {
  readonly region: string;
  /** Day on which the prices were read; undefined where none is known for the Region. */
  readonly pricesRead?: string;
  readonly currency: 'USD';
  readonly freeTier: boolean;
  readonly transport: MetricsTransport;
  readonly lines: readonly CostLine[];
  /** US dollars a month of all lines whose price and quantity are known. */
  readonly total: number;
  readonly free: readonly FreeResource[];
  /** Resources of types that no pricer knows: they may cost something, and are not in the total. */
  readonly unknownTypes: readonly ResourceRef[];
}
