import type { Clock } from '../../../lambda/shared/ports.ts';

export const START = Date.parse('2026-03-01T12:00:00.000Z');

/** A clock that only moves when something sleeps on it or a test pushes it. */
export class ManualClock implements Clock {
  readonly sleeps: number[] = [];
  #elapsed = 0;

  now(): number {
    return START + this.#elapsed;
  }

  monotonic(): number {
    return this.#elapsed;
  }

  async sleep(ms: number): Promise<void> {
    this.sleeps.push(ms);
    this.#elapsed += ms;
  }

  advance(ms: number): void {
    this.#elapsed += ms;
  }
}
