import type { Paint } from '../../../../cli/src/paint.ts';
import type { Backtest, BacktestedAlarm } from '../backtest.ts';
import type { SweepResult } from '../sweep/types.ts';
import { durationText, numberText, plural, shareText, spanText, timeText } from './text.ts';
import {
  certaintyText,
  confirmationText,
  detectionText,
  outcomeText,
  ruleText,
  scoreText,
  settingText,
} from './words.ts';

/** Intervals of one alarm that are listed; the rest is in the JSON and the page. */
const LISTED = 5;

/** The result as lines for a person. */
export function terminalLines(backtest: Backtest, paint: Paint): string[] {
  const { stretch, incidents, alarms, skipped } = backtest;
  const known = incidents === undefined ? '' : `, ${plural(incidents.length, 'incident')}`;
  const lines = [
    `${plural(alarms.length, 'alarm')} on ${spanText(stretch.to - stretch.from)} of history, ${timeText(stretch.from)} to ${timeText(stretch.to)} UTC${known}`,
  ];
  for (const alarm of alarms) lines.push('', ...alarmLines(alarm, paint));
  if (skipped.length > 0) lines.push('', paint('bold', 'Not backtested'));
  for (const { name, reason } of skipped) lines.push(`  ${paint('yellow', name)}: ${reason}`);
  return lines;
}

function alarmLines({ connected: { alarm }, outcome, sweep }: BacktestedAlarm, paint: Paint): string[] {
  const { covered, timeInState, intervals, notifications, flapping, notes } = outcome;
  const whole = covered.to - covered.from;
  const what = alarm.kind === 'metric' ? ruleText(alarm) : alarm.ruleText;
  const lines = [
    `${paint('bold', outcome.name)}  ${paint('dim', what)}`,
    `  in ALARM        ${plural(intervals.length, 'time')}, ${shareText(timeInState.ALARM, whole)} of the time; OK ${shareText(timeInState.OK, whole)}, no data ${shareText(timeInState.INSUFFICIENT_DATA, whole)}`,
    `  notifications   ${notifications.length}`,
    `  flapping        ${flapping.length === 0 ? 'never' : `${plural(flapping.length, 'episode')}, at worst ${Math.max(...flapping.map(({ entries }) => entries))} times into ALARM`}`,
  ];
  const detection = detectionText(outcome);
  if (detection !== undefined) lines.push(`  incidents       ${detection}`);
  lines.push(...incidentLines(outcome.detection?.incidents ?? [], paint), ...longestLines(outcome.intervals, paint));
  const certainty = certaintyText(outcome);
  if (certainty !== undefined) lines.push(`  certainty       ${certainty}`);
  for (const note of notes) lines.push(paint('dim', `  note: ${note}`));
  if (sweep !== undefined && alarm.kind === 'metric') lines.push(...sweepLines(sweep, alarm, paint));
  return lines;
}

function incidentLines(
  incidents: NonNullable<BacktestedAlarm['outcome']['detection']>['incidents'],
  paint: Paint,
): string[] {
  return incidents.map((incident) => {
    const mark = incident.outcome === 'detected' ? paint('green', 'yes') : paint('red', 'no ');
    return `    ${mark} ${incident.name}: ${outcomeText(incident)}`;
  });
}

function longestLines(intervals: BacktestedAlarm['outcome']['intervals'], paint: Paint): string[] {
  const longest = intervals.toSorted((first, second) => second.to - second.from - (first.to - first.from));
  const shown = longest.slice(0, LISTED);
  if (shown.length === 0) return [];
  const title = intervals.length > LISTED ? `the ${LISTED} longest of ${intervals.length}` : 'each';
  return [
    paint('dim', `    in ALARM (${title}):`),
    ...shown.map(({ from, to, incidents }) => {
      const about = incidents.length === 0 ? '' : `  ${incidents.join('; ')}`;
      return `      ${timeText(from)}  for ${durationText(to - from)}${about}`;
    }),
  ];
}

type MetricAlarm = Parameters<typeof ruleText>[0];

function sweepLines(sweep: SweepResult, alarm: MetricAlarm, paint: Paint): string[] {
  const { settings, recommended, present, split, maxFalseAlarmsPerWeek } = sweep;
  const front = settings.filter(({ onFront }) => onFront);
  const unique = new Map(
    front.map((one) => [`${one.training.meanTimeToDetectMs}/${one.training.falseAlarms}`, one] as const),
  );
  const lines = [
    `  sweep           ${settings.length} settings, chosen on ${timeText(split.training.from)} to ${timeText(split.training.to)}`,
    '    trade-off on that part (nothing is better in one respect without being worse in the other):',
    ...[...unique.values()]
      .toSorted((first, second) => first.training.falseAlarms - second.training.falseAlarms)
      .map((one) => `      ${settingText(alarm, one.setting).padEnd(20)} ${scoreText(one.training)}`),
    `    ${paint('bold', 'recommended')}: ${settingText(alarm, recommended.setting)} (soonest with at most ${numberText(maxFalseAlarmsPerWeek)} false alarms a week)`,
    `      chosen on the earlier part: ${scoreText(recommended.training)}; present setting: ${scoreText(present.training)}`,
  ];
  if (recommended.validation !== undefined && present.validation !== undefined) {
    lines.push(
      `      checked on the later part:  ${scoreText(recommended.validation)}; present setting: ${scoreText(present.validation)}`,
    );
  }
  return [...lines, `      ${confirmationText(sweep)}`];
}
