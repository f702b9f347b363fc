import type { AssemblyOptions } from '../../../cli/src/assembly-source.ts';

export interface UpgradeCheckOptions extends AssemblyOptions {
  /** Assembly or template of what is deployed. */
  readonly from: string;
  /** Name of the only stack to compare. @default - all */
  readonly stack?: string;
  /** `true`: to standard output; text: to that file. */
  readonly json?: true | string;
}
