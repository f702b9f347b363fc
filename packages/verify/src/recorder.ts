import { explainAwsFailure } from './aws-failure.ts';
import type { CheckName, CheckResult, Outcome } from './types.ts';

/** Runs checks one after the other and keeps what they come to. */
export class Recorder {
  readonly results: CheckResult[] = [];
  readonly #onResult: (result: CheckResult) => void;
  readonly #endpointUrl: string | undefined;
  readonly #signal: AbortSignal | undefined;

  constructor(onResult: (result: CheckResult) => void, endpointUrl?: string, signal?: AbortSignal) {
    this.#onResult = onResult;
    this.#endpointUrl = endpointUrl;
    this.#signal = signal;
  }

  /**
   * Runs a check and gives what it found; undefined unless it passed. What it throws becomes its failure.
   * @param tried what the check wants, for the message, for example `read the metrics`
   */
  async run<T>(check: CheckName, tried: string, work: () => Outcome<T> | Promise<Outcome<T>>): Promise<T | undefined> {
    this.#signal?.throwIfAborted();
    const startedAt = performance.now();
    let outcome: Outcome<T>;
    try {
      outcome = await work();
    } catch (error) {
      this.#signal?.throwIfAborted();
      outcome = explainAwsFailure(error, tried, this.#endpointUrl);
    }
    const tookMs = Math.round(performance.now() - startedAt);
    if (outcome.status === 'pass') {
      this.#add({ check, status: 'pass', detail: outcome.detail, tookMs });
      return outcome.value;
    }
    this.#add({ check, ...outcome, tookMs });
    return undefined;
  }

  skip(detail: string, ...checks: readonly CheckName[]): void {
    for (const check of checks) this.#add({ check, status: 'skipped', detail, tookMs: 0 });
  }

  passed(check: CheckName): boolean {
    return this.results.some((result) => result.check === check && result.status === 'pass');
  }

  #add(result: CheckResult): void {
    this.results.push(result);
    this.#onResult(result);
  }
}
