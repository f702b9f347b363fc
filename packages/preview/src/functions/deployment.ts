import { cpSync, lstatSync, mkdirSync, mkdtempSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import type { FunctionConfig } from './function-config.ts';

/**
 * Unzipped size that Lambda takes, in bytes.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
const MAX_CODE_BYTES = 262_144_000;

/**
 * Copies of the functions' code in a temporary folder, one folder for a function, as Lambda unpacks code to `/var/task`.
 * A copy, because (1) a `package.json` above `cdk.out` with `"type": "module"` would make Node.js read a bundled
 * `index.js` as an ES module, which it is not on Lambda, and (2) the next synthesis may replace the assembly's folder.
 */
export class Deployment {
  readonly #root: string;
  #count = 0;

  constructor() {
    this.#root = realpathSync(mkdtempSync(join(tmpdir(), 'inferwatch-preview-')));
    writeFileSync(join(this.#root, 'package.json'), '{ "type": "commonjs" }\n');
  }

  /** Unpacks the function's code and returns its folder. @throws Error when the code cannot be deployed */
  add(config: FunctionConfig): string {
    const taskRoot = join(this.#root, `function-${this.#count++}`);
    if (config.code && 'folder' in config.code) this.#copy(config.code.folder, taskRoot);
    else {
      mkdirSync(taskRoot);
      // Lambda stores inline code as index.js.
      writeFileSync(join(taskRoot, 'index.js'), config.code?.source ?? '');
    }
    return taskRoot;
  }

  dispose(): void {
    rmSync(this.#root, { recursive: true, force: true });
  }

  #copy(folder: string, taskRoot: string): void {
    if (!statSync(folder).isDirectory()) throw new Error(`${folder} is a file: the preview runs bundles in folders`);
    let bytes = 0;
    cpSync(folder, taskRoot, {
      recursive: true,
      dereference: true,
      filter: (source) => {
        const way = relative(folder, realpathSync(source));
        if (way.startsWith('..')) throw new Error(`${source} is a link that leaves ${folder}`);
        const status = lstatSync(source);
        if (status.isFile()) bytes += status.size;
        if (bytes > MAX_CODE_BYTES)
          throw new Error(`${folder} holds more than ${MAX_CODE_BYTES} bytes, Lambda's limit`);
        return true;
      },
    });
  }
}
