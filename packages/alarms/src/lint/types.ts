import type { LoadedAlarm } from '../source/types.ts';
import type { AlarmView } from './alarm-view.ts';
import type { MetricContract } from './contract.ts';
import type { TemplateFacts } from './template-facts.ts';

/**
 * `error`: CloudWatch refuses the alarm, or it can never do what it is for. `warning`: it misleads in a situation that
 * will come. `info`: nothing is wrong today, but something is left to chance.
 */
export type Severity = 'error' | 'warning' | 'info';

/** What a rule sees in one alarm. */
export interface Observation {
  /** Property, for example `Metrics[1].MetricStat.Period`. */
  readonly path: string;
  /** What is wrong, with the bad value. One sentence without a full stop. */
  readonly message: string;
  /** What to write instead. One sentence without a full stop. */
  readonly fix: string;
}

/** An alarm as the rules look at it. */
export interface Subject {
  readonly alarm: LoadedAlarm;
  readonly view: AlarmView;
  /** What the template says around the alarm. */
  readonly facts: TemplateFacts;
}

/** All alarms of a run, for rules that need more than one. */
export interface LintContext {
  readonly subjects: readonly Subject[];
  /** Who publishes which metrics, as far as somebody has told. */
  readonly contracts: readonly MetricContract[];
  /** The alarm that a name or an ARN in the rule of this composite means: names count in one account and Region. */
  find(reference: string, from: Subject): Subject | undefined;
}

/** A rule of the linter, about one alarm at a time. */
export interface LintRule {
  /** Stable: suppressions, pages and SARIF files name it. */
  readonly code: `IW${number}`;
  /** A few words with hyphens. */
  readonly name: string;
  readonly severity: Severity;
  /** One sentence. */
  readonly title: string;
  /** AWS's page (or the CDK's) that the rule rests on. */
  readonly source: string;
  /** What the rule has to say about an alarm; nothing if it is as it should be. */
  check(subject: Subject, context: LintContext): readonly Observation[];
}

/** An observation with everything that a reader needs to find and judge it. */
export interface Finding extends Observation {
  readonly code: string;
  readonly name: string;
  readonly severity: Severity;
  /** Path of the rule's page in this repository. */
  readonly page: string;
  readonly alarm: string;
  readonly logicalId: string;
  readonly stack?: string;
  readonly file: string;
  readonly line?: number;
  readonly constructPath?: string;
  readonly sourceLocation?: string;
  /** Why nobody is to be told, if the template says so. */
  readonly suppressed?: string;
}

/** What the rules found. */
export interface LintReport {
  /** By file, line and code; suppressed ones not among them. */
  readonly findings: readonly Finding[];
  readonly suppressed: readonly Finding[];
  /** How many alarms were looked at. */
  readonly alarms: number;
}

/** Path of a rule's page in this repository. */
export const pageOf = (code: string): string => `docs/lint/${code}.md`;
