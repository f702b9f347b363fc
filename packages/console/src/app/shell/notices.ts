/// <reference lib="dom" />
import { h, reconcile } from '../dom/element.ts';

interface Notice {
  readonly key: string;
  readonly text: string;
}

/** Problems, until they are over or put away. One of a kind at a time. */
export class Notices {
  readonly element = h('div', { class: 'notices', role: 'alert' });
  #notices: readonly Notice[] = [];

  /** @param key kind of problem, which {@link clear} ends */
  show(key: string, problem: unknown): void {
    const text = problem instanceof Error ? problem.message : String(problem);
    if (this.#notices.some((notice) => notice.key === key && notice.text === text)) return;
    this.#set([...this.#notices.filter((notice) => notice.key !== key), { key, text }]);
  }

  clear(key: string): void {
    if (this.#notices.some((notice) => notice.key === key)) this.#set(this.#notices.filter((one) => one.key !== key));
  }

  #set(notices: readonly Notice[]): void {
    this.#notices = notices;
    reconcile(this.element, notices, {
      key: ({ key, text }) => `${key} ${text}`,
      create: ({ key, text }) =>
        h(
          'div',
          { class: 'notice' },
          h('span', { class: 'notice-sign', 'aria-hidden': 'true' }, '!'),
          h('p', {}, text),
          h(
            'button',
            { type: 'button', class: 'icon-button', 'aria-label': 'Put away', onclick: () => this.clear(key) },
            '✕',
          ),
        ),
    });
  }
}
