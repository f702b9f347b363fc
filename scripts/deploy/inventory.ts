import type { Template } from './template.ts';

/** A resource as CloudFormation lists it. */
export interface DeployedResource {
  readonly type: string;
  readonly physicalId: string;
  /** CloudFormation's word, such as `CREATE_COMPLETE`. */
  readonly status: string;
}

/** The resources of a stack, by logical id. */
export type Inventory = ReadonlyMap<string, DeployedResource>;

/** Types whose replacement loses data, a subscription or an address that somebody has. */
const STATEFUL: ReadonlySet<string> = new Set([
  'AWS::ApiGatewayV2::Api',
  'AWS::DynamoDB::Table',
  'AWS::KMS::Key',
  'AWS::Logs::LogGroup',
  'AWS::S3::Bucket',
  'AWS::SNS::Subscription',
  'AWS::SNS::Topic',
  'AWS::SQS::Queue',
]);

export const isStateful = (type: string): boolean => STATEFUL.has(type);

/** Resources of the template that the stack does not have, one line each. */
export function missingResources(template: Template, inventory: Inventory): string[] {
  return Object.entries(template.Resources)
    .filter(([id]) => !inventory.has(id))
    .map(([id, { Type }]) => `${id} (${Type})`);
}

/** What an update did to the resources that were there before. */
export interface Replacements {
  /** Stateful resources that were replaced or removed, one line each. */
  readonly stateful: readonly string[];
  /** Others, one line each. */
  readonly others: readonly string[];
}

/** Compares the physical ids before and after an update. */
export function findReplacements(before: Inventory, after: Inventory): Replacements {
  const stateful: string[] = [];
  const others: string[] = [];
  for (const [id, { type, physicalId }] of before) {
    const now = after.get(id)?.physicalId;
    if (now === physicalId) continue;
    const line = `${id} (${type}): ${physicalId} ${now === undefined ? 'was removed' : `became ${now}`}`;
    (isStateful(type) ? stateful : others).push(line);
  }
  return { stateful, others };
}

/** Logical ids that outlive their stack, as the template says. */
export function retained({ Resources }: Template): string[] {
  return Object.entries(Resources)
    .filter(([, { DeletionPolicy }]) => DeletionPolicy === 'Retain' || DeletionPolicy === 'RetainExceptOnCreate')
    .map(([id]) => id);
}
