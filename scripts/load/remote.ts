import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Functions that one process offers another: an argument in, a result out, both of plain data. */
// biome-ignore lint/suspicious/noExplicitAny: stands for every argument; each offer names its own.
export type Offer = Readonly<Record<string, (argument: any) => Promise<unknown>>>;

interface Call {
  readonly id: number;
  readonly name: string;
  readonly argument: unknown;
}

interface Reply {
  readonly id: number;
  readonly result?: unknown;
  readonly error?: string;
}

/** Answers the calls of the process that started this one. */
export function offer(functions: Offer): void {
  process.on('message', (call: Call) => {
    const work = functions[call.name]?.(call.argument) ?? Promise.reject(new Error(`${call.name} is not offered`));
    work.then(
      (result) => reply({ id: call.id, result }),
      (error: unknown) => reply({ id: call.id, error: error instanceof Error ? error.message : String(error) }),
    );
  });
  // Without the one who started it a process has nothing to do.
  process.on('disconnect', () => process.exit());
  // Ctrl-C reaches every process of the terminal; the one that started this one ends it.
  process.on('SIGINT', () => {});
}

function reply(message: Reply): void {
  if (process.connected) process.send?.(message);
}

export interface RemoteOptions {
  /** Script beside this one. */
  readonly script: string;
  /** Options of Node.js. */
  readonly execArgv?: readonly string[];
}

/** Milliseconds that a process gets to end by itself. */
const GRACE_MS = 15_000;

/** A process of this folder whose functions can be called. */
export class Remote<T extends Offer> {
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, (reply: Reply) => void>();
  #calls = 0;
  #ended: string | undefined;

  constructor({ script, execArgv = [] }: RemoteOptions) {
    this.#child = fork(fileURLToPath(new URL(script, import.meta.url)), {
      execArgv: ['--import', import.meta.resolve('tsx'), '--no-warnings', ...execArgv],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      serialization: 'advanced',
    });
    this.#child.on('message', (message: Reply) => {
      this.#waiting.get(message.id)?.(message);
      this.#waiting.delete(message.id);
    });
    const ended = (how: string) => {
      this.#ended ??= how;
      for (const [id, settle] of this.#waiting) settle({ id, error: how });
      this.#waiting.clear();
    };
    this.#child.on('error', (error) => ended(error.message));
    this.#child.on('exit', (code, signal) => ended(`${script} ended with ${signal ?? code}`));
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** Rejects with the message of what the function throws, and when the process ends. */
  call<K extends keyof T & string>(name: K, argument: Parameters<T[K]>[0]): ReturnType<T[K]>;
  async call(name: string, argument: unknown): Promise<unknown> {
    if (this.#ended !== undefined) throw new Error(this.#ended);
    const id = this.#calls++;
    const reply = await new Promise<Reply>((resolve) => {
      this.#waiting.set(id, resolve);
      const call: Call = { id, name, argument };
      this.#child.send(call);
    });
    if (reply.error !== undefined) throw new Error(reply.error);
    return reply.result;
  }

  /** Lets the process end, by force if it does not. */
  async dispose(): Promise<void> {
    if (this.#ended !== undefined) return;
    const exit = new Promise<void>((resolve) => this.#child.once('exit', () => resolve()));
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), GRACE_MS);
    if (this.#child.connected) this.#child.disconnect();
    await exit;
    clearTimeout(timer);
  }
}
