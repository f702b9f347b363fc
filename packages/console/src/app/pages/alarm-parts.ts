/// <reference lib="dom" />
import type { AlarmDetail, RuleView } from '../../contract.ts';
import { h } from '../dom/element.ts';
import { formatValue } from '../format/number.ts';
import { formatDateTime } from '../format/time.ts';
import { routeHash } from '../state/route.ts';
import { stateBadge } from '../widgets/state-badge.ts';

const VERDICTS = { breaching: '▲ breaching', ok: '● within', missing: '✕ missing' } as const;

export function evaluatedTable({ evaluated, graph }: AlarmDetail): HTMLElement {
  const unit = graph?.series[0]?.unit;
  const rows = evaluated.map(({ timestamp, value, verdict }) =>
    h(
      'tr',
      { class: verdict },
      h('th', { scope: 'row' }, formatDateTime(timestamp)),
      h('td', { class: 'number' }, formatValue(value, unit)),
      h('td', {}, VERDICTS[verdict]),
    ),
  );
  const head = ['Period from (UTC)', 'Value', 'Counts as'].map((text) => h('th', { scope: 'col' }, text));
  return h('table', { class: 'list' }, h('thead', {}, h('tr', {}, ...head)), h('tbody', {}, ...rows));
}

export function historyTable(history: AlarmDetail['history']): HTMLElement {
  if (history.length === 0) return h('p', { class: 'muted' }, 'No change of state yet.');
  const rows = history.map(({ at, from, to, reason, certainty, notified }) =>
    h(
      'tr',
      {},
      h('td', { class: 'when' }, h('time', {}, formatDateTime(at))),
      h('td', { class: 'change' }, stateBadge(from), h('span', { 'aria-label': 'to' }, ' → '), stateBadge(to)),
      h(
        'td',
        {},
        h('div', { class: 'reason' }, reason),
        certainty !== 'documented' && h('span', { class: 'tag doubt' }, certainty),
        h(
          'div',
          { class: 'muted' },
          notified.length === 0 ? 'nobody notified' : `notified: ${notified.map(lastPart).join(', ')}`,
        ),
      ),
    ),
  );
  const head = ['Time (UTC)', 'Change', 'Reason'].map((text) => h('th', { scope: 'col' }, text));
  const table = h(
    'table',
    { class: 'list', id: 'alarm-history' },
    h('thead', {}, h('tr', {}, ...head)),
    h('tbody', {}, ...rows),
  );
  return h('div', { class: 'scroll', tabindex: '0', role: 'group', 'aria-label': 'Changes of state' }, table);
}

/** Topic of an ARN: the rest is the same for all. */
const lastPart = (arn: string): string => arn.split(':').at(-1) ?? arn;

export function actionsCard({ actions, actionsEnabled, actionsSuppressedBy, arn }: AlarmDetail): HTMLElement {
  const list = (title: string, arns: readonly string[]) =>
    h(
      'div',
      {},
      h('dt', {}, title),
      h(
        'dd',
        {},
        arns.length === 0
          ? '–'
          : h('ul', { class: 'plain' }, ...arns.map((one) => h('li', { title: one }, lastPart(one)))),
      ),
    );
  return h(
    'section',
    { class: 'card', 'aria-labelledby': 'actions-title' },
    h('h2', { id: 'actions-title' }, 'Actions'),
    !actionsEnabled && h('p', { class: 'tag doubt' }, 'switched off'),
    actionsSuppressedBy !== null && h('p', { class: 'tag doubt' }, `suppressed by ${actionsSuppressedBy}`),
    h(
      'dl',
      { class: 'facts' },
      list('In alarm', actions.alarm),
      list('OK', actions.ok),
      list('Insufficient data', actions.insufficientData),
      h('div', {}, h('dt', {}, 'ARN'), h('dd', {}, h('code', {}, arn))),
    ),
  );
}

/** The rule of a composite alarm, and what of it holds now. */
export function treeCard(tree: RuleView | undefined): HTMLElement | undefined {
  if (tree === undefined) return undefined;
  return h(
    'section',
    { class: 'card', 'aria-labelledby': 'tree-title' },
    h('h2', { id: 'tree-title' }, 'Rule'),
    h('ul', { class: 'tree' }, treeNode(tree)),
  );
}

function treeNode({ text, holds, alarm, children }: RuleView): HTMLElement {
  return h(
    'li',
    { class: holds ? 'holds' : '' },
    h('span', { class: 'tree-text' }, holds ? '✓ ' : '✗ ', h('code', {}, text)),
    alarm && h('a', { href: routeHash({ page: 'alarms', name: alarm.name }) }, alarm.name),
    alarm && (alarm.state === null ? h('span', { class: 'muted' }, 'not in this assembly') : stateBadge(alarm.state)),
    h('span', { class: 'visually-hidden' }, holds ? ' holds' : ' does not hold'),
    children.length > 0 && h('ul', {}, ...children.map(treeNode)),
  );
}
