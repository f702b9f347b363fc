import type { ViewStream } from './io.ts';
import type { Paint } from './paint.ts';

const CLEAR_LINE = '\r\u001b[2K';

/** Real milliseconds between two writes: on a terminal, where the line is redrawn, and elsewhere. */
const REDRAW_MS = 100;
const PLAIN_MS = 10_000;

/** One line that says how far things are: redrawn on a terminal, now and then elsewhere, never for what is quick. */
export class ProgressLine {
  readonly #stream: ViewStream;
  readonly #paint: Paint;
  #shown = false;
  #lastAt = performance.now();

  constructor(stream: ViewStream, paint: Paint) {
    this.#stream = stream;
    this.#paint = paint;
  }

  show(text: string): void {
    const now = performance.now();
    if (now - this.#lastAt < (this.#stream.isTTY ? REDRAW_MS : PLAIN_MS)) return;
    this.#lastAt = now;
    if (!this.#stream.isTTY) {
      this.#stream.write(`... ${text}\n`);
      return;
    }
    const { columns = 80 } = this.#stream;
    this.#stream.write(`${CLEAR_LINE}${this.#paint('dim', `... ${text}`.slice(0, columns - 1))}`);
    this.#shown = true;
  }

  /** Takes the line away, before anything else is written. */
  end(): void {
    if (this.#shown) this.#stream.write(CLEAR_LINE);
    this.#shown = false;
  }
}
