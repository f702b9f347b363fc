import type { InferenceView } from '../../../console/src/contract.ts';
import type { Outcome, TrafficRequest } from '../traffic/types.ts';

/** Inferences kept for the console; the oldest go first. */
export const INFERENCES_KEPT = 200;

/** The newest requests to the application's API, whoever sent them. */
export class InferenceLog {
  readonly #views: InferenceView[] = [];

  add(view: InferenceView): void {
    this.#views.unshift(view);
    if (this.#views.length > INFERENCES_KEPT) this.#views.pop();
  }

  /** Sends as before, and notes each answer that names a request. */
  following(
    send: (request: TrafficRequest) => Promise<Outcome>,
    now: () => number,
  ): (request: TrafficRequest) => Promise<Outcome> {
    return async (request) => {
      const at = now();
      const outcome = await send(request);
      const { requestId, kind, status, latencyMs, prediction = null, correct = null } = outcome;
      if (requestId !== undefined) {
        this.add({ requestId, at, outcome: kind, status, latencyMs, prediction, correct });
      }
      return outcome;
    };
  }

  /** Newest first. */
  list(): readonly InferenceView[] {
    return [...this.#views];
  }

  find(requestId: string): InferenceView | undefined {
    return this.#views.find((view) => view.requestId === requestId);
  }

  get newest(): string | null {
    return this.#views[0]?.requestId ?? null;
  }
}
