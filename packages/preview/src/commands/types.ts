import type { CommandIo } from '../../../cli/src/io.ts';

/** Port of the console unless another is asked for. */
export const DEFAULT_CONSOLE_PORT = 4747;

/** What the command has of the world. */
export interface PreviewIo extends CommandIo {
  /** Folder of the scenarios that are shipped. */
  readonly scenarioDirectory: string;
  /** Folder of the runbooks that are shipped. */
  readonly runbookDirectory: string;
}

export interface PreviewCommandOptions {
  /** Virtual seconds in a real second. @default - the scenario's, else 10 */
  readonly speed?: number;
  /** @default - 4747, and no console when headless */
  readonly port?: number;
  /** @default 0, any free one */
  readonly apiPort?: number;
  /** Lets everybody call the API. @default false */
  readonly open?: boolean;
  /** A `cdk.out` that exists already. @default - the application is synthesised */
  readonly app?: string;
  readonly modelUrl?: string;
  /** File of requests to send. @default - the sample model's held-out rows */
  readonly samples?: string;
  /** Path of a scenario, or the name of one that is shipped. @default steady */
  readonly scenario?: string;
  /** Runs the scenario to its end, checks what it expects, and stops. */
  readonly headless: boolean;
  /** Path that takes the report, `-` for standard output. */
  readonly json?: string;
  /** File that takes the run as one page. */
  readonly html?: string;
  /** File with a dashboard's body, to be drawn without an application. */
  readonly dashboard?: string;
  /** Real milliseconds after which the preview stops by itself. */
  readonly duration?: number;
  /** @default - the scenario's, else 1 */
  readonly seed?: number;
  readonly context: Readonly<Record<string, string>>;
}
