import type { IRole } from 'aws-cdk-lib/aws-iam';

/** Who gets a permission: a role, or something that has one, such as a `LakePersona`. */
export type LakeGrantee = IRole | { readonly role: IRole };

/** The role of a grantee. */
export function roleOf(grantee: LakeGrantee): IRole {
  return 'role' in grantee ? grantee.role : grantee;
}
