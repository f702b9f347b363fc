import type { CommandIo } from '../../../cli/src/io.ts';

/** What the command has of the world. */
export type VerifyIo = Pick<CommandIo, 'stdout' | 'stderr' | 'env' | 'signal'>;

export interface VerifyCommandOptions {
  /** @default - as the AWS SDK finds it */
  readonly region?: string;
  /** @default - AWS */
  readonly endpointUrl?: string;
  /** @default - none */
  readonly stackPrefix?: string;
  /** File with an input for the model, .csv or .json. @default - a row of the sample model */
  readonly input?: string;
  /** @default 3 */
  readonly inferences?: number;
  /** Real milliseconds of each wait. @default 300000 */
  readonly wait?: number;
  /** Real milliseconds of one call. @default 35000 */
  readonly requestTimeout?: number;
  /** Writes the report as JSON: `true` to standard output, text to that file. */
  readonly json?: true | string;
}
