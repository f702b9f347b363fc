import type { Clock } from '../types.ts';
import type { ThrottleSettings } from './api-config.ts';

/**
 * API Gateway's throttling: a bucket of `burst` tokens that fills with `rate` tokens a second, and a token for each
 * request. It fills in virtual time, since every rate of the preview counts virtual seconds.
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-throttling.html
 */
export class TokenBucket {
  readonly #settings: ThrottleSettings;
  readonly #clock: Clock;
  #tokens: number;
  #filledAt: number;

  constructor(settings: ThrottleSettings, clock: Clock) {
    this.#settings = settings;
    this.#clock = clock;
    this.#tokens = settings.burst;
    this.#filledAt = clock.now();
  }

  /** Takes a token if there is one. */
  take(): boolean {
    const now = this.#clock.now();
    const filled = ((now - this.#filledAt) / 1000) * this.#settings.rate;
    this.#tokens = Math.min(this.#settings.burst, this.#tokens + filled);
    this.#filledAt = now;
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }
}
