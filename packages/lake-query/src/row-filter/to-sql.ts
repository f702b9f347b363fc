import type { ColumnType } from '../catalogue/glue-type.ts';
import type { TableColumn } from '../catalogue/types.ts';
import { quoteName, quoteText } from '../engine/sql.ts';
import { RowFilterProblem } from './lexer.ts';
import { parseRowFilter } from './parser.ts';
import type { ColumnPath, FilterValue, RowCondition } from './types.ts';

export type FilterSqlResult =
  | { readonly status: 'success'; readonly sql: string }
  | { readonly status: 'error'; readonly message: string };

/**
 * Types of columns that a row filter may name, with the constants that go with them. A date or a timestamp is not among
 * them.
 * @see https://docs.aws.amazon.com/lake-formation/latest/dg/partiql-support.html (Supported data types)
 */
const CONSTANTS: ReadonlyMap<string, FilterValue['type']> = new Map<string, FilterValue['type']>([
  ['string', 'text'],
  ['char', 'text'],
  ['varchar', 'text'],
  ['int', 'number'],
  ['integer', 'number'],
  ['long', 'number'],
  ['bigint', 'number'],
  ['float', 'number'],
  ['decimal', 'number'],
  ['double', 'number'],
  ['boolean', 'boolean'],
]);

interface Operand {
  readonly sql: string;
  readonly constant: FilterValue['type'];
  readonly partition: boolean;
  readonly label: string;
}

/** Names in the catalogue are lower case; a filter may write them in any. */
const same = (one: string, other: string) => one.toLowerCase() === other.toLowerCase();

function typeName(type: ColumnType): string {
  return type.type === 'scalar' ? type.name : type.type;
}

class FilterWriter {
  readonly #columns: readonly TableColumn[];

  constructor(columns: readonly TableColumn[]) {
    this.#columns = columns;
  }

  write(condition: RowCondition): string {
    switch (condition.type) {
      case 'and':
      case 'or':
        return condition.operands
          .map((operand) => `(${this.write(operand)})`)
          .join(` ${condition.type.toUpperCase()} `);
      case 'not':
        return `NOT (${this.write(condition.operand)})`;
      case 'null':
        return this.#null(condition);
      case 'comparison': {
        const column = this.#column(condition.column);
        return `${column.sql} ${condition.operator} ${constant(column, condition.value)}`;
      }
      case 'between': {
        const column = this.#column(condition.column);
        const [low, high] = [condition.low, condition.high].map((value) => constant(column, value));
        return `${column.sql} ${not(condition)}BETWEEN ${low} AND ${high}`;
      }
      case 'in': {
        const column = this.#column(condition.column);
        return `${column.sql} ${not(condition)}IN (${condition.values.map((value) => constant(column, value)).join(', ')})`;
      }
      case 'like':
        return this.#like(condition);
    }
  }

  #null({ column, negated }: Extract<RowCondition, { type: 'null' }>): string {
    const operand = this.#column(column);
    if (operand.partition) {
      throw new RowFilterProblem(`${operand.label} is a partition column, on which IS NULL is not supported`);
    }
    return `${operand.sql} IS ${negated ? 'NOT ' : ''}NULL`;
  }

  #like(condition: Extract<RowCondition, { type: 'like' }>): string {
    const column = this.#column(condition.column);
    if (column.constant !== 'text') throw new RowFilterProblem(`${column.label} is no text, so LIKE cannot match it`);
    return `${column.sql} ${not(condition)}LIKE ${constant(column, condition.pattern)}`;
  }

  #column([name, ...fields]: ColumnPath): Operand {
    const column = this.#columns.find((candidate) => same(candidate.name, name));
    if (column === undefined) {
      const known = this.#columns.map((candidate) => candidate.name).join(', ');
      throw new RowFilterProblem(`the table has no column ${name}; write one of ${known}`);
    }
    let { type } = column;
    let sql = quoteName(column.name);
    for (const field of fields) {
      const found = type.type === 'struct' ? type.fields.find((candidate) => same(candidate.name, field)) : undefined;
      if (found === undefined) throw new RowFilterProblem(`${name} has no field ${fields.join('.')}`);
      sql = `struct_extract(${sql}, ${quoteText(found.name)})`;
      type = found.type;
    }
    const label = [name, ...fields].join('.');
    const expected = CONSTANTS.get(typeName(type));
    if (expected !== undefined) return { sql, constant: expected, partition: column.partition, label };
    throw new RowFilterProblem(
      `${label} is of type ${typeName(type)}, which no row filter supports; filter on a text, a number or a boolean`,
    );
  }
}

const not = ({ negated }: { readonly negated: boolean }) => (negated ? 'NOT ' : '');

function constant(column: Operand, value: FilterValue): string {
  if (value.type !== column.constant) {
    const hint = { text: "a text in single quotes ('…')", number: 'a number', boolean: 'TRUE or FALSE' }[
      column.constant
    ];
    throw new RowFilterProblem(`${column.label} is compared with a ${value.type}; write ${hint}`);
  }
  switch (value.type) {
    case 'text':
      return quoteText(value.value);
    case 'number':
      return value.text;
    case 'boolean':
      return value.value ? 'TRUE' : 'FALSE';
  }
}

/**
 * A row filter as a condition of DuckDB. It is parsed, checked against the table's columns and written anew: no text of
 * the template reaches the database but as a quoted name or a quoted constant.
 */
export function rowFilterToSql(expression: string, columns: readonly TableColumn[]): FilterSqlResult {
  const parsed = parseRowFilter(expression);
  if (parsed.status === 'error') return parsed;
  try {
    return { status: 'success', sql: new FilterWriter(columns).write(parsed.condition) };
  } catch (error) {
    if (!(error instanceof RowFilterProblem)) throw error;
    return { status: 'error', message: `row filter ${JSON.stringify(expression)}: ${error.message}` };
  }
}
