import type { Decision, PolicySource } from '../iam/types.ts';

/** One step of a derivation: what was asked, what came out, and what that rests on. */
export interface Finding {
  readonly decision: Decision;
  /** What was found, as a clause without a full stop. */
  readonly text: string;
  /** What in the templates says so. */
  readonly source?: PolicySource;
  /** How the parts make the whole; absent for a fact. */
  readonly rule?: 'all' | 'any';
  readonly parts: readonly Finding[];
  /** What a reason says instead of all the parts, when there are many of them. */
  readonly summary?: string | undefined;
}

/** Something that needs no derivation. */
export function fact(decision: Decision, text: string, source?: PolicySource): Finding {
  return { decision, text, source, parts: [] };
}

/** Everything must hold: one `deny` denies, whatever else is unknown. */
export function allOf(text: string, parts: readonly Finding[]): Finding {
  return { decision: combineAll(parts), text, rule: 'all', parts };
}

export const combineAll = (parts: readonly Finding[]): Decision => combine(parts, 'deny', 'allow');

/** One thing must hold: one `allow` allows, whatever else is unknown. */
export function anyOf(text: string, parts: readonly Finding[]): Finding {
  return { decision: combine(parts, 'allow', 'deny'), text, rule: 'any', parts };
}

function combine(parts: readonly Finding[], strongest: Decision, weakest: Decision): Decision {
  let result = weakest;
  for (const { decision } of parts) {
    if (decision === strongest) return strongest;
    if (decision === 'unknown') result = 'unknown';
  }
  return result;
}

/** Facts that a reason names at most; the whole derivation has the others. */
const FACTS_IN_REASON = 3;

/** The facts that decided, in one line. */
export function reasonOf(finding: Finding): string {
  const all = decisiveFacts(finding);
  if (all.length === 1) return all[0] ?? '';
  const facts = [...new Set(all)];
  const shown = facts.slice(0, FACTS_IN_REASON).join('; ');
  return facts.length > FACTS_IN_REASON ? `${shown}; and ${facts.length - FACTS_IN_REASON} more` : shown;
}

function decisiveFacts(finding: Finding, found: string[] = []): string[] {
  const { decision, text, rule, parts, summary } = finding;
  if (summary !== undefined) {
    found.push(summary);
    return found;
  }
  // One failing condition is enough to fail, and one way in is enough to get in; otherwise every part counts.
  const oneIsEnough = decision === (rule === 'all' ? 'deny' : 'allow');
  let isFact = true;
  for (const part of parts) {
    if (part.decision !== decision) continue;
    isFact = false;
    decisiveFacts(part, found);
    if (oneIsEnough) break;
  }
  if (isFact) found.push(text);
  return found;
}
