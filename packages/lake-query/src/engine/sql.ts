import type { ColumnType } from '../catalogue/glue-type.ts';

/** An identifier of DuckDB: everything in double quotes is the name. */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A text constant. DuckDB knows no escapes in single quotes but the doubled quotation mark. */
export function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

export function quoteList(texts: readonly string[]): string {
  return `[${texts.map(quoteText).join(', ')}]`;
}

/** The type in DuckDB's words. */
export function sqlType(type: ColumnType): string {
  switch (type.type) {
    case 'scalar':
      return type.sql;
    case 'array':
      return `${sqlType(type.element)}[]`;
    case 'map':
      return `MAP(${sqlType(type.key)}, ${sqlType(type.value)})`;
    case 'struct':
      return `STRUCT(${type.fields.map((field) => `${quoteName(field.name)} ${sqlType(field.type)}`).join(', ')})`;
  }
}
