import type { NamedPolicy, Principal, ResourcePolicy } from '../iam/types.ts';
import { isRecord, list, record, texts } from '../lake-formation/properties.ts';

/** Examples of what a pattern comes to are enough; more of them would only repeat. */
const MAX_PROBES = 12;

/**
 * Names to ask about, where a right may hold for a part of a place only: a statement on `bucket/sales/public/*` lets
 * somebody read below `bucket/sales/`, although not everything there. So the question is asked for any name, and for
 * one name for each pattern in the policies that could reach into the place.
 */
export class Probes {
  readonly #patterns: readonly Pattern[];

  constructor(principal: Principal | undefined, resourcePolicies: readonly ResourcePolicy[]) {
    const own = (principal?.identityPolicies ?? []).flatMap(resourcePatterns);
    const texts = new Set([...own, ...patternsOnResources(resourcePolicies)]);
    this.#patterns = [...texts].map((text) => new Pattern(text)).filter(({ isTelling }) => isTelling);
  }

  /** ARNs that begin with the given text. The first one stands for anything there. */
  below(start: string, any = 'any'): readonly string[] {
    const found = [start + any];
    for (const pattern of this.#patterns) {
      const example = pattern.exampleBelow(start);
      if (example !== undefined && !found.includes(example)) found.push(example);
      if (found.length === MAX_PROBES) break;
    }
    return found;
  }
}

const known = new WeakMap<readonly ResourcePolicy[], readonly string[]>();

/** Patterns in the policies of all resources: read once, although every principal is asked about them. */
function patternsOnResources(policies: readonly ResourcePolicy[]): readonly string[] {
  const read = known.get(policies);
  if (read) return read;
  const patterns = [...new Set(policies.flatMap(({ policy }) => resourcePatterns(policy)))];
  known.set(policies, patterns);
  return patterns;
}

function resourcePatterns({ document }: NamedPolicy): readonly string[] {
  return list(record(document).Statement).flatMap((statement) => {
    if (!isRecord(statement) || statement.Effect !== 'Allow') return [];
    return texts(statement.Resource);
  });
}

/** A pattern of resources, with its first wildcard found. */
class Pattern {
  /** Whether it says more than "everything": otherwise it has an example for no place. */
  readonly isTelling: boolean;
  readonly #head: string;
  readonly #hasWildcard: boolean;
  /** The whole with its wildcards filled. */
  readonly #example: string;
  /** What follows the first wildcard, filled; undefined if nothing does but wildcards. */
  readonly #tail: string | undefined;

  constructor(text: string) {
    const wildcard = text.search(/[*?]/);
    this.#hasWildcard = wildcard >= 0;
    this.#head = this.#hasWildcard ? text.slice(0, wildcard) : text;
    this.#example = filled(text);
    const tail = this.#hasWildcard ? text.slice(wildcard + 1) : '';
    this.#tail = /^[*?]*$/.test(tail) ? undefined : filled(tail);
    this.isTelling = this.#head !== '' || this.#tail !== undefined;
  }

  /** A name below the start that fits; undefined if there is none, or none that tells more than any name. */
  exampleBelow(start: string): string | undefined {
    if (this.#head.startsWith(start)) return this.#example === start ? undefined : this.#example;
    // The first wildcard covers the start, since it covers slashes too.
    const covers = this.#hasWildcard && this.#tail !== undefined && start.startsWith(this.#head);
    return covers ? `${start}any${this.#tail}` : undefined;
  }
}

const filled = (pattern: string) => pattern.replaceAll('*', 'any').replaceAll('?', 'a');
