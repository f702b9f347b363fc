import { type ChildProcess, fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';

const SCRIPT = fileURLToPath(new URL('./awake-process.mjs', import.meta.url));

/**
 * Keeps the machine's processors from sleeping, by a loop of the lowest priority on each. The processor of a virtual machine
 * that has nothing to do is given to others; to be woken it waits until the host gives it back, at each of the dozen hand-overs
 * that a request makes between threads and processes. Other work loses only what two threads of a
 * core take from each other.
 */
export class Awake {
  readonly #loops: readonly ChildProcess[];

  constructor() {
    this.#loops = Array.from({ length: availableParallelism() }, () => fork(SCRIPT, { stdio: 'ignore' }));
  }

  get pids(): readonly number[] {
    return this.#loops.flatMap(({ pid }) => (pid === undefined ? [] : [pid]));
  }

  dispose(): void {
    for (const loop of this.#loops) loop.kill('SIGKILL');
  }
}
