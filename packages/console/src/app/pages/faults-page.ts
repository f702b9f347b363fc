/// <reference lib="dom" />
import type { App, Page } from '../app.ts';
import { h } from '../dom/element.ts';
import type { Route } from '../state/route.ts';
import type { Scope } from '../state/signal.ts';
import { faultPanel } from './fault-panel.ts';

/** The controls, with room. */
export function faultsPage(app: App, _route: Route, scope: Scope): Page {
  const { controls } = app.data;
  const element = h(
    'div',
    { class: 'page faults-page' },
    h('div', { class: 'page-head' }, h('h1', { tabindex: '-1' }, 'Faults')),
    h(
      'p',
      { class: 'muted' },
      'Break something on purpose and watch the alarms, then mend it. Nothing outside this machine is touched.',
    ),
    controls ? faultPanel(app, controls, scope, 'faults') : h('p', {}, 'Nothing can be changed here.'),
  );
  return { element, title: 'Faults' };
}
