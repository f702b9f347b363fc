import * as z from 'zod';
import { readYamlFile } from '../../../cli/src/yaml-file.ts';
import type { MetricContract } from './contract.ts';

/** A contract as a file: what an application publishes under one namespace. */
const contractSchema = z.strictObject({
  namespace: z.string().min(1),
  dimensionSets: z.array(z.array(z.string().min(1))).min(1, 'name at least one set; [] is the set without dimensions'),
  metrics: z.record(z.string().min(1), z.strictObject({ unit: z.string().min(1).optional() }).nullable()),
});

export type ContractResult =
  | { readonly status: 'success'; readonly contract: MetricContract }
  /** Each line begins with `file:line:column`. */
  | { readonly status: 'error'; readonly lines: readonly string[] };

/**
 * Reads a metric contract:
 *
 *     namespace: Shop
 *     dimensionSets: [[], [Store]]
 *     metrics:
 *       OrderCount: { unit: Count }
 *       QueueDepth:
 */
export function readContract(file: string): ContractResult {
  const read = readYamlFile(file, contractSchema, { hint: 'give the path of a metric contract' });
  if (read.status === 'error') return read;
  const { namespace, dimensionSets, metrics } = read.value;
  const entries = Object.entries(metrics).map(([name, metric]) => [name, metric ?? {}] as const);
  return {
    status: 'success',
    contract: { namespace, dimensionSets, metrics: Object.fromEntries(entries), origin: file },
  };
}
