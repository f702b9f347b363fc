import { Duration } from 'aws-cdk-lib';
import type { IProject } from 'aws-cdk-lib/aws-codebuild';
import { type IRuleTarget, Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { CodeBuildProject } from 'aws-cdk-lib/aws-events-targets';
import { Construct } from 'constructs';
import { stackArn } from './e2e-target.ts';

/** Hours for which a start is tried again while another build runs. */
const START_WITHIN = Duration.hours(2);

export interface TriggersProps {
  readonly project: IProject;
  /** Time of day in UTC, `HH:MM`. @default - no nightly run */
  readonly nightlyAt?: string;
  /** Stacks after whose deployment the tests run. @default - none */
  readonly afterDeploymentOf?: readonly string[];
}

/** When the tests run by themselves, besides a push to their repository. */
export class Triggers extends Construct {
  constructor(scope: Construct, id: string, props: TriggersProps) {
    super(scope, id);
    const target = new CodeBuildProject(props.project, { maxEventAge: START_WITHIN });
    if (props.nightlyAt !== undefined) this.addNightly(props.nightlyAt, target);
    if (props.afterDeploymentOf?.length) this.addAfterDeployment(props.afterDeploymentOf, target);
  }

  private addNightly(time: string, target: IRuleTarget): void {
    const [, hour, minute] = /^(\d\d):(\d\d)$/.exec(time) ?? [];
    if (hour === undefined || minute === undefined) {
      throw new RangeError(`nightlyAt is "${time}"; write a time of day in UTC, such as 03:00`);
    }
    new Rule(this, 'Nightly', {
      description: 'End-to-end tests each night',
      schedule: Schedule.cron({ hour: String(Number(hour)), minute: String(Number(minute)) }),
      targets: [target],
    });
  }

  /** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/eventbridge-events.html */
  private addAfterDeployment(stackNames: readonly string[], target: IRuleTarget): void {
    new Rule(this, 'AfterDeployment', {
      description: 'End-to-end tests after a deployment',
      eventPattern: {
        source: ['aws.cloudformation'],
        detailType: ['CloudFormation Stack Status Change'],
        detail: {
          'stack-id': stackNames.map((name) => ({ prefix: stackArn(this, name, '') })),
          'status-details': { status: ['CREATE_COMPLETE', 'UPDATE_COMPLETE'] },
        },
      },
      targets: [target],
    });
  }
}
