/// <reference lib="dom" />

import type { InferenceDetail, InferenceView } from '../../contract.ts';
import type { App, Page } from '../app.ts';
import { h, reconcile, setAttribute, setText } from '../dom/element.ts';
import { formatNumber } from '../format/number.ts';
import { formatClock } from '../format/time.ts';
import { keepFresh } from '../state/keep-fresh.ts';
import { type Route, routeHash } from '../state/route.ts';
import { type Scope, signal } from '../state/signal.ts';
import { tryForm } from './try-form.ts';

/** Requests that the table shows. */
const ROWS = 100;
/** Real milliseconds between looks for a record that is not stored yet, and how often to look. */
const RECORD_RETRY_MS = 1000;
const RECORD_TRIES = 8;

const OUTCOMES: Readonly<Record<InferenceView['outcome'], { readonly text: string; readonly className: string }>> = {
  ok: { text: '✓ answered', className: 'ok' },
  failed: { text: '▲ failed', className: 'alarm' },
  rejected: { text: '– rejected', className: 'waiting' },
};

/** The model by hand, and the requests of the last minutes with all that is known of them. */
export function inferencesPage(app: App, route: Route, scope: Scope): Page {
  const chosen = signal(route.page === 'inferences' ? route.requestId : undefined);
  const { controls } = app.data;
  const { hasApplication } = app.info;
  const form =
    controls && hasApplication
      ? tryForm(app, controls, scope, (requestId) => app.go({ page: 'inferences', requestId }, true))
      : undefined;
  const detail = detailCard(app, chosen, scope);
  const rows = h('tbody', { id: 'inferences' });
  const empty = h('p', { class: 'muted' }, 'No request yet.');
  const mark = () => {
    for (const row of rows.children) row.classList.toggle('chosen', row.getAttribute('data-key') === chosen.value);
  };
  keepFresh(app, scope, {
    key: 'inferences',
    load: () => app.data.inferences(),
    show: (views) => {
      empty.hidden = views.length > 0;
      reconcile(rows, views.slice(0, ROWS), { key: ({ requestId }) => requestId, create: row });
      mark();
    },
    when: ({ newestInference }) => newestInference,
  });
  scope.add(chosen.subscribe(mark));
  const head = ['Time', 'Request', 'Outcome', 'Prediction', 'Latency'].map((text) => h('th', { scope: 'col' }, text));
  const recent = h(
    'section',
    { class: 'card flush', 'aria-labelledby': 'recent-title' },
    h('h2', { id: 'recent-title' }, 'Recent requests'),
    empty,
    h(
      'div',
      { class: 'scroll tall', tabindex: '0', role: 'group', 'aria-label': 'Recent requests' },
      h('table', { class: 'list' }, h('thead', {}, h('tr', {}, ...head)), rows),
    ),
  );
  const element = h(
    'div',
    { class: 'page' },
    h('div', { class: 'page-head' }, h('h1', { tabindex: '-1' }, 'Inferences')),
    h('div', { class: form ? 'columns even' : '' }, form, h('div', { class: 'stack' }, detail, recent)),
  );
  return {
    element,
    title: 'Inferences',
    onRoute: (next) => {
      if (next.page !== 'inferences') return false;
      chosen.set(next.requestId);
      return true;
    },
  };
}

function row({ requestId, at, outcome, status, latencyMs, prediction, correct }: InferenceView): HTMLElement {
  const { text, className } = OUTCOMES[outcome];
  const verdict = correct === null ? '' : correct ? ' ✓' : ' ✗';
  const spoken = correct === null ? '' : correct ? 'right' : 'wrong';
  return h(
    'tr',
    {},
    h('td', { class: 'when' }, formatClock(at)),
    h(
      'td',
      {},
      h('a', { href: routeHash({ page: 'inferences', requestId }), title: requestId }, requestId.slice(0, 8)),
    ),
    h('td', {}, h('span', { class: `badge ${className}` }, `${text} ${status === 0 ? '' : status}`)),
    h(
      'td',
      { class: 'prediction' },
      prediction ?? '–',
      h('span', { 'aria-hidden': 'true' }, verdict),
      h('span', { class: 'visually-hidden' }, spoken),
    ),
    h('td', { class: 'number' }, latencyMs === null ? '–' : `${formatNumber(Math.round(latencyMs * 10) / 10)} ms`),
  );
}

/** Record and log lines of the chosen request; looks again for a while, since both come after the answer. */
function detailCard(
  app: App,
  chosen: { readonly value: string | undefined; subscribe(listener: (id: string | undefined) => void): () => void },
  scope: Scope,
): HTMLElement {
  const title = h('h2', { id: 'detail-title' });
  const content = h('div', { id: 'inference-detail' });
  const close = h(
    'a',
    { href: routeHash({ page: 'inferences' }), class: 'close', 'aria-label': 'Close the request' },
    '✕',
  );
  const element = h(
    'section',
    { class: 'card', 'aria-labelledby': 'detail-title', hidden: true },
    close,
    title,
    content,
  );
  let timer: ReturnType<typeof setTimeout> | undefined;
  const load = async (requestId: string, triesLeft: number): Promise<void> => {
    try {
      const detail = await app.data.inference(requestId);
      if (scope.ended || chosen.value !== requestId) return;
      app.notices.clear('inference');
      content.replaceChildren(...detailParts(detail, requestId));
      const waits = app.data.controls !== undefined && (detail.record === null || detail.logs.length === 0);
      if (waits && triesLeft > 0) timer = setTimeout(() => void load(requestId, triesLeft - 1), RECORD_RETRY_MS);
    } catch (problem) {
      if (!scope.ended) app.notices.show('inference', problem);
    }
  };
  scope.add(() => clearTimeout(timer));
  scope.add(
    chosen.subscribe((requestId) => {
      clearTimeout(timer);
      element.hidden = requestId === undefined;
      setAttribute(element, 'data-request', requestId ?? null);
      if (requestId === undefined) return;
      setText(title, `Request ${requestId.slice(0, 8)}`);
      content.replaceChildren(h('p', { class: 'muted' }, 'Looking for its record and its log lines …'));
      void load(requestId, RECORD_TRIES);
    }),
  );
  return element;
}

function detailParts({ view, record, logs }: InferenceDetail, requestId: string): HTMLElement[] {
  const field = (name: string, value: string) => h('div', {}, h('dt', {}, name), h('dd', {}, value));
  const lines = logs.map(({ at, logGroup, message }) =>
    h(
      'li',
      {},
      h('time', {}, formatClock(at)),
      h('span', { class: 'tag', title: logGroup }, logGroup.split('/').at(-1) ?? logGroup),
      h('span', {}, message.trimEnd()),
    ),
  );
  return [
    h(
      'dl',
      { class: 'facts' },
      field('Request id', requestId),
      ...(view === null
        ? []
        : [
            field('Outcome', `${OUTCOMES[view.outcome].text}, status ${view.status}`),
            field('Prediction', view.prediction ?? '–'),
            field('Latency', view.latencyMs === null ? '–' : `${formatNumber(view.latencyMs)} ms`),
          ]),
    ),
    h('h3', {}, 'Record'),
    record === null || record === undefined
      ? h('p', { class: 'muted' }, 'No record: not stored yet, or the request was not accepted.')
      : h(
          'pre',
          { id: 'inference-record', tabindex: '0', 'aria-label': 'Record' },
          JSON.stringify(record, undefined, 2),
        ),
    h('h3', {}, `Log lines (${logs.length})`),
    logs.length === 0
      ? h('p', { class: 'muted' }, 'No line names this request yet.')
      : h('ol', { class: 'log-lines', id: 'inference-logs' }, ...lines),
  ];
}
