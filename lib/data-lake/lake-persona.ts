import { ArnFormat, Aws, Duration, Stack, Tags } from 'aws-cdk-lib';
import {
  AccountPrincipal,
  ArnPrincipal,
  CompositePrincipal,
  type IPrincipal,
  ManagedPolicy,
  type PolicyStatement,
  Role,
} from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { acknowledge } from '../policy/acknowledge.ts';

/** Tag that names a persona on its role; the access matrix shows its value. */
export const PERSONA_TAG = 'inferwatch:persona';

/** Longest that somebody works with a persona before signing in again. */
const SESSION = Duration.hours(4);

/** `sso:` and the name of a permission set in IAM Identity Center. */
const PERMISSION_SET = /^sso:([\w+=,.@-]{1,32})$/;

/** Who may take a persona on, and how. */
export interface PersonaTrust {
  /**
   * Who may take the persona on:
   * - `123456789012`: whoever in that account is allowed to assume the role;
   * - `arn:aws:iam::123456789012:role/analysts`, or `…:user/alice`: that one;
   * - `sso:Analysts`: who has the permission set of that name in this account, and so a group of IAM Identity Center.
   *
   * A group of IAM itself can be no principal: allow its members to assume the role in their own policy.
   *
   * @default - this account
   */
  readonly principals?: readonly string[];
  /** Only with a second factor; not with `sso:`, whose sessions do not say whether there was one. @default false */
  readonly requireMfa?: boolean;
}

/** Settings of a {@link LakePersona}. */
export interface LakePersonaProps extends PersonaTrust {
  /** Value of the tag, and what the access matrix calls it: `data-analyst`. */
  readonly name: string;
  /** What people do in this role, as IAM shows it. */
  readonly description: string;
  /** Names of AWS managed policies beside the persona's own statements. @default - none */
  readonly managedPolicies?: readonly string[];
}

/** A role that people take on to work with the lake. It may do what it has been granted, and nothing else. */
export class LakePersona extends Construct {
  /** Value of its tag, and what the access matrix calls it. */
  readonly name: string;
  /** The IAM role that people take on. */
  readonly role: Role;

  constructor(scope: Construct, id: string, props: LakePersonaProps) {
    super(scope, id);
    this.name = props.name;
    this.role = new Role(this, 'Role', {
      description: props.description,
      assumedBy: new CompositePrincipal(...trustedBy(this, props)),
      maxSessionDuration: SESSION,
    });
    Tags.of(this.role).add(PERSONA_TAG, props.name);
    addManagedPolicies(this.role, props.managedPolicies ?? []);
  }

  /** Adds an IAM statement to the role. */
  allow(...statements: PolicyStatement[]): void {
    for (const statement of statements) this.role.addToPolicy(statement);
  }
}

/** Attaches AWS managed policies: wider than anything here, and there because the settings ask for them. */
export function addManagedPolicies(role: Role, names: readonly string[]): void {
  for (const name of names) {
    role.addManagedPolicy(ManagedPolicy.fromAwsManagedPolicyName(name));
    acknowledge(
      role,
      `AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/${name}]`,
      'asked for by the setting dataLake.managedPolicies; the access matrix shows what it opens',
    );
  }
}

function trustedBy(scope: Construct, { principals = [], requireMfa = false, name }: LakePersonaProps): IPrincipal[] {
  const wanted = principals.length === 0 ? [Aws.ACCOUNT_ID] : principals;
  return wanted.map((text) => {
    const permissionSet = PERMISSION_SET.exec(text)?.[1];
    if (permissionSet !== undefined) return permissionSetPrincipal(scope, permissionSet, requireMfa, name);
    const principal = text.startsWith('arn:') ? new ArnPrincipal(text) : new AccountPrincipal(text);
    return requireMfa ? principal.withConditions({ Bool: { 'aws:MultiFactorAuthPresent': 'true' } }) : principal;
  });
}

/**
 * The roles that IAM Identity Center makes for a permission set, whose names end in something random.
 * @see https://docs.aws.amazon.com/singlesignon/latest/userguide/referencingpermissionsets.html
 */
function permissionSetPrincipal(scope: Construct, set: string, requireMfa: boolean, persona: string): IPrincipal {
  if (requireMfa) {
    throw new Error(
      `persona ${persona} cannot ask sso:${set} for a second factor: such sessions do not say whether there was one; ask for it in IAM Identity Center`,
    );
  }
  const role = Stack.of(scope).formatArn({
    service: 'iam',
    region: '',
    resource: 'role',
    resourceName: `aws-reserved/sso.amazonaws.com/*AWSReservedSSO_${set}_*`,
    arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
  });
  return new AccountPrincipal(Aws.ACCOUNT_ID).withConditions({ ArnLike: { 'aws:PrincipalArn': role } });
}
