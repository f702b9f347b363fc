/// <reference lib="dom" />

import type { AlarmStateName } from '../../contract.ts';
import type { App } from '../app.ts';
import { h } from '../dom/element.ts';
import { announceChanges } from '../state/alarm-words.ts';
import { addMessages, announceMessage } from '../state/inbox.ts';

/** Sentences that stay in the live region; older ones were read. */
const SENTENCES = 4;

/** Tells screen readers of alarms and messages, and keeps the inbox up to date while any page is open. */
export function createAnnouncer(app: App): HTMLElement {
  const region = h('div', { id: 'announcer', class: 'visually-hidden', role: 'log', 'aria-live': 'polite' });
  const say = (text: string) => {
    region.append(h('p', {}, text));
    while (region.childElementCount > SENTENCES) region.firstElementChild?.remove();
  };
  let states: Readonly<Record<string, AlarmStateName>> | undefined;
  app.live.subscribe((live) => {
    if (live === undefined) return;
    for (const sentence of announceChanges(states, live.alarms)) say(sentence);
    states = live.alarms;
  });
  let first = true;
  let busy = false;
  const fetchNew = async () => {
    busy = true;
    try {
      const fresh = await app.data.inbox(app.inbox.value.newest);
      app.notices.clear('inbox');
      app.inbox.set(addMessages(app.inbox.value, fresh));
      const newest = fresh.at(-1);
      if (newest !== undefined && !first) say(announceMessage(newest));
    } catch (problem) {
      app.notices.show('inbox', problem);
    } finally {
      first = false;
      busy = false;
    }
  };
  app.live.subscribe((live) => {
    if (live !== undefined && app.info.hasApplication && live.newestMessage > app.inbox.value.newest && !busy)
      void fetchNew();
    else if (live !== undefined && live.newestMessage === 0) first = false;
  });
  return region;
}
