/// <reference lib="dom" />

import type { Message } from '../../contract.ts';
import type { App, Page } from '../app.ts';
import { h, reconcile, setAttribute, setText } from '../dom/element.ts';
import { formatClock, formatDateTime } from '../format/time.ts';
import { countUnread, type InboxState, markRead } from '../state/inbox.ts';
import { type Route, routeHash } from '../state/route.ts';
import type { Scope } from '../state/signal.ts';

/** The messages that SNS would have sent, newest first, and the one that was chosen. */
export function inboxPage(app: App, route: Route, scope: Scope): Page {
  const list = h('ol', { class: 'message-list', id: 'inbox', 'aria-label': 'Messages, newest first' });
  const reader = h('article', { class: 'card message', id: 'message', 'aria-live': 'off' });
  const count = h('span', { class: 'muted' });
  const empty = h(
    'p',
    { class: 'muted' },
    'No message yet. What SNS would e-mail or text appears here; nothing is sent.',
  );
  let chosen = route.page === 'inbox' ? route.message : undefined;
  let shown: number | undefined;
  const show = (state: InboxState) => {
    const { messages } = state;
    empty.hidden = messages.length > 0;
    setText(count, messages.length === 0 ? '' : `${messages.length} messages, ${countUnread(state)} unread`);
    const message = messages.find(({ id }) => id === chosen) ?? (chosen === undefined ? messages[0] : undefined);
    reconcile(list, messages, {
      key: ({ id }) => String(id),
      create: (one) => listItem(one),
      update: () => undefined,
    });
    for (const item of list.children) {
      const id = Number(item.getAttribute('data-key'));
      item.classList.toggle('unread', !state.read.has(id));
      const link = item.firstElementChild;
      if (link) setAttribute(link, 'aria-current', id === message?.id ? 'true' : null);
    }
    reader.hidden = message === undefined;
    if (message === undefined || message.id === shown) return;
    shown = message.id;
    reader.replaceChildren(...(message.channel === 'sms' ? sms(message) : email(message)));
    // Only what somebody chose counts as read; the newest is open by itself.
    if (chosen !== undefined) app.inbox.set(markRead(app.inbox.value, message.id));
  };
  scope.add(app.inbox.subscribe(show));
  const element = h(
    'div',
    { class: 'page' },
    h('div', { class: 'page-head' }, h('h1', { tabindex: '-1' }, 'Inbox'), count),
    empty,
    h('div', { class: 'split' }, list, reader),
  );
  return {
    element,
    title: 'Inbox',
    onRoute: (next) => {
      if (next.page !== 'inbox') return false;
      chosen = next.message;
      show(app.inbox.value);
      return true;
    },
  };
}

function listItem({ id, at, channel, subject, body, to }: Message): HTMLElement {
  const kind = channel === 'sms' ? 'SMS' : 'E-mail';
  const isAlarm = /\bALARM\b/.test(subject || body);
  const isOk = /^OK\b/.test(subject);
  return h(
    'li',
    {},
    h(
      'a',
      { href: routeHash({ page: 'inbox', message: id }), class: isAlarm ? 'alarm' : isOk ? 'ok' : '' },
      h('span', { class: 'message-top' }, h('span', { class: 'tag' }, kind), h('time', {}, formatClock(at))),
      h('span', { class: 'message-subject' }, channel === 'sms' ? body : subject),
      h('span', { class: 'message-to muted' }, `to ${to}`),
      h('span', { class: 'visually-hidden unread-word' }, 'unread'),
    ),
  );
}

/** As a mail program shows it. */
function email({ at, from, to, subject, body }: Message): HTMLElement[] {
  const field = (name: string, text: string) => h('div', {}, h('dt', {}, name), h('dd', {}, text));
  return [
    h('h2', {}, subject),
    h(
      'dl',
      { class: 'mail-head' },
      field('From', from),
      field('To', to),
      field('Date', `${formatDateTime(at)} UTC`),
      field('Subject', subject),
    ),
    h('pre', { class: 'mail-body', tabindex: '0', 'aria-label': 'Text of the e-mail' }, body),
  ];
}

/** As a telephone shows it. */
function sms({ at, from, to, body }: Message): HTMLElement[] {
  return [
    h('h2', {}, `SMS to ${to}`),
    h(
      'div',
      { class: 'phone' },
      h('p', { class: 'muted' }, `${from === '' ? 'AWS' : from} · ${formatDateTime(at)} UTC`),
      h('p', { class: 'bubble' }, body),
    ),
  ];
}
