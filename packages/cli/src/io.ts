/** The slice of an output stream that commands write to; `process.stdout` fits it. */
export interface ViewStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

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

/** What a command has of the world. */
export interface CommandIo {
  readonly stdout: ViewStream;
  readonly stderr: ViewStream;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Aborts when the user asks to stop. */
  readonly signal: AbortSignal;
  /** Folder of the CDK application that is synthesised when no assembly is given. */
  readonly applicationDirectory: string;
}

/** An expected failure: what to tell the user, one line for each thing. */
export interface Failure {
  readonly status: 'error';
  readonly lines: readonly string[];
}

export const failure = (...lines: readonly string[]): Failure => ({ status: 'error', lines });
