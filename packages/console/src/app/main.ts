/// <reference lib="dom" />
import './style/main.css';
import type { LiveState } from '../contract.ts';
import type { App } from './app.ts';
import { h } from './dom/element.ts';
import { onNextFrame } from './dom/frame.ts';
import { followTheme } from './dom/theme.ts';
import { Notices } from './shell/notices.ts';
import { startShell } from './shell/shell.ts';
import type { Connection, ConsoleData } from './source/console-data.ts';
import { REPORT_ELEMENT, TOKEN_META } from './source/embedded.ts';
import { type ReportContents, reportData } from './source/report-data.ts';
import { serverData } from './source/server-data.ts';
import { EMPTY_INBOX } from './state/inbox.ts';
import { parseRoute, type Route, routeHash } from './state/route.ts';
import { signal } from './state/signal.ts';

/** Real milliseconds until the page asks again for what it cannot do without. */
const RETRY_MS = 2000;

async function start(root: HTMLElement): Promise<void> {
  followTheme();
  const report = document.getElementById(REPORT_ELEMENT);
  const token = document.querySelector<HTMLMetaElement>(`meta[name="${TOKEN_META}"]`)?.content ?? '';
  const data = report ? reportData(JSON.parse(report.textContent ?? '') as ReportContents) : serverData(token);
  const info = await untilAnswered(root, () => data.info());
  const app = createApp({ ...data, ...(info.controls ? {} : { controls: undefined }) }, info);
  addEventListener('hashchange', () => app.route.set(parseRoute(location.hash)));
  startShell(app, root);
  // Several events within a frame are one change of the page.
  let newest: LiveState | undefined;
  const show = () => app.live.set(newest);
  data.follow(
    (live) => {
      newest = live;
      onNextFrame(show);
    },
    (connection) => {
      if (connection === 'live' && app.connection.value === 'reconnecting') void reloadIfOther(data, info.startedAt);
      app.connection.set(connection);
    },
  );
}

/** After a restart the server is another, with other names and another token for changes. */
async function reloadIfOther(data: ConsoleData, startedAt: number): Promise<void> {
  try {
    const info = await data.info();
    if (info.startedAt !== startedAt) location.reload();
  } catch {
    // It is gone again; the next connection asks anew.
  }
}

async function untilAnswered<T>(root: HTMLElement, ask: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await ask();
    } catch (problem) {
      const text = problem instanceof Error ? problem.message : String(problem);
      root.replaceChildren(
        h('main', { class: 'waiting-page' }, h('h1', {}, 'Inferwatch'), h('p', { role: 'alert' }, `Waiting: ${text}`)),
      );
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }
}

function createApp(data: ConsoleData, info: App['info']): App {
  const first = parseRoute(location.hash);
  const isEmpty = location.hash.replace(/^#\/?/, '') === '';
  const route = signal<Route>(
    isEmpty && data.run ? { page: 'run' } : first,
    (one, other) => routeHash(one) === routeHash(other),
  );
  return {
    data,
    info,
    live: signal<LiveState | undefined>(undefined),
    connection: signal<Connection>('connecting'),
    inbox: signal(EMPTY_INBOX),
    notices: new Notices(),
    route,
    go: (next, replace = false) => {
      history[replace ? 'replaceState' : 'pushState'](null, '', routeHash(next));
      route.set(next);
    },
  };
}

const root = document.getElementById('app');
if (root) await start(root);
