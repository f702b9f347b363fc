import type { LakeFormation } from '../lake-formation/decide.ts';
import { allOf, combineAll, type Finding, fact, reasonOf } from '../lake-formation/finding.ts';
import type { LakeDecision, LakeTable } from '../lake-formation/types.ts';
import { IamSide } from './iam-side.ts';
import { type Places, type Question, questionsOf } from './questions.ts';
import { resourceName } from './resource-names.ts';
import type { AccessModel, CellSide, Lake, MatrixCell, Persona } from './types.ts';

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
  const sides = new Sides();
  const asked = new Map(model.lakes.map((lake) => [lake, askedOf(model, lake, options.places)]));
  return model.personas
    .filter(({ name }) => wanted === undefined || wanted.includes(name))
    .flatMap((persona) => {
      const cells = lakesOf(model, persona).flatMap((lake) => {
        const iamSide = new IamSide(persona, lake.formation.model, model.resourcePolicies);
        return (asked.get(lake) ?? []).map((question) => derive({ persona, lake, iamSide, sides }, question).cell);
      });
      const isShown = wanted !== undefined || persona.tagged || cells.some(({ decision }) => decision !== 'deny');
      return isShown ? cells : [];
    });
}

/** Who is asked, with what many questions share. */
interface Asker {
  readonly persona: Persona;
  readonly lake: Lake;
  readonly iamSide: IamSide;
  readonly sides: Sides;
}

/** A question with what is the same for every persona. */
interface Asked extends Question {
  /** The resource's name in the matrix. */
  readonly name: string;
  readonly table: LakeTable | undefined;
}

function askedOf(model: AccessModel, { formation, suffix }: Lake, places?: Places): Asked[] {
  return questionsOf(formation.model, model.personas, places).map((question) => withName(question, formation, suffix));
}

const withName = ({ action, resource }: Question, formation: LakeFormation, suffix: string): Asked => ({
  action,
  resource,
  name: resourceName(resource, suffix),
  table: resource.kind === 'table' ? formation.table(resource.database, resource.table) : undefined,
});

/** The lakes of the persona's own account; those of others are theirs. */
const lakesOf = (model: AccessModel, { account }: Persona): readonly Lake[] =>
  model.lakes.filter(({ formation }) => formation.model.account === account);

/** One cell with its whole derivation. */
export function deriveCell(model: AccessModel, persona: Persona, lake: Lake, question: Question): Derivation {
  const iamSide = new IamSide(persona, lake.formation.model, model.resourcePolicies);
  return derive({ persona, lake, iamSide, sides: new Sides() }, withName(question, lake.formation, lake.suffix));
}

/** Sides of cells, each kept once: the same reason holds for many a persona. */
class Sides {
  readonly #known = new Map<string, CellSide>();
  readonly #ofFinding = new WeakMap<Finding, CellSide>();

  of(finding: Finding): CellSide {
    const known = this.#ofFinding.get(finding);
    if (known) return known;
    const side = this.#make(finding);
    this.#ofFinding.set(finding, side);
    return side;
  }

  #make(finding: Finding): CellSide {
    const reason = reasonOf(finding);
    const known = this.#known.get(reason);
    if (known?.decision === finding.decision) return known;
    const side = { decision: finding.decision, reason };
    this.#known.set(reason, side);
    return side;
  }
}

function derive({ persona, lake, iamSide, sides }: Asker, { action, resource, name, table }: Asked): Derivation {
  const decided = lake.formation.decide(persona, action, resource);
  const iam = withDoubt(iamSide.decide(action, resource, table, decided), persona);
  const lakeFormation = decided.finding;
  const decision = combineAll([iam, lakeFormation]);
  const cell: MatrixCell = {
    persona: persona.name,
    action,
    resource: name,
    decision,
    iam: sides.of(iam),
    lakeFormation: sides.of(lakeFormation),
    ...(decision === 'deny' ? {} : limits(decided)),
  };
  return { cell, iam, lakeFormation };
}

function limits({ columns, rowFilter }: LakeDecision): Pick<MatrixCell, 'columns' | 'rowFilter'> {
  return { ...(columns ? { columns } : {}), ...(rowFilter === undefined ? {} : { rowFilter }) };
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
