import type { ViewStream } from '../../../cli/src/io.ts';
import type { Paint } from '../../../cli/src/paint.ts';
import { fitWidth, statusBlock, statusLine } from './format.ts';
import type { PreviewStatus } from './status.ts';

/** Real milliseconds between two lines where nothing can be redrawn. */
export const PLAIN_INTERVAL_MS = 5000;
/** Real milliseconds between two pictures on a terminal. */
export const REDRAW_INTERVAL_MS = 500;

const CLEAR_LINE = '\u001b[2K';
const UP = '\u001b[1A';

/**
 * Shows the status while the preview runs. On a terminal a block of lines is redrawn in place and events scroll past
 * above it; elsewhere there is one plain line now and then.
 */
export class LiveView {
  readonly #stream: ViewStream;
  readonly #paint: Paint;
  readonly #status: () => PreviewStatus;
  readonly #timer: NodeJS.Timeout;
  #drawn = 0;

  constructor(stream: ViewStream, paint: Paint, status: () => PreviewStatus) {
    this.#stream = stream;
    this.#paint = paint;
    this.#status = status;
    const interval = stream.isTTY ? REDRAW_INTERVAL_MS : PLAIN_INTERVAL_MS;
    this.#timer = setInterval(() => this.#show(), interval);
    if (stream.isTTY) this.#show();
  }

  /** Prints a line that stays. */
  event(line: string): void {
    this.#stream.write(`${this.#erase()}${line}\n`);
    if (this.#stream.isTTY) this.#show();
  }

  /** Shows the last picture and stops. */
  dispose(): void {
    clearInterval(this.#timer);
    this.#show();
    this.#drawn = 0;
  }

  #show(): void {
    const status = this.#status();
    if (!this.#stream.isTTY) {
      this.#stream.write(`${statusLine(status)}\n`);
      return;
    }
    const columns = this.#stream.columns ?? 80;
    const lines = ['', ...statusBlock(status, this.#paint)].map((line) => fitWidth(line, columns));
    this.#stream.write(`${this.#erase()}${lines.join('\n')}\n`);
    this.#drawn = lines.length;
  }

  /** Moves the cursor back to where the block began, clearing each of its lines. */
  #erase(): string {
    const moves = `${UP}${CLEAR_LINE}`.repeat(this.#drawn);
    this.#drawn = 0;
    return moves;
  }
}
