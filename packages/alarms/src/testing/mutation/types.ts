import type { AlarmDefinition } from '../../../../alarm-simulator/src/index.ts';

/** What of an alarm is changed. */
export const MUTATION_KINDS = [
  'threshold',
  'operator',
  'datapoints to alarm',
  'evaluation periods',
  'period',
  'statistic',
  'missing data',
  'dimension',
  'actions',
  'rule',
  'suppressor',
] as const;

export type MutationKind = (typeof MUTATION_KINDS)[number];

/** A change of an alarm's properties in the template. */
export interface PropertyChange {
  readonly kind: MutationKind;
  /** What changes, for people: `Threshold 2000 -> 2020`. */
  readonly text: string;
  /** A test that would notice, in a sentence. */
  readonly advice: string;
  readonly properties: Readonly<Record<string, unknown>>;
  /** Why no series whatever could tell the changed alarm from the one in the template. @default - one could */
  readonly equivalent?: string;
}

/** An alarm with one thing changed. */
export interface Mutant extends Omit<PropertyChange, 'properties'> {
  /** As the template has it. */
  readonly original: AlarmDefinition;
  readonly changed: AlarmDefinition;
}

export type MutantOutcome =
  | { readonly status: 'killed'; readonly mutant: Mutant; readonly test: string }
  | {
      readonly status: 'survived';
      readonly mutant: Mutant;
      /** How many tests are about the alarm. */
      readonly tests: number;
    }
  | { readonly status: 'equivalent'; readonly mutant: Mutant; readonly reason: string };
