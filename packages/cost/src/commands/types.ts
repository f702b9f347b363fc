import type { AssemblyOptions } from '../../../cli/src/assembly-source.ts';
import type { MetricsTransport } from '../model/types.ts';

/** `true`: to standard output; text: to that file. */
export type OutputOption = true | string | undefined;

export interface CostOptions extends AssemblyOptions {
  /** Inferences a second, all the time. */
  readonly rps?: number;
  /** File with a traffic profile. */
  readonly profile?: string;
  readonly region?: string;
  readonly freeTier?: boolean;
  readonly transport?: MetricsTransport;
  /** US dollars a month above which the exit code is 1. */
  readonly max?: number;
  readonly all?: boolean;
  readonly json?: OutputOption;
  readonly markdown?: OutputOption;
}
