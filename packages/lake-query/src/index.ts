/** Queries over the lake's data on this machine, as a persona of the templates sees it. */
export { createLakeCommand } from './commands/lake-command.ts';
export { runLakeQuery } from './commands/run-lake-query.ts';
export {
  DEFAULT_ROWS,
  EXIT,
  type ExitCode,
  type LakeQueryOptions,
} from './commands/types.ts';
export { DirectoryData, type LakeData } from './data/data-files.ts';
export { SampleData } from './data/sample-data.ts';
export { lakeOf, type OpenLakeResult, openLake, type PersonaLake } from './lake.ts';
export { type PersonaTable, personaTables, type VisibleTable } from './persona-tables.ts';
export { type QueryOptions, type QueryOutcome, type QueryRun, runQuery } from './query/run-query.ts';
export { parseRowFilter } from './row-filter/parser.ts';
export { rowFilterToSql } from './row-filter/to-sql.ts';
