/// <reference lib="dom" />
import type { App, Page, PageMaker } from '../app.ts';
import { h } from '../dom/element.ts';
import { alarmsPage } from '../pages/alarms-page.ts';
import { dashboardPage } from '../pages/dashboard-page.ts';
import { faultsPage } from '../pages/faults-page.ts';
import { inboxPage } from '../pages/inbox-page.ts';
import { inferencesPage } from '../pages/inferences-page.ts';
import { runPage } from '../pages/run-page.ts';
import { countStates } from '../state/alarm-words.ts';
import { type PageName, type Route, routeHash } from '../state/route.ts';
import { Scope } from '../state/signal.ts';
import { createAnnouncer } from './announcer.ts';
import { createDrawer } from './drawer.ts';
import { createHeader } from './header.ts';
import { createNavigation, pagesOf } from './navigation.ts';

const PAGES: Readonly<Record<PageName, PageMaker>> = {
  dashboard: dashboardPage,
  alarms: alarmsPage,
  inbox: inboxPage,
  inferences: inferencesPage,
  faults: faultsPage,
  run: runPage,
  unknown: unknownPage,
};

/** Builds the whole window and shows the page of the route from then on. */
export function startShell(app: App, root: HTMLElement): void {
  const { controls } = app.data;
  const drawer = controls && app.info.hasApplication ? createDrawer(app, controls) : undefined;
  const main = h('main', { id: 'main', tabindex: '-1' });
  const skip = h(
    'a',
    {
      class: 'skip',
      href: '#main',
      onclick: (event) => {
        // The address belongs to the pages.
        event.preventDefault();
        main.focus();
      },
    },
    'Skip to the contents',
  );
  root.replaceChildren(
    skip,
    createHeader(app, drawer && (() => drawer.toggle())),
    createNavigation(app),
    main,
    ...(drawer ? [drawer.element] : []),
    app.notices.element,
    createAnnouncer(app),
  );
  showPages(app, main, () => drawer?.toggle(false));
}

function showPages(app: App, main: HTMLElement, closeDrawer: () => void): void {
  let shown: { readonly page: Page; readonly route: Route; readonly scope: Scope } | undefined;
  const setTitle = () => {
    const ringing = countStates(app.live.value?.alarms ?? {}).ALARM;
    const title = `${ringing > 0 ? `(${ringing}) ` : ''}${shown?.page.title ?? ''} · Inferwatch`;
    if (document.title !== title) document.title = title;
  };
  app.route.subscribe((route) => {
    const isFirst = shown === undefined;
    if (shown?.route.page === route.page && shown.page.onRoute?.(route)) {
      shown = { ...shown, route };
      return;
    }
    shown?.scope.end();
    // Two panels with the same sliders would be one too many.
    if (route.page === 'faults') closeDrawer();
    const scope = new Scope();
    const make = pagesOf(app).includes(route.page) ? PAGES[route.page] : unknownPage;
    const page = make(app, route, scope);
    shown = { page, route, scope };
    main.replaceChildren(page.element);
    setTitle();
    if (isFirst) return;
    scrollTo(0, 0);
    // As after loading a page: a screen reader begins at its heading.
    page.element.querySelector('h1')?.focus({ preventScroll: true });
  });
  app.live.subscribe(setTitle);
}

function unknownPage(app: App, route: Route): Page {
  const [first = 'dashboard'] = pagesOf(app);
  const link = h('a', { href: first === 'run' ? '#/run' : routeHash({ page: 'dashboard' }) }, 'Back to the beginning');
  const element = h(
    'div',
    { class: 'page' },
    h('h1', { tabindex: '-1' }, 'No such page'),
    h('p', {}, 'Nothing is at ', h('code', {}, routeHash(route)), '.'),
    h('p', {}, link),
  );
  return { element, title: 'No such page' };
}
