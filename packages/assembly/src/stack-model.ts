import type { Template, TemplateResource } from './schema.ts';

/** Account of a stack that is synthesised without one: the number AWS uses in its examples. */
export const DEFAULT_ACCOUNT = '123456789012';
export const DEFAULT_REGION = 'us-east-1';

/** One stack as read, nothing resolved. */
export interface StackModel {
  readonly name: string;
  readonly artifactId: string;
  readonly account: string;
  readonly region: string;
  readonly template: Template;
  /** Values that the manifest sets for parameters. */
  readonly parameters: Readonly<Record<string, string>>;
}

/** Where a value stands, for messages: the stack, what holds the value, and the way to it. */
export interface Place {
  readonly stack: StackModel;
  /** For example `resource Function (AWS::Lambda::Function)`. */
  readonly holder: string;
  /** Logical id, when the holder is a resource. */
  readonly logicalId?: string;
  readonly path: string;
  readonly depth: number;
  /** Whether `{"Condition": name}` refers to a condition, as it does only among conditions. */
  readonly amongConditions?: boolean;
}

export function describePlace(place: Place): string {
  return `stack ${place.stack.name}, ${place.holder}${place.path === '' ? '' : `, ${place.path}`}`;
}

/** The place of a part of a value. */
export function inside(place: Place, key: string | number): Place {
  const part = typeof key === 'number' ? `[${key}]` : place.path === '' ? key : `.${key}`;
  const { stack, holder, logicalId, amongConditions } = place;
  // Written out: a place is made for every value of a template, and copying an object by its keys takes several times as long.
  return { stack, holder, logicalId, path: place.path + part, depth: place.depth + 1, amongConditions };
}

export function placeOfResource(stack: StackModel, logicalId: string, resource: TemplateResource): Place {
  return { stack, logicalId, holder: `resource ${logicalId} (${resource.Type})`, path: 'Properties', depth: 0 };
}

export function placeOf(stack: StackModel, holder: string, amongConditions = false): Place {
  return { stack, holder, path: '', depth: 0, amongConditions };
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html (partitions) */
export function partitionOf(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn';
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/pseudo-parameter-reference.html (AWS::URLSuffix) */
export function urlSuffixOf(region: string): string {
  return region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
}
