import type { CompiledPrincipal, Decision, PolicySource, ResourcePolicy } from '../iam/types.ts';
import type { LakeFormation } from '../lake-formation/decide.ts';
import type { LakeColumn, LakeProblem, LakeResource } from '../lake-formation/types.ts';
import type { AccessTemplate } from '../template/types.ts';

/** Somebody who may do something: a role or user of the templates, or one that they only name. */
export interface Persona {
  /** Persona tag, else name in IAM, else logical id. Unique in a model. */
  readonly name: string;
  readonly kind: 'role' | 'user' | 'outside';
  readonly arn: string;
  readonly account: string;
  /** Whether the role is tagged as a persona: such a one is always shown. */
  readonly tagged: boolean;
  /** Its policies; absent for a principal that the templates name and do not make. */
  readonly iam?: CompiledPrincipal;
  readonly source?: PolicySource;
  /** Why it is not certain that the principal exists. */
  readonly uncertain?: string;
}

/** The Data Catalog of one account and Region, ready to be asked. */
export interface Lake {
  readonly formation: LakeFormation;
  /** Added to the names of resources when the templates span several accounts or Regions, else empty. */
  readonly suffix: string;
}

/** Everything that the matrix is computed from. */
export interface AccessModel {
  readonly template: AccessTemplate;
  readonly lakes: readonly Lake[];
  readonly personas: readonly Persona[];
  readonly resourcePolicies: readonly ResourcePolicy[];
  /** What the templates do that deserves a second look, and what could not be understood. */
  readonly problems: readonly LakeProblem[];
}

/** The model, or why the templates give none. */
export type ReadModelResult =
  | { readonly status: 'success'; readonly model: AccessModel }
  | { readonly status: 'error'; readonly message: string };

/** One side of a cell. */
export interface CellSide {
  readonly decision: Decision;
  readonly reason: string;
}

/** One cell of the matrix, as `--json` prints it. */
export interface MatrixCell {
  readonly persona: string;
  /** As AWS names it: `SELECT`, `CreateDatabase`, `s3:GetObject`. */
  readonly action: string;
  /** `catalog`, `database`, `database.table`, `s3://bucket/prefix/`, `workgroup:name`, `crawler:name`, `role:name`. */
  readonly resource: string;
  readonly decision: Decision;
  readonly iam: CellSide;
  readonly lakeFormation: CellSide;
  /** Columns that are seen, when they are not all. */
  readonly columns?: readonly string[];
  /** Rows that are seen, when they are not all. */
  readonly rowFilter?: string;
}

/** A cell to be computed. */
export interface CellQuestion {
  readonly persona: Persona;
  readonly lake: Lake;
  readonly action: string;
  readonly resource: LakeResource;
}

/** What a persona sees of a table. */
export interface TableAccess {
  readonly decision: Decision;
  /** Both sides in one sentence each. */
  readonly reason: string;
  /** Every column of the table, partition keys at the end; empty if the template declares none. */
  readonly tableColumns: readonly LakeColumn[];
  /** Names of the columns that are seen, in the table's order; empty unless the decision is `allow`. */
  readonly columns: readonly string[];
  /** Condition that the rows fulfil; absent for all rows. */
  readonly rowFilter?: string;
}

/** What a persona may read of a table, or what is not known of the question. */
export type SelectAccessResult =
  | { readonly status: 'success'; readonly access: TableAccess }
  | { readonly status: 'error'; readonly message: string };
