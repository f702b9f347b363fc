import type { AlarmState } from '../../../../alarm-simulator/src/index.ts';
import type { Segment } from '../notation/segment.ts';

/** A point in time of a test, in milliseconds from its start. */
export type Offset = number;

/** What a series belongs to: a metric written out, or the metric that an alarm reads. */
export type SeriesTarget =
  | {
      readonly type: 'metric';
      readonly namespace: string;
      readonly metric: string;
      /** A `*` in a value stands for any characters. */
      readonly dimensions: Readonly<Record<string, string>>;
    }
  | {
      readonly type: 'alarm';
      readonly alarm: string;
      /** Id of the metric among the alarm's `Metrics`. @default - the alarm's only metric */
      readonly id?: string;
    };

export interface TestSeries {
  readonly target: SeriesTarget;
  /** CloudWatch's `StandardUnit`. @default None */
  readonly unit?: string;
  readonly segments: readonly Segment[];
  /** Milliseconds by which the first value is before the start of the test: alarms see data from before they existed. */
  readonly before: number;
}

/** A span that begins at `after` and lasts `time`, both in milliseconds. */
export interface TimeLimit {
  readonly time: number;
  /** @default - the start of the test for firing, the moment of firing for clearing */
  readonly after?: Offset;
}

export interface StateExpectation {
  /** As the file says it. */
  readonly text: string;
  readonly at: Offset;
  readonly state: AlarmState;
}

export interface TransitionExpectation {
  readonly state: AlarmState;
  /** @default - any time */
  readonly at?: Offset;
}

/** An e-mail that must have been sent. */
export interface EmailExpectation {
  /** State that the e-mail tells. */
  readonly state: AlarmState;
  /** Texts that stand in subject or body. */
  readonly contains: readonly string[];
  /** Patterns that subject or body match. */
  readonly matches: readonly RegExp[];
}

/** What one alarm must do. */
export interface AlarmExpectation {
  /** Name in the file. */
  readonly alarm: string;
  readonly states: readonly StateExpectation[];
  readonly firesWithin?: TimeLimit;
  readonly clearsWithin?: TimeLimit;
  readonly never: readonly AlarmState[];
  /** The states that the alarm enters, exactly; the first evaluation counts. */
  readonly transitions?: readonly TransitionExpectation[];
  readonly emails: readonly EmailExpectation[];
  /** For each state that is named, what is called for it during the whole test, exactly. */
  readonly calls: Readonly<Partial<Record<AlarmState, readonly string[]>>>;
}

export interface AlarmTest {
  readonly name: string;
  /** Milliseconds since the epoch; a whole minute. @default - the file's */
  readonly start?: number;
  /** Milliseconds from one value to the next. @default - the file's */
  readonly interval?: number;
  /** Milliseconds. @default - until the longest series and the last expectation are over */
  readonly duration?: number;
  readonly series: readonly TestSeries[];
  readonly expect: readonly AlarmExpectation[];
}

/** A metric, whatever its dimensions. */
export interface MetricName {
  readonly namespace: string;
  readonly metric: string;
}

/** A `*.alarms.yaml` file, checked. */
export interface AlarmTestFile {
  /** Assembly or template, relative to the file. @default - what the command line says */
  readonly template?: string;
  readonly start: number;
  readonly interval: number;
  /** Decides random values. */
  readonly seed: number;
  /** Metrics that never have a value below 0; the mutation check relies on it, and a series that breaks it is an error. */
  readonly nonNegative: readonly MetricName[];
  readonly tests: readonly AlarmTest[];
}
