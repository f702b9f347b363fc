/// <reference lib="dom" />

import type { AlarmSummary } from '../../contract.ts';
import type { App, Page } from '../app.ts';
import { h, reconcile, setText } from '../dom/element.ts';
import { formatAgo, formatDateTime } from '../format/time.ts';
import { countStates, sortAlarms } from '../state/alarm-words.ts';
import { keepFresh } from '../state/keep-fresh.ts';
import { type Route, routeHash } from '../state/route.ts';
import type { Scope } from '../state/signal.ts';
import { stateBadge } from '../widgets/state-badge.ts';
import { alarmPage } from './alarm-page.ts';

/** All alarms, those that ring first; or one of them. */
export function alarmsPage(app: App, route: Route, scope: Scope): Page {
  if (route.page === 'alarms' && route.name !== undefined) return alarmPage(app, route.name, scope);
  const rows = h('tbody', { id: 'alarms' });
  const counts = h('span', { class: 'muted', id: 'alarm-summary' });
  const show = (alarms: readonly AlarmSummary[]) => {
    const states = countStates(Object.fromEntries(alarms.map(({ name, state }) => [name, state])));
    setText(counts, `${states.ALARM} in alarm, ${states.OK} OK, ${states.INSUFFICIENT_DATA} without data`);
    const now = app.live.value?.now ?? 0;
    reconcile(rows, sortAlarms(alarms), {
      key: ({ name, state, since, reason }) => `${name} ${state} ${since} ${reason}`,
      create: (alarm) => row(alarm, now),
      update: (element, { since }) => {
        const ago = element.querySelector('.ago');
        if (ago !== null && since !== null) setText(ago, formatAgo(since, now));
      },
    });
  };
  keepFresh(app, scope, { key: 'alarms', load: () => app.data.alarms(), show, when: ({ alarms }) => alarms });
  const head = ['State', 'Alarm', 'Severity', 'Since'].map((text) => h('th', { scope: 'col' }, text));
  const element = h(
    'div',
    { class: 'page' },
    h('div', { class: 'page-head' }, h('h1', { tabindex: '-1' }, 'Alarms'), counts),
    h(
      'div',
      { class: 'card flush' },
      h(
        'table',
        { class: 'list alarm-list' },
        h('caption', { class: 'visually-hidden' }, 'Alarms with state, severity and time of the last change'),
        h('thead', {}, h('tr', {}, ...head)),
        rows,
      ),
    ),
  );
  return { element, title: 'Alarms' };
}

function row(
  { name, kind, state, severity, since, reason, certainty, description }: AlarmSummary,
  now: number,
): HTMLElement {
  const doubt = certainty === 'documented' ? undefined : h('span', { class: 'tag doubt' }, certainty);
  return h(
    'tr',
    { 'data-alarm': name, 'data-state': state },
    h('td', {}, stateBadge(state)),
    h(
      'td',
      {},
      h('a', { href: routeHash({ page: 'alarms', name }), class: 'strong', title: description }, name),
      kind === 'composite' && h('span', { class: 'tag' }, 'composite'),
      doubt,
      h('div', { class: 'reason', title: reason }, reason),
    ),
    h('td', {}, severity === null ? '–' : h('span', { class: `tag severity ${severity}` }, severity)),
    h(
      'td',
      { class: 'when' },
      since === null
        ? '–'
        : h(
            'time',
            { title: `${formatDateTime(since)} UTC` },
            formatDateTime(since).slice(11),
            h('br'),
            h('span', { class: 'ago muted' }, formatAgo(since, now)),
          ),
    ),
  );
}
