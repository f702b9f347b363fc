import { PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam';
import { acknowledge } from '../policy/acknowledge.ts';
import { textInFinding } from '../policy/finding-text.ts';

/** Something that a build may do. */
export interface BuildStatement {
  readonly sid: string;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly conditions?: Readonly<Record<string, unknown>>;
  /** Why a resource has a wildcard. Without it, synthesis stops at one. */
  readonly wildcard?: string;
}

/** Allows the role these statements, and acknowledges each wildcard with its reason. */
export function allowStatements(role: Role, statements: readonly BuildStatement[]): void {
  for (const { sid, actions, resources, conditions, wildcard } of statements) {
    role.addToPolicy(
      new PolicyStatement({ sid, actions: [...actions], resources: [...resources], conditions: { ...conditions } }),
    );
    if (wildcard === undefined) continue;
    for (const resource of resources) {
      acknowledge(role, `AwsSolutions-IAM5[Resource::${textInFinding(role, resource)}]`, wildcard);
    }
  }
}
