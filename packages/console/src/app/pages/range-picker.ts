/// <reference lib="dom" />
import type { TimeRange } from '../../../../dashboard/src/data.ts';
import { h, setAttribute, setText } from '../dom/element.ts';
import { formatDateTime } from '../format/time.ts';
import type { Signal } from '../state/signal.ts';
import { parseRange, type RangeChoice, rangeText } from '../state/time-range.ts';

export interface RangePickerOptions {
  /** Undefined for the dashboard's own. */
  readonly choice: Signal<RangeChoice | undefined>;
  readonly current: () => RangeChoice;
  readonly range: () => TimeRange;
  readonly pick: (choice: RangeChoice | undefined) => void;
  readonly auto: Signal<boolean>;
  readonly reload: () => void;
  /** In a report only a piece of the run can be shown. */
  readonly fixed: boolean;
}

const OFFERED = ['5m', '15m', '1h', '3h', 'start'] as const;
const WORDS: Readonly<Record<string, string>> = { start: 'Since start' };

/** Which time is shown, and how often it is loaded. */
export function rangePicker(options: RangePickerOptions): {
  readonly element: HTMLElement;
  readonly refresh: () => void;
} {
  const text = h('span', { class: 'range-text', id: 'range-text' });
  const buttons = OFFERED.map((name) =>
    h(
      'button',
      { type: 'button', 'data-range': name, onclick: () => options.pick(parseRange(name)) },
      WORDS[name] ?? name,
    ),
  );
  const whole = h('button', { type: 'button', id: 'range-reset', onclick: () => options.pick(undefined) }, 'Whole run');
  const zoomOut = h(
    'button',
    { type: 'button', id: 'range-reset', onclick: () => options.pick(undefined) },
    'Reset zoom',
  );
  const absolute = absoluteForm(options);
  const refresh = () => {
    const choice = options.current();
    const { start, end } = options.range();
    const name = choice.kind === 'absolute' ? 'absolute' : rangeText(choice);
    for (const button of buttons) setAttribute(button, 'aria-pressed', String(button.dataset.range === name));
    zoomOut.hidden = choice.kind !== 'absolute';
    whole.hidden = options.choice.value === undefined;
    setText(text, `${formatDateTime(start)} – ${formatDateTime(end).slice(start % DAY <= end % DAY ? 11 : 0)} UTC`);
  };
  options.choice.subscribe(refresh);
  const element = options.fixed
    ? h('div', { class: 'toolbar' }, text, whole)
    : h(
        'div',
        { class: 'toolbar' },
        text,
        h('div', { class: 'segments', role: 'group', 'aria-label': 'Time range' }, ...buttons),
        absolute,
        zoomOut,
        refreshControl(options),
      );
  return { element, refresh };
}

const DAY = 86_400_000;

function absoluteForm({ pick, range }: RangePickerOptions): HTMLElement {
  const from = h('input', { type: 'datetime-local', step: '1', id: 'range-from', required: true });
  const to = h('input', { type: 'datetime-local', step: '1', id: 'range-to', required: true });
  const problem = h('p', { class: 'field-problem', role: 'alert' });
  const read = ({ value }: HTMLInputElement) => Date.parse(`${value}Z`);
  const form = h(
    'form',
    {
      class: 'popover',
      onsubmit: (event) => {
        event.preventDefault();
        const choice = parseRange(`${read(from)}-${read(to)}`);
        setText(problem, choice === undefined ? 'The end must be at least a minute after the start.' : '');
        if (choice === undefined) return;
        details.open = false;
        pick(choice);
      },
    },
    h('label', {}, 'From (UTC)', from),
    h('label', {}, 'To (UTC)', to),
    problem,
    h('button', { type: 'submit', class: 'primary' }, 'Show'),
  );
  const details = h('details', { class: 'dropdown', id: 'range-absolute' }, h('summary', {}, 'Absolute'), form);
  details.addEventListener('toggle', () => {
    if (!details.open) return;
    const { start, end } = range();
    from.value = new Date(start).toISOString().slice(0, 19);
    to.value = new Date(end).toISOString().slice(0, 19);
    from.focus();
  });
  details.addEventListener('keydown', ({ key }) => {
    if (key === 'Escape') details.open = false;
  });
  return details;
}

function refreshControl({ auto, reload }: RangePickerOptions): HTMLElement {
  const select = h(
    'select',
    { id: 'refresh', 'aria-label': 'Refresh', onchange: () => auto.set(select.value === 'auto') },
    h('option', { value: 'auto', selected: true }, 'Refresh: auto'),
    h('option', { value: 'off' }, 'Refresh: off'),
  );
  return h(
    'div',
    { class: 'refresh' },
    h('button', { type: 'button', class: 'icon-button framed', 'aria-label': 'Refresh now', onclick: reload }, '↻'),
    select,
  );
}
