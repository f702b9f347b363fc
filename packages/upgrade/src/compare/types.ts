/** A resource of a template, as far as it is compared. */
export interface TemplateResource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly Metadata?: Readonly<Record<string, unknown>>;
  readonly DeletionPolicy?: unknown;
  readonly UpdateReplacePolicy?: unknown;
}

export interface StackTemplate {
  readonly Resources: Readonly<Record<string, TemplateResource>>;
  readonly Outputs?: Readonly<
    Record<string, { readonly Value?: unknown; readonly Export?: { readonly Name: unknown } | undefined }>
  >;
}

/** Templates by the name of their stack. */
export type StackTemplates = Readonly<Record<string, StackTemplate>>;

/**
 * What becomes of a stateful resource. `unprotected`: nothing yet, but the next deletion of the resource or its stack takes
 * the content along, which it did not before.
 */
export type Consequence = 'replaced' | 'may-be-replaced' | 'removed' | 'unprotected';

/** What becomes of what the old resource holds: it stays in the account, a snapshot of it does, or nothing does. */
export type Content = 'kept' | 'snapshot' | 'deleted';

export interface PropertyChange {
  readonly name: string;
  readonly from: unknown;
  readonly to: unknown;
}

/** A stateful resource that does not come through a deployment as it was. */
export interface Finding {
  readonly stack: string;
  readonly logicalId: string;
  readonly type: string;
  /** Construct path, where the template has it. */
  readonly path?: string;
  readonly consequence: Consequence;
  readonly content: Content;
  /** What the resource holds, in words. */
  readonly holds: string;
  /** Properties (or attributes) that cause it; none for a resource that is no longer in the template. */
  readonly changes: readonly PropertyChange[];
  /** Why CloudFormation would stop, and not get that far. */
  readonly blocked?: string;
}

/** An exported value that deployed stacks use, and that goes or changes: CloudFormation refuses that. */
export interface ExportInUse {
  readonly stack: string;
  readonly name: string;
  readonly change: 'removed' | 'changed';
  /** Stacks of the old templates that import it. */
  readonly usedBy: readonly string[];
}

export interface Comparison {
  /** In the order of the stacks and their resources. */
  readonly findings: readonly Finding[];
  readonly exports: readonly ExportInUse[];
  /** Stacks of the old templates that are not among the new ones: no deployment touches them. */
  readonly leftBehind: readonly string[];
  /** Stacks that the old templates do not have. */
  readonly created: readonly string[];
}
