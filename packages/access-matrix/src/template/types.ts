/** One resource of the templates, as it would exist in the account. */
export interface AccessResource {
  /** Name of the stack that holds it. */
  readonly stack: string;
  readonly account: string;
  readonly region: string;
  readonly logicalId: string;
  /** CloudFormation type, for example `AWS::Glue::Table`. */
  readonly type: string;
  /** Construct path, where the template has the CDK's metadata. */
  readonly path?: string;
  /** What `Ref` gives. May hold a marker (`isUnresolved`). */
  readonly physicalId: string;
  /** Its ARN; for a type that has none, the empty string. May hold a marker. */
  readonly arn: string;
  /**
   * Properties with every intrinsic resolved and `AWS::NoValue` removed. What cannot be resolved is a marker in its
   * place: test with `isUnresolved` (texts) or `unresolvedIn` (any value) before comparing.
   */
  readonly properties: Readonly<Record<string, unknown>>;
  /** Logical ids it waits for explicitly. */
  readonly dependsOn: readonly string[];
  /** Why it is not certain that the resource exists: its condition depends on something unresolved. */
  readonly uncertain?: string;
}

export interface AccessStack {
  readonly name: string;
  readonly account: string;
  readonly region: string;
}

/** All that the templates of an application say, resolved as far as it can be. */
export interface AccessTemplate {
  /** Absolute path of what was read. */
  readonly source: string;
  readonly stacks: readonly AccessStack[];
  /** Resources of every stack, those left out by a false condition excepted, in the order of the templates. */
  readonly resources: readonly AccessResource[];
  /** What was read but not understood and could hide access, as sentences; for example a transform. */
  readonly notices: readonly string[];
  ofType(type: string): readonly AccessResource[];
  find(stack: string, logicalId: string): AccessResource | undefined;
}

export type ReadTemplatesResult =
  | { readonly status: 'success'; readonly template: AccessTemplate }
  | { readonly status: 'error'; readonly message: string };
