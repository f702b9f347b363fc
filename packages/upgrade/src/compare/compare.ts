import { fullDiff, type ResourceDifference, ResourceImpact } from '@aws-cdk/cloudformation-diff';
import { removalBlocked, replacementBlocked } from './blocked.ts';
import { exportsInUse } from './exports.ts';
import { contentAfterRemoval, contentAfterReplacement, weakened } from './policies.ts';
import { statefulType } from './stateful-types.ts';
import type {
  Comparison,
  Consequence,
  Finding,
  PropertyChange,
  StackTemplate,
  StackTemplates,
  TemplateResource,
} from './types.ts';

const REPLACEMENTS: ReadonlyMap<ResourceImpact, Consequence> = new Map([
  [ResourceImpact.WILL_REPLACE, 'replaced'],
  [ResourceImpact.MAY_REPLACE, 'may-be-replaced'],
]);

const REMOVALS: ReadonlySet<ResourceImpact> = new Set([ResourceImpact.WILL_DESTROY, ResourceImpact.WILL_ORPHAN]);

/**
 * What a deployment of the new templates over the old ones does to resources that hold something. Which change of a
 * property replaces a resource is known from CloudFormation's resource specification, as `cdk diff` knows it; a replaced
 * resource replaces those that name it in such a property. What depends on the value of a parameter or of a condition is
 * not looked into.
 *
 * @param before - Templates that are deployed, by the names of their stacks.
 * @param after - Templates to be deployed.
 */
export function compareTemplates(before: StackTemplates, after: StackTemplates): Comparison {
  const findings = Object.entries(before).flatMap(([stack, old]) => {
    const renewed = Object.hasOwn(after, stack) ? after[stack] : undefined;
    return renewed === undefined ? [] : compareStack(stack, old, renewed);
  });
  return {
    findings,
    exports: exportsInUse(before, after),
    leftBehind: Object.keys(before).filter((stack) => !Object.hasOwn(after, stack)),
    created: Object.keys(after).filter((stack) => !Object.hasOwn(before, stack)),
  };
}

function compareStack(stack: string, old: StackTemplate, renewed: StackTemplate): Finding[] {
  const { resources } = fullDiff({ Resources: old.Resources }, { Resources: renewed.Resources });
  return Object.entries(old.Resources).flatMap(([logicalId, before]) => {
    const state = statefulType(before.Type, before.Properties ?? {});
    if (state === undefined || !resources.has(logicalId)) return [];
    const found = consequenceOf(logicalId, resources.get(logicalId), old, renewed);
    if (found === undefined) return [];
    const path = before.Metadata?.['aws:cdk:path'];
    const where = { stack, logicalId, type: before.Type, ...(typeof path === 'string' ? { path } : {}) };
    return [{ ...where, holds: state.holds, ...found }];
  });
}

type Found = Pick<Finding, 'consequence' | 'content' | 'changes' | 'blocked'>;

function consequenceOf(
  logicalId: string,
  difference: ResourceDifference,
  old: StackTemplate,
  renewed: StackTemplate,
): Found | undefined {
  const [before, after] = [old.Resources[logicalId], renewed.Resources[logicalId]];
  if (before === undefined) return undefined;
  if (after === undefined || REMOVALS.has(difference.changeImpact)) {
    const blocked = removalBlocked(logicalId, before, old, renewed);
    return { consequence: 'removed', content: contentAfterRemoval(before), changes: [], ...reason(blocked) };
  }
  const consequence = REPLACEMENTS.get(difference.changeImpact);
  if (consequence === undefined) return unprotected(before, after);
  const changes = causes(difference, before, after);
  const blocked = consequence === 'replaced' ? replacementBlocked(before, after, changes) : undefined;
  return { consequence, content: contentAfterReplacement(before, after), changes, ...reason(blocked) };
}

function unprotected(before: TemplateResource, after: TemplateResource): Found | undefined {
  const changes = weakened(before, after);
  if (changes.length === 0) return undefined;
  return { consequence: 'unprotected', content: contentAfterRemoval(after), changes };
}

/** The properties whose change replaces the resource. */
function causes(difference: ResourceDifference, before: TemplateResource, after: TemplateResource): PropertyChange[] {
  if (before.Type !== after.Type) return [{ name: 'Type', from: before.Type, to: after.Type }];
  return Object.entries(difference.propertyUpdates).flatMap(([name, { changeImpact, oldValue, newValue }]) =>
    changeImpact !== undefined && REPLACEMENTS.has(changeImpact) ? [{ name, from: oldValue, to: newValue }] : [],
  );
}

const reason = (blocked: string | undefined) => (blocked === undefined ? {} : { blocked });
