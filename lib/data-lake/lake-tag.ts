import { Aws } from 'aws-cdk-lib';
import { CfnTag, CfnTagAssociation } from 'aws-cdk-lib/aws-lakeformation';
import { Construct } from 'constructs';
import type { GrantChain } from './grants/grant-chain.ts';
import type { LakeDatabase } from './lake-database.ts';
import type { LakeTable } from './lake-table.ts';

/** Tags that all must match, each with one of the values. */
export type TagExpression = readonly { readonly tag: LakeTag; readonly values: readonly string[] }[];

export interface LakeTagProps {
  readonly key: string;
  readonly values: readonly string[];
  readonly grants: GrantChain;
}

/**
 * An LF-Tag. Tables inherit their database's value and columns their table's, unless they carry one of their own; each
 * carries one value of a tag at most.
 *
 * @see https://docs.aws.amazon.com/lake-formation/latest/dg/tag-based-access-control.html
 */
export class LakeTag extends Construct {
  /** Name of the tag. */
  readonly key: string;
  /** The values that it may have. */
  readonly values: readonly string[];
  /** The resource of the template. */
  readonly resource: CfnTag;
  private readonly grants: GrantChain;
  private readonly assigned = new Set<string>();

  /** Made by `GovernedLake.addTag`. */
  constructor(scope: Construct, id: string, props: LakeTagProps) {
    super(scope, id);
    // Lake Formation folds keys and values to lower case; a template that says otherwise never matches what is there.
    for (const text of [props.key, ...props.values]) {
      if (!/^[a-z0-9][\p{Ll}\p{N}_:./=+@ -]{0,127}$/u.test(text)) {
        throw new Error(`"${text}" is no key or value of an LF-Tag; write up to 128 characters in lower case`);
      }
    }
    if (props.values.length === 0) throw new Error(`LF-Tag ${props.key} has no values; give at least one`);
    this.key = props.key;
    this.values = props.values;
    this.grants = props.grants;
    this.resource = new CfnTag(this, 'Resource', {
      catalogId: Aws.ACCOUNT_ID,
      tagKey: props.key,
      tagValues: [...props.values],
    });
    props.grants.append(this.resource);
  }

  /** @throws Error if one of them is no value of the tag, or there is none */
  checkedValues(values: readonly string[]): readonly string[] {
    const wrong = values.find((value) => !this.values.includes(value));
    if (wrong === undefined && values.length > 0) return values;
    const text = wrong === undefined ? 'no value is given' : `"${wrong}" is no value`;
    throw new Error(`${text} of LF-Tag ${this.key}; write some of ${this.values.join(', ')}`);
  }

  /** Puts one of the tag's values on a database. */
  tagDatabase(database: LakeDatabase, value: string): void {
    this.associate(database.name, value, database.resource, {
      database: { catalogId: Aws.ACCOUNT_ID, name: database.name },
    });
  }

  /** Puts one of the tag's values on a table. */
  tagTable(table: LakeTable, value: string): void {
    this.associate(`${table.database.name}.${table.name}`, value, table.resource, {
      table: { catalogId: Aws.ACCOUNT_ID, databaseName: table.database.name, name: table.name },
    });
  }

  /** @throws Error if the table has no such column */
  tagColumns(table: LakeTable, columns: readonly string[], value: string): void {
    const unknown = columns.find((name) => !table.definition.columns.some((column) => column.name === name));
    if (unknown !== undefined || columns.length === 0) {
      const text = unknown === undefined ? 'no column is given' : `"${unknown}" is no column`;
      throw new Error(
        `${text} of ${table.name}; write some of ${table.definition.columns.map(({ name }) => name).join(', ')}`,
      );
    }
    for (const column of columns) this.refuseTwice(`${table.database.name}.${table.name}.${column}`);
    this.associate(`${table.database.name}.${table.name}(${columns.join(',')})`, value, table.resource, {
      tableWithColumns: {
        catalogId: Aws.ACCOUNT_ID,
        databaseName: table.database.name,
        name: table.name,
        columnNames: [...columns],
      },
    });
  }

  /** One association for each resource: CloudFormation refuses two resources, and two values of one tag, in one. */
  private associate(
    name: string,
    value: string,
    after: LakeDatabase['resource'] | LakeTable['resource'],
    resource: CfnTagAssociation.ResourceProperty,
  ): void {
    const [tagValue = ''] = this.checkedValues([value]);
    this.refuseTwice(name);
    const association = new CfnTagAssociation(this, `${name}=${tagValue}`, {
      resource,
      // The tag's own resource, not its name: so the association comes after it and goes before it.
      lfTags: [{ catalogId: Aws.ACCOUNT_ID, tagKey: this.resource.ref, tagValues: [tagValue] }],
    });
    association.addResourceDependency(this.resource);
    association.addResourceDependency(after);
    this.grants.append(association);
  }

  private refuseTwice(name: string): void {
    if (this.assigned.has(name)) {
      throw new Error(`${name} has a value of LF-Tag ${this.key} already; it can carry one only`);
    }
    this.assigned.add(name);
  }
}
