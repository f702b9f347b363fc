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
  readonly #patterns: readonly string[];

  constructor(principal: Principal | undefined, resourcePolicies: readonly ResourcePolicy[]) {
    const policies = [...(principal?.identityPolicies ?? []), ...resourcePolicies.map(({ policy }) => policy)];
    this.#patterns = [...new Set(policies.flatMap(resourcePatterns))];
  }

  /** ARNs that begin with the given text. The first one stands for anything there. */
  below(start: string, any = 'any'): readonly string[] {
    const special = this.#patterns.flatMap((pattern) => example(pattern, start) ?? []);
    return [...new Set([`${start}${any}`, ...special])].slice(0, MAX_PROBES);
  }
}

function resourcePatterns({ document }: NamedPolicy): readonly string[] {
  return list(record(document).Statement).flatMap((statement) => {
    if (!isRecord(statement) || statement.Effect !== 'Allow') return [];
    return texts(statement.Resource);
  });
}

/** A name below the start that fits the pattern; undefined if there is none, or none that tells more than any name. */
function example(pattern: string, start: string): string | undefined {
  const wildcard = pattern.search(/[*?]/);
  const head = wildcard < 0 ? pattern : pattern.slice(0, wildcard);
  if (head.startsWith(start)) {
    return filled(pattern) === start ? undefined : filled(pattern);
  }
  if (wildcard < 0 || !start.startsWith(head)) return undefined;
  // The first wildcard covers the start, since it covers slashes too.
  const tail = pattern.slice(wildcard + 1);
  return /^[*?]*$/.test(tail) ? undefined : `${start}any${filled(tail)}`;
}

const filled = (pattern: string) => pattern.replaceAll('*', 'any').replaceAll('?', 'a');
