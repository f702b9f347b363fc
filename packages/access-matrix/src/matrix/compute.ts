import type { LakeFormation } from '../lake-formation/decide.ts';
import { allOf, combineAll, type Finding, fact, reasonOf } from '../lake-formation/finding.ts';
import type { LakeDecision, LakeTable } from '../lake-formation/types.ts';
import { IamSide } from './iam-side.ts';
import { type Places, type Question, questionsOf } from './questions.ts';
import { resourceName } from './resource-names.ts';
import type { AccessModel, CellSide, Lake, MatrixCell, Persona } from './types.ts';

/** What of the matrix is computed. */
export interface MatrixOptions {
  /** Names of the personas to compute. @default - all that are tagged or may do anything */
  readonly personas?: readonly string[];
  /** Places in S3 to ask about besides those of the templates. @default - none */
  readonly places?: Places;
}

/** A cell with everything that it rests on. */
export interface Derivation {
  readonly cell: MatrixCell;
  readonly iam: Finding;
  readonly lakeFormation: Finding;
}

/**
 * The matrix: what every persona may do, and the reason on both sides. A role that is not tagged as a persona is in it
 * if it may do anything, so that nobody with access stays unseen.
 */
export function computeMatrix(model: AccessModel, options: MatrixOptions = {}): MatrixCell[] {
  const wanted = options.personas;
  const asked = new Map(model.lakes.map((lake) => [lake, askedOf(model, lake, options.places)]));
  const cells: MatrixCell[] = [];
  for (const persona of model.personas) {
    if (wanted !== undefined && !wanted.includes(persona.name)) continue;
    const start = cells.length;
    let isShown = wanted !== undefined || persona.tagged;
    for (const lake of lakesOf(model, persona)) {
      const asker = new Asker(model, persona, lake);
      for (const question of asked.get(lake) ?? []) {
        const cell = asker.cell(question);
        cells.push(cell);
        isShown ||= cell.decision !== 'deny';
      }
    }
    if (!isShown) cells.length = start;
  }
  return cells;
}

/** A question with what is the same for every persona. */
interface Asked extends Question {
  /** The resource's name in the matrix. */
  readonly name: string;
  readonly table: LakeTable | undefined;
  /** Lake Formation's side: the same for all who have nothing to do with the resource. */
  readonly lakeSide: LastSide;
}

function askedOf(model: AccessModel, { formation, suffix }: Lake, places?: Places): Asked[] {
  return questionsOf(formation.model, model.personas, places).map((question) => withName(question, formation, suffix));
}

const withName = ({ action, resource }: Question, formation: LakeFormation, suffix: string): Asked => ({
  action,
  resource,
  name: resourceName(resource, suffix),
  table: resource.kind === 'table' ? formation.table(resource.database, resource.table) : undefined,
  lakeSide: new LastSide(),
});

/** The lakes of the persona's own account; those of others are theirs. */
const lakesOf = (model: AccessModel, { account }: Persona): readonly Lake[] =>
  model.lakes.filter(({ formation }) => formation.model.account === account);

/** One cell with its whole derivation. */
export function deriveCell(model: AccessModel, persona: Persona, lake: Lake, question: Question): Derivation {
  return new Asker(model, persona, lake).derive(withName(question, lake.formation, lake.suffix));
}

/** A side of cells that are asked one after the other: the next one mostly rests on the same finding. */
class LastSide {
  #finding: Finding | undefined;
  #side: CellSide | undefined;

  of(finding: Finding): CellSide {
    if (this.#side && this.#finding === finding) return this.#side;
    const side: CellSide = { decision: finding.decision, reason: reasonOf(finding) };
    this.#finding = finding;
    this.#side = side;
    return side;
  }
}

/** Asks one persona about one lake. */
class Asker {
  readonly #persona: Persona;
  readonly #formation: LakeFormation;
  readonly #iam: IamSide;
  /** IAM's side by action. */
  readonly #iamSides = new Map<string, LastSide>();

  constructor(model: AccessModel, persona: Persona, { formation }: Lake) {
    this.#persona = persona;
    this.#formation = formation;
    this.#iam = new IamSide(persona, formation, model.resourcePolicies);
  }

  cell(asked: Asked): MatrixCell {
    const decided = this.#formation.decide(this.#persona, asked.action, asked.resource);
    return this.#cellOf(asked, this.#askIam(asked, decided), decided);
  }

  derive(asked: Asked): Derivation {
    const decided = this.#formation.decide(this.#persona, asked.action, asked.resource);
    const iam = this.#askIam(asked, decided);
    return { cell: this.#cellOf(asked, iam, decided), iam, lakeFormation: decided.finding };
  }

  #askIam({ action, resource, table }: Asked, decided: LakeDecision): Finding {
    return withDoubt(this.#iam.decide(action, resource, table, decided), this.#persona);
  }

  #cellOf({ action, name, lakeSide }: Asked, iam: Finding, decided: LakeDecision): MatrixCell {
    const cell: MatrixCell = {
      persona: this.#persona.name,
      action,
      resource: name,
      decision: combineAll([iam, decided.finding]),
      iam: this.#iamSide(action).of(iam),
      lakeFormation: lakeSide.of(decided.finding),
    };
    return cell.decision === 'deny' ? cell : withLimits(cell, decided);
  }

  #iamSide(action: string): LastSide {
    const known = this.#iamSides.get(action);
    if (known) return known;
    const side = new LastSide();
    this.#iamSides.set(action, side);
    return side;
  }
}

function withLimits(cell: MatrixCell, { columns, rowFilter }: LakeDecision): MatrixCell {
  if (columns === undefined && rowFilter === undefined) return cell;
  return { ...cell, ...(columns ? { columns } : {}), ...(rowFilter === undefined ? {} : { rowFilter }) };
}

/** A principal that perhaps does not exist is allowed nothing for certain. */
function withDoubt(iam: Finding, { uncertain }: Persona): Finding {
  if (uncertain === undefined) return iam;
  return allOf('the principal exists, and IAM lets it', [fact('unknown', uncertain), iam]);
}

/** Every question that the matrix asks a persona, with the lake it is about. */
export function questionsFor(model: AccessModel, persona: Persona): { lake: Lake; question: Question; name: string }[] {
  return lakesOf(model, persona).flatMap((lake) =>
    askedOf(model, lake).map((question) => ({ lake, question, name: question.name })),
  );
}
