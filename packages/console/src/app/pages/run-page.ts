/// <reference lib="dom" />

import type { AlarmDetail } from '../../contract.ts';
import type { App, Page } from '../app.ts';
import { h, s, setText } from '../dom/element.ts';
import { formatNumber } from '../format/number.ts';
import { formatClock, formatDateTime, formatDuration, timeTicks, timeTickText } from '../format/time.ts';
import type { RunView } from '../source/console-data.ts';
import { STATE_WORDS, sortAlarms } from '../state/alarm-words.ts';
import { type Route, routeHash } from '../state/route.ts';
import type { Scope } from '../state/signal.ts';
import { stateSpans } from '../state/timeline.ts';

/** What a scenario's run came to: the result, and the states of all alarms over its time. */
export function runPage(app: App, _route: Route, scope: Scope): Page {
  const { run } = app.data;
  const timeline = h('div', { class: 'timeline' });
  const counts = h('dl', { class: 'tiles' });
  if (run !== undefined) void showTimeline(app, run, timeline, scope);
  scope.add(
    app.live.subscribe((live) => {
      if (live === undefined) return;
      const { sent, ok, failed, rejected } = live.requests;
      const tiles = {
        Requests: sent,
        Answered: ok,
        Failed: failed,
        Rejected: rejected,
        Messages: app.inbox.value.messages.length,
      };
      counts.replaceChildren(
        ...Object.entries(tiles).map(([name, value]) =>
          h('div', {}, h('dt', {}, name), h('dd', {}, formatNumber(value))),
        ),
      );
    }),
  );
  scope.add(
    app.inbox.subscribe(({ messages }) => {
      const last = counts.lastElementChild?.lastElementChild;
      if (last) setText(last, formatNumber(messages.length));
    }),
  );
  const element = h(
    'div',
    { class: 'page' },
    h('div', { class: 'page-head' }, h('h1', { tabindex: '-1' }, app.info.title), run && verdict(run)),
    run &&
      h(
        'p',
        { class: 'muted' },
        `${formatDateTime(run.range.start)} to ${formatDateTime(run.range.end)} UTC, ${formatDuration(run.range.end - run.range.start)} of virtual time`,
      ),
    counts,
    h(
      'section',
      { class: 'card', 'aria-labelledby': 'timeline-title' },
      h('h2', { id: 'timeline-title' }, 'Alarms over the run'),
      timeline,
    ),
    h(
      'section',
      { class: 'card', 'aria-labelledby': 'result-title' },
      h('h2', { id: 'result-title' }, 'Result'),
      h('pre', { id: 'result', tabindex: '0', 'aria-label': 'Result' }, run?.lines.join('\n') ?? ''),
    ),
  );
  return { element, title: 'Run' };
}

function verdict({ passed }: RunView): HTMLElement | undefined {
  if (passed === null) return undefined;
  return h(
    'span',
    { class: `badge ${passed ? 'ok' : 'alarm'}`, id: 'verdict' },
    passed ? '✓ as expected' : '▲ not as expected',
  );
}

async function showTimeline(app: App, { range }: RunView, element: HTMLElement, scope: Scope): Promise<void> {
  const alarms = sortAlarms(await app.data.alarms());
  const details = await Promise.all(alarms.map(({ name }) => app.data.alarm(name)));
  if (scope.ended) return;
  // Those that changed are what a run is about; the others stay below them.
  const ordered = [...details].sort((one, other) => other.history.length - one.history.length);
  element.replaceChildren(axis(range), ...ordered.map((alarm) => timelineRow(alarm, range)));
}

const WIDTH = 1000;
const HEIGHT = 16;

function timelineRow(alarm: AlarmDetail, range: RunView['range']): HTMLElement {
  const scale = (at: number) => ((at - range.start) / (range.end - range.start)) * WIDTH;
  const spans = stateSpans(alarm, range);
  // The height tells the states apart besides the colour.
  const heights = { ALARM: HEIGHT, OK: 5, INSUFFICIENT_DATA: 2 };
  const rects = spans.map(({ state, from, to }) =>
    s(
      'rect',
      {
        x: scale(from).toFixed(1),
        width: Math.max(1, scale(to) - scale(from)).toFixed(1),
        y: (HEIGHT - heights[state]) / 2,
        height: heights[state],
        class: STATE_WORDS[state].className,
      },
      s('title', {}, `${STATE_WORDS[state].word} from ${formatClock(from)} to ${formatClock(to)}`),
    ),
  );
  const text = spans.map(
    ({ state, from, to }) => `${STATE_WORDS[state].word} ${formatClock(from)} to ${formatClock(to)}`,
  );
  return h(
    'div',
    { class: 'timeline-row' },
    h('a', { href: routeHash({ page: 'alarms', name: alarm.name }) }, alarm.name),
    s(
      'svg',
      {
        viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
        preserveAspectRatio: 'none',
        role: 'img',
        'aria-label': `${alarm.name}: ${text.join(', ')}`,
      },
      ...rects,
    ),
  );
}

function axis({ start, end }: RunView['range']): HTMLElement {
  const { step, ticks } = timeTicks(start, end, 8);
  const marks = ticks.map((at) => {
    const mark = h('span', {}, timeTickText(at, step));
    mark.style.setProperty('--at', `${(((at - start) / (end - start)) * 100).toFixed(2)}%`);
    return mark;
  });
  return h('div', { class: 'timeline-axis', 'aria-hidden': 'true' }, h('span', {}), h('div', {}, ...marks));
}
