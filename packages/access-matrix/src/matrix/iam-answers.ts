import type { Decision, IamDecision, MatchedStatement, RequestContext, ResourcePolicy } from '../iam/types.ts';
import { anyOf, combineAll, type Finding, fact, reasonOf } from '../lake-formation/finding.ts';
import { readable } from '../template/unresolved.ts';
import { ActionsOf } from './policy-actions.ts';
import type { Persona } from './types.ts';

/** What is known of a call, with a name for it. */
export interface Call {
  readonly name: string;
  readonly context: RequestContext;
}

/** A call that the persona makes itself. The context is given, if empty, because IAM's answers would be kept otherwise. */
export const DIRECT: Call = { name: 'direct', context: {} };

/** What is known of a call that the persona makes itself: the context that its policies are compiled with. */
export const DIRECT_CONTEXT: RequestContext = {
  'aws:ViaAWSService': 'false',
  'aws:CalledVia': null,
  'aws:CalledViaFirst': null,
  'aws:CalledViaLast': null,
};

/** A call that Athena makes with the persona's rights. */
export const BY_ATHENA: Call = {
  name: 'Athena',
  context: {
    'aws:ViaAWSService': 'true',
    'aws:CalledVia': ['athena.amazonaws.com'],
    'aws:CalledViaFirst': 'athena.amazonaws.com',
    'aws:CalledViaLast': 'athena.amazonaws.com',
  },
};

export const withKey = (call: Call, key: string, value: string): Call => ({
  name: `${call.name}, ${value}`,
  context: { ...call.context, [key]: value },
});

export const NOT_IN_TEMPLATES = 'its IAM policies are not in the templates';

/** What allowed something. */
interface Allowance {
  readonly actions: readonly string[];
  readonly policies: readonly string[];
}

const NONE: Allowance = { actions: [], policies: [] };

/** IAM's answer to one question. Its texts are made when somebody reads them: most answers are only counted. */
class IamAnswer implements Finding {
  readonly decision: Decision;
  readonly #action: string;
  readonly #arn: string;
  readonly #answer: IamDecision;

  constructor(action: string, arn: string, answer: IamDecision) {
    this.decision = answer.decision;
    this.#action = action;
    this.#arn = arn;
    this.#answer = answer;
  }

  get text(): string {
    return `${this.#action} on ${readable(this.#arn)}`;
  }

  get summary(): string {
    const { reason } = this.#answer;
    return this.decision === 'allow' ? reason : `${this.#action}: ${reason}`;
  }

  /** The reason tells of a single statement already. */
  get parts(): readonly Finding[] {
    const { statements } = this.#answer;
    return statements.length > 1 ? statements.map(statementFact) : [];
  }

  get allowance(): Allowance {
    const applied = this.#answer.statements.filter(({ effect, match }) => effect === 'Allow' && match === 'applies');
    return { actions: [this.#action], policies: applied.map(({ policy }) => policy) };
  }
}

/** Actions that a summary names before it counts them. */
const NAMED_ACTIONS = 3;

/** Several answers that must all be `allow`. When they are, nobody wants to read every one of them. */
class IamWhole implements Finding {
  readonly decision: Decision;
  readonly text = 'every action is allowed';
  readonly rule = 'all';
  readonly parts: readonly Finding[];
  readonly #note: string;
  #allowance: Allowance | undefined;
  #summary: string | undefined;

  constructor(parts: readonly Finding[], note: string) {
    this.decision = combineAll(parts);
    this.parts = parts;
    this.#note = note;
  }

  get summary(): string | undefined {
    if (this.decision !== 'allow') return undefined;
    this.#summary ??= this.#summarise();
    return this.#summary;
  }

  #summarise(): string {
    const { actions, policies } = this.allowance;
    const what = actions.length > NAMED_ACTIONS ? `${actions.length} actions` : actions.join(' and ');
    const others = policies.length > 2 ? ' and others' : '';
    return `${what} allowed by ${policies.slice(0, 2).join(' and ')}${others}${this.#note}`;
  }

  get allowance(): Allowance {
    if (this.#allowance) return this.#allowance;
    const actions: string[] = [];
    const policies: string[] = [];
    for (const part of this.parts) {
      const allowance = allowanceOf(part);
      addNew(actions, allowance.actions);
      addNew(policies, allowance.policies);
    }
    this.#allowance = { actions, policies };
    return this.#allowance;
  }
}

function addNew(all: string[], more: readonly string[]): void {
  for (const one of more) if (!all.includes(one)) all.push(one);
}

function allowanceOf(finding: Finding): Allowance {
  if (finding instanceof IamAnswer || finding instanceof IamWhole) return finding.allowance;
  const allowed = finding.parts.find(({ decision }) => decision === 'allow');
  return allowed ? allowanceOf(allowed) : NONE;
}

function statementFact({ effect, policy, position, sid, match, why }: MatchedStatement): Finding {
  const certain = effect === 'Allow' ? 'allow' : 'deny';
  const place = sid === undefined ? `statement ${position}` : `statement ${position} (${sid})`;
  return fact(match === 'applies' ? certain : 'unknown', `${effect} ${match}: ${place} of ${policy}: ${why}`);
}

/** Asks IAM about one persona. */
export class IamAnswers {
  readonly #persona: Persona;
  readonly #actions: ActionsOf;
  readonly #known = new Map<string, Finding>();

  constructor(persona: Persona, resourcePolicies: readonly ResourcePolicy[]) {
    this.#persona = persona;
    this.#actions = new ActionsOf(persona.iam?.principal, resourcePolicies);
  }

  ask(action: string, arn: string, call: Call = DIRECT): Finding {
    const { iam } = this.#persona;
    if (!iam) return fact('unknown', NOT_IN_TEMPLATES);
    // What no statement speaks of is denied on every resource alike, and need not be asked of each.
    if (!this.#actions.has(action)) return this.once(action, () => fact('deny', `no policy allows ${action}`));
    return new IamAnswer(action, arn, iam.evaluate(action, arn, call.context));
  }

  /** For what many cells ask again. */
  askOnce(action: string, arn: string, call: Call = DIRECT): Finding {
    return this.once(`${action} ${arn} ${call.name}`, () => this.ask(action, arn, call));
  }

  /** `note` is added to the summary when everything is allowed. */
  all(parts: readonly Finding[], note = ''): Finding {
    const [only] = parts;
    return only && parts.length === 1 && note === '' ? only : new IamWhole(parts, note);
  }

  /** An action on any of some resources, of which the first stands for all. */
  part(action: string, arns: readonly string[], call: Call): Finding {
    const [any, ...others] = arns.map((arn) => this.ask(action, arn, call));
    if (any === undefined) return fact('deny', `${action}: there is nothing to ask about`);
    if (any.decision === 'allow' || others.length === 0) return any;
    const part = anyOf(`${action} on a part`, [any, ...others]);
    return part.decision === 'allow' ? { ...part, summary: `on a part: ${reasonOf(part)}` } : part;
  }

  once(key: string, make: () => Finding): Finding {
    const known = this.#known.get(key);
    if (known) return known;
    const made = make();
    this.#known.set(key, made);
    return made;
  }
}
