import type { AssemblyOptions } from '../../../cli/src/assembly-source.ts';

/** `true`: to standard output; text: to that file. */
export type OutputOption = true | string | undefined;

export interface AccessOptions extends AssemblyOptions {
  readonly markdown?: OutputOption;
  readonly json?: OutputOption;
  readonly html?: OutputOption;
  /** The matrix as a file that `expect` takes. */
  readonly yaml?: OutputOption;
  /** File of the wanted matrix. */
  readonly expect?: string;
  /** Names of the only personas to show. @default - all */
  readonly persona?: readonly string[];
  /** The reasons of denied cells, too. @default false */
  readonly reasons?: boolean;
}

export interface ExplainOptions extends AssemblyOptions {
  readonly persona: string;
  readonly action: string;
  readonly resource: string;
}

export interface DiffOptions {
  readonly before: string;
  readonly after: string;
  readonly markdown?: OutputOption;
  readonly json?: OutputOption;
}
