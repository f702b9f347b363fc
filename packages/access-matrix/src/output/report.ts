import { NOT_ASKED } from '../lake-formation/decide.ts';
import { formatLocation } from '../lake-formation/s3-location.ts';
import type { LakeProblem } from '../lake-formation/types.ts';
import { S3_ACTIONS } from '../matrix/questions.ts';
import { lintResults } from '../matrix/results-lint.ts';
import type { AccessModel, MatrixCell, Persona } from '../matrix/types.ts';
import { readable } from '../template/unresolved.ts';

/** One table of the report: resources down, actions across. */
export interface Grid {
  /** What the rows are. */
  readonly title: string;
  readonly columns: readonly { readonly title: string; readonly action: string }[];
  readonly rows: readonly { readonly name: string; readonly cells: readonly (MatrixCell | undefined)[] }[];
}

export interface PersonaReport {
  readonly name: string;
  /** What it is and where it comes from. */
  readonly description: string;
  readonly tagged: boolean;
  readonly grids: readonly Grid[];
  /** Cells whose reasons say something: for a principal outside of the templates, those that Lake Formation decides. */
  readonly told: readonly MatrixCell[];
  /** Every cell, in the order of the matrix. */
  readonly cells: readonly MatrixCell[];
}

/** The matrix as people read it; every output is made from this. */
export interface AccessReport {
  /** Path of what was read. */
  readonly source: string;
  /** What was looked at, in one line. */
  readonly summary: string;
  readonly personas: readonly PersonaReport[];
  readonly problems: readonly LakeProblem[];
  /** Columns of each table by `database.table`. */
  readonly columnCounts: ReadonlyMap<string, number>;
}

/** Groups the cells of a matrix as people read them: by persona, then by kind of resource. */
export function createReport(model: AccessModel, cells: readonly MatrixCell[]): AccessReport {
  const byPersona = new Map<string, MatrixCell[]>();
  for (const cell of cells) {
    const known = byPersona.get(cell.persona);
    if (known) known.push(cell);
    else byPersona.set(cell.persona, [cell]);
  }
  const places = tablePlaces(model);
  const personas = model.personas
    .filter(({ name }) => byPersona.has(name))
    .toSorted((left, right) => rank(left) - rank(right))
    .map((persona) => personaReport(persona, byPersona.get(persona.name) ?? [], places));
  return {
    source: model.template.source,
    summary: summaryOf(model, personas),
    personas,
    problems: [...model.problems, ...lintResults(model, cells)],
    columnCounts: columnCounts(model),
  };
}

/** Personas first, then those that nobody called one, then those outside. */
const rank = ({ tagged, kind }: Persona) => (tagged ? 0 : kind === 'outside' ? 2 : 1);

function summaryOf(model: AccessModel, personas: readonly PersonaReport[]): string {
  const count = (number: number, noun: string) => `${number} ${noun}${number === 1 ? '' : 's'}`;
  const tagged = personas.filter((persona) => persona.tagged).length;
  const quiet = model.personas.length - personas.length;
  const lakes = model.lakes.map(({ formation }) => formation.model);
  const databases = lakes.reduce((sum, { databases: all }) => sum + all.length, 0);
  const tables = lakes.reduce((sum, { tables: all }) => sum + all.length, 0);
  return [
    count(tagged, 'persona'),
    `${count(personas.length - tagged, 'other principal')} with access`,
    `${quiet} without any`,
    count(databases, 'database'),
    count(tables, 'table'),
  ].join(', ');
}

function columnCounts(model: AccessModel): Map<string, number> {
  return new Map(
    model.lakes.flatMap(({ formation, suffix }) =>
      formation.model.tables.flatMap(({ database, name, columns }): [string, number][] =>
        columns ? [[`${readable(`${database}.${name}`)}${suffix}`, columns.length]] : [],
      ),
    ),
  );
}

/** Where each table lies, by its name in the matrix. */
function tablePlaces(model: AccessModel): ReadonlyMap<string, string> {
  return new Map(
    model.lakes.flatMap(({ formation, suffix }) =>
      formation.model.tables.flatMap(({ database, name, location }): [string, string][] =>
        location
          ? [[`${readable(`${database}.${name}`)}${suffix}`, `${readable(formatLocation(location))}${suffix}`]]
          : [],
      ),
    ),
  );
}

const column = (action: string, title = action) => ({ action, title });

const TABLE_COLUMNS = [
  column('SELECT'),
  column('INSERT'),
  column('DELETE'),
  column('DESCRIBE'),
  column('ALTER'),
  column('DROP'),
  column('GrantPermissions', 'Grant'),
  column('s3:GetObject', 'direct S3 read'),
];
const DATABASE_COLUMNS = [
  column('CreateTable'),
  column('DESCRIBE'),
  column('ALTER'),
  column('DROP'),
  column('GrantPermissions', 'Grant'),
];
const CATALOG_COLUMNS = [
  column('CreateDatabase'),
  column('GrantPermissions', 'Grant'),
  column('RegisterResource'),
  column('PutDataLakeSettings'),
];
const S3_COLUMNS = [
  column('s3:GetObject', 'direct S3 read'),
  column('s3:PutObject', 'direct S3 write'),
  column('s3:DeleteObject', 'direct S3 delete'),
];

function personaReport(
  persona: Persona,
  cells: readonly MatrixCell[],
  places: ReadonlyMap<string, string>,
): PersonaReport {
  const find = new Map(cells.map((cell) => [`${cell.action} ${cell.resource}`, cell]));
  const grid = (title: string, columns: Grid['columns'], resources: readonly string[]): Grid => ({
    title,
    columns,
    rows: resources.map((name) => ({
      name,
      cells: columns.map(({ action }) => {
        const place = S3_ACTIONS.some((one) => one === action) ? (places.get(name) ?? name) : name;
        return find.get(`${action} ${place}`);
      }),
    })),
  });
  const having = (...actions: readonly string[]) => distinct(cells.filter(({ action }) => actions.includes(action)));
  const tables = having('SELECT');
  const onTables = new Set(tables.map((name) => places.get(name) ?? name));
  const stored = having('s3:GetObject');
  const grids = [
    grid('table', TABLE_COLUMNS, tables),
    grid('database', DATABASE_COLUMNS, having('CreateTable')),
    grid('catalog and places for databases', CATALOG_COLUMNS, having('CreateDatabase')),
    // A table's folder is in its own row above; here is what can be written, and whatever is no table.
    grid('objects in S3', S3_COLUMNS, [
      ...stored.filter((name) => !onTables.has(name)),
      ...stored.filter((name) => onTables.has(name)),
    ]),
    ...['workgroup', 'crawler', 'role'].map((kind) => otherGrid(kind, cells, grid)),
  ];
  return {
    name: persona.name,
    description: describe(persona),
    tagged: persona.tagged,
    grids: persona.kind === 'outside' ? [] : shownGrids(grids, persona.tagged),
    told: persona.kind === 'outside' ? cells.filter(({ lakeFormation }) => lakeFormation.reason !== NOT_ASKED) : cells,
    cells,
  };
}

/** Rows in which nobody expects anything, so that only an exception is worth a line. */
const RARE = /^(role|crawler|workgroup):| at s3:/;

/** Of whoever is no persona, and of what is rarely allowed, only what is worth a look. */
function shownGrids(grids: readonly Grid[], isTagged: boolean): Grid[] {
  const isOpen = (cell: MatrixCell | undefined) => cell !== undefined && cell.decision !== 'deny';
  return grids
    .map((grid) => {
      const rows = grid.rows.filter(({ name, cells }) => (isTagged && !RARE.test(name)) || cells.some(isOpen));
      return { ...grid, rows };
    })
    .filter(({ rows }) => rows.length > 0);
}

function otherGrid(
  kind: string,
  cells: readonly MatrixCell[],
  grid: (title: string, columns: Grid['columns'], resources: readonly string[]) => Grid,
): Grid {
  const own = cells.filter(({ resource }) => resource.startsWith(`${kind}:`));
  const actions = [...new Set(own.map(({ action }) => action))];
  return grid(
    kind,
    actions.map((action) => column(action)),
    distinct(own),
  );
}

const distinct = (cells: readonly MatrixCell[]): string[] => [...new Set(cells.map(({ resource }) => resource))];

function describe({ kind, tagged, source, arn }: Persona): string {
  if (kind === 'outside') {
    return `outside of the templates, which only name it, so that its IAM side is not known: ${readable(arn)}`;
  }
  const place = source ? ` ${source.path ?? `${source.stack}/${source.logicalId}`}` : '';
  return `${kind}${place}${tagged ? '' : ', not tagged as a persona'}`;
}
