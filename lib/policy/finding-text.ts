import { CfnElement, Stack, Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** A resource's ARN as cdk-nag writes it in a finding: `<LogicalId.Arn>`. For acknowledgements that carry a wildcard. */
export function arnInFinding(construct: IConstruct): string {
  const resource = construct.node.defaultChild ?? construct;
  if (!CfnElement.isCfnElement(resource)) throw new Error(`${construct.node.path} is no resource of this application`);
  return `<${Stack.of(construct).getLogicalId(resource)}.Arn>`;
}

/** The stack's partition, account and region as cdk-nag writes them in a finding: `<AWS::AccountId>` where only AWS knows it. */
export function environmentInFinding(scope: IConstruct): {
  readonly partition: string;
  readonly account: string;
  readonly region: string;
} {
  const { partition, account, region } = Stack.of(scope);
  const text = (value: string, name: string): string => (Token.isUnresolved(value) ? `<AWS::${name}>` : value);
  return {
    partition: text(partition, 'Partition'),
    account: text(account, 'AccountId'),
    region: text(region, 'Region'),
  };
}

/** Any text with references in it as cdk-nag writes it in a finding: `<LogicalId>`, `<LogicalId.Attribute>`, an export's name. */
export function textInFinding(scope: IConstruct, text: string): string {
  return flatten(Stack.of(scope).resolve(text));
}

type Flattened = string | { readonly [intrinsic: string]: unknown };

function flatten(value: Flattened): string {
  if (typeof value === 'string') return value;
  const [[intrinsic, argument] = ['', '']] = Object.entries(value);
  switch (intrinsic) {
    case 'Fn::Join': {
      const [delimiter, items] = argument as [string, Flattened[]];
      return items.map(flatten).join(delimiter);
    }
    case 'Fn::GetAtt':
      return `<${(argument as string[]).join('.')}>`;
    case 'Fn::ImportValue':
      return flatten(argument as Flattened);
    case 'Ref':
      return `<${argument}>`;
    default:
      return JSON.stringify(value);
  }
}
