/** Path of keys and indexes, joined so that it can be a key itself. */
const pathKey = (path: readonly (string | number)[]): string => JSON.stringify(path);

export type JsonScan =
  | {
      readonly status: 'success';
      /** Offset of a key, or of an element of a list; undefined if it is deeper than was recorded. */
      offsetOf(path: readonly (string | number)[]): number | undefined;
    }
  | { readonly status: 'error'; readonly offset: number; readonly message: string };

/** Nesting that is followed: `JSON.parse` would take more, no template has as much. */
const MAX_DEPTH = 1000;

/** Keys of so many levels are recorded: `Resources`, the logical id, and what is directly in it. */
const RECORDED_LEVELS = 3;

const SPACE = /[\t\n\r ]*/y;
// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON forbids them in texts
const TEXT = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const OTHER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;

class Fault extends Error {
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

class Scanner {
  readonly offsets = new Map<string, number>();
  readonly #text: string;
  readonly #path: (string | number)[] = [];
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  scan(): void {
    if (this.#text.startsWith('\uFEFF')) {
      throw new Fault('the file begins with a byte order mark: save it as UTF-8 without one', 0);
    }
    this.#value();
    this.#space();
    if (this.#at < this.#text.length) throw this.#unexpected('the end of the file');
  }

  #space(): void {
    SPACE.lastIndex = this.#at;
    SPACE.exec(this.#text);
    this.#at = SPACE.lastIndex;
  }

  #unexpected(wanted: string): Fault {
    if (this.#at >= this.#text.length) return new Fault(`the file ends where ${wanted} must stand`, this.#text.length);
    return new Fault(`found ${JSON.stringify(this.#text.charAt(this.#at))} where ${wanted} must stand`, this.#at);
  }

  /** Takes the character, if it stands next. */
  #take(character: string): boolean {
    this.#space();
    if (this.#text.charAt(this.#at) !== character) return false;
    this.#at++;
    return true;
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const [found] = pattern.exec(this.#text) ?? [];
    if (found !== undefined) this.#at += found.length;
    return found;
  }

  #value(): void {
    if (this.#path.length > MAX_DEPTH) throw new Fault(`nested deeper than ${MAX_DEPTH} levels`, this.#at);
    if (this.#take('{')) this.#object();
    else if (this.#take('[')) this.#list();
    else if (this.#text.charAt(this.#at) === '"') this.#string('a value');
    else if (this.#match(OTHER) === undefined) throw this.#unexpected('a value');
  }

  #string(wanted: string): string {
    const start = this.#at;
    const found = this.#match(TEXT);
    if (found !== undefined) return found;
    if (this.#text.charAt(start) !== '"') throw this.#unexpected(wanted);
    throw new Fault('the text that begins here is not closed, or holds what JSON does not allow', start);
  }

  /** A member of an object or a list, under its key. */
  #member(key: string | number, offset: number): void {
    this.#path.push(key);
    if (this.#path.length <= RECORDED_LEVELS) {
      const id = pathKey(this.#path);
      if (this.offsets.has(id)) throw new Fault(`the key ${JSON.stringify(key)} is here a second time`, offset);
      this.offsets.set(id, offset);
    }
    this.#value();
    this.#path.pop();
  }

  #object(): void {
    if (this.#take('}')) return;
    do {
      this.#space();
      const offset = this.#at;
      const key: string = JSON.parse(this.#string('a key in quotation marks'));
      if (!this.#take(':')) throw this.#unexpected('":"');
      this.#space();
      this.#member(key, offset);
    } while (this.#take(','));
    if (!this.#take('}')) throw this.#unexpected('"," or "}"');
  }

  #list(): void {
    if (this.#take(']')) return;
    let index = 0;
    do {
      this.#space();
      this.#member(index++, this.#at);
    } while (this.#take(','));
    if (!this.#take(']')) throw this.#unexpected('"," or "]"');
  }
}

/**
 * Checks a JSON text and remembers where its keys stand. `JSON.parse` gives no position in half of its messages, and
 * lets a second key of the same name replace the first; this says where, and refuses that near the top.
 */
export function scanJson(text: string): JsonScan {
  const scanner = new Scanner(text);
  try {
    scanner.scan();
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return { status: 'error', offset: error.offset, message: error.message };
  }
  const { offsets } = scanner;
  return { status: 'success', offsetOf: (path) => offsets.get(pathKey(path)) };
}
