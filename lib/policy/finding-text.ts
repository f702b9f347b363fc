import { CfnElement, Stack, Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** A resource's ARN as cdk-nag writes it in a finding: `<LogicalId.Arn>`. For acknowledgements that carry a wildcard. */
export function arnInFinding(construct: IConstruct): string {
  const resource = construct.node.defaultChild ?? construct;
  if (!CfnElement.isCfnElement(resource)) throw new Error(`${construct.node.path} is no resource of this application`);
  return `<${Stack.of(construct).getLogicalId(resource)}.Arn>`;
}

/** The stack's account or region as cdk-nag writes it in a finding: `<AWS::AccountId>` where only AWS knows it. */
export function environmentInFinding(scope: IConstruct): { readonly account: string; readonly region: string } {
  const { account, region } = Stack.of(scope);
  return {
    account: Token.isUnresolved(account) ? '<AWS::AccountId>' : account,
    region: Token.isUnresolved(region) ? '<AWS::Region>' : region,
  };
}
