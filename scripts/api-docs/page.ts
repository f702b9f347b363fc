import { dirname, relative } from 'node:path';

/** A source in what TypeDoc writes: `[lib/index.ts:12](source:lib/index.ts)`. */
const SOURCE_LINK = /\[([^\]]+?):\d+\]\(source:([^)]+)\)/g;
/** What a class inherits from the language is in no file of ours. */
const FOREIGN_SOURCE = /^Defined in: \[[^\]]*node\\?_modules.*\n\n/gm;
/** The settings: their types come from a schema, which TypeDoc unfolds to hundreds of rows without a word. */
const UNFOLDED_TABLE = /^\| Property \| Type \| Description \| Inherited from \|\n(?:\|.*\n)+/gm;
const NESTED_ROW = /^\| `[^`]+\.[^`]+` \|.*\n/gm;
/** A default as docstrings write it: a value, or words behind a hyphen. */
const DEFAULT = /\*\*Default\*\* `(- )?([^`]+)`/g;
const ANCHOR = /<a id="([^"]+)"><\/a> /g;
/** Signatures and no examples: those are files that are compiled, and marked `ts`. */
const SIGNATURE = /^```ts$/gm;

/**
 * A page as it is committed. Links to sources go to the file and not to a line, which every change would move.
 *
 * @param written - What TypeDoc wrote.
 * @param path - Of the page, from the repository's root.
 */
export function pageFrom(written: string, path: string): string {
  return `${written
    .replaceAll(FOREIGN_SOURCE, '')
    .replaceAll(SOURCE_LINK, (_, name: string, source: string) => `[${name}](${relative(dirname(path), source)})`)
    .replaceAll(UNFOLDED_TABLE, (table) => table.replaceAll(NESTED_ROW, ''))
    .replaceAll(DEFAULT, (_, words: string | undefined, value: string) => {
      return words === undefined && !value.includes(' ') ? `Default: \`${value}\`.` : `Default: ${value}.`;
    })
    .replaceAll(ANCHOR, (anchor, id: string) => (written.includes(`(#${id})`) ? anchor : ''))
    .replaceAll(SIGNATURE, '```typescript')
    .replaceAll(/[ \t]+$/gm, '')
    .trimEnd()}\n`;
}
