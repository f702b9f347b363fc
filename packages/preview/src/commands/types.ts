import type { ViewStream } from '../ui/live-view.ts';

/** Exit codes of every command. */
export const EXIT = {
  /** Done, and everything is as expected. */
  ok: 0,
  /** Done, but what was checked does not hold. */
  differs: 1,
  /** Wrong use, or something that is needed is missing or broken. */
  unusable: 2,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Port of the status page unless another is asked for. */
export const DEFAULT_STATUS_PORT = 4747;

/** What a command has of the world. */
export interface CommandIo {
  readonly stdout: ViewStream;
  readonly stderr: ViewStream;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Aborts when the user asks to stop. */
  readonly signal: AbortSignal;
  /** Folder of the CDK application that is synthesised when no assembly is given. */
  readonly applicationDirectory: string;
  /** Folder of the scenarios that are shipped. */
  readonly scenarioDirectory: string;
}

export interface PreviewCommandOptions {
  /** Virtual seconds in a real second. @default - the scenario's, else 10 */
  readonly speed?: number;
  /** @default - 4747, and no status page when headless */
  readonly port?: number;
  /** @default 0, any free one */
  readonly apiPort?: number;
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
  /** Real milliseconds after which the preview stops by itself. */
  readonly duration?: number;
  /** @default - the scenario's, else 1 */
  readonly seed?: number;
  readonly context: Readonly<Record<string, string>>;
}

/** An expected failure: what to tell the user, one line for each thing. */
export interface Failure {
  readonly status: 'error';
  readonly lines: readonly string[];
}

export const failure = (...lines: readonly string[]): Failure => ({ status: 'error', lines });
