import type { Incident } from '../incidents/incidents-file.ts';
import type { Stretch, Tolerance } from '../measure/types.ts';
import type { Split } from './types.ts';

/** Share of the incidents that settings are chosen on. */
const TRAINING_SHARE = 0.6;

/**
 * Splits a history in time: settings are chosen on the earlier part and checked on the later one, because a setting that
 * was chosen among a hundred looks better on the data it was chosen on than it is. The border lies in the middle between
 * two incidents, so that none is cut.
 */
export function splitHistory(covered: Stretch, incidents: readonly Incident[], tolerance: Tolerance): Split {
  const ordered = incidents.toSorted((first, second) => first.start - second.start);
  const wanted = Math.round(TRAINING_SHARE * ordered.length);
  const borders = ordered.flatMap(({ start }, index) => {
    const before = ordered.slice(0, index);
    if (before.length === 0) return [];
    const end = Math.max(...before.map((incident) => incident.end));
    const free = start - tolerance.beforeMs > end + tolerance.afterMs;
    return free ? [{ index, at: Math.round((start + end) / 2) }] : [];
  });
  const [best] = borders.toSorted(
    (first, second) => Math.abs(first.index - wanted) - Math.abs(second.index - wanted) || first.index - second.index,
  );
  if (best === undefined) return { training: covered };
  return { training: { from: covered.from, to: best.at }, validation: { from: best.at, to: covered.to } };
}

/** The incidents that lie in a part. */
export function incidentsIn(incidents: readonly Incident[], { from, to }: Stretch): readonly Incident[] {
  return incidents.filter(({ start, end }) => end > from && start < to);
}
