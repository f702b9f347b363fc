import type { AlarmDefinition, Simulation } from '../../../../alarm-simulator/src/index.ts';
import type { BoundTest } from './bind.ts';

/** One expectation that does not hold. */
export interface TestFailure {
  /** `file:line:column` of the expectation. */
  readonly place: string;
  readonly alarm: AlarmDefinition;
  /** What was expected, and what happened instead. */
  readonly message: string;
  /** When it went wrong, in milliseconds since the epoch; the timeline marks it and tells what was evaluated then. */
  readonly at?: number;
}

/** How one test went. */
export interface TestResult {
  /** Of the file, as the user named it. */
  readonly file: string;
  readonly name: string;
  readonly place: string;
  readonly bound: BoundTest;
  readonly simulation: Simulation;
  /** None if the test has passed. */
  readonly failures: readonly TestFailure[];
  /** Real milliseconds that it took. */
  readonly tookMs: number;
}
