export type Decision = 'allow' | 'deny' | 'unknown';

/** Where in the templates something stands. */
export interface PolicySource {
  readonly stack: string;
  readonly logicalId: string;
  /** Construct path, where the template has the CDK's metadata. */
  readonly path?: string;
}

export type PolicyKind = 'inline' | 'managed' | 'aws-managed' | 'boundary' | 'resource' | 'trust';

/** A policy with the name that a trace calls it by. */
export interface NamedPolicy {
  readonly kind: PolicyKind;
  /** For example `inline policy Read of role Analyst` or `AWS managed policy AmazonAthenaFullAccess (v13)`. */
  readonly name: string;
  /** The document as the template gives it; undefined when its text is not known (see `unknown`). */
  readonly document: unknown;
  /** Why the text is not known; such a policy may allow or deny anything. */
  readonly unknown?: string;
  /** Why it is not certain that the policy applies; its statements then may decide, never do. */
  readonly uncertain?: string;
  /** Version id of an AWS managed policy's pinned copy, for example `v13`. */
  readonly version?: string;
  readonly source?: PolicySource;
}

export interface Principal {
  /** Persona tag (`inferwatch:persona`), else the name in IAM where the template sets it, else the logical id. */
  readonly name: string;
  readonly kind: 'role' | 'user' | 'group';
  readonly arn: string;
  /** Name in IAM, without path. May hold a marker. */
  readonly iamName: string;
  readonly account: string;
  readonly region: string;
  /** Value of the tag `inferwatch:persona`. */
  readonly persona?: string;
  readonly tags: Readonly<Record<string, string>>;
  /** Inline, customer managed and AWS managed; a user's include those of its groups. */
  readonly identityPolicies: readonly NamedPolicy[];
  /** Permissions boundary. */
  readonly boundary?: NamedPolicy;
  /** Who may assume it; roles only. */
  readonly trust?: NamedPolicy;
  readonly source: PolicySource;
  /** Why it is not certain that the principal exists. */
  readonly uncertain?: string;
}

/** A policy on a resource: who may use it. */
export interface ResourcePolicy {
  readonly kind: 's3-bucket' | 'kms-key' | 'role-trust';
  /** Bucket, key or role. A bucket's policy decides for its objects too. */
  readonly resourceArn: string;
  /** Account that owns the resource. */
  readonly account: string;
  readonly policy: NamedPolicy;
}

/** Value of a context key; null says that the request does not have the key. */
export type ContextValue = string | readonly string[] | null;

/** Keys by their name, for example `aws:MultiFactorAuthPresent`; case does not matter. */
export type RequestContext = Readonly<Record<string, ContextValue>>;

export interface EvaluationOptions {
  /**
   * What is known of requests, over `ASSUMED_CONTEXT` and what the principal itself gives (`aws:PrincipalArn`, …). A key
   * that nobody gives is unknown.
   */
  readonly context?: RequestContext;
  /** Policies on resources; those that do not concern the resource are ignored. */
  readonly resourcePolicies?: readonly ResourcePolicy[];
  /**
   * Whether a key that is not given is absent from the request, instead of unknown.
   * @default false
   */
  readonly contextIsComplete?: boolean;
}

export interface IamRequest extends EvaluationOptions {
  readonly principal: Principal;
  /** For example `s3:GetObject`; case does not matter. */
  readonly action: string;
  /** ARN, or `*` for an action that has no resource. Wildcard characters in it count as themselves. */
  readonly resource: string;
}

/** A statement that applies, or may apply, to the request. */
export interface MatchedStatement {
  /** Name of the policy. */
  readonly policy: string;
  readonly policyKind: PolicyKind;
  /** Position in the policy, from 1. */
  readonly position: number;
  readonly sid?: string;
  readonly effect: 'Allow' | 'Deny';
  readonly match: 'applies' | 'may apply';
  /** How action, resource, principal and conditions match, for example `action s3:Get* and resource arn:…/*`. */
  readonly why: string;
}

export interface IamDecision {
  readonly decision: Decision;
  /** One sentence: which policy decided, or what the decision depends on. */
  readonly reason: string;
  /** Whether the decision is an explicit deny. */
  readonly explicit: boolean;
  readonly statements: readonly MatchedStatement[];
  /** Policies with a statement that allows it for certain, one name for each such statement. */
  readonly allowedBy: readonly string[];
  /** What an `unknown` depends on: context keys and unresolved values. */
  readonly dependsOn: readonly string[];
}

/** A principal whose policies are prepared, for many questions. */
export interface CompiledPrincipal {
  readonly principal: Principal;
  /** Answers are kept: asking the same again costs nothing. Context given here goes over the compiled one. */
  evaluate(action: string, resource: string, context?: RequestContext): IamDecision;
}
