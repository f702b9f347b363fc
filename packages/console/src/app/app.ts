import type { ConsoleInfo, LiveState } from '../contract.ts';
import type { Notices } from './shell/notices.ts';
import type { Connection, ConsoleData } from './source/console-data.ts';
import type { InboxState } from './state/inbox.ts';
import type { Route } from './state/route.ts';
import type { Scope, Signal } from './state/signal.ts';

/** What every page works with. */
export interface App {
  readonly data: ConsoleData;
  readonly info: ConsoleInfo;
  /** Undefined until the server has told it the first time. */
  readonly live: Signal<LiveState | undefined>;
  readonly connection: Signal<Connection>;
  readonly inbox: Signal<InboxState>;
  readonly notices: Notices;
  readonly route: Signal<Route>;
  /** @param replace leaves no entry in the browser's history. @default false */
  go(route: Route, replace?: boolean): void;
}

export interface Page {
  readonly element: HTMLElement;
  /** In the title of the window. */
  readonly title: string;
  /** Takes another route of the same page; false asks for a new page. @default - always a new page */
  onRoute?(route: Route): boolean;
}

export type PageMaker = (app: App, route: Route, scope: Scope) => Page;
