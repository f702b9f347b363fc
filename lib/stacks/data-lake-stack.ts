import { Annotations, CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import { type ITable, Table } from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';
import type { InferwatchConfig } from '../../config/schema.ts';
import { DataLake } from '../data-lake/data-lake.ts';
import { dataRemovalPolicy } from '../shared/removal.ts';

/** Settings of a {@link DataLakeStack}. */
export interface DataLakeStackProps extends StackProps {
  /** Settings of the application. */
  readonly config: InferwatchConfig;
  /** The inference stack's table of records. @default - the one that `config.dataLake.recordsStreamArn` names, if any */
  readonly records?: ITable;
}

/** `InferwatchDataLake`: the governed lake with its personas, and the records that flow into it. */
export class DataLakeStack extends Stack {
  /** What the stack holds. */
  readonly dataLake: DataLake;

  constructor(scope: Construct, id: string, props: DataLakeStackProps) {
    super(scope, id, props);
    const { config } = props;
    const { versionDays, resultDays, accessLogDays, recordsStreamArn, ...settings } = config.dataLake;
    this.dataLake = new DataLake(this, 'DataLake', {
      ...settings,
      prefix: config.prefix,
      records: props.records ?? existingRecords(this, recordsStreamArn),
      storage: { versionDays, resultDays, accessLogDays },
      logRetention: config.logs.retentionDays,
      removalPolicy: dataRemovalPolicy(this, config),
    });
    if (!settings.strict) {
      Annotations.of(this).addWarningV2(
        'inferwatch:lake-not-strict',
        'whoever IAM allows glue:CreateDatabase creates databases past Lake Formation: dataLake.strict is false',
      );
    }
    this.addOutputs();
  }

  private addOutputs(): void {
    const { lake, administrator, leader, analyst, workflow, workgroups } = this.dataLake;
    const outputs: Record<string, { value: string; description: string }> = {
      DataBucket: { value: lake.dataBucket.bucketName, description: 'The data, a folder for each table' },
      AdministratorRoleArn: { value: administrator.role.roleArn, description: 'Role of the data lake administrator' },
      ProjectLeaderRoleArn: { value: leader.role.roleArn, description: 'Role of the project leader' },
      DataAnalystRoleArn: { value: analyst.role.roleArn, description: 'Role of the data analyst' },
      WorkflowRoleArn: { value: workflow.role.roleArn, description: "Role of Glue's crawlers" },
      ProjectLeaderWorkgroup: { value: workgroups.leader.workGroupName, description: 'Athena workgroup of the leader' },
      DataAnalystWorkgroup: { value: workgroups.analyst.workGroupName, description: 'Athena workgroup of the analyst' },
    };
    for (const [name, output] of Object.entries(outputs)) new CfnOutput(this, name, output);
  }
}

/** A table of records that exists already, by its stream. */
function existingRecords(scope: Construct, tableStreamArn: string | undefined): ITable | undefined {
  if (tableStreamArn === undefined) return undefined;
  const [tableArn = ''] = tableStreamArn.split('/stream/');
  return Table.fromTableAttributes(scope, 'RecordsTable', { tableArn, tableStreamArn });
}
