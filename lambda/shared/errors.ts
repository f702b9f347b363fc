/** Base of the errors that this project's functions throw: a literal code to branch on, and the cause kept. */
export abstract class InferwatchError extends Error {
  abstract readonly code: string;
}

/** The environment of the function is unusable: a bug of the deployment, found while the module loads. */
export class ConfigurationError extends InferwatchError {
  readonly code = 'configuration';
  override readonly name = 'ConfigurationError';
}

/** An attempt did not end within the time it was given. */
export class DeadlineExceededError extends InferwatchError {
  readonly code = 'deadline-exceeded';
  override readonly name = 'DeadlineExceededError';

  /** @param timeoutMs what the attempt was given, milliseconds */
  constructor(timeoutMs: number, options?: ErrorOptions) {
    super(`no answer within ${Math.round(timeoutMs)} ms`, options);
  }
}
