/** One resource of the synthesised application, as it would exist in the account. */
export interface ResolvedResource {
  /** Name of the stack that holds it. */
  readonly stack: string;
  readonly logicalId: string;
  /** CloudFormation type, for example `AWS::Lambda::Function`. */
  readonly type: string;
  /** Construct path, for example `InferwatchInference/Pipeline/Function/Resource`. */
  readonly path?: string;
  /** What `Ref` gives. */
  readonly physicalId: string;
  /** Its ARN; for a type that has none, the empty string. */
  readonly arn: string;
  /** Properties with every intrinsic resolved and `AWS::NoValue` removed. */
  readonly properties: Readonly<Record<string, unknown>>;
  /** Absolute path of the folder or file that is the resource's code, inside the assembly. */
  readonly assetPath?: string;
}

export interface ResolvedOutput {
  readonly value: unknown;
  readonly exportName?: string;
}

export interface ResolvedStack {
  /** Physical name of the stack. */
  readonly name: string;
  /** Id of the artifact in the manifest; equal to the name unless the application sets a stack name. */
  readonly artifactId: string;
  readonly account: string;
  readonly region: string;
  readonly outputs: Readonly<Record<string, ResolvedOutput>>;
}

/** A whole `cdk.out`, resolved. */
export interface ResolvedAssembly {
  /** Absolute path of the folder that was read. */
  readonly directory: string;
  /** Account and region of the first stack. */
  readonly account: string;
  readonly region: string;
  readonly stacks: readonly ResolvedStack[];
  /** Resources of every stack, those left out by a condition excepted, in the order of the templates. */
  readonly resources: readonly ResolvedResource[];
  ofType(type: string): ResolvedResource[];
  /** Value of a stack's output; undefined if there is no such stack or output. */
  output(stack: string, key: string): unknown;
}

export type AssemblyReadResult =
  | { readonly status: 'success'; readonly assembly: ResolvedAssembly }
  | { readonly status: 'error'; readonly message: string };
