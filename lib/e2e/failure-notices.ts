import type { IProject } from 'aws-cdk-lib/aws-codebuild';
import { EventField, Rule, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import { SnsTopic } from 'aws-cdk-lib/aws-events-targets';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Alias } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import { allowStatements, type BuildStatement } from './build-statement.ts';

/** Settings of {@link FailureNotices}. */
export interface FailureNoticesProps {
  /** Addresses; each must confirm the subscription that AWS mails to it. @default - nobody */
  readonly emails?: readonly string[];
}

/** Phases after which the build's last phase, which sends the summary, does not run, or which come after it. */
const SILENT_PHASES = [
  'SUBMITTED',
  'QUEUED',
  'PROVISIONING',
  'DOWNLOAD_SOURCE',
  'INSTALL',
  'PRE_BUILD',
  'POST_BUILD',
  'UPLOAD_ARTIFACTS',
  'FINALIZING',
];

/**
 * Tells people of failed end-to-end tests. A topic of its own: those of the alarms take messages of alarms only
 * (docs/adr/0053).
 *
 * A build whose tests fail sends its summary itself. One that does not get as far, or is stopped by its timeout, cannot:
 * CodeBuild's events tell of it.
 *
 * The key is AWS's for SNS, which costs nothing: its policy lets in every principal of the account that may publish,
 * and both publishers are roles. (A service that publishes in its own name, as CloudWatch does, could not use it.)
 *
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
 */
export class FailureNotices extends Construct {
  /** Takes the messages. */
  readonly topic: Topic;

  constructor(scope: Construct, id: string, props: FailureNoticesProps = {}) {
    super(scope, id);
    this.topic = new Topic(this, 'Topic', {
      displayName: 'Inferwatch end-to-end tests',
      masterKey: Alias.fromAliasName(this, 'Key', 'alias/aws/sns'),
      enforceSSL: true,
    });
    for (const email of props.emails ?? []) this.topic.addSubscription(new EmailSubscription(email));
  }

  /** What the build needs to send its summary. */
  publishStatement(): BuildStatement {
    return { sid: 'SendSummary', actions: ['sns:Publish'], resources: [this.topic.topicArn] };
  }

  /**
   * Tells of builds of the project that cannot send a summary.
   * @see https://docs.aws.amazon.com/codebuild/latest/userguide/sample-build-notifications-ref.html
   */
  watch(project: IProject): void {
    const role = new Role(this, 'EventsRole', { assumedBy: new ServicePrincipal('events.amazonaws.com') });
    allowStatements(role, [this.publishStatement()]);
    new Rule(this, 'SilentFailures', {
      description: 'Builds of the end-to-end tests that failed without a summary',
      eventPattern: {
        source: ['aws.codebuild'],
        detailType: ['CodeBuild Build Phase Change'],
        detail: {
          'project-name': [project.projectName],
          $or: [
            {
              'completed-phase': SILENT_PHASES,
              'completed-phase-status': ['FAILED', 'FAULT', 'TIMED_OUT', 'CLIENT_ERROR'],
            },
            { 'completed-phase': ['BUILD'], 'completed-phase-status': ['FAULT', 'TIMED_OUT', 'CLIENT_ERROR'] },
          ],
        },
      },
      targets: [
        // Without updates, because the CDK would allow the role the use of every key in the account.
        new SnsTopic(this.topic, {
          role: role.withoutPolicyUpdates(),
          message: RuleTargetInput.fromText(
            `Inferwatch end-to-end tests: phase ${EventField.fromPath('$.detail.completed-phase')} of the build ended with ${EventField.fromPath('$.detail.completed-phase-status')} (${EventField.fromPath('$.detail.completed-phase-context')}). Log: ${EventField.fromPath('$.detail.additional-information.logs.deep-link')}`,
          ),
        }),
      ],
    });
  }
}
