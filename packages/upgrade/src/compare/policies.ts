import type { Content, TemplateResource } from './types.ts';

/**
 * What a resource's policy leaves of it. No policy means deletion.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-updatereplacepolicy.html
 */
const CONTENTS: Readonly<Record<string, Content>> = {
  Retain: 'kept',
  RetainExceptOnCreate: 'kept',
  Snapshot: 'snapshot',
};

const RANK: Readonly<Record<Content, number>> = { deleted: 0, snapshot: 1, kept: 2 };

const contentOf = (policy: unknown): Content =>
  typeof policy === 'string' && Object.hasOwn(CONTENTS, policy) ? (CONTENTS[policy] ?? 'deleted') : 'deleted';

/** What is left of a resource that goes with its stack, or out of it. */
export const contentAfterRemoval = (resource: TemplateResource): Content => contentOf(resource.DeletionPolicy);

/**
 * What is left of the old resource when a new one takes its place. Which template's policy counts, when both differ, is
 * undocumented: the one that leaves less is taken.
 */
export function contentAfterReplacement(before: TemplateResource, after: TemplateResource): Content {
  return less(contentOf(before.UpdateReplacePolicy), contentOf(after.UpdateReplacePolicy));
}

/** Attributes by which the resource is protected less than before, with their values. */
export function weakened(before: TemplateResource, after: TemplateResource) {
  return (['DeletionPolicy', 'UpdateReplacePolicy'] as const).flatMap((name) =>
    RANK[contentOf(after[name])] < RANK[contentOf(before[name])]
      ? [{ name, from: before[name], to: after[name] ?? 'Delete' }]
      : [],
  );
}

const less = (left: Content, right: Content): Content => (RANK[left] <= RANK[right] ? left : right);
