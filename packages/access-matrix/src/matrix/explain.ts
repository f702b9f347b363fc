import { type Derivation, deriveCell, questionsFor } from './compute.ts';
import { nearestOf } from './nearest.ts';
import type { AccessModel } from './types.ts';

/** The derivation, or what is not known of the question: the message says what comes nearest. */
export type ExplainResult =
  | { readonly status: 'success'; readonly derivation: Derivation }
  | { readonly status: 'error'; readonly message: string };

/**
 * The whole derivation of one cell. Persona, action and resource are written as in the matrix; case does not matter, a
 * location needs no slash at its end, and IAM's own name of an action (`lakeformation:RegisterResource`) does too.
 */
export function explainAccess(model: AccessModel, persona: string, action: string, resource: string): ExplainResult {
  const who = model.personas.find(({ name, arn }) => equal(name, persona) || arn === persona);
  if (!who) {
    const names = model.personas.toSorted((a, b) => Number(b.tagged) - Number(a.tagged)).map(({ name }) => name);
    return failure(`there is no persona "${persona}"; ${nearestOf(persona, names)}`);
  }
  const questions = questionsFor(model, who);
  const plain = action.replace(/^(lakeformation|glue):(?=[A-Z]\w+$)/, '');
  const asked = questions.filter(({ question }) => equal(question.action, action) || equal(question.action, plain));
  if (asked.length === 0) {
    const actions = [...new Set(questions.map(({ question }) => question.action))];
    return failure(`there is no action "${action}"; ${nearestOf(action, actions)}`);
  }
  const found = asked.find(({ name }) => equal(withoutSlash(name), withoutSlash(resource)));
  if (!found) {
    const names = asked.map(({ name }) => name);
    return failure(`${asked[0]?.question.action} is not asked of "${resource}"; ${nearestOf(resource, names)}`);
  }
  return { status: 'success', derivation: deriveCell(model, who, found.lake, found.question) };
}

const failure = (message: string): ExplainResult => ({ status: 'error', message });
const equal = (left: string, right: string) => left.toLowerCase() === right.toLowerCase();
const withoutSlash = (text: string) => text.replace(/\/$/, '');
