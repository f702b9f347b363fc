import type { ViewStream } from './io.ts';
import type { Paint } from './paint.ts';

const CLEAR_LINE = '\r\u001b[2K';

/** Says what is going on while something takes a while, with the seconds counted on a terminal. */
export async function withProgress<T>(stream: ViewStream, paint: Paint, text: string, work: Promise<T>): Promise<T> {
  const started = performance.now();
  const seconds = () => ((performance.now() - started) / 1000).toFixed(1);
  if (!stream.isTTY) stream.write(`${text} ...\n`);
  const show = () => stream.write(`${CLEAR_LINE}${text} ... ${paint('dim', `${Math.floor(Number(seconds()))} s`)}`);
  const timer = stream.isTTY ? setInterval(show, 200) : undefined;
  try {
    return await work;
  } finally {
    clearInterval(timer);
    if (stream.isTTY) stream.write(CLEAR_LINE);
    stream.write(`${text}: ${seconds()} s\n`);
  }
}
