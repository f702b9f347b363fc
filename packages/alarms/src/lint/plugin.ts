import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { loadAlarms } from '../source/load-alarms.ts';
import type { LoadedAlarm } from '../source/types.ts';
import { warningLookup } from './cdk-warnings.ts';
import type { MetricContract } from './contract.ts';
import { ALL_RULES, lintAlarms } from './lint-alarms.ts';
import { listOf, recordOf } from './raw.ts';
import { readFacts } from './template-facts.ts';
import type { Finding, LintReport, Severity } from './types.ts';

/**
 * The shapes of aws-cdk-lib's `IPolicyValidationPlugin`, as far as they are used. They are written out because this
 * package does not depend on the CDK: a plugin is whatever has these members.
 * @see https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.IPolicyValidationPlugin.html
 */
export interface ValidationContext {
  readonly stackTemplates: readonly { readonly templatePath: string }[];
  readonly appConstruct: ConstructNode;
}

interface ConstructNode {
  readonly node: {
    readonly path: string;
    readonly metadata: readonly { readonly type: string; readonly data?: unknown }[];
    findAll(): readonly ConstructNode[];
  };
}

export interface ValidationViolation {
  readonly ruleName: string;
  readonly description: string;
  readonly severity: string;
  readonly fix: string;
  readonly ruleMetadata: { readonly [key: string]: string };
  readonly violatingResources: {
    readonly resourceLogicalId: string;
    readonly templatePath: string;
    readonly locations: string[];
  }[];
}

export interface ValidationReport {
  readonly success: boolean;
  readonly violations: ValidationViolation[];
}

/** What fails a synthesis, and what is told. */
export interface AlarmLintPluginOptions {
  /** Findings of this severity and worse fail the synthesis; milder ones are in the report only. @default error */
  readonly failOn?: Severity;
  /** Findings milder than this are left out. @default warning */
  readonly report?: Severity;
  /** Who publishes which metrics. @default - Inferwatch's own contract, which is about its own namespace only */
  readonly contracts?: readonly MetricContract[];
}

const RANK: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 };

/** What fails is an `error` to the CDK: it looks at severities again once acknowledgements are taken out. */
function toViolation(finding: Finding, fails: boolean): ValidationViolation {
  const { code, message, fix, page, severity, logicalId, file, path, name } = finding;
  return {
    ruleName: code,
    description: message,
    fix: `${fix} (${page})`,
    severity: fails ? 'error' : severity,
    ruleMetadata: { name, page },
    violatingResources: [{ resourceLogicalId: logicalId, templatePath: file, locations: [`Properties.${path}`] }],
  };
}

const WARNING = 'aws:cdk:warning';

/** Warnings by construct path, from the constructs themselves: the assembly's metadata may not be written yet. */
function warningsIn(app: ConstructNode): (constructPath: string | undefined) => readonly string[] {
  const byPath = new Map(app.node.findAll().map(({ node }) => [node.path, listOf(node.metadata).map(recordOf)]));
  return warningLookup((path) =>
    (byPath.get(path) ?? []).flatMap(({ type, data }) => (type === WARNING && typeof data === 'string' ? [data] : [])),
  );
}

/**
 * The linter as a validation plugin of the CDK, so that `cdk synth` reports what it finds:
 *
 *     Validations.of(app).addPlugins(new AlarmLintPlugin());
 *
 * A finding is accepted by the resource's metadata (`inferwatch: { ignore: [{ code, reason }] }`), or as any finding of
 * a plugin by `Validations.of(construct).acknowledge({ id: 'inferwatch-alarm-lint::IW5001', reason })`.
 */
export class AlarmLintPlugin {
  readonly name = 'inferwatch-alarm-lint';
  readonly ruleIds = ALL_RULES.map(({ code }) => code);
  readonly #options: AlarmLintPluginOptions;

  constructor(options: AlarmLintPluginOptions = {}) {
    this.#options = options;
  }

  /** Lints the alarms of the templates that the CDK has just written. */
  validate(context: ValidationContext): ValidationReport {
    const { failOn = 'error', report = 'warning', contracts } = this.#options;
    const { alarms, unread } = loadAll(context.stackTemplates.map(({ templatePath }) => templatePath));
    const warningsOf = warningsIn(context.appConstruct);
    const linted: LintReport = lintAlarms(alarms, {
      ...(contracts === undefined ? {} : { contracts }),
      factsOf: (file) => readFacts(file, warningsOf),
    });
    const shown = linted.findings.filter(({ severity }) => RANK[severity] <= RANK[report]);
    const violations = shown.map((finding) => toViolation(finding, RANK[finding.severity] <= RANK[failOn]));
    return {
      success: violations.every(({ severity }) => severity !== 'error'),
      violations: [...unread, ...violations],
    };
  }
}

/**
 * The alarms of the templates. The assembly around them is read where there is one, so that alarms of other stacks are
 * known by their names. A template that cannot be read is told, and fails nothing: it may hold no alarm at all.
 */
function loadAll(templates: readonly string[]): { alarms: LoadedAlarm[]; unread: ValidationViolation[] } {
  const alarms = new Map<string, LoadedAlarm>();
  const unread: ValidationViolation[] = [];
  const keep = (found: readonly LoadedAlarm[]) => {
    for (const alarm of found) alarms.set(`${alarm.file} ${alarm.stack} ${alarm.logicalId}`, alarm);
  };
  for (const directory of new Set(templates.map((template) => dirname(template)))) {
    const whole = existsSync(join(directory, 'manifest.json')) ? loadAlarms(directory) : undefined;
    if (whole?.status === 'success') {
      keep(whole.alarms);
      continue;
    }
    for (const template of templates.filter((candidate) => dirname(candidate) === directory)) {
      const loaded = loadAlarms(template);
      if (loaded.status === 'success') keep(loaded.alarms);
      else unread.push(unreadable(loaded.lines));
    }
  }
  return { alarms: [...alarms.values()], unread };
}

const unreadable = (lines: readonly string[]): ValidationViolation => ({
  ruleName: 'IW1000',
  description: lines.join('; '),
  fix: 'make the template readable, or lint its alarms by themselves',
  severity: 'warning',
  ruleMetadata: {},
  violatingResources: [],
});
