import { Annotations, RemovalPolicy } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** The two switches for deleting data with the stacks; both must be on. */
export interface DataRemoval {
  /** First switch of two. @default false */
  readonly removeDataOnDestroy?: boolean;
  /** Second switch: one alone keeps the data and warns. @default false */
  readonly confirmDataRemoval?: boolean;
}

/**
 * What happens to stored data when its stack is destroyed. Deletion takes both switches; one alone keeps the data and
 * warns on `scope`, so that nobody believes in a deletion (or a protection) that is not there.
 */
export function dataRemovalPolicy(scope: IConstruct, removal: DataRemoval): RemovalPolicy {
  const { removeDataOnDestroy = false, confirmDataRemoval = false } = removal;
  if (removeDataOnDestroy && confirmDataRemoval) return RemovalPolicy.DESTROY;
  if (removeDataOnDestroy !== confirmDataRemoval) {
    const missing = removeDataOnDestroy ? 'confirmDataRemoval' : 'removeDataOnDestroy';
    Annotations.of(scope).addWarningV2(
      'inferwatch:one-removal-switch',
      `data is kept when the stack is destroyed: deleting it takes both removeDataOnDestroy and confirmDataRemoval, and ${missing} is not set`,
    );
  }
  return RemovalPolicy.RETAIN;
}
