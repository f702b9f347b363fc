import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { InferwatchConfig } from '../../config/schema.ts';
import { E2eTest } from '../e2e/e2e-test.ts';
import { REPORT_PREFIX } from '../e2e/report-storage.ts';
import { DASHBOARD_NAME, prefixed } from '../shared/names.ts';
import { dataRemovalPolicy } from '../shared/removal.ts';
import type { InferenceStack } from './inference-stack.ts';
import type { MonitoringStack } from './monitoring-stack.ts';

/** The alarm that the features ring (e2e/features/monitoring/high-latency.feature); it is critical. */
const RUNG_ALARM = 'High-Latency-Alarm';

/** Settings of an {@link E2eTestStack}. */
export interface E2eTestStackProps extends StackProps {
  /** Settings of the application. */
  readonly config: InferwatchConfig;
  /** The pipeline that is tested. */
  readonly inference: InferenceStack;
  /** Its monitoring, which is tested too. */
  readonly monitoring: MonitoringStack;
}

/** `InferwatchE2eTest`: the end-to-end tests on CodeBuild. */
export class E2eTestStack extends Stack {
  /** What the stack holds. */
  readonly e2eTest: E2eTest;

  constructor(scope: Construct, id: string, props: E2eTestStackProps) {
    super(scope, id, props);
    const { config, inference, monitoring } = props;
    const { enabled: _, ringAlarms, ...settings } = config.e2e;
    const { api, function: inferenceFunction } = inference.pipeline;
    this.e2eTest = new E2eTest(this, 'E2eTest', {
      ...settings,
      target: {
        // As an import: a plain reference has its final text at synthesis only, too late to acknowledge its wildcard.
        apiId: inference.exportValue(api.api.apiId),
        logGroups: [inferenceFunction.logGroup],
        dashboardName: prefixed(config.prefix, DASHBOARD_NAME),
        stackNames: [inference.stackName, monitoring.stackName],
        prefix: config.prefix,
        ring: ringAlarms
          ? {
              alarmName: prefixed(config.prefix, RUNG_ALARM),
              topicArn: monitoring.exportValue(monitoring.monitoring.topics.critical.topicArn),
            }
          : undefined,
      },
      alertEmails: config.alertEmails,
      logRetention: config.logs.retentionDays,
      removalPolicy: dataRemovalPolicy(this, config),
    });
    // The tests know what they read by its name: no reference would make CloudFormation wait.
    this.addStackDependency(inference);
    this.addStackDependency(monitoring);
    this.addOutputs();
  }

  private addOutputs(): void {
    const { project, reports, notices } = this.e2eTest;
    const outputs: Record<string, { value: string; description: string }> = {
      ProjectName: {
        value: project.projectName,
        description: 'Runs the tests: aws codebuild start-build --project-name <this>',
      },
      LatestReport: {
        value: reports.bucket.s3UrlForObject(`${REPORT_PREFIX}latest/`),
        description: 'HTML report of the last build: aws s3 sync <this> report/',
      },
      TopicArn: { value: notices.topic.topicArn, description: 'Topic of failed tests' },
    };
    for (const [name, output] of Object.entries(outputs)) new CfnOutput(this, name, output);
  }
}
