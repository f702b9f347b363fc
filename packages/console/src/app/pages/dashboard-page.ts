/// <reference lib="dom" />
import type { TimeRange } from '../../../../dashboard/src/data.ts';
import type { Dashboard } from '../../../../dashboard/src/model.ts';
import type { App, Page } from '../app.ts';
import { HoverGroup } from '../chart/hover-group.ts';
import { h } from '../dom/element.ts';
import { VisibilityWatch } from '../dom/visibility.ts';
import { keepFresh } from '../state/keep-fresh.ts';
import { type Route, routeHash } from '../state/route.ts';
import { type Scope, signal } from '../state/signal.ts';
import { bodyRange, defaultRange, type RangeChoice, resolveRange, zoomTo } from '../state/time-range.ts';
import { WidgetFrame } from '../widgets/widget-frame.ts';
import { rangePicker } from './range-picker.ts';

/** The grid of a dashboard, its range, and its data as they come. */
export function dashboardPage(app: App, route: Route, scope: Scope): Page {
  const { dashboards } = app.info;
  const wanted = route.page === 'dashboard' ? route.name : undefined;
  const dashboard = wanted === undefined ? dashboards[0] : dashboards.find(({ name }) => name === wanted);
  if (dashboard === undefined) return nothing(wanted);
  const chosen = signal<RangeChoice | undefined>(route.page === 'dashboard' ? route.range : undefined);
  const auto = signal(true);
  const beforeZoom: (RangeChoice | undefined)[] = [];
  const go = (range: RangeChoice | undefined) =>
    app.go({ page: 'dashboard', name: dashboard.name, ...(range === undefined ? {} : { range }) });
  const group = new HoverGroup({
    to: (one, other) => {
      beforeZoom.push(chosen.value);
      go(zoomTo(one, other));
    },
    reset: () => {
      if (chosen.value?.kind === 'absolute') go(beforeZoom.pop());
    },
  });
  const grid = createGrid(dashboard, group, scope);
  const range = (): TimeRange =>
    resolveRange(currentChoice(app, dashboard, chosen.value), nowOf(app), app.info.startedAt);
  const fresh = keepFresh(app, scope, {
    key: 'dashboard',
    load: () => app.data.dashboardData(dashboard.name, range()),
    show: grid.show,
    // As often as the picture can change: each new pixel of time, and each change of an alarm.
    when: (live) => (auto.value ? [Math.floor(live.now / pixelMs(range())), live.alarms] : null),
    everyMs: () => Number.POSITIVE_INFINITY,
  });
  const picker = rangePicker({
    choice: chosen,
    current: () => currentChoice(app, dashboard, chosen.value),
    range,
    pick: go,
    auto,
    reload: fresh.reload,
    fixed: app.data.run !== undefined,
  });
  scope.add(app.live.subscribe(picker.refresh));
  const element = h(
    'div',
    { class: 'page dashboard-page' },
    h(
      'div',
      { class: 'page-head' },
      h('h1', { tabindex: '-1' }, dashboard.name),
      switcher(app, dashboard),
      picker.element,
    ),
    problems(dashboard),
    grid.element,
    group.tooltip,
  );
  return {
    element,
    title: dashboard.name,
    onRoute: (next) => {
      if (next.page !== 'dashboard' || (next.name ?? dashboards[0]?.name) !== dashboard.name) return false;
      chosen.set(next.range);
      fresh.reload();
      return true;
    },
  };
}

/** Loads in the time that a graph shows; more would change less than a pixel each. */
const LOADS_PER_RANGE = 600;
/** Virtual milliseconds. */
const SHORTEST_REFRESH_MS = 5000;

const pixelMs = ({ start, end }: TimeRange): number => Math.max(SHORTEST_REFRESH_MS, (end - start) / LOADS_PER_RANGE);

const nowOf = (app: App): number => app.live.value?.now ?? app.info.startedAt;

function currentChoice(app: App, { start, end }: Dashboard, chosen: RangeChoice | undefined): RangeChoice {
  const { run } = app.data;
  if (run !== undefined) return chosen ?? { kind: 'absolute', ...run.range };
  // Without an application the values are made up for any time, so that nothing is empty before the start.
  const since = app.info.hasApplication ? app.info.startedAt : Number.NEGATIVE_INFINITY;
  return chosen ?? defaultRange(bodyRange(start, end), nowOf(app), since);
}

function createGrid(dashboard: Dashboard, group: HoverGroup, scope: Scope) {
  const watch = new VisibilityWatch();
  // In reading order, so that the keyboard and a narrow window follow the picture.
  const ordered = [...dashboard.widgets].sort((one, other) => one.y - other.y || one.x - other.x);
  const frames = ordered.map((widget) => new WidgetFrame(widget, group));
  for (const frame of frames) {
    watch.watch(frame.content, {
      setVisible: (visible) => frame.setVisible(visible),
      resize: (width, height) => frame.resize(width, height),
    });
    scope.add(() => frame.destroy());
  }
  scope.add(() => watch.disconnect());
  const element = h('div', { class: 'grid', 'aria-busy': 'true' }, ...frames.map((frame) => frame.element));
  const show = ({ widgets }: Awaited<ReturnType<App['data']['dashboardData']>>) => {
    for (const frame of frames) frame.update(widgets[frame.widget.index]);
    element.removeAttribute('aria-busy');
  };
  return { element, show };
}

function switcher(app: App, { name }: Dashboard): HTMLElement | undefined {
  const { dashboards } = app.info;
  if (dashboards.length < 2) return undefined;
  const select = h(
    'select',
    {
      id: 'dashboard-choice',
      'aria-label': 'Dashboard',
      onchange: () => app.go({ page: 'dashboard', name: select.value }),
    },
    ...dashboards.map((one) => h('option', { value: one.name, selected: one.name === name }, one.name)),
  );
  return select;
}

function problems({ problems: list }: Dashboard): HTMLElement | undefined {
  if (list.length === 0) return undefined;
  return h(
    'details',
    { class: 'body-problems' },
    h('summary', {}, `${list.length} ${list.length === 1 ? 'part' : 'parts'} of the body could not be understood`),
    h('ul', {}, ...list.map(({ path, message }) => h('li', {}, h('code', {}, path), ` ${message}`))),
  );
}

function nothing(wanted: string | undefined): Page {
  const text = wanted === undefined ? 'The templates have no dashboard.' : `No dashboard is called ${wanted}.`;
  const back = h('a', { href: routeHash({ page: 'dashboard' }) }, 'The first dashboard');
  const element = h(
    'div',
    { class: 'page' },
    h('h1', { tabindex: '-1' }, 'No dashboard'),
    h('p', {}, text),
    wanted !== undefined && h('p', {}, back),
  );
  return { element, title: 'No dashboard' };
}
