import type { CommandIo } from '../../../preview/src/commands/types.ts';

/** What the command has of the world. */
export type AccessIo = Pick<CommandIo, 'stdout' | 'stderr' | 'env' | 'signal' | 'applicationDirectory'>;

/** Where the templates come from. */
export interface SourceOptions {
  /** A `cdk.out` or one template. @default - the application is synthesised */
  readonly app?: string;
  /** Settings for the synthesis. */
  readonly context: Readonly<Record<string, string>>;
}

/** `true`: to standard output; text: to that file. */
export type OutputOption = true | string | undefined;

export interface AccessOptions extends SourceOptions {
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

export interface ExplainOptions extends SourceOptions {
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
