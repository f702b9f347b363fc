import { createHash } from 'node:crypto';
import { Aws, Names } from 'aws-cdk-lib';
import type { CfnTable } from 'aws-cdk-lib/aws-glue';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import { CfnDataCellsFilter } from 'aws-cdk-lib/aws-lakeformation';
import { Construct } from 'constructs';
import { createGlueTable } from './catalogue/glue-table.ts';
import type { TableDefinition } from './catalogue/table-definition.ts';
import type { GrantOptions } from './grants/grant-chain.ts';
import { type LakeGrantee, roleOf } from './grants/grantee.ts';
import { allowTable } from './grants/iam-half.ts';
import type { TablePermission } from './grants/permissions.ts';
import { isPartial, type Selection, selectionProblem } from './grants/selection.ts';
import type { LakeDatabase, LakeParts } from './lake-database.ts';

export interface LakeTableProps {
  readonly definition: TableDefinition;
  readonly database: LakeDatabase;
  readonly parts: LakeParts;
}

/** What of a table is opened, and whether the grantee may open it to others. */
export type SelectOptions = Selection & Pick<GrantOptions, 'grantable'>;

/** A table of the lake in the Glue Data Catalog. Its columns are declared, so that a grant can be checked against them. */
export class LakeTable extends Construct {
  /** Name in its database. */
  readonly name: string;
  /** Its files, its columns, and how they are read. */
  readonly definition: TableDefinition;
  /** The database that it is in. */
  readonly database: LakeDatabase;
  /** `s3://bucket/folder/`. */
  readonly locationUri: string;
  /** The resource of the template. */
  readonly resource: CfnTable;
  private readonly parts: LakeParts;

  /** Made by `LakeDatabase.addTable`. */
  constructor(scope: Construct, id: string, props: LakeTableProps) {
    super(scope, id);
    this.definition = props.definition;
    this.name = props.definition.name;
    this.database = props.database;
    this.parts = props.parts;
    this.locationUri = props.database.location.uriOf(props.definition.folder);
    this.resource = createGlueTable(this, 'Resource', {
      databaseName: props.database.name,
      definition: props.definition,
      location: this.locationUri,
    });
    this.resource.addResourceDependency(props.database.resource);
  }

  /**
   * Lets the grantee read the table: all of it, or the columns and rows that are given (then through a data-cells
   * filter of its own). Implies seeing the table.
   *
   * @throws Error if Lake Formation would refuse it, with the reason and what to write instead
   */
  grantSelect(grantee: LakeGrantee, options: SelectOptions = {}): void {
    const { grantable, ...selection } = options;
    if (!isPartial(selection)) {
      this.grant(grantee, 'SELECT', { grantable });
      return;
    }
    const role = roleOf(grantee);
    const problem = selectionProblem(this.definition, selection, grantable ?? false);
    if (problem !== undefined) {
      throw new Error(`cannot grant SELECT on ${this.database.name}.${this.name} to ${role.node.path}: ${problem}`);
    }
    this.grantThroughFilter(role, selection, { grantable });
  }

  /** Lets somebody see that the table exists and what its columns are, without its data. */
  grantDescribe(grantee: LakeGrantee, options?: GrantOptions): void {
    this.grant(grantee, 'DESCRIBE', options);
  }

  /** Lets somebody add rows. */
  grantInsert(grantee: LakeGrantee, options?: GrantOptions): void {
    this.grant(grantee, 'INSERT', options);
  }

  /** Lets the grantee delete rows. */
  grantDelete(grantee: LakeGrantee, options?: GrantOptions): void {
    this.grant(grantee, 'DELETE', options);
  }

  /** Lets somebody change the table's definition. */
  grantAlter(grantee: LakeGrantee, options?: GrantOptions): void {
    this.grant(grantee, 'ALTER', options);
  }

  /** Lets somebody delete the table. */
  grantDrop(grantee: LakeGrantee, options?: GrantOptions): void {
    this.grant(grantee, 'DROP', options);
  }

  private grant(grantee: LakeGrantee, permission: TablePermission, options: GrantOptions = {}): void {
    const target = { type: 'table', database: this.database.name, table: this.name, permission } as const;
    this.parts.grants.grant(grantee, target, { ...options, after: [this.resource] });
    this.allow(roleOf(grantee), permission);
  }

  /**
   * One filter for each grantee and table: Lake Formation does not say what two of them show together. A change of the
   * columns or rows changes the filter in place and leaves the grant alone.
   */
  private grantThroughFilter(role: IRole, selection: Selection, options: GrantOptions): void {
    const name = filterName(role, this);
    const target = {
      type: 'rows-and-columns',
      database: this.database.name,
      table: this.name,
      filter: name,
      permission: 'SELECT',
    } as const;
    if (this.node.tryFindChild(name) !== undefined) {
      throw new Error(
        `cannot grant SELECT on ${this.database.name}.${this.name} to ${role.node.path}: it has a filter on this table already; put both into one`,
      );
    }
    this.parts.grants.check(role, target, options);
    const filter = new CfnDataCellsFilter(this, name, {
      tableCatalogId: Aws.ACCOUNT_ID,
      databaseName: this.database.name,
      tableName: this.name,
      name,
      ...filterColumns(selection),
      rowFilter: selection.rows === undefined ? { allRowsWildcard: {} } : { filterExpression: selection.rows },
    });
    filter.addResourceDependency(this.resource);
    this.parts.grants.append(filter);
    this.parts.grants.grant(role, target, { ...options, after: [filter] });
    this.allow(role, 'SELECT');
  }

  private allow(role: IRole, permission: TablePermission): void {
    allowTable(role, this, { database: this.database.name, table: this.name }, permission);
  }
}

function filterColumns({ columns, except }: Selection): {
  columnNames?: string[];
  columnWildcard?: CfnDataCellsFilter.ColumnWildcardProperty;
} {
  if (columns !== undefined) return { columnNames: [...columns] };
  return { columnWildcard: except === undefined ? {} : { excludedColumnNames: [...except] } };
}

/** Short, readable, and one for each role: `DataAnalyst_1a2b3c4d`. */
function filterName(role: IRole, table: LakeTable): string {
  const text = [Names.nodeUniqueId(role.node), table.database.name, table.name].join('|');
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 8);
  return `${role.node.scope?.node.id ?? role.node.id}_${hash}`.replaceAll(/[^\w]/g, '_');
}
