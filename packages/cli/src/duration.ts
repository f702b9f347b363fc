const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

const DURATION = /^(?:\d+(?:\.\d+)?(?:ms|s|m|h))+$/;
const PART = /(\d+(?:\.\d+)?)(ms|s|m|h)/g;

/** What to write, for messages. */
export const DURATION_HINT = 'write a duration such as 2500ms, 30s, 5m or 1h30m';

/**
 * Milliseconds of a duration such as `2500ms`, `30s`, `1.5m` or `1h30m`; undefined if the text is not one. A number
 * without a unit is none: nobody would know whether it means seconds or minutes.
 */
export function parseDuration(text: string): number | undefined {
  const compact = text.trim();
  if (!DURATION.test(compact)) return undefined;
  let milliseconds = 0;
  for (const [, amount, unit] of compact.matchAll(PART)) milliseconds += Number(amount) * (UNITS[unit ?? ''] ?? 0);
  return milliseconds;
}

/** A duration as people write it: `450ms`, `12s`, `5m`, `1h 30m`. Rounded to whole seconds from one second on. */
export function formatDuration(milliseconds: number): string {
  if (!Number.isFinite(milliseconds)) return 'without end';
  if (milliseconds < 1000) return `${Math.round(milliseconds)}ms`;
  const seconds = Math.round(milliseconds / 1000);
  const parts = [
    [Math.floor(seconds / 3600), 'h'],
    [Math.floor(seconds / 60) % 60, 'm'],
    [seconds % 60, 's'],
  ] as const;
  return parts
    .filter(([amount]) => amount > 0)
    .map(([amount, unit]) => `${amount}${unit}`)
    .join(' ');
}
