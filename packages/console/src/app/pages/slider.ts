/// <reference lib="dom" />
import { h, setText } from '../dom/element.ts';

export interface SliderOptions {
  readonly id: string;
  readonly label: string;
  /** @default 0 */
  readonly min?: number;
  readonly max: number;
  readonly step: number;
  readonly text: (value: number) => string;
  /** Resolves when the server has the value. */
  readonly change: (value: number) => Promise<void>;
}

/** Real milliseconds without a movement before the value is sent. */
const SETTLE_MS = 150;
/** Real milliseconds after it was sent in which the server's state may still be the old one. */
const ECHO_MS = 1200;

/** A value that can be dragged, typed with arrow keys, and that follows the server while nobody touches it. */
export class Slider {
  readonly element: HTMLElement;
  readonly #options: SliderOptions;
  readonly #input: HTMLInputElement;
  readonly #output: HTMLOutputElement;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #quietUntil = 0;

  constructor(options: SliderOptions) {
    const { id, label, min = 0, max, step } = options;
    this.#options = options;
    this.#input = h('input', { type: 'range', id, min, max, step, value: 0, oninput: () => this.#onInput() });
    this.#output = h('output', { for: id });
    this.element = h('div', { class: 'slider' }, h('label', { for: id }, label), this.#input, this.#output);
    this.#describe();
  }

  get value(): number {
    return this.#input.valueAsNumber;
  }

  /** Somebody is changing it, or did just now. */
  get moving(): boolean {
    return performance.now() < this.#quietUntil;
  }

  show(value: number): void {
    if (this.moving) return;
    // A value from elsewhere, as a scenario's, may be beyond the slider's end: it is widened rather than shown wrongly.
    if (value > Number(this.#input.max)) this.#input.max = String(value);
    if (value < Number(this.#input.min)) this.#input.min = String(value);
    if (this.#input.valueAsNumber === value) return;
    this.#input.valueAsNumber = value;
    this.#describe();
  }

  #onInput(): void {
    this.#quietUntil = performance.now() + SETTLE_MS + ECHO_MS;
    this.#describe();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#options.change(this.value), SETTLE_MS);
  }

  #describe(): void {
    const text = this.#options.text(this.value);
    setText(this.#output, text);
    this.#input.setAttribute('aria-valuetext', text);
  }
}
