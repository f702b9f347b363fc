import type { Decision, IamDecision, MatchedStatement, RequestContext } from '../iam/types.ts';
import { anyOf, combineAll, type Finding, fact, reasonOf } from '../lake-formation/finding.ts';
import { readable } from '../template/unresolved.ts';
import type { ActionsOf } from './policy-actions.ts';
import type { Persona } from './types.ts';

/** What is known of a call that the persona makes itself: the context that its policies are compiled with. */
export const DIRECT_CONTEXT: RequestContext = {
  'aws:ViaAWSService': 'false',
  'aws:CalledVia': null,
  'aws:CalledViaFirst': null,
  'aws:CalledViaLast': null,
};

/** What is known besides of a call that the persona makes itself: nothing. */
export const DIRECT: RequestContext = {};

/** What is known of a call that Athena makes with the persona's rights. */
export const BY_ATHENA: RequestContext = {
  'aws:ViaAWSService': 'true',
  'aws:CalledVia': ['athena.amazonaws.com'],
  'aws:CalledViaFirst': 'athena.amazonaws.com',
  'aws:CalledViaLast': 'athena.amazonaws.com',
};

export const NOT_IN_TEMPLATES = 'its IAM policies are not in the templates';

/** What allowed something: each action and each policy once. */
interface Allowance {
  readonly actions: string[];
  readonly policies: string[];
}

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

  addTo({ actions, policies }: Allowance): void {
    if (!actions.includes(this.#action)) actions.push(this.#action);
    for (const policy of this.#answer.allowedBy) if (!policies.includes(policy)) policies.push(policy);
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
    const allowance: Allowance = { actions: [], policies: [] };
    this.addTo(allowance);
    const { actions, policies } = allowance;
    const what = actions.length > NAMED_ACTIONS ? `${actions.length} actions` : actions.join(' and ');
    const others = policies.length > 2 ? ' and others' : '';
    return `${what} allowed by ${policies.slice(0, 2).join(' and ')}${others}${this.#note}`;
  }

  addTo(allowance: Allowance): void {
    for (const part of this.parts) addAllowance(part, allowance);
  }
}

/** Adds what allowed a finding; of several ways in, the first one. */
function addAllowance(finding: Finding, allowance: Allowance): void {
  if (finding instanceof IamAnswer || finding instanceof IamWhole) {
    finding.addTo(allowance);
    return;
  }
  const allowed = finding.parts.find(({ decision }) => decision === 'allow');
  if (allowed) addAllowance(allowed, allowance);
}

function statementFact({ effect, policy, position, sid, match, why }: MatchedStatement): Finding {
  const certain = effect === 'Allow' ? 'allow' : 'deny';
  const place = sid === undefined ? `statement ${position}` : `statement ${position} (${sid})`;
  return fact(match === 'applies' ? certain : 'unknown', `${effect} ${match}: ${place} of ${policy}: ${why}`);
}

/** Several answers that must all be `allow`. `note` is added to the summary when they are. */
export function allAnswers(parts: readonly Finding[], note = ''): Finding {
  const [only] = parts;
  return only && parts.length === 1 && note === '' ? only : new IamWhole(parts, note);
}

/** What IAM answers one persona in one kind of call. */
export class IamAnswers {
  readonly #persona: Persona;
  readonly #actions: ActionsOf;
  readonly #context: RequestContext;
  readonly #withKey = new Map<string, IamAnswers>();
  /** Answers that many cells share: by what is asked, and of what. */
  readonly #known = new Map<string, Map<unknown, Finding>>();

  constructor(persona: Persona, actions: ActionsOf, context: RequestContext) {
    this.#persona = persona;
    this.#actions = actions;
    this.#context = context;
  }

  /** The same call with one more thing known. */
  with(key: string, value: string): IamAnswers {
    const name = `${key} ${value}`;
    const known = this.#withKey.get(name);
    if (known) return known;
    const made = new IamAnswers(this.#persona, this.#actions, { ...this.#context, [key]: value });
    this.#withKey.set(name, made);
    return made;
  }

  ask(action: string, arn: string): Finding {
    const { iam } = this.#persona;
    if (!iam) return fact('unknown', NOT_IN_TEMPLATES);
    // What no statement speaks of is denied on every resource alike, and need not be asked of each.
    if (!this.#actions.has(action)) return this.#denied(action);
    return new IamAnswer(action, arn, iam.evaluate(action, arn, this.#context));
  }

  #denied(action: string): Finding {
    return this.known(action, undefined) ?? this.keep(action, undefined, fact('deny', `no policy allows ${action}`));
  }

  /** For what many cells ask again. */
  askOnce(action: string, arn: string): Finding {
    return this.known(action, arn) ?? this.keep(action, arn, this.ask(action, arn));
  }

  /** An action on any of some resources, of which the first stands for all. */
  part(action: string, arns: readonly string[]): Finding {
    const [first] = arns;
    if (first !== undefined && arns.length === 1) return this.ask(action, first);
    const [any, ...others] = arns.map((arn) => this.ask(action, arn));
    if (any === undefined) return fact('deny', `${action}: there is nothing to ask about`);
    if (any.decision === 'allow') return any;
    const part = anyOf(`${action} on a part`, [any, ...others]);
    return part.decision === 'allow' ? { ...part, summary: `on a part: ${reasonOf(part)}` } : part;
  }

  /** An answer that was kept, because many cells share it. `about` is compared by identity. */
  known(what: string, about: unknown): Finding | undefined {
    return this.#known.get(what)?.get(about);
  }

  /** Keeps an answer for `known`, and returns it. */
  keep(what: string, about: unknown, finding: Finding): Finding {
    const answers = this.#known.get(what);
    if (answers) answers.set(about, finding);
    else this.#known.set(what, new Map([[about, finding]]));
    return finding;
  }
}
