import { QueryError } from './syntax.ts';

/** Characters of a query, as CloudWatch limits them. */
export const MAX_QUERY = 10_000;

const SPACE = /(?:\s+|#[^\n]*)*/y;
const WORD = /[A-Za-z_]\w*/y;
const FIELD = /[@A-Za-z_][\w.@]*(?<!\.)/y;
const BACKTICKED = /`([^`]+)`/y;
const NUMBER = /\d+(?:\.\d+)?(?:[eE][+-]?\d{1,3})?(?![\w.])/y;
const TEXT = /"((?:[^"\\]|\\[\s\S])*)"|'((?:[^'\\]|\\[\s\S])*)'/y;
const PATTERN = /\/((?:[^/\\\n]|\\[^\n])+)\//y;
const SYMBOL = /<=|>=|!=|=~|[=<>+\-*/%^(),[\]|]/y;
const DURATION = /(\d{1,6})\s*(ms|[a-z]+)\b/y;

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r' };

/** Takes pieces off a query from left to right; the reader says what may come next, so that `/` is never in doubt. */
export class Scanner {
  readonly text: string;
  #at = 0;

  constructor(text: string) {
    if (text.length > MAX_QUERY) throw new QueryError(`The query has more than ${MAX_QUERY} characters.`);
    this.text = text;
    this.#skip();
  }

  get at(): number {
    return this.#at;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.text.length;
  }

  /** A keyword in any case, if it comes next. */
  keyword(word: string): boolean {
    const found = this.#match(WORD);
    if (found?.[0].toLowerCase() !== word) return false;
    this.#pass(found);
    return true;
  }

  word(): string | undefined {
    return this.#pass(this.#match(WORD))?.[0];
  }

  /** The next word without taking it. */
  peekWord(): string | undefined {
    return this.#match(WORD)?.[0];
  }

  field(): string | undefined {
    const quoted = this.#pass(this.#match(BACKTICKED));
    return quoted?.[1] ?? this.#pass(this.#match(FIELD))?.[0];
  }

  number(): number | undefined {
    const found = this.#pass(this.#match(NUMBER));
    return found === undefined ? undefined : Number(found[0]);
  }

  quoted(): string | undefined {
    const found = this.#pass(this.#match(TEXT));
    if (found === undefined) return undefined;
    return (found[1] ?? found[2] ?? '').replaceAll(
      /\\([\s\S])/g,
      (_, character: string) => ESCAPES[character] ?? character,
    );
  }

  /** The inside of `/…/`; its own escaped slashes without the backslash. */
  pattern(): string | undefined {
    return this.#pass(this.#match(PATTERN))?.[1]?.replaceAll('\\/', '/');
  }

  symbol(wanted: string): boolean {
    const found = this.#match(SYMBOL);
    if (found?.[0] !== wanted) return false;
    this.#pass(found);
    return true;
  }

  /** Number and unit of a length of time such as `5m`. */
  duration(): readonly [number, string] | undefined {
    const found = this.#pass(this.#match(DURATION));
    return found === undefined ? undefined : [Number(found[1]), found[2] ?? ''];
  }

  /** Text from a place up to here, without space at its end. */
  since(start: number): string {
    return this.text.slice(start, this.#at).trim();
  }

  /** A fault at this place, or at another. */
  error(message: string, at: number = this.#at): QueryError {
    const next = this.text.slice(at, at + 20).split('\n')[0] ?? '';
    return new QueryError(`${message} at character ${at + 1}${next === '' ? ', the end' : ` (${next})`}.`);
  }

  #match(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.#at;
    return pattern.exec(this.text) ?? undefined;
  }

  #pass(found: RegExpExecArray | undefined): RegExpExecArray | undefined {
    if (found === undefined) return undefined;
    this.#at += found[0].length;
    this.#skip();
    return found;
  }

  #skip(): void {
    SPACE.lastIndex = this.#at;
    this.#at += SPACE.exec(this.text)?.[0].length ?? 0;
  }
}
