/// <reference lib="dom" />
import type { Page } from 'playwright-core';

/** Elements that the Tab key is to reach, by a number that is written on each. */
export async function focusable(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const candidates = document.querySelectorAll<HTMLElement>(
      'a[href], button, input, select, textarea, summary, [tabindex]',
    );
    const reachable = [...candidates].filter(
      (element) =>
        element.tabIndex >= 0 &&
        !element.matches(':disabled') &&
        element.checkVisibility({ visibilityProperty: true }) &&
        // A list inside a closed element is none of those who can be reached.
        (element.closest('details:not([open])') === null || element.matches('details > summary')),
    );
    return reachable.map((element, index) => {
      const name = `${index} ${element.localName}#${element.id} ${(element.getAttribute('aria-label') ?? element.textContent ?? '').slice(0, 40)}`;
      element.setAttribute('data-tab', name);
      return name;
    });
  });
}

export interface TabWalk {
  /** Names that {@link focusable} gave, in the order of the focus. */
  readonly visited: readonly string[];
  /** Those whose focus cannot be seen. */
  readonly unseen: readonly string[];
}

/** Presses Tab from the top of the page until it has been everywhere. */
export async function tabThrough(page: Page, count: number): Promise<TabWalk> {
  const visited: string[] = [];
  const unseen: string[] = [];
  await page.evaluate(() => {
    // From the very beginning: the focus of the page before counts as the place to go on from.
    document.body.tabIndex = -1;
    document.body.focus();
    document.body.removeAttribute('tabindex');
  });
  for (let presses = 0; presses < count + 5; presses += 1) {
    await page.keyboard.press('Tab');
    const { name, visible } = await page.evaluate(describeFocus);
    if (name === null || visited.includes(name)) continue;
    visited.push(name);
    if (!visible) unseen.push(name);
  }
  return { visited, unseen };
}

/** Runs in the page: what has the focus, and whether it differs from what has not. */
function describeFocus(): { readonly name: string | null; readonly visible: boolean } {
  const element = document.activeElement;
  if (!(element instanceof HTMLElement)) return { name: null, visible: false };
  const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
  const box = element.getBoundingClientRect();
  const inWindow = box.right > 0 && box.bottom > 0 && box.left < innerWidth && box.top < innerHeight;
  const outlined = outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 1;
  return { name: element.getAttribute('data-tab'), visible: inWindow && (outlined || boxShadow !== 'none') };
}
