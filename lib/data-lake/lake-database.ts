import type { CfnDatabase } from 'aws-cdk-lib/aws-glue';
import { Construct, type IDependable } from 'constructs';
import { createGlueDatabase } from './catalogue/glue-table.ts';
import type { TableDefinition } from './catalogue/table-definition.ts';
import type { GrantChain, GrantOptions } from './grants/grant-chain.ts';
import { type LakeGrantee, roleOf } from './grants/grantee.ts';
import { allowDatabase, allowTable } from './grants/iam-half.ts';
import type { DatabasePermission, TablePermission } from './grants/permissions.ts';
import type { LakeLocation } from './lake-location.ts';
import { LakeTable } from './lake-table.ts';

/** What a database takes from its lake. */
export interface LakeParts {
  readonly grants: GrantChain;
  /** Settings and registrations: nothing is put into the catalogue before they hold. */
  readonly ready: IDependable;
}

/** Settings of a {@link LakeDatabase}. */
export interface LakeDatabaseProps {
  /** Name in the Data Catalog: lower case, digits, underscores. */
  readonly name: string;
  /** What the database holds, as the Data Catalog shows it. */
  readonly description: string;
  /**
   * Folder of the location in which tables lie that say nothing else. Whoever may create tables in the database may
   * do so anywhere in it. @default - the database's name
   */
  readonly folder?: string;
  /** Where the data lies. @default - the lake's own bucket */
  readonly location?: LakeLocation;
}

/** A database of the lake in the Glue Data Catalog, open to nobody until something is granted. */
export class LakeDatabase extends Construct {
  /** Name in the Data Catalog. */
  readonly name: string;
  /** Where its tables lie, if they say nothing else. */
  readonly location: LakeLocation;
  /** The resource of the template. */
  readonly resource: CfnDatabase;
  private readonly parts: LakeParts;

  /** Made by `GovernedLake.addDatabase`. */
  constructor(
    scope: Construct,
    id: string,
    props: LakeDatabaseProps & { readonly location: LakeLocation; readonly parts: LakeParts },
  ) {
    super(scope, id);
    if (!/^[a-z0-9_]{1,255}$/.test(props.name)) {
      throw new Error(`"${props.name}" is no name of a database; write lower-case letters, digits and underscores`);
    }
    this.name = props.name;
    this.location = props.location;
    this.parts = props.parts;
    this.resource = createGlueDatabase(this, 'Resource', {
      name: props.name,
      description: props.description,
      locationUri: props.location.uriOf(props.folder ?? `${props.name}/`),
    });
    this.resource.node.addDependency(props.parts.ready);
  }

  /** Declares a table, so that grants and filters can name it. */
  addTable(id: string, definition: TableDefinition): LakeTable {
    return new LakeTable(this, id, { definition, database: this, parts: this.parts });
  }

  /** Lets the grantee see the database. */
  grantDescribe(grantee: LakeGrantee, options?: GrantOptions): void {
    this.grant(grantee, 'DESCRIBE', options);
  }

  /** Lets the grantee create tables, which it then owns. Implies seeing the database. */
  grantCreateTable(grantee: LakeGrantee, options?: GrantOptions): void {
    this.grant(grantee, 'CREATE_TABLE', options);
  }

  /** Lets somebody change the database itself. */
  grantAlter(grantee: LakeGrantee, options?: GrantOptions): void {
    this.grant(grantee, 'ALTER', options);
  }

  /** Lets somebody delete the database. */
  grantDrop(grantee: LakeGrantee, options?: GrantOptions): void {
    this.grant(grantee, 'DROP', options);
  }

  /**
   * Permissions on each table of the database, also on those that come later.
   *
   * @throws Error if the grantee has a filter on one of them: grants add up, so that the filter would hide nothing
   */
  grantAllTables(grantee: LakeGrantee, permissions: readonly TablePermission[], options: GrantOptions = {}): void {
    for (const permission of permissions) {
      const target = { type: 'all-tables', database: this.name, permission } as const;
      this.parts.grants.grant(grantee, target, { ...options, after: [this.resource] });
      allowTable(roleOf(grantee), this, { database: this.name }, permission);
    }
  }

  private grant(grantee: LakeGrantee, permission: DatabasePermission, options: GrantOptions = {}): void {
    const target = { type: 'database', database: this.name, permission } as const;
    this.parts.grants.grant(grantee, target, { ...options, after: [this.resource] });
    allowDatabase(roleOf(grantee), this, this.name, permission);
  }
}
