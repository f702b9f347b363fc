import {
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStacksCommand,
  ValidateTemplateCommand,
} from '@aws-sdk/client-cloudformation';
import { GetDataLakeSettingsCommand } from '@aws-sdk/client-lakeformation';
import type { Clients } from './aws.ts';
import { waitFor } from './checks.ts';

const UNRECOGNISED = /Unrecognized resource types: \[([^\]]*)\]/;

/** A kind of resource whose type alone does not tell whether the emulator can make it: it is tried. */
interface Trial {
  readonly kind: string;
  works(clients: Clients): Promise<boolean>;
}

const TRIALS: readonly Trial[] = [
  { kind: 'AWS::CloudWatch::Alarm with Metrics', works: takesMathAlarm },
  // Our custom resource writes Lake Formation's settings: without that service its function can only fail.
  { kind: 'Custom::LakeSettings', works: hasLakeFormation },
];

/** Which of the kinds the emulator cannot make, by asking it. */
export async function findUnsupported(kinds: readonly string[], clients: Clients): Promise<ReadonlySet<string>> {
  const types = kinds.filter((kind) => /^AWS::\w+::\w+$/.test(kind));
  const lacking = new Set(await unrecognisedTypes(types, clients));
  for (const { kind, works } of TRIALS) {
    if (kinds.includes(kind) && !(await works(clients))) lacking.add(kind);
  }
  return lacking;
}

/** As in AWS, the emulator's CloudFormation names all types that it does not know before it looks at anything else. */
async function unrecognisedTypes(types: readonly string[], { cloudFormation }: Clients): Promise<readonly string[]> {
  const Resources = Object.fromEntries(types.map((Type, index) => [`R${index}`, { Type }]));
  try {
    await cloudFormation.send(new ValidateTemplateCommand({ TemplateBody: JSON.stringify({ Resources }) }));
    return [];
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return UNRECOGNISED.exec(message)?.[1]?.split(', ') ?? [];
  }
}

const MATH_ALARM = {
  Type: 'AWS::CloudWatch::Alarm',
  Properties: {
    AlarmName: 'deployment-test-trial',
    ComparisonOperator: 'GreaterThanThreshold',
    EvaluationPeriods: 1,
    Threshold: 1,
    Metrics: [
      {
        Id: 'm',
        ReturnData: false,
        MetricStat: { Metric: { Namespace: 'N', MetricName: 'M' }, Period: 60, Stat: 'Sum' },
      },
      { Id: 'e', Expression: 'm / 2', ReturnData: true },
    ],
  },
};

async function takesMathAlarm({ cloudFormation }: Clients): Promise<boolean> {
  const StackName = 'deployment-test-trial';
  const TemplateBody = JSON.stringify({ Resources: { Trial: MATH_ALARM } });
  await cloudFormation.send(new CreateStackCommand({ StackName, TemplateBody }));
  const status = await waitFor(async () => {
    const { Stacks } = await cloudFormation.send(new DescribeStacksCommand({ StackName }));
    const now = Stacks?.[0]?.StackStatus;
    return now?.endsWith('_IN_PROGRESS') ? undefined : now;
  });
  await cloudFormation.send(new DeleteStackCommand({ StackName }));
  return status === 'CREATE_COMPLETE';
}

async function hasLakeFormation({ lakeFormation }: Clients): Promise<boolean> {
  try {
    await lakeFormation.send(new GetDataLakeSettingsCommand({}));
    return true;
  } catch {
    return false;
  }
}
