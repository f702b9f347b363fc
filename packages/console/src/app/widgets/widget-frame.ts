/// <reference lib="dom" />
import type { WidgetData } from '../../../../dashboard/src/data.ts';
import type { Widget } from '../../../../dashboard/src/model.ts';
import type { AlarmStateName } from '../../contract.ts';
import type { HoverGroup } from '../chart/hover-group.ts';
import { h, setAttribute, setText, setVariables } from '../dom/element.ts';
import { STATE_WORDS } from '../state/alarm-words.ts';
import { logBody } from './log-body.ts';
import { numberBody } from './number-bodies.ts';
import { alarmBody, placeholderBody, textBody } from './other-bodies.ts';
import { stateBadge } from './state-badge.ts';
import { tableBody } from './table-body.ts';
import { TimeSeriesBody } from './time-series-body.ts';
import type { WidgetBody } from './widget-body.ts';

/** A widget in its place of the grid: title, contents, and the same as a table. */
export class WidgetFrame {
  readonly element: HTMLElement;
  readonly widget: Widget;
  readonly #body: WidgetBody;
  readonly #content: HTMLElement;
  readonly #state = h('span', { class: 'widget-state' });
  readonly #problems = h('p', { class: 'widget-problem', role: 'note', hidden: true });
  readonly #toggle: HTMLButtonElement | undefined;
  #table: HTMLElement | undefined;

  constructor(widget: Widget, group: HoverGroup) {
    this.widget = widget;
    this.#body = createBody(widget, group);
    this.#content = h('div', { class: 'widget-content' }, this.#body.element);
    const title = titleOf(widget);
    const heading = `widget-${widget.index}-title`;
    if (this.#body.table) {
      this.#toggle = h(
        'button',
        {
          type: 'button',
          class: 'icon-button',
          'aria-expanded': 'false',
          'aria-label': `${title ?? 'This widget'} as a table`,
          title: 'As a table',
          onclick: () => this.#switch(),
        },
        '▤',
      );
    }
    this.element = h(
      'section',
      {
        class: `widget widget-${widget.type}${widget.type === 'text' ? ` ${widget.background}` : ''}`,
        // Named sections are landmarks; twenty of them would be none.
        role: 'group',
        'data-index': widget.index,
        'data-type': widget.type,
        ...(widget.type === 'metric' || widget.type === 'log' ? { 'data-view': widget.view } : {}),
        ...(title === undefined ? { 'aria-label': `Widget ${widget.index + 1}` } : { 'aria-labelledby': heading }),
      },
      (title !== undefined || this.#toggle !== undefined) &&
        h(
          'div',
          { class: 'widget-head' },
          title !== undefined && h('h2', { id: heading, title }, title),
          this.#state,
          this.#toggle,
        ),
      this.#content,
      this.#problems,
    );
    setVariables(this.element, {
      '--x': String(widget.x + 1),
      '--y': String(widget.y + 1),
      '--w': String(widget.width),
      '--h': String(widget.height),
    });
  }

  /** The element whose size is that of the contents. */
  get content(): HTMLElement {
    return this.#content;
  }

  update(data: WidgetData | undefined): void {
    this.#body.update(data);
    if (data?.kind !== 'metric') return;
    this.#problems.hidden = data.problems.length === 0;
    setText(this.#problems, data.problems.join(' '));
    const state = data.alarm?.state;
    if (state !== undefined && isState(state) && this.#state.dataset.state !== state) {
      this.#state.dataset.state = state;
      this.#state.replaceChildren(stateBadge(state));
    }
    // A table that somebody reads stays as it is while they read it.
  }

  resize(width: number, height: number): void {
    this.#body.resize?.(width, height);
  }

  setVisible(visible: boolean): void {
    this.#body.setVisible?.(visible);
  }

  destroy(): void {
    this.#body.destroy?.();
  }

  #switch(): void {
    const table = this.#table === undefined ? this.#body.table?.() : undefined;
    this.#table = table;
    this.#content.replaceChildren(table ?? this.#body.element);
    if (this.#toggle) setAttribute(this.#toggle, 'aria-expanded', String(table !== undefined));
  }
}

const isState = (text: string): text is AlarmStateName => text in STATE_WORDS;

function titleOf(widget: Widget): string | undefined {
  if (widget.type === 'text') return undefined;
  if (widget.type === 'placeholder') return widget.title ?? `${widget.of} widget`;
  if (widget.title !== undefined) return widget.title;
  if (widget.type === 'alarm') return 'Alarms';
  if (widget.type === 'log') return 'Log query';
  return widget.alarm ?? widget.rows.find(({ visible }) => visible)?.label;
}

function createBody(widget: Widget, group: HoverGroup): WidgetBody {
  switch (widget.type) {
    case 'metric':
      if (widget.view === 'table') return tableBody(widget);
      return widget.view === 'timeSeries'
        ? new TimeSeriesBody({ ...widget, title: titleOf(widget) ?? 'Graph' }, group)
        : numberBody(widget);
    case 'text':
      return textBody(widget);
    case 'alarm':
      return alarmBody(widget);
    case 'log':
      return logBody(widget, group);
    case 'placeholder':
      return placeholderBody(widget);
  }
}
