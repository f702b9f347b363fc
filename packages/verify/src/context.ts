import type { AwsClients } from './aws-clients.ts';
import type { TestInput } from './sample-input.ts';

/** What every check works with. */
export interface VerifyContext {
  readonly clients: AwsClients;
  readonly region: string;
  readonly endpointUrl?: string;
  readonly input: TestInput;
  /** Test inferences to send. */
  readonly inferences: number;
  /** Marks this run in the idempotency keys. */
  readonly runId: string;
  /** Bearer token of the API. @default - requests are signed */
  readonly token?: string;
  /** Real milliseconds: of one call, and of each wait for something that arrives late. */
  readonly timeouts: { readonly requestMs: number; readonly waitMs: number };
  readonly signal?: AbortSignal;
  /** Tells what is waited for. */
  readonly progress: (state: string) => void;
}
