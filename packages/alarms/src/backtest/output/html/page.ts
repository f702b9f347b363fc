import { createHash } from 'node:crypto';
import { escapeHtml } from '../../../../../cli/src/html.ts';
import type { Backtest } from '../../backtest.ts';
import { durationText, numberText, plural, shareText, spanText, timeText } from '../text.ts';
import { alarmSection } from './alarm-section.ts';
import { SCRIPT } from './script.ts';
import { STYLE } from './style.ts';
import { type Cell, table } from './tables.ts';

const sourceHash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/**
 * The whole result as one page that needs nothing else: no font, no request. Its policy lets run and apply just the
 * script and the style that it was written with.
 */
export function formatHtml(backtest: Backtest): string {
  const { stretch, incidents, measure, alarms, skipped } = backtest;
  const policy = `default-src 'none'; style-src ${sourceHash(STYLE)}; script-src ${sourceHash(SCRIPT)}; base-uri 'none'; form-action 'none'`;
  const known =
    incidents === undefined
      ? 'No incidents were given, so nothing is said about what the alarms should have told.'
      : `${plural(incidents.length, 'incident')}; an alarm from ${durationText(measure.tolerance.beforeMs)} before its start to ${durationText(measure.tolerance.afterMs)} after its end belongs to one.`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>Backtest of alarms</title>
<style>${STYLE}</style>
</head>
<body>
<a class="skip" href="#alarms">Skip to the alarms</a>
<header>
<h1>What the alarms would have done</h1>
<p>${spanText(stretch.to - stretch.from)} of history, ${timeText(stretch.from)} to ${timeText(stretch.to)} UTC. ${known}</p>
${summary(backtest)}
</header>
<main id="alarms">
${alarms.map((alarm, index) => alarmSection(alarm, index, backtest)).join('\n')}
${skippedPart(skipped)}
</main>
<script>${SCRIPT}</script>
</body>
</html>
`;
}

function summary({ alarms, incidents }: Backtest): string {
  const number = (text: string): Cell => ({ text, kind: 'number' });
  const rows = alarms.map(({ outcome }): Cell[] => {
    const { name, intervals, timeInState, covered, notifications, flapping, detection } = outcome;
    const told = detection === undefined ? 0 : detection.detected + detection.missed + detection.alreadyInAlarm;
    return [
      name,
      number(String(intervals.length)),
      number(shareText(timeInState.ALARM, covered.to - covered.from)),
      number(String(notifications.length)),
      number(String(flapping.length)),
      ...(detection === undefined
        ? []
        : [
            number(`${detection.detected} of ${told}`),
            number(detection.meanTimeToDetectMs === undefined ? '' : durationText(detection.meanTimeToDetectMs)),
            number(numberText(detection.falseAlarmsPerWeek)),
          ]),
    ];
  });
  const titles = ['Alarm', 'Times in ALARM', 'Share of time', 'Notifications', 'Flapping episodes'];
  const more = incidents === undefined ? [] : ['Incidents detected', 'Mean time to detect', 'False alarms a week'];
  const links = alarms.map(({ outcome }, index) => `<li><a href="#a${index}">${escapeHtml(outcome.name)}</a></li>`);
  return `${table('All alarms', [...titles, ...more], rows)}<nav aria-label="Alarms"><ul>${links.join('')}</ul></nav>`;
}

function skippedPart(skipped: Backtest['skipped']): string {
  if (skipped.length === 0) return '';
  const items = skipped.map(
    ({ name, reason }) => `<li><strong>${escapeHtml(name)}</strong>: ${escapeHtml(reason)}</li>`,
  );
  return `<section aria-labelledby="skipped"><h2 id="skipped">Not backtested</h2><ul>${items.join('')}</ul></section>`;
}
