/// <reference lib="dom" />
import type { SeriesData, TimeRange } from '../../../../dashboard/src/data.ts';
import type { AlarmDetail } from '../../contract.ts';
import type { App, Page } from '../app.ts';
import { HoverGroup } from '../chart/hover-group.ts';
import { h, setText } from '../dom/element.ts';
import { VisibilityWatch } from '../dom/visibility.ts';
import { formatDateTime } from '../format/time.ts';
import { safeFragment } from '../markdown/safe-html.ts';
import { CERTAINTY_WORDS } from '../state/alarm-words.ts';
import { keepFresh } from '../state/keep-fresh.ts';
import { routeHash } from '../state/route.ts';
import type { Scope } from '../state/signal.ts';
import { stateBadge } from '../widgets/state-badge.ts';
import { TimeSeriesBody, type TimeSeriesOptions } from '../widgets/time-series-body.ts';
import { actionsCard, evaluatedTable, historyTable, treeCard } from './alarm-parts.ts';

/** One alarm: its state and why, its graph, its past, and what to do. */
export function alarmPage(app: App, name: string, scope: Scope): Page {
  const state = h('span', { id: 'alarm-state' });
  const why = h('div', { class: 'card', id: 'alarm-why' });
  const aside = h('div', { class: 'stack' });
  const past = h('section', { class: 'card', 'aria-labelledby': 'history-title' });
  const runbook = h('section', { class: 'card runbook', 'aria-labelledby': 'runbook-title' });
  const graph = alarmGraph(name, scope);
  let shown = '';
  const show = (alarm: AlarmDetail) => {
    graph.show(alarm, app.live.value?.now);
    const key = JSON.stringify({ ...alarm, graph: undefined });
    if (key === shown) return;
    shown = key;
    state.replaceChildren(stateBadge(alarm.state));
    why.replaceChildren(...whyParts(alarm));
    aside.replaceChildren(...[treeCard(alarm.tree), actionsCard(alarm)].filter((part) => part !== undefined));
    past.replaceChildren(h('h2', { id: 'history-title' }, 'History'), historyTable(alarm.history));
    showRunbook(runbook, alarm.runbook);
  };
  keepFresh(app, scope, {
    key: 'alarm',
    load: () => app.data.alarm(name),
    show,
    when: ({ alarms }) => alarms[name],
  });
  const back = h('nav', { 'aria-label': 'Breadcrumb' }, h('a', { href: routeHash({ page: 'alarms' }) }, '← Alarms'));
  const element = h(
    'div',
    { class: 'page' },
    back,
    h('div', { class: 'page-head' }, h('h1', { tabindex: '-1' }, name), state),
    h('div', { class: 'columns' }, h('div', { class: 'stack' }, why, graph.element, past, runbook), aside),
    graph.tooltip,
  );
  return { element, title: name };
}

function whyParts({ reason, certainty, rule, condition, description, kind, since }: AlarmDetail): HTMLElement[] {
  const field = (name: string, ...content: (Node | string)[]) =>
    h('div', {}, h('dt', {}, name), h('dd', {}, ...content));
  return [
    h('h2', {}, 'Why'),
    h('p', { class: 'why-reason', id: 'alarm-reason' }, reason === '' ? 'Not evaluated yet.' : reason),
    h(
      'dl',
      { class: 'facts' },
      field(kind === 'composite' ? 'Rule' : 'Condition', h('code', {}, condition)),
      field('Since', since === null ? 'no change yet' : `${formatDateTime(since)} UTC`),
      field(
        'Certainty',
        h('span', { class: `tag ${certainty === 'documented' ? '' : 'doubt'}` }, certainty),
        ` ${CERTAINTY_WORDS[certainty]}`,
      ),
      field('Rule of the simulator', h('code', {}, rule)),
      ...(description === '' ? [] : [field('Description', description)]),
    ),
  ];
}

interface AlarmGraph {
  readonly element: HTMLElement;
  readonly tooltip: HTMLElement;
  show(alarm: AlarmDetail, now: number | undefined): void;
}

function alarmGraph(name: string, scope: Scope): AlarmGraph {
  const group = new HoverGroup();
  const body = new TimeSeriesBody(options(name, undefined), group);
  const content = h('div', { class: 'alarm-graph' }, body.element);
  const evaluated = h('div', {});
  const count = h('summary', {});
  const element = h(
    'section',
    { class: 'card', 'aria-labelledby': 'graph-title', hidden: true },
    h('h2', { id: 'graph-title' }, 'Graph and evaluated datapoints'),
    content,
    h(
      'p',
      { class: 'muted marks-key' },
      h('span', { class: 'mark-key alarm' }, '▲ breaching'),
      h('span', { class: 'mark-key ok' }, '● within the threshold'),
      h('span', { class: 'mark-key' }, '✕ missing'),
    ),
    h('details', { id: 'alarm-evaluated' }, count, evaluated),
  );
  const watch = new VisibilityWatch();
  watch.watch(content, {
    setVisible: (visible) => body.setVisible(visible),
    resize: (width, height) => body.resize(width, height),
  });
  scope.add(() => watch.disconnect());
  scope.add(() => body.destroy());
  const show = (alarm: AlarmDetail, now: number | undefined) => {
    element.hidden = alarm.graph === undefined;
    if (alarm.graph === undefined) return;
    const band = alarm.graph.band === undefined ? [] : [alarm.graph.band.lower, alarm.graph.band.upper];
    const series = [
      ...alarm.graph.series,
      ...band.filter(({ id }) => alarm.graph?.series.every((one) => one.id !== id)),
    ];
    body.setOptions(options(name, alarm));
    body.update({ kind: 'metric', range: rangeOf(series, now), series, problems: [] });
    setText(count, `${alarm.evaluated.length} datapoints of the last evaluation`);
    evaluated.replaceChildren(evaluatedTable(alarm));
  };
  return { element, tooltip: group.tooltip, show };
}

function options(name: string, alarm: AlarmDetail | undefined): TimeSeriesOptions {
  const threshold = alarm?.graph?.threshold ?? null;
  const label = `threshold ${threshold}`;
  return {
    title: `Graph of ${name}`,
    stacked: false,
    axes: { left: { showUnits: true }, right: { showUnits: true } },
    legend: 'bottom',
    horizontal: threshold === null ? [] : [{ value: threshold, label, fill: 'none', axis: 'left' }],
    vertical: [],
    marks: alarm?.evaluated.map(({ timestamp, value, verdict }) => ({ at: timestamp, value, verdict })) ?? [],
  };
}

/** What the server gave, up to now: the newest periods may be missing ones. */
function rangeOf(series: readonly SeriesData[], now: number | undefined): TimeRange {
  const starts = series.flatMap(({ timestamps }) => timestamps.slice(0, 1));
  const ends = series.flatMap(({ timestamps, period }) => timestamps.slice(-1).map((at) => at + period * 1000));
  const end = Math.max(now ?? 0, ...ends, 1);
  return { start: Math.min(end - 60_000, ...starts), end };
}

function showRunbook(element: HTMLElement, runbook: AlarmDetail['runbook']): void {
  element.hidden = runbook === null;
  if (runbook === null) return;
  const address = /^https?:/.test(runbook.url)
    ? h('a', { href: runbook.url, rel: 'noopener noreferrer', target: '_blank' }, runbook.url)
    : h('code', {}, runbook.url);
  const text = h('div', { class: 'prose' });
  if (runbook.html !== null) text.append(safeFragment(runbook.html, 3));
  element.replaceChildren(h('h2', { id: 'runbook-title' }, 'Runbook'), h('p', { class: 'muted' }, address), text);
}
