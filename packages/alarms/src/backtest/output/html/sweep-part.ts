import type { MetricAlarm } from '../../../../../alarm-simulator/src/index.ts';
import { escapeHtml } from '../../../../../cli/src/html.ts';
import type { SweepResult, SweptSetting } from '../../sweep/types.ts';
import { durationText, numberText, timeText } from '../text.ts';
import { confirmationText, scoreText, settingText } from '../words.ts';
import { type Cell, table } from './tables.ts';
import { frontOf, tradeoffPlot } from './tradeoff-plot.ts';

/** What other settings would have done, and which one is recommended. */
export function sweepPart(sweep: SweepResult, alarm: MetricAlarm): string {
  const { settings, split, recommended, present, maxFalseAlarmsPerWeek } = sweep;
  const chosenOn = `${timeText(split.training.from)} to ${timeText(split.training.to)}`;
  const checkedOn =
    split.validation === undefined
      ? 'There was nothing left to check them on.'
      : `They are checked on what follows, to ${timeText(split.validation.to)}.`;
  const front = frontOf(settings);
  const rows = [...new Set([...front, present, recommended])].map((one) => row(one, sweep, alarm));
  const evidence = (name: string, one: SweptSetting) =>
    `<li>${name} (${escapeHtml(settingText(alarm, one.setting))}): ${scoreText(one.training)} on the earlier part${one.validation === undefined ? '' : `; ${scoreText(one.validation)} on the later part`}</li>`;
  return `<h3>Other thresholds and other M out of N</h3>
<p>${settings.length} settings were tried. Thresholds and the recommendation come from ${chosenOn} UTC alone. ${checkedOn}</p>
<figure>${tradeoffPlot(sweep, alarm)}<figcaption>Circles are settings; diamonds joined by the line are those that no other beats; squares mark the present and the recommended one. An incident that is missed counts with its whole length. All on the earlier part.</figcaption></figure>
<div class="advice"><p><strong>Recommended: ${escapeHtml(settingText(alarm, recommended.setting))}</strong>, the soonest with at most ${numberText(maxFalseAlarmsPerWeek)} false alarms a week. ${escapeHtml(confirmationText(sweep))}</p><ul>${evidence('Recommended', recommended)}${recommended === present ? '' : evidence('Present', present)}</ul></div>
${table(`${alarm.name}: the settings that no other beats`, ['Setting', 'Which', 'Detected', 'Time to detect', 'False alarms a week', 'Later: detected', 'Later: time to detect', 'Later: false alarms a week'], rows)}`;
}

function row(one: SweptSetting, { recommended }: SweepResult, alarm: MetricAlarm): Cell[] {
  const number = (text: string): Cell => ({ text, kind: 'number' });
  const marks = [...(one.present ? ['present'] : []), ...(one === recommended ? ['recommended'] : [])];
  const scores = [one.training, one.validation].flatMap((score): Cell[] =>
    score === undefined
      ? ['', '', '']
      : [
          number(`${score.detected} of ${score.incidents}`),
          number(durationText(score.meanTimeToDetectMs)),
          number(numberText(score.falseAlarmsPerWeek)),
        ],
  );
  return [settingText(alarm, one.setting), marks.join(', '), ...scores];
}
