import { DIMENSION_SETS, METRIC_NAMESPACE, METRICS } from '../../../../contract/metrics.ts';

/** What an application publishes under one namespace: every metric, and the dimension sets that each has. */
export interface MetricContract {
  readonly namespace: string;
  /** Each metric is published under every one of these sets of dimension names. */
  readonly dimensionSets: readonly (readonly string[])[];
  /** With the unit it is published in, as CloudWatch spells it. @default - the unit is not checked */
  readonly metrics: Readonly<Record<string, { readonly unit?: string }>>;
  /** For messages: where the contract is written. */
  readonly origin: string;
}

/** The contract of Inferwatch's own pipeline: it speaks only about its own namespace, so it holds beside any other. */
export const INFERWATCH_CONTRACT: MetricContract = {
  namespace: METRIC_NAMESPACE,
  dimensionSets: DIMENSION_SETS,
  metrics: METRICS,
  origin: 'contract/metrics.ts',
};
