import type { ContextValue, Principal, RequestContext } from './types.ts';

/** What is known of a context key. */
export type KeyState =
  | { readonly state: 'known'; readonly values: readonly string[] }
  | { readonly state: 'absent' }
  | { readonly state: 'unknown' };

const ABSENT: KeyState = { state: 'absent' };
const UNKNOWN: KeyState = { state: 'unknown' };

/**
 * What is taken for granted of every request: that it comes over TLS, and that a person or program makes it directly,
 * not an AWS service on its own behalf. A caller may say otherwise.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
export const ASSUMED_CONTEXT: RequestContext = {
  'aws:SecureTransport': 'true',
  'aws:PrincipalIsAWSService': 'false',
  'aws:PrincipalServiceName': null,
  'aws:PrincipalServiceNamesList': null,
  'aws:SourceAccount': null,
  'aws:SourceArn': null,
  'aws:SourceOrgID': null,
  'aws:SourceOrgPaths': null,
};

/** What is known of a request, by lower-case key. */
export interface Facts {
  get(lowerCaseKey: string): KeyState;
}

/** A request with no key at all. */
export const NO_FACTS: Facts = { get: () => ABSENT };

const PRINCIPAL_TAG = 'aws:principaltag/';

export interface FactsInput {
  readonly principal: Principal;
  readonly context: RequestContext;
  readonly isComplete: boolean;
  /** Whether the principal can have tags that the template does not show, that is session tags. */
  readonly canHaveOtherTags: boolean;
}

/** Facts that hold for all requests of a principal. */
export function principalFacts({ principal, context, isComplete, canHaveOtherTags }: FactsInput): LayeredFacts {
  const known = new Map<string, KeyState>();
  add(known, ASSUMED_CONTEXT);
  add(known, contextOf(principal));
  add(known, context);
  const otherwise = (key: string): KeyState => {
    if (isComplete) return ABSENT;
    return key.startsWith(PRINCIPAL_TAG) && !canHaveOtherTags ? ABSENT : UNKNOWN;
  };
  return new LayeredFacts(known, otherwise);
}

/** Facts with others over them. */
export class LayeredFacts implements Facts {
  readonly #known: ReadonlyMap<string, KeyState>;
  readonly #otherwise: (key: string) => KeyState;

  constructor(known: ReadonlyMap<string, KeyState>, otherwise: (key: string) => KeyState) {
    this.#known = known;
    this.#otherwise = otherwise;
  }

  get(lowerCaseKey: string): KeyState {
    return this.#known.get(lowerCaseKey) ?? this.#otherwise(lowerCaseKey);
  }

  /** These facts where nothing else is given; what is given goes over them. */
  with(context: RequestContext): LayeredFacts {
    const over = new Map<string, KeyState>();
    add(over, context);
    return new LayeredFacts(over, (key) => this.get(key));
  }
}

function add(known: Map<string, KeyState>, context: RequestContext): void {
  for (const [key, value] of Object.entries(context)) known.set(key.toLowerCase(), stateOf(value));
}

function stateOf(value: ContextValue): KeyState {
  if (value === null) return ABSENT;
  return { state: 'known', values: typeof value === 'string' ? [value] : value };
}

/**
 * Keys that the principal itself decides. `aws:PrincipalArn` of a role's session is the role's ARN.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principal-properties
 */
function contextOf(principal: Principal): RequestContext {
  const { kind, arn, account, iamName, tags } = principal;
  const shared: Record<string, ContextValue> = { 'aws:PrincipalAccount': account, 'kms:CallerAccount': account };
  // A group's policies are evaluated for some user in it, of whom nothing else is known.
  if (kind === 'group') return { ...shared, 'aws:PrincipalType': 'User' };
  for (const [key, value] of Object.entries(tags)) shared[`aws:PrincipalTag/${key}`] = value;
  if (kind === 'user') {
    return { ...shared, 'aws:PrincipalArn': arn, 'aws:PrincipalType': 'User', 'aws:username': iamName };
  }
  return { ...shared, 'aws:PrincipalArn': arn, 'aws:PrincipalType': 'AssumedRole', 'aws:username': null };
}

/**
 * Facts of a request on a resource. What nobody gives comes from the resource: `aws:ResourceAccount` from its owner or
 * ARN, and `aws:RequestedRegion`, which is the ARN's Region, or for an ARN without one (S3, IAM) the Region of the
 * principal's stack.
 */
export class RequestFacts implements Facts {
  readonly #given: Facts;
  readonly #resource: string;
  readonly #owner: string | undefined;
  readonly #region: string;

  constructor(given: Facts, resource: string, owner: string | undefined, region: string) {
    this.#given = given;
    this.#resource = resource;
    this.#owner = owner;
    this.#region = region;
  }

  get(lowerCaseKey: string): KeyState {
    const given = this.#given.get(lowerCaseKey);
    if (given.state !== 'unknown') return given;
    switch (lowerCaseKey) {
      case 'aws:requestedregion':
        return known(this.#partOfArn(3) ?? this.#region);
      case 'aws:resourceaccount':
      case 's3:resourceaccount': {
        const account = this.#owner ?? this.#partOfArn(4);
        return account === undefined ? UNKNOWN : known(account);
      }
      default:
        return UNKNOWN;
    }
  }

  #partOfArn(position: number): string | undefined {
    const parts = this.#resource.split(':', 6);
    const part = parts[0] === 'arn' ? parts[position] : undefined;
    return part === '' ? undefined : part;
  }
}

const known = (value: string): KeyState => ({ state: 'known', values: [value] });
