import { type FSWatcher, statSync, watch } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';

/** Milliseconds without a change before one is reported: an editor and the CDK write several files at once. */
const SETTLE_MS = 150;

/** Reports changes of files and folders. Folders are watched, not files: many editors put a new file in the place. */
export class ChangeWatcher implements Disposable {
  readonly #watchers: FSWatcher[] = [];
  #timer: NodeJS.Timeout | undefined;
  #changed = false;
  #wake: (() => void) | undefined;

  /** @param paths files, or folders of which every file counts */
  constructor(paths: readonly string[]) {
    const wanted = new Map<string, Set<string> | 'all'>();
    for (const path of paths.map((one) => resolve(one))) {
      if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) {
        wanted.set(path, 'all');
        continue;
      }
      const folder = dirname(path);
      const names = wanted.get(folder) ?? new Set<string>();
      if (names !== 'all') wanted.set(folder, names.add(basename(path)));
    }
    for (const [folder, names] of wanted) this.#watch(folder, names);
  }

  /** Resolves once something has changed and come to rest, or with `false` when the signal aborts. */
  async next(signal: AbortSignal): Promise<boolean> {
    while (!this.#changed && !signal.aborted) {
      await new Promise<void>((wake) => {
        this.#wake = wake;
        signal.addEventListener('abort', () => wake(), { once: true });
      });
    }
    this.#changed = false;
    return !signal.aborted;
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer);
    for (const watcher of this.#watchers) watcher.close();
  }

  #watch(folder: string, names: ReadonlySet<string> | 'all'): void {
    if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return;
    const watcher = watch(folder, (_event, name) => {
      if (names === 'all' || name === null || names.has(name)) this.#touched();
    });
    // A folder that goes away while it is watched (a new cdk.out) is a change like any other.
    watcher.on('error', () => this.#touched());
    this.#watchers.push(watcher);
  }

  #touched(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#changed = true;
      this.#wake?.();
    }, SETTLE_MS);
  }
}
