import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import { readable, unresolvedIn } from '../template/unresolved.ts';
import type { NamedPolicy } from './types.ts';

const pinnedSchema = z.strictObject({
  name: z.string(),
  arn: z.string(),
  versionId: z.string(),
  createDate: z.string(),
  document: z.record(z.string(), z.unknown()),
});

/** A copy of an AWS managed policy. */
export interface PinnedPolicy {
  readonly name: string;
  readonly arn: string;
  /** AWS's default version when the copy was made, for example `v15`. */
  readonly versionId: string;
  /** When AWS made that version, `YYYY-MM-DD`. */
  readonly createDate: string;
  readonly document: Readonly<Record<string, unknown>>;
}

const FOLDER = fileURLToPath(new URL('./managed-policies', import.meta.url));

let pinned: ReadonlyMap<string, PinnedPolicy> | undefined;

/**
 * The pinned copies by what follows `arn:…:iam::aws:policy/`. A template has only the names of AWS managed policies, and
 * AWS changes their texts: a decision that rests on one says which version it read.
 * @see https://docs.aws.amazon.com/aws-managed-policy/latest/reference/about-managed-policy-reference.html
 */
function pinnedPolicies(): ReadonlyMap<string, PinnedPolicy> {
  pinned ??= new Map(
    readdirSync(FOLDER)
      .filter((file) => file.endsWith('.json'))
      .sort()
      .map((file) => {
        const policy = pinnedSchema.parse(JSON.parse(readFileSync(join(FOLDER, file), 'utf8')));
        return [pathOf(policy.arn) ?? policy.name, policy] as const;
      }),
  );
  return pinned;
}

/** Name, version and date of each pinned copy. */
export function managedPolicyVersions(): readonly Omit<PinnedPolicy, 'document'>[] {
  return [...pinnedPolicies().values()].map(({ name, arn, versionId, createDate }) => ({
    name,
    arn,
    versionId,
    createDate,
  }));
}

/** `service-role/AWSGlueServiceRole` of an AWS managed policy's ARN, in any partition; undefined for other ARNs. */
function pathOf(arn: string): string | undefined {
  return /^arn:[^:]+:iam::aws:policy\/(.+)$/.exec(arn)?.[1];
}

/** Whether the ARN is that of an AWS managed policy. */
export const isAwsManaged = (arn: string): boolean => pathOf(arn) !== undefined;

const made = new Map<string, NamedPolicy>();

/** An AWS managed policy by its ARN; without a pinned copy its text is unknown, and so is what it allows. */
export function awsManagedPolicy(arn: string): NamedPolicy {
  const path = pathOf(arn) ?? arn;
  const known = made.get(path);
  if (known) return known;
  const policy = makePolicy(path);
  made.set(path, policy);
  return policy;
}

function makePolicy(path: string): NamedPolicy {
  const copy = pinnedPolicies().get(path);
  if (copy) {
    const { name, versionId, document } = copy;
    return { kind: 'aws-managed', name: `AWS managed policy ${name} (${versionId})`, document, version: versionId };
  }
  const name = `AWS managed policy ${readable(path)}`;
  const [reason] = unresolvedIn(path);
  const unknown = reason ?? `the text of ${name}, of which there is no pinned copy`;
  return { kind: 'aws-managed', name, document: undefined, unknown };
}
