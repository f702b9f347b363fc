/// <reference lib="dom" />
import { cancelTask, onNextFrame, whenIdle } from './frame.ts';

export interface Watched {
  setVisible(visible: boolean): void;
  resize(width: number, height: number): void;
}

/** Pixels below and above the window in which things are drawn already, so that scrolling finds them there. */
const MARGIN_PX = 300;

/** Tells what can be seen and how large it is; sizes come from the browser's own layout, never by asking for one. */
export class VisibilityWatch {
  readonly #watched = new Map<Element, Watched>();
  readonly #tasks = new Map<Element, () => void>();
  readonly #seen = new IntersectionObserver((entries) => this.#onSeen(entries), { rootMargin: `${MARGIN_PX}px 0px` });
  readonly #sizes = new ResizeObserver((entries) => this.#onResize(entries));

  watch(element: Element, watched: Watched): void {
    this.#watched.set(element, watched);
    this.#seen.observe(element);
    this.#sizes.observe(element);
  }

  disconnect(): void {
    this.#seen.disconnect();
    this.#sizes.disconnect();
    for (const task of this.#tasks.values()) cancelTask(task);
    this.#watched.clear();
  }

  #onSeen(entries: readonly IntersectionObserverEntry[]): void {
    for (const { target, isIntersecting } of entries) {
      const before = this.#tasks.get(target);
      if (before) cancelTask(before);
      const task = () => this.#watched.get(target)?.setVisible(isIntersecting);
      this.#tasks.set(target, task);
      // Drawings wait for their turn; what went out of sight goes at once.
      if (isIntersecting) whenIdle(task);
      else task();
    }
  }

  #onResize(entries: readonly ResizeObserverEntry[]): void {
    onNextFrame(() => {
      for (const { target, contentRect } of entries) {
        this.#watched.get(target)?.resize(Math.floor(contentRect.width), Math.floor(contentRect.height));
      }
    });
  }
}
