import type { FlappingEpisode, Stretch } from './types.ts';

/**
 * Stretches in which an alarm goes into ALARM at least `entries` times within `windowMs`; those that overlap are one.
 * An episode begins with its first entry and ends when the last of its stretches in ALARM does.
 * @param intervals in ALARM, in order of time
 */
export function flappingEpisodes(
  intervals: readonly Stretch[],
  { entries, windowMs }: { readonly entries: number; readonly windowMs: number },
): readonly FlappingEpisode[] {
  const episodes: { from: number; to: number; first: number; last: number }[] = [];
  for (let last = entries - 1; last < intervals.length; last++) {
    const first = last - entries + 1;
    const from = intervals[first]?.from ?? 0;
    const end = intervals[last];
    if (end === undefined || end.from - from > windowMs) continue;
    const open = episodes.at(-1);
    if (open !== undefined && first <= open.last) {
      open.last = last;
      open.to = end.to;
    } else {
      episodes.push({ from, to: end.to, first, last });
    }
  }
  return episodes.map(({ from, to, first, last }) => ({ from, to, entries: last - first + 1 }));
}
