import type { ViewStream } from '../../../cli/src/io.ts';

const CLEAR_LINE = '\r\u001b[2K';

/** Milliseconds that a step may take without a word. */
export const PATIENCE_MS = 2000;

/** Tells what is going on, but only of steps that take longer than {@link PATIENCE_MS}. */
export class Progress {
  readonly #stream: ViewStream;
  #timer: NodeJS.Timeout | undefined;
  #shown = false;

  constructor(stream: ViewStream) {
    this.#stream = stream;
  }

  /** Begins a step, for example `generating the sample`, and ends the one before. */
  step(text: string): void {
    this.end();
    const started = performance.now();
    const show = () => {
      const seconds = Math.round((performance.now() - started) / 1000);
      if (this.#stream.isTTY) this.#stream.write(`${CLEAR_LINE}${text} ... ${seconds} s`);
      else if (!this.#shown) this.#stream.write(`${text} ...\n`);
      this.#shown = true;
      this.#timer = setTimeout(show, 1000);
    };
    this.#timer = setTimeout(show, PATIENCE_MS);
  }

  end(): void {
    clearTimeout(this.#timer);
    if (this.#shown && this.#stream.isTTY) this.#stream.write(CLEAR_LINE);
    this.#shown = false;
  }
}
