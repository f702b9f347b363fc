import { CfnOutput, Duration, Stack, type StackProps } from 'aws-cdk-lib';
import { Table } from 'aws-cdk-lib/aws-dynamodb';
import { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import type { InferwatchConfig, MonitorExistingConfig } from '../../config/schema.ts';
import { ConsoleLinks } from '../monitoring/console-links.ts';
import { InferenceMonitoring } from '../monitoring/inference-monitoring.ts';
import type { MonitoringTargets } from '../monitoring/targets.ts';
import { DASHBOARD_NAME, prefixed } from '../shared/names.ts';

/** Settings of a {@link MonitoringStack}. */
export interface MonitoringStackProps extends StackProps {
  /** Settings of the application. */
  readonly config: InferwatchConfig;
  /** What the inference stack built. @default - what `config.monitorExisting` names */
  readonly targets?: MonitoringTargets;
}

/** `InferwatchMonitoring`: everything that tells people how the inference pipeline is doing. */
export class MonitoringStack extends Stack {
  /** What the stack holds. */
  readonly monitoring: InferenceMonitoring;

  constructor(scope: Construct, id: string, props: MonitoringStackProps) {
    super(scope, id, props);
    const { config } = props;
    const { notifications, ...alarms } = config.alarms;
    this.monitoring = new InferenceMonitoring(this, 'Monitoring', {
      targets: props.targets ?? existingTargets(this, config.monitorExisting),
      prefix: config.prefix,
      alertEmails: config.alertEmails,
      alertPhones: config.alertPhones,
      alarms,
      notifications,
      availability: config.availability,
      runbookBaseUrl: config.runbookBaseUrl,
    });
    new CfnOutput(this, 'DashboardUrl', {
      description: 'The dashboard in the AWS console',
      value: new ConsoleLinks(this).dashboard(prefixed(config.prefix, DASHBOARD_NAME)),
    });
    new CfnOutput(this, 'CriticalTopicArn', {
      description: 'Topic of the critical alarms: subscribe a paging tool here',
      value: this.monitoring.topics.critical.topicArn,
    });
    new CfnOutput(this, 'WarningTopicArn', {
      description: 'Topic of the warnings',
      value: this.monitoring.topics.warning.topicArn,
    });
  }
}

/** Targets from the names of things that exist already. Nothing of them is changed; their metrics are read. */
function existingTargets(scope: Construct, existing: MonitorExistingConfig | undefined): MonitoringTargets {
  if (existing === undefined) {
    throw new Error('the monitoring stack has nothing to watch: pass targets, or set monitorExisting.functionName');
  }
  const { functionName, functionTimeoutSeconds, endpointName, variantName, tableName, apiId } = existing;
  return {
    function: {
      function: LambdaFunction.fromFunctionName(scope, 'Function', functionName),
      functionName,
      timeout: Duration.seconds(functionTimeoutSeconds),
    },
    endpoint: endpointName === undefined ? undefined : { endpointName, variantName, hosting: 'unknown' },
    table: tableName === undefined ? undefined : Table.fromTableName(scope, 'Table', tableName),
    api: apiId === undefined ? undefined : { apiId, stage: '$default' },
  };
}
