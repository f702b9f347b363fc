import type { Comparison, Finding } from '../compare/types.ts';

/** Longest value that is shown whole. */
const SHOWN_CHARACTERS = 60;

const CONSEQUENCES = {
  replaced: 'is replaced by a new, empty one',
  'may-be-replaced': 'may be replaced by a new, empty one',
  removed: 'is no longer in the template',
  unprotected: 'is kept no longer when it is removed or replaced',
} as const;

const CONTENTS = {
  kept: 'the old one stays in the account, no longer managed',
  snapshot: 'a snapshot of the old one stays',
  deleted: 'the old one is deleted',
} as const;

export const consequenceText = ({ consequence }: Finding): string => CONSEQUENCES[consequence];

/** What becomes of what the resource holds; nothing yet for one that is only protected less. */
export function contentText({ consequence, content, holds }: Finding): string {
  return consequence === 'unprotected' ? `it holds ${holds}` : `${CONTENTS[content]} (it holds ${holds})`;
}

/** A value as JSON, cut to fit a line. */
export function show(value: unknown): string {
  const text = value === undefined ? 'nothing' : JSON.stringify(value);
  return text.length <= SHOWN_CHARACTERS ? text : `${text.slice(0, SHOWN_CHARACTERS)}…`;
}

/** Whether anything is lost, or stops the deployment. */
export const isUneventful = ({ findings, exports }: Comparison): boolean => findings.length + exports.length === 0;

export function verdict(comparison: Comparison): string {
  const { findings, exports } = comparison;
  if (isUneventful(comparison)) return 'No stateful resource is replaced or removed.';
  const lost = findings.filter(
    ({ content, consequence }) => content !== 'kept' && consequence !== 'unprotected',
  ).length;
  const parts = [
    ...(findings.length === 0 ? [] : [`${came(findings.length)}, ${lost} of them with deletion of what they hold`]),
    ...(exports.length === 0 ? [] : [`${exports.length} in use among the exports that change`]),
  ];
  return `${parts.join('; ')}.`;
}

const came = (count: number): string =>
  count === 1
    ? '1 stateful resource does not come through as it was'
    : `${count} stateful resources do not come through as they were`;
