import type { AssemblyOptions } from '../../../cli/src/assembly-source.ts';

/** Exit codes of `inferwatch lake query`. */
export const EXIT = {
  ok: 0,
  /** The persona may not see what the query asks for. */
  denied: 1,
  /** Wrong use or wrong SQL, or something that is needed is missing. */
  unusable: 2,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Rows that a table shows unless told otherwise. */
export const DEFAULT_ROWS = 100;

export type OutputForm = 'table' | 'json' | 'csv';

export interface LakeQueryOptions extends AssemblyOptions {
  /** Persona that asks. */
  readonly as: string;
  /** @default - what the persona may query is shown */
  readonly sql?: string;
  /** Folder with the tables' files. @default - the sample, generated */
  readonly data?: string;
  /** The only database in which a name without one is looked up. @default - all of them */
  readonly database?: string;
  readonly output: OutputForm;
  /** Rows that are shown. @default - 100 in a table, all of them otherwise */
  readonly limit?: number;
}
