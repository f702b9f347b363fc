/**
 * Lake Formation's permissions by what they are granted on.
 * @see https://docs.aws.amazon.com/lake-formation/latest/dg/lf-permissions-reference.html
 */
export type TablePermission = 'SELECT' | 'INSERT' | 'DELETE' | 'DESCRIBE' | 'ALTER' | 'DROP';
/** Lake Formation's permissions on a database. */
export type DatabasePermission = 'CREATE_TABLE' | 'ALTER' | 'DROP' | 'DESCRIBE';

/** A permission on something, as the chain makes one grant of it. */
export type GrantTarget =
  | { readonly type: 'catalog'; readonly permission: 'CREATE_DATABASE' }
  | {
      readonly type: 'location';
      readonly arn: string;
      readonly path: string;
      readonly permission: 'DATA_LOCATION_ACCESS';
    }
  | { readonly type: 'database'; readonly database: string; readonly permission: DatabasePermission }
  | { readonly type: 'all-tables'; readonly database: string; readonly permission: TablePermission }
  | { readonly type: 'table'; readonly database: string; readonly table: string; readonly permission: TablePermission }
  | {
      readonly type: 'rows-and-columns';
      readonly database: string;
      readonly table: string;
      /** Name of the data-cells filter. */
      readonly filter: string;
      readonly permission: 'SELECT';
    }
  | {
      readonly type: 'tagged';
      readonly resource: 'DATABASE' | 'TABLE';
      /** All of them must match, each with one of its values. */
      readonly expression: Readonly<Record<string, readonly string[]>>;
      readonly permission: TablePermission | DatabasePermission;
    };

/** What is granted, in words: unique for each target and permission, and stable, because logical ids come from it. */
export function targetText(target: GrantTarget): string {
  switch (target.type) {
    case 'catalog':
      return `${target.permission} on the catalog`;
    case 'location':
      return `${target.permission} on location ${target.path}`;
    case 'database':
      return `${target.permission} on database ${target.database}`;
    case 'all-tables':
      return `${target.permission} on all tables of ${target.database}`;
    case 'table':
      return `${target.permission} on ${target.database}.${target.table}`;
    case 'rows-and-columns':
      return `${target.permission} on ${target.database}.${target.table} through ${target.filter}`;
    case 'tagged': {
      const tags = Object.entries(target.expression).map(([key, values]) => `${key} in ${values.join(', ')}`);
      return `${target.permission} on each ${target.resource.toLowerCase()} with ${tags.join(' and ')}`;
    }
  }
}
