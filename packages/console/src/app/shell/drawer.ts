/// <reference lib="dom" />
import type { App } from '../app.ts';
import { h } from '../dom/element.ts';
import { faultPanel } from '../pages/fault-panel.ts';
import type { Controls } from '../source/console-data.ts';
import { Scope } from '../state/signal.ts';

export interface Drawer {
  readonly element: HTMLElement;
  toggle(open?: boolean): void;
}

/** The faults beside whatever page is open. Not modal: one breaks something and looks at the graphs. */
export function createDrawer(app: App, controls: Controls): Drawer {
  const element = h('aside', { class: 'drawer', id: 'faults-drawer', 'aria-label': 'Faults', hidden: true });
  let scope: Scope | undefined;
  const toggle = (open = element.hidden !== false) => {
    const button = document.getElementById('faults-toggle');
    button?.setAttribute('aria-expanded', String(open));
    document.body.classList.toggle('with-drawer', open);
    element.hidden = !open;
    scope?.end();
    scope = undefined;
    if (!open) {
      if (element.contains(document.activeElement) || document.activeElement === document.body) button?.focus();
      return element.replaceChildren();
    }
    scope = new Scope();
    const close = h(
      'button',
      { type: 'button', class: 'icon-button close', 'aria-label': 'Close the faults', onclick: () => toggle(false) },
      '✕',
    );
    element.replaceChildren(close, faultPanel(app, controls, scope, 'drawer'));
    close.focus();
  };
  element.addEventListener('keydown', ({ key }) => {
    if (key === 'Escape') toggle(false);
  });
  return { element, toggle };
}
