/// <reference lib="dom" />
import type { AlarmStateName } from '../../contract.ts';
import { h } from '../dom/element.ts';
import { STATE_WORDS } from '../state/alarm-words.ts';

/** Sign, word and colour of a state. */
export function stateBadge(state: AlarmStateName): HTMLElement {
  const { word, sign, className } = STATE_WORDS[state];
  return h(
    'span',
    { class: `badge ${className}`, 'data-state': state },
    h('span', { class: 'badge-sign', 'aria-hidden': 'true' }, sign),
    word,
  );
}
