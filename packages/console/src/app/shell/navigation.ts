/// <reference lib="dom" />
import type { App } from '../app.ts';
import { h, setAttribute, setText } from '../dom/element.ts';
import { countStates } from '../state/alarm-words.ts';
import { countUnread } from '../state/inbox.ts';
import { type PageName, routeHash } from '../state/route.ts';

interface Entry {
  readonly page: 'dashboard' | 'alarms' | 'inbox' | 'inferences' | 'faults' | 'run';
  readonly title: string;
  readonly sign: string;
}

const ENTRIES: readonly Entry[] = [
  { page: 'run', title: 'Run', sign: '⚑' },
  { page: 'dashboard', title: 'Dashboard', sign: '▦' },
  { page: 'alarms', title: 'Alarms', sign: '◬' },
  { page: 'inbox', title: 'Inbox', sign: '✉' },
  { page: 'inferences', title: 'Inferences', sign: '⇄' },
  { page: 'faults', title: 'Faults', sign: '⚡' },
];

/** Pages that there are here: without an application only its dashboard, in a report nothing that changes something. */
export function pagesOf({ info, data }: Pick<App, 'info' | 'data'>): readonly PageName[] {
  if (!info.hasApplication) return ['dashboard'];
  const live: readonly PageName[] = ['dashboard', 'alarms', 'inbox', 'inferences'];
  if (data.run !== undefined) return ['run', ...live];
  return data.controls === undefined ? live : [...live, 'faults'];
}

export function createNavigation(app: App): HTMLElement {
  const pages = pagesOf(app);
  const links = ENTRIES.filter(({ page }) => pages.includes(page)).map(({ page, title, sign }) => {
    const count = h('span', { class: 'nav-count', id: `nav-${page}-count`, hidden: true });
    const link = h(
      'a',
      { href: routeHash({ page }), id: `nav-${page}` },
      h('span', { class: 'nav-sign', 'aria-hidden': 'true' }, sign),
      title,
      count,
    );
    return { page, link, count };
  });
  const countOf = (page: PageName) => links.find((one) => one.page === page)?.count;
  app.route.subscribe(({ page }) => {
    for (const { page: own, link } of links) setAttribute(link, 'aria-current', own === page ? 'page' : null);
  });
  const show = (page: PageName, number: number, word: string) => {
    const count = countOf(page);
    if (count === undefined) return;
    count.hidden = number === 0;
    if (count.dataset.number === String(number)) return;
    count.dataset.number = String(number);
    count.replaceChildren(String(number), h('span', { class: 'visually-hidden' }, ` ${word}`));
  };
  app.live.subscribe((live) => show('alarms', live === undefined ? 0 : countStates(live.alarms).ALARM, 'in alarm'));
  app.inbox.subscribe((inbox) =>
    show('inbox', app.data.run ? inbox.messages.length : countUnread(inbox), app.data.run ? 'messages' : 'unread'),
  );
  return h(
    'nav',
    { class: 'nav', 'aria-label': 'Pages' },
    h('ul', {}, ...links.map(({ link }) => h('li', {}, link))),
    notes(app),
  );
}

function notes({ info }: App): HTMLElement | undefined {
  if (info.notes.length === 0) return undefined;
  const summary = h('summary', {}, '');
  setText(summary, 'About this preview');
  return h('details', { class: 'nav-notes' }, summary, h('ul', {}, ...info.notes.map((note) => h('li', {}, note))));
}
