import { escapeHtml, escapeJson } from '../../../../../cli/src/html.ts';
import type { Backtest, BacktestedAlarm } from '../../backtest.ts';
import type { Incident } from '../../incidents/incidents-file.ts';
import type { Stretch } from '../../measure/types.ts';
import { durationText, numberText, plural, shareText, timeText } from '../text.ts';
import { certaintyText, outcomeText, ruleText } from '../words.ts';
import { sweepPart } from './sweep-part.ts';
import { table } from './tables.ts';
import { PLOT_LEFT, timePlot } from './time-plot.ts';

/** Close-ups and rows beyond these are left out of the page, and the page says so. */
const MAX_CLOSEUPS = 24;
const MAX_ROWS = 150;

const HOUR = 3_600_000;

/** All about one alarm. */
export function alarmSection(alarm: BacktestedAlarm, index: number, backtest: Backtest): string {
  const { connected, outcome, sweep } = alarm;
  const definition = connected.alarm;
  const id = `a${index}`;
  const rule = definition.kind === 'metric' ? ruleText(definition) : definition.ruleText;
  const notes = outcome.notes.map((note) => `<p class="note">${escapeHtml(note)}</p>`);
  return `<section aria-labelledby="${id}">
<h2 id="${id}">${escapeHtml(outcome.name)}</h2>
<p class="soft">${escapeHtml(rule)}</p>
${definition.description === undefined ? '' : `<p>${escapeHtml(definition.description)}</p>`}
${facts(alarm)}
${notes.join('\n')}
${overview(alarm, `${id}p`, backtest.incidents ?? [])}
${incidentPart(alarm, backtest.incidents ?? [])}
${intervalPart(alarm, backtest.incidents ?? [])}
${sweep === undefined || definition.kind === 'composite' ? '' : sweepPart(sweep, definition)}
</section>`;
}

function facts({ outcome }: BacktestedAlarm): string {
  const { covered, timeInState, intervals, notifications, flapping, detection } = outcome;
  const whole = covered.to - covered.from;
  const worst = Math.max(0, ...flapping.map(({ entries }) => entries));
  const told = detection === undefined ? 0 : detection.detected + detection.missed + detection.alreadyInAlarm;
  const mean = detection?.meanTimeToDetectMs;
  const rows: [string, string, string][] = [
    ['in ALARM', plural(intervals.length, 'time'), `${shareText(timeInState.ALARM, whole)} of the time`],
    ['OK', shareText(timeInState.OK, whole), `no data ${shareText(timeInState.INSUFFICIENT_DATA, whole)}`],
    ['notifications', String(notifications.length), 'changes of state that called something'],
    [
      'flapping',
      flapping.length === 0 ? 'never' : plural(flapping.length, 'episode'),
      worst === 0 ? '' : `at worst ${worst} times into ALARM`,
    ],
  ];
  if (detection !== undefined) {
    rows.push(
      [
        'incidents detected',
        `${detection.detected} of ${told}`,
        mean === undefined ? '' : `after ${durationText(mean)} on average`,
      ],
      ['false alarms a week', numberText(detection.falseAlarmsPerWeek), `${detection.falseAlarms} in all`],
    );
  }
  const certainty = certaintyText(outcome);
  if (certainty !== undefined) rows.push(['certainty', outcome.certainty, certainty]);
  return `<dl class="facts">${rows.map(([title, value, more]) => `<div><dt>${title}</dt><dd>${escapeHtml(value)}${more === '' ? '' : `<small>${escapeHtml(more)}</small>`}</dd></div>`).join('')}</dl>`;
}

const rounded = (value: number) => (Number.isNaN(value) ? null : Number(value.toPrecision(4)));

function overview(
  { connected: { alarm }, outcome, series }: BacktestedAlarm,
  id: string,
  incidents: readonly Incident[],
): string {
  const stretch = outcome.covered;
  const threshold = alarm.kind === 'metric' && alarm.limit.type === 'static' ? alarm.limit.threshold : undefined;
  const label = `${outcome.name} from ${timeText(stretch.from)} to ${timeText(stretch.to)}, in ALARM ${plural(outcome.intervals.length, 'time')}`;
  const plot = timePlot({
    label,
    stretch,
    series,
    threshold,
    intervals: outcome.intervals,
    incidents,
    width: 1240,
    height: 240,
    id,
  });
  const data = {
    ...stretch,
    left: PLOT_LEFT,
    count: plot.columnCount,
    low: Array.from(plot.columns?.low ?? new Float64Array(plot.columnCount).fill(Number.NaN), rounded),
    high: Array.from(plot.columns?.high ?? new Float64Array(plot.columnCount).fill(Number.NaN), rounded),
    alarms: outcome.intervals.map(({ from, to }) => [from, to]),
    incidents: incidents.map(({ name, start, end }) => [start, end, name]),
  };
  const drawn = series === undefined ? '' : 'Each column reaches from its lowest to its highest datapoint. ';
  return `<figure>${plot.svg}<figcaption><span id="${id}-help">${drawn}Times are UTC. Point at the picture, or move with the arrow keys, Page Up, Page Down, Home and End, to read it.</span></figcaption><output class="reading" id="${id}-reading"></output><script type="application/json" id="${id}-data">${escapeJson(data)}</script></figure>`;
}

function incidentPart({ outcome }: BacktestedAlarm, incidents: readonly Incident[]): string {
  const { detection } = outcome;
  if (detection === undefined) return '';
  const rows = detection.incidents.map((one, index) => {
    const incident = incidents[index];
    const told = one.outcome === 'detected';
    return [
      one.name,
      incident === undefined ? '' : timeText(incident.start),
      incident === undefined ? '' : durationText(incident.end - incident.start),
      { text: outcomeText(one), kind: told ? ('yes' as const) : ('no' as const) },
    ];
  });
  return `<h3>Incidents</h3>${table(`${outcome.name}: what became of each incident`, ['Incident', 'Start (UTC)', 'Lasted', 'Outcome'], rows)}`;
}

/** Incidents and false alarms from near, and every stretch in ALARM. */
function intervalPart(alarm: BacktestedAlarm, incidents: readonly Incident[]): string {
  const { outcome } = alarm;
  const near = [
    ...(outcome.detection?.incidents ?? []).flatMap((one, index) => {
      const incident = incidents[index];
      return incident === undefined || one.outcome === 'outsideHistory'
        ? []
        : [{ title: `${one.name}: ${outcomeText(one)}`, from: incident.start, to: incident.end }];
    }),
    ...outcome.intervals
      .filter(({ incidents: touched }) => touched.length === 0)
      .map(({ from, to }) => ({
        title: incidents.length === 0 ? 'in ALARM' : 'in ALARM without an incident',
        from,
        to,
      })),
  ];
  const shown = near.slice(0, MAX_CLOSEUPS);
  const closeups = shown.map((one) => closeup(alarm, one, incidents));
  const more =
    near.length > shown.length ? `<p class="soft">${near.length - shown.length} more are not drawn.</p>` : '';
  const rows = outcome.intervals
    .slice(0, MAX_ROWS)
    .map(({ from, to, incidents: touched, certainty, reason, open }) => [
      timeText(from),
      open ? `${durationText(to - from)}, till the end` : durationText(to - from),
      touched.length === 0 ? '' : touched.join('; '),
      certainty,
      reason,
    ]);
  const cut =
    outcome.intervals.length > rows.length
      ? `<p class="soft">${outcome.intervals.length - rows.length} more are in the JSON.</p>`
      : '';
  if (rows.length === 0 && shown.length === 0) return '<p>It never went into ALARM.</p>';
  return `<details><summary>From near: incidents and alarms (${shown.length})</summary><div class="closeups">${closeups.join('')}</div>${more}</details>
<details><summary>Every stretch in ALARM (${outcome.intervals.length})</summary>${table(`${outcome.name}: stretches in ALARM`, ['From (UTC)', 'Lasted', 'Incidents', 'Certainty', 'Reason'], rows)}${cut}</details>`;
}

interface Subject extends Stretch {
  readonly title: string;
}

function closeup(
  { connected: { alarm }, outcome, series }: BacktestedAlarm,
  { title, from, to }: Subject,
  incidents: readonly Incident[],
): string {
  const around = Math.max(3 * HOUR, (to - from) / 2, alarm.kind === 'metric' ? alarm.period * 6000 : 0);
  const stretch = { from: from - around, to: to + around };
  const threshold = alarm.kind === 'metric' && alarm.limit.type === 'static' ? alarm.limit.threshold : undefined;
  const { svg } = timePlot({
    label: `${title}, ${timeText(from)} to ${timeText(to)}`,
    stretch,
    series,
    threshold,
    intervals: outcome.intervals,
    incidents,
    width: 400,
    height: 120,
  });
  return `<figure>${svg}<figcaption><strong>${escapeHtml(title)}</strong><br>${timeText(from)} UTC, ${durationText(to - from)}</figcaption></figure>`;
}
