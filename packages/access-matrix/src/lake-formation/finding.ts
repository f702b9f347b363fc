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
  if (finding.summary !== undefined) return finding.summary;
  if (isOneEnough(finding)) {
    const decisive = finding.parts.find(({ decision }) => decision === finding.decision);
    return decisive ? reasonOf(decisive) : finding.text;
  }
  const facts = new Set<string>();
  addDecisive(finding, facts);
  if (facts.size <= FACTS_IN_REASON) return [...facts].join('; ');
  const shown = [...facts].slice(0, FACTS_IN_REASON).join('; ');
  return `${shown}; and ${facts.size - FACTS_IN_REASON} more`;
}

/** One failing condition is enough to fail, and one way in is enough to get in; otherwise every part counts. */
function isOneEnough({ decision, rule }: Finding): boolean {
  return decision === (rule === 'all' ? 'deny' : 'allow');
}

function addDecisive(finding: Finding, facts: Set<string>): void {
  const { decision, parts, summary } = finding;
  if (summary !== undefined) {
    facts.add(summary);
    return;
  }
  const oneIsEnough = isOneEnough(finding);
  let isFact = true;
  for (const part of parts) {
    if (part.decision !== decision) continue;
    isFact = false;
    addDecisive(part, facts);
    if (oneIsEnough) break;
  }
  if (isFact) facts.add(finding.text);
}
