import type { LoadedAlarm } from '../source/types.ts';
import { viewOf } from './alarm-view.ts';
import { readCdkWarnings } from './cdk-warnings.ts';
import { INFERWATCH_CONTRACT, type MetricContract } from './contract.ts';
import { unknownChild } from './rules/composites.ts';
import { RULES } from './rules/index.ts';
import { notEvaluable } from './rules/whole.ts';
import {
  BROKEN_SUPPRESSION,
  readSuppressions,
  type Suppression,
  type SuppressionRule,
  USELESS_SUPPRESSION,
} from './suppressions.ts';
import { readFacts, type TemplateFacts } from './template-facts.ts';
import {
  type Finding,
  type LintContext,
  type LintReport,
  type LintRule,
  type Observation,
  pageOf,
  type Subject,
} from './types.ts';

/** What the rules know besides the alarms. */
export interface LintOptions {
  /** Who publishes which metrics. @default - Inferwatch's own contract, which is about its own namespace only */
  readonly contracts?: readonly MetricContract[];
  /** What a file says around its alarms. @default - the file is read, and the assembly's metadata beside it */
  readonly factsOf?: (file: string) => TemplateFacts;
}

/** Everything that rules and suppressions can be about, by code. */
export const ALL_RULES: readonly (LintRule | SuppressionRule)[] = [...RULES, USELESS_SUPPRESSION, BROKEN_SUPPRESSION];

/** Names count in one account and Region; an ARN says which. */
function finder(subjects: readonly Subject[]): LintContext['find'] {
  const nameKey = ({ alarm: { accountId, region } }: Subject, name: string) => `${accountId}/${region}/${name}`;
  const byReference = new Map<string, Subject>();
  for (const subject of subjects) {
    byReference.set(nameKey(subject, subject.alarm.name), subject);
    byReference.set(subject.alarm.arn, subject);
  }
  return (reference, from) => byReference.get(reference) ?? byReference.get(nameKey(from, reference));
}

function toFinding(rule: Omit<LintRule, 'check'>, { alarm }: Subject, observation: Observation): Finding {
  const { code, name, severity } = rule;
  const { logicalId, stack, file, line, constructPath, sourceLocation } = alarm;
  return {
    code,
    name,
    severity,
    page: pageOf(code),
    alarm: alarm.name,
    logicalId,
    ...(stack === undefined ? {} : { stack }),
    file,
    ...(line === undefined ? {} : { line }),
    ...(constructPath === undefined ? {} : { constructPath }),
    ...(sourceLocation === undefined ? {} : { sourceLocation }),
    ...observation,
  };
}

/** Whether one property is the other, or lies in it. */
const overlaps = (one: string, other: string): boolean =>
  one === other || one.startsWith(`${other}.`) || other.startsWith(`${one}.`);

/** Rules word a fault better than the parser does: what both report is told once. */
function withoutRepetition(findings: readonly Finding[]): Finding[] {
  // A warning is about something that CloudWatch takes, and is no reason for the parser to refuse it.
  const told = findings.filter(({ severity, code }) => severity === 'error' || code === unknownChild.code);
  return findings.filter(
    ({ code, path }) => code !== notEvaluable.code || !told.some((other) => isSameProperty(other.path, path)),
  );
}

const STATISTIC = /^(?:Statistic|ExtendedStatistic)$/;

/** The two properties for a statistic are one to the parser. */
const isSameProperty = (one: string, other: string): boolean =>
  overlaps(one, other) || (STATISTIC.test(one) && STATISTIC.test(other));

interface Judged {
  readonly findings: readonly Finding[];
  readonly suppressed: readonly Finding[];
}

function judge(subject: Subject, context: LintContext): Judged {
  const all = withoutRepetition(
    RULES.flatMap((rule) => rule.check(subject, context).map((found) => toFinding(rule, subject, found))),
  );
  const { suppressions, faults } = readSuppressions(subject);
  const reasonFor = new Map(suppressions.map(({ code, reason }) => [code, reason]));
  const findings: Finding[] = [];
  const suppressed: Finding[] = [];
  for (const finding of all) {
    const reason = reasonFor.get(finding.code);
    if (reason === undefined) findings.push(finding);
    else suppressed.push({ ...finding, suppressed: reason });
  }
  const used = new Set(suppressed.map(({ code }) => code));
  const useless = suppressions.filter(({ code }) => !used.has(code)).map((one) => uselessFinding(subject, one));
  const broken = faults.map((fault) => toFinding(BROKEN_SUPPRESSION, subject, fault));
  return { findings: [...findings, ...broken, ...useless], suppressed };
}

function uselessFinding(subject: Subject, { code, path }: Suppression): Finding {
  const known = ALL_RULES.some((rule) => rule.code === code);
  return toFinding(USELESS_SUPPRESSION, subject, {
    path,
    message: known ? `there is no ${code} on this alarm to suppress` : `there is no rule ${code}`,
    fix: 'remove the suppression',
  });
}

const order = (left: Finding, right: Finding): number =>
  left.file.localeCompare(right.file) ||
  (left.line ?? 0) - (right.line ?? 0) ||
  left.logicalId.localeCompare(right.logicalId) ||
  left.code.localeCompare(right.code);

/** Runs every rule over the alarms. Alarms that cannot be evaluated are judged by what can be read of them. */
export function lintAlarms(alarms: readonly LoadedAlarm[], options: LintOptions = {}): LintReport {
  const { contracts = [INFERWATCH_CONTRACT], factsOf = (file) => readFacts(file, readCdkWarnings(file)) } = options;
  const facts = new Map([...new Set(alarms.map(({ file }) => file))].map((file) => [file, factsOf(file)]));
  const subjects = alarms.flatMap((alarm): Subject[] => {
    const around = facts.get(alarm.file);
    return around === undefined ? [] : [{ alarm, view: viewOf(alarm.type, alarm.properties), facts: around }];
  });
  const context = { subjects, contracts, find: finder(subjects) };
  const judged = subjects.map((subject) => judge(subject, context));
  return {
    findings: judged.flatMap(({ findings }) => findings).sort(order),
    suppressed: judged.flatMap(({ suppressed }) => suppressed).sort(order),
    alarms: alarms.length,
  };
}
