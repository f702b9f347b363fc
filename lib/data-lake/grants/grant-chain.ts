import { createHash } from 'node:crypto';
import { Aws, type CfnResource, Names } from 'aws-cdk-lib';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import { CfnPrincipalPermissions } from 'aws-cdk-lib/aws-lakeformation';
import { Construct, Dependable, type IDependable } from 'constructs';
import { acknowledge } from '../../policy/acknowledge.ts';
import { GrantLedger } from './grant-ledger.ts';
import { type LakeGrantee, roleOf } from './grantee.ts';
import { type GrantTarget, targetText } from './permissions.ts';

export interface GrantChainProps {
  /** Data lake administrators, to whom nothing is granted. */
  readonly administrators: readonly IRole[];
  /** What the first link waits for: settings and registrations. */
  readonly after: IDependable;
}

/** How something is granted. */
export interface GrantOptions {
  /** The grantee may grant it on. @default false */
  readonly grantable?: boolean;
  /** What the grant is about: the database, table, filter or tags, which must be there first. */
  readonly after?: readonly CfnResource[];
}

/**
 * Everything of a lake that changes Lake Formation's permissions, one after the other: Lake Formation refuses changes
 * that come at the same time (`ConcurrentModificationException`, or `AlreadyExists` for a grant that it has just made).
 * Deletion runs the chain backwards.
 *
 * Each permission is a grant of its own, and its logical id is made of who, what and where. So a change of the code
 * adds and removes single permissions, and never replaces a grant: the replacement's clean-up would revoke what the
 * new grant has in common with the old one.
 *
 * @see https://github.com/aws/aws-cdk/issues/36215 (grants at the same time)
 */
export class GrantChain extends Construct {
  private readonly ledger: GrantLedger;
  private readonly after: IDependable;
  private last: CfnResource | undefined;

  constructor(scope: Construct, id: string, props: GrantChainProps) {
    super(scope, id);
    this.after = props.after;
    this.ledger = new GrantLedger(props.administrators.map(principalText));
  }

  /** What comes after the whole chain, also after links that are added later. */
  get end(): IDependable {
    const end = {};
    const roots = (): Construct[] => (this.last === undefined ? [this] : [this.last]);
    Dependable.implement(end, {
      get dependencyRoots() {
        return roots();
      },
    });
    return end;
  }

  /** Puts a resource at the end of the chain. */
  append(resource: CfnResource): void {
    if (this.last === undefined) resource.node.addDependency(this.after);
    else resource.addResourceDependency(this.last);
    this.last = resource;
  }

  /** @throws Error if Lake Formation would refuse the grant, with the reason */
  check(grantee: LakeGrantee, target: GrantTarget, { grantable }: GrantOptions = {}): void {
    const role = roleOf(grantee);
    const problem = this.ledger.problem(principalText(role), target, grantable);
    if (problem !== undefined) throw new Error(`cannot grant ${targetText(target)} to ${role.node.path}: ${problem}`);
  }

  /**
   * Grants one permission; the same again changes nothing.
   *
   * @throws Error if Lake Formation would refuse it, with the reason
   */
  grant(grantee: LakeGrantee, target: GrantTarget, options: GrantOptions = {}): void {
    const role = roleOf(grantee);
    this.check(role, target, options);
    if (this.ledger.add(principalText(role), target, options.grantable ?? false))
      this.append(this.createGrant(role, target, options));
  }

  private createGrant(role: IRole, target: GrantTarget, options: GrantOptions): CfnPrincipalPermissions {
    const { grantable = false, after = [] } = options;
    const grant = new CfnPrincipalPermissions(this, grantId(role, target, grantable), {
      principal: { dataLakePrincipalIdentifier: role.roleArn },
      resource: grantResource(target),
      permissions: [target.permission],
      permissionsWithGrantOption: grantable ? [target.permission] : [],
    });
    for (const resource of after) grant.addResourceDependency(resource);
    if (target.type === 'catalog') {
      acknowledge(
        grant,
        'CloudFormation-Validate::F3012',
        'the documented form of the catalog is an empty object, which the resource schema describes as text',
      );
    }
    return grant;
  }
}

const principalText = (role: IRole): string => role.node.path;

/** Reads as the grant in the tree, and is another one as soon as anything of the grant is. */
function grantId(role: IRole, target: GrantTarget, grantable: boolean): string {
  const text = [Names.nodeUniqueId(role.node), targetText(target), String(grantable)].join('|');
  return `${target.permission}-${createHash('sha256').update(text).digest('hex').slice(0, 12)}`;
}

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-lakeformation-principalpermissions-resource.html */
function grantResource(target: GrantTarget): CfnPrincipalPermissions.ResourceProperty {
  const catalogId = Aws.ACCOUNT_ID;
  switch (target.type) {
    case 'catalog':
      return { catalog: {} };
    case 'location':
      return { dataLocation: { catalogId, resourceArn: target.arn } };
    case 'database':
      return { database: { catalogId, name: target.database } };
    case 'all-tables':
      return { table: { catalogId, databaseName: target.database, tableWildcard: {} } };
    case 'table':
      return { table: { catalogId, databaseName: target.database, name: target.table } };
    case 'rows-and-columns':
      return {
        dataCellsFilter: {
          tableCatalogId: catalogId,
          databaseName: target.database,
          tableName: target.table,
          name: target.filter,
        },
      };
    case 'tagged':
      return {
        lfTagPolicy: {
          catalogId,
          resourceType: target.resource,
          expression: Object.entries(target.expression).map(([tagKey, tagValues]) => ({
            tagKey,
            tagValues: [...tagValues],
          })),
        },
      };
  }
}
