/// <reference lib="dom" />
import type { AlarmData, WidgetData } from '../../../../dashboard/src/data.ts';
import type { AlarmStatusWidget, PlaceholderWidget, TextWidget } from '../../../../dashboard/src/model.ts';
import { h, reconcile } from '../dom/element.ts';
import { formatDateTime } from '../format/time.ts';
import { renderMarkdown } from '../markdown/markdown.ts';
import { safeFragment } from '../markdown/safe-html.ts';
import { STATE_WORDS } from '../state/alarm-words.ts';
import { routeHash } from '../state/route.ts';
import { stateBadge } from './state-badge.ts';
import type { WidgetBody } from './widget-body.ts';

/** The highest heading of a text comes right below the page's own. */
const HEADING_LEVEL = 2;

export function textBody({ markdown, background }: TextWidget): WidgetBody {
  const element = h('div', { class: `text ${background}`, tabindex: '0', role: 'group', 'aria-label': 'Text' });
  element.append(safeFragment(renderMarkdown(markdown), HEADING_LEVEL));
  return { element, update: () => undefined };
}

/** The states of some alarms, each a link to its page. */
export function alarmBody({ title = 'Alarms' }: AlarmStatusWidget): WidgetBody {
  const list = h('ul', { class: 'alarm-grid' });
  const unknown = h('p', { class: 'widget-problem', hidden: true });
  const element = h('div', { class: 'scroll', tabindex: '0', role: 'group', 'aria-label': title }, list, unknown);
  return {
    element,
    update: (data: WidgetData | undefined) => {
      if (data?.kind !== 'alarm') return;
      reconcile(list, data.alarms, {
        key: ({ name, state, since }) => `${name} ${state} ${since}`,
        create: alarmTile,
      });
      unknown.hidden = data.unknown.length === 0;
      unknown.textContent = `Not in this assembly: ${data.unknown.join(', ')}`;
    },
  };
}

function alarmTile({ name, state, since }: AlarmData['alarms'][number]): HTMLElement {
  const time = since === null ? 'no change yet' : `since ${formatDateTime(since)} UTC`;
  return h(
    'li',
    {},
    h(
      'a',
      {
        href: routeHash({ page: 'alarms', name }),
        class: `alarm-tile ${STATE_WORDS[state].className}`,
        title: `${name}, ${time}`,
      },
      stateBadge(state),
      h('span', { class: 'alarm-name' }, name),
    ),
  );
}

/** A box that names what cannot be drawn here. */
export function placeholderBody({ of, reason }: PlaceholderWidget): WidgetBody {
  const element = h(
    'div',
    { class: 'placeholder' },
    h('p', {}, h('strong', {}, `Widget of the kind “${of}”`)),
    h('p', { class: 'muted' }, reason),
  );
  return { element, update: () => undefined };
}
