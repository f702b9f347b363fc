import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Duration, Stack, Validations } from 'aws-cdk-lib';
import {
  Alarm,
  type AlarmProps,
  AlarmRule,
  AlarmState,
  type CfnAlarm,
  CompositeAlarm,
  MathExpression,
  Metric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { describe, expect, it } from 'vitest';
import { isFailedCheck } from '../../../lib/policy/policy-checks.ts';
import { AlarmLintPlugin, type AlarmLintPluginOptions } from '../../../packages/alarms/src/lint/plugin.ts';

const latency = new Metric({ namespace: 'App', metricName: 'Latency', period: Duration.minutes(1) });

const SOUND: AlarmProps = {
  metric: latency,
  threshold: 500,
  evaluationPeriods: 3,
  datapointsToAlarm: 2,
  treatMissingData: TreatMissingData.NOT_BREACHING,
  alarmDescription: 'Callers wait too long. Runbook: https://runbooks.example.com/latency',
};

/** An app of one stack with one alarm that sends, and the linter among its checks. */
function appWith(props: Partial<AlarmProps>, options?: AlarmLintPluginOptions) {
  const app = new App({
    builtinCloudFormationValidation: false,
    // As the CDK's command line sets it.
    context: { 'aws:cdk:enable-path-metadata': true },
  });
  const stack = new Stack(app, 'App');
  const alarm = new Alarm(stack, 'Slow', { ...SOUND, ...props });
  alarm.addAlarmAction(new SnsAction(new Topic(stack, 'OnCall')));
  Validations.of(app).addPlugins(new AlarmLintPlugin(options));
  return { app, stack, alarm };
}

interface Violation {
  readonly ruleName: string;
  readonly severity: string;
  readonly violatingConstructs: readonly { readonly constructPath?: string }[];
}

/** Synthesises; says whether the linter failed it, and what its report holds. */
function synth(app: App): { failed: boolean; violations: readonly Violation[] } {
  let failed = false;
  try {
    app.synth();
  } catch (error) {
    if (!isFailedCheck(error)) throw error;
    failed = true;
  }
  const { pluginReports } = JSON.parse(readFileSync(join(app.outdir, 'validation-report.json'), 'utf8'));
  return { failed, violations: pluginReports.flatMap(({ violations }: { violations: Violation[] }) => violations) };
}

const rulesOf = ({ violations }: { violations: readonly Violation[] }) => violations.map(({ ruleName }) => ruleName);

/** M above N, past the check that the CDK itself makes. */
function breakAlarm(alarm: Alarm): void {
  (alarm.node.defaultChild as CfnAlarm).datapointsToAlarm = 9;
}

describe('the linter as a check of a CDK app', () => {
  it('lets sound alarms pass', () => {
    expect(synth(appWith({}).app).failed).toBe(false);
  });

  it('fails synthesis on an error, and names the rule and the construct', () => {
    const { app, alarm } = appWith({});
    breakAlarm(alarm);

    const result = synth(app);

    expect(result.failed).toBe(true);
    expect(rulesOf(result)).toEqual(['IW1001']);
    expect(JSON.stringify(result.violations)).toContain('App/Slow');
  });

  it('reports a warning without failing', () => {
    const { failed, ...result } = synth(appWith({ alarmDescription: '' }).app);

    expect(failed).toBe(false);
    expect(rulesOf(result)).toEqual(['IW5002']);
  });

  it('fails on warnings where that is wanted', () => {
    expect(synth(appWith({ alarmDescription: '' }, { failOn: 'warning' }).app).failed).toBe(true);
  });

  it('reports notes only where that is wanted', () => {
    const silent = { treatMissingData: undefined };

    expect(rulesOf(synth(appWith(silent, { report: 'info' }).app))).toEqual(['IW4003']);
  });

  it('knows of the period that a MathExpression has forced on its metrics', () => {
    const metric = new MathExpression({ expression: 'm1 * 2', usingMetrics: { m1: latency } });

    expect(rulesOf(synth(appWith({ metric }).app))).toContain('IW3005');
  });

  it('knows alarms of other stacks that a composite refers to', () => {
    const { app, alarm } = appWith({});
    const other = new Stack(app, 'Other');
    const composite = new CompositeAlarm(other, 'Health', {
      alarmRule: AlarmRule.fromAlarm(alarm, AlarmState.ALARM),
      alarmDescription: SOUND.alarmDescription,
    });
    composite.addAlarmAction(new SnsAction(new Topic(other, 'Pager')));

    expect(synth(app)).toMatchObject({ failed: false, violations: [] });
  });

  it('accepts what the metadata of the alarm accepts', () => {
    const { app, alarm } = appWith({ alarmDescription: '' }, { failOn: 'warning' });
    const ignore = [{ code: 'IW5002', reason: 'its name says it all' }];
    (alarm.node.defaultChild as CfnAlarm).addMetadata('inferwatch', { ignore });

    expect(synth(app).failed).toBe(false);
  });

  it('accepts what the app acknowledges, as any other check', () => {
    const { app, alarm } = appWith({ alarmDescription: '' }, { failOn: 'warning' });
    Validations.of(alarm).acknowledge({ id: 'inferwatch-alarm-lint::IW5002', reason: 'its name says it all' });

    expect(synth(app).failed).toBe(false);
  });

  it('is a plugin by its type, too', () => {
    const app = new App();

    expect(() => Validations.of(app).addPlugins(new AlarmLintPlugin())).not.toThrow();
  });
});
