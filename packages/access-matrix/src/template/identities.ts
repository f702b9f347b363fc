import { identify, ResourceFacts, type ResourceIdentity } from './assembly.ts';
import { unresolved } from './unresolved.ts';

type Describe = (facts: ResourceFacts) => ResourceIdentity;

const child = (facts: ResourceFacts, property: string, name: string): unknown =>
  new Map(Object.entries(Object(facts.property(property)))).get(name);

/** A name inside another property, such as `DatabaseInput.Name`; without it, one that is always the same. */
function innerName(facts: ResourceFacts, property: string, name = 'Name'): string {
  const value = child(facts, property, name);
  // Glue keeps names in lower case.
  return typeof value === 'string' ? value : `${facts.stack.name}-${facts.logicalId}`.toLowerCase();
}

const withArn = (physicalId: string, arn: string, attributes: Record<string, string> = {}): ResourceIdentity => ({
  physicalId,
  arn,
  attributes: { Arn: arn, ...attributes },
});

const glueDatabase: Describe = (facts) => {
  const name = innerName(facts, 'DatabaseInput');
  return withArn(name, facts.arn('glue', `database/${name}`));
};

const glueTable: Describe = (facts) => {
  const name = innerName(facts, 'TableInput');
  return withArn(name, facts.arn('glue', `table/${facts.text('DatabaseName', '')}/${name}`));
};

const named =
  (service: string, prefix: string, attribute = 'Arn', property = 'Name'): Describe =>
  (facts) => {
    const name = facts.name(property);
    const arn = facts.arn(service, prefix + name);
    return { physicalId: name, arn, attributes: { Arn: arn, [attribute]: arn } };
  };

const group: Describe = (facts) => {
  const name = facts.name('GroupName');
  return withArn(name, facts.arn('iam', `group${facts.text('Path', '/')}${name}`, { region: true }));
};

const instanceProfile: Describe = (facts) => {
  const name = facts.name('InstanceProfileName');
  return withArn(name, facts.arn('iam', `instance-profile${facts.text('Path', '/')}${name}`, { region: true }));
};

/** No ARN; what `Ref` gives is a list of properties with `|` between. */
const joined =
  (...properties: string[]): Describe =>
  (facts) => ({ physicalId: properties.map((name) => facts.text(name, '')).join('|'), arn: '', attributes: {} });

const alias: Describe = (facts) => {
  const name = facts.text('AliasName', `alias/${facts.stack.name}-${facts.logicalId}`);
  return withArn(name, facts.arn('kms', name));
};

/**
 * What `Ref`, the ARN and `Fn::GetAtt` are, for types that access depends on and the preview does not run.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsglue.html (ARN formats)
 */
const TYPES: ReadonlyMap<string, Describe> = new Map<string, Describe>([
  ['AWS::Athena::WorkGroup', named('athena', 'workgroup/')],
  ['AWS::Glue::Crawler', named('glue', 'crawler/')],
  ['AWS::Glue::Database', glueDatabase],
  ['AWS::Glue::Job', named('glue', 'job/')],
  ['AWS::Glue::Table', glueTable],
  ['AWS::IAM::Group', group],
  ['AWS::IAM::InstanceProfile', instanceProfile],
  ['AWS::KMS::Alias', alias],
  ['AWS::KinesisFirehose::DeliveryStream', named('firehose', 'deliverystream/', 'Arn', 'DeliveryStreamName')],
  ['AWS::LakeFormation::DataCellsFilter', joined('TableCatalogId', 'DatabaseName', 'TableName', 'Name')],
  ['AWS::LakeFormation::Resource', joined('ResourceArn')],
  ['AWS::LakeFormation::Tag', joined('TagKey')],
  ['AWS::Pipes::Pipe', named('pipes', 'pipe/')],
]);

/**
 * Identity of a resource, with a marker for what AWS chooses at deployment. Names that CloudFormation would generate
 * are `<stack>-<logical id>`, without the random end that they get in an account.
 */
export function identityOf(type: string, facts: ResourceFacts): ResourceIdentity {
  const describe = TYPES.get(type);
  if (describe) return describe(facts);
  const identity = identify(type, facts);
  const isKnownType = identity.arn !== '' || Object.keys(identity.attributes).length > 0;
  if (isKnownType) return identity;
  return { ...identity, physicalId: unresolved(`Ref of ${facts.logicalId} (${type}) in stack ${facts.stack.name}`) };
}

export { ResourceFacts };
