/** A regular expression as a tree: the part of the syntax that can be matched in one pass over the text. */
export type Node =
  /** One character that a test accepts. */
  | { readonly type: 'character'; readonly accepts: (code: number) => boolean }
  | { readonly type: 'sequence'; readonly nodes: readonly Node[] }
  | { readonly type: 'choice'; readonly nodes: readonly Node[] }
  | { readonly type: 'repeat'; readonly node: Node; readonly min: number; readonly max: number }
  | { readonly type: 'edge'; readonly at: 'start' | 'end' | 'word' | 'notWord' };

/** Characters of a pattern. Logs Insights takes more; nobody reads them. */
export const MAX_PATTERN = 1000;

/** Most repetitions that a pattern may count (`a{500}`). */
export const MAX_REPEAT = 500;

/** Groups in one another. */
const MAX_DEPTH = 50;

export class PatternError extends Error {}

type Accepts = (code: number) => boolean;

const isDigit: Accepts = (code) => code >= 48 && code <= 57;
const isWord: Accepts = (code) =>
  isDigit(code) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122) || code === 95;
const isSpace: Accepts = (code) => code === 32 || (code >= 9 && code <= 13) || code === 160 || code === 0xfeff;

export { isWord };

const CLASSES: Readonly<Record<string, Accepts>> = {
  d: isDigit,
  D: (code) => !isDigit(code),
  w: isWord,
  W: (code) => !isWord(code),
  s: isSpace,
  S: (code) => !isSpace(code),
};

const CONTROLS: Readonly<Record<string, number>> = { n: 10, r: 13, t: 9, f: 12, v: 11, 0: 0 };

const HEX = /^(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4}))/;
const COUNT = /\{(\d{1,4})(?:(,)(\d{0,4}))?\}/y;

/** Reads a pattern; throws a {@link PatternError} that names what is not supported. */
export class PatternReader {
  readonly #text: string;
  readonly #ignoreCase: boolean;
  #at = 0;
  #depth = 0;

  constructor(source: string) {
    if (source.length > MAX_PATTERN) throw new PatternError(`the pattern has more than ${MAX_PATTERN} characters`);
    this.#ignoreCase = source.startsWith('(?i)');
    this.#text = this.#ignoreCase ? source.slice(4) : source;
  }

  read(): Node {
    const node = this.#choice();
    if (this.#at < this.#text.length) throw this.#error('a ) has no (');
    return node;
  }

  #choice(): Node {
    const nodes = [this.#sequence()];
    while (this.#text.charAt(this.#at) === '|') {
      this.#at++;
      nodes.push(this.#sequence());
    }
    const [only] = nodes;
    return nodes.length === 1 && only !== undefined ? only : { type: 'choice', nodes };
  }

  #sequence(): Node {
    const nodes: Node[] = [];
    for (;;) {
      const next = this.#text.charAt(this.#at);
      if (next === '' || next === '|' || next === ')') return { type: 'sequence', nodes };
      nodes.push(this.#repeated(this.#atom(next)));
    }
  }

  #repeated(node: Node): Node {
    const limits = this.#quantifier();
    if (limits === undefined) return node;
    if (node.type === 'edge') throw this.#error('an edge cannot be repeated');
    // Whether it is greedy or lazy does not change whether there is a match.
    if (this.#text.charAt(this.#at) === '?') this.#at++;
    if (this.#text.charAt(this.#at) === '+') throw this.#error('possessive repetition is not supported');
    return { type: 'repeat', node, min: limits[0], max: limits[1] };
  }

  #quantifier(): readonly [number, number] | undefined {
    const next = this.#text.charAt(this.#at);
    const simple = { '*': [0, Number.POSITIVE_INFINITY], '+': [1, Number.POSITIVE_INFINITY], '?': [0, 1] } as const;
    if (next === '*' || next === '+' || next === '?') {
      this.#at++;
      return simple[next];
    }
    COUNT.lastIndex = this.#at;
    const found = next === '{' ? COUNT.exec(this.#text) : null;
    if (found === null) return undefined;
    this.#at += found[0].length;
    const min = Number(found[1]);
    const max = found[2] === undefined ? min : found[3] ? Number(found[3]) : Number.POSITIVE_INFINITY;
    if (min > MAX_REPEAT || (Number.isFinite(max) && max > MAX_REPEAT)) {
      throw this.#error(`more than ${MAX_REPEAT} repetitions are not counted`);
    }
    if (max < min) throw this.#error('the limits of a repetition are the wrong way round');
    return [min, max];
  }

  #atom(next: string): Node {
    if (next === '*' || next === '+' || next === '?') throw this.#error('there is nothing to repeat');
    if (next === '(') return this.#group();
    if (next === '[') return { type: 'character', accepts: this.#set() };
    this.#at++;
    if (next === '.') return { type: 'character', accepts: (code) => code !== 10 && code !== 13 };
    if (next === '^') return { type: 'edge', at: 'start' };
    if (next === '$') return { type: 'edge', at: 'end' };
    if (next === '\\') return this.#escape();
    return { type: 'character', accepts: this.#one(next.charCodeAt(0)) };
  }

  #group(): Node {
    const opening = /^\((?:\?:|\?<[A-Za-z]\w*>)?/.exec(this.#text.slice(this.#at, this.#at + 80))?.[0] ?? '(';
    if (opening === '(' && this.#text.charAt(this.#at + 1) === '?') {
      throw this.#error('looking ahead or behind, and flags within, are not supported');
    }
    this.#depth++;
    if (this.#depth > MAX_DEPTH) throw this.#error(`more than ${MAX_DEPTH} groups in one another`);
    this.#at += opening.length;
    const node = this.#choice();
    if (this.#text.charAt(this.#at) !== ')') throw this.#error('a ( has no )');
    this.#at++;
    this.#depth--;
    return node;
  }

  #escape(): Node {
    const next = this.#text.charAt(this.#at);
    if (next === 'b' || next === 'B') {
      this.#at++;
      return { type: 'edge', at: next === 'b' ? 'word' : 'notWord' };
    }
    if (/[1-9k]/.test(next)) throw this.#error('references back are not supported');
    return { type: 'character', accepts: this.#escaped() };
  }

  /** What stands behind a backslash, as characters. */
  #escaped(): Accepts {
    const next = this.#text.charAt(this.#at);
    if (next === '') throw this.#error('a backslash stands at the end');
    const found = Object.hasOwn(CLASSES, next) ? CLASSES[next] : undefined;
    if (found !== undefined) {
      this.#at++;
      return found;
    }
    return this.#one(this.#escapedCode());
  }

  #escapedCode(): number {
    const rest = this.#text.slice(this.#at, this.#at + 5);
    const hex = HEX.exec(rest);
    if (hex !== null) {
      this.#at += hex[0].length;
      return Number.parseInt(hex[1] ?? hex[2] ?? '0', 16);
    }
    const next = rest.charAt(0);
    this.#at++;
    const control = Object.hasOwn(CONTROLS, next) ? CONTROLS[next] : undefined;
    if (control !== undefined) return control;
    if (/[A-Za-z]/.test(next)) throw this.#error(`\\${next} is not supported`);
    return next.charCodeAt(0);
  }

  /** `[a-z\d]`, `[^…]`. */
  #set(): Accepts {
    this.#at++;
    const negated = this.#text.charAt(this.#at) === '^';
    if (negated) this.#at++;
    const parts: Accepts[] = [];
    while (this.#text.charAt(this.#at) !== ']') {
      if (this.#at >= this.#text.length) throw this.#error('a [ has no ]');
      parts.push(this.#member());
    }
    this.#at++;
    return negated ? (code) => !parts.some((part) => part(code)) : (code) => parts.some((part) => part(code));
  }

  #member(): Accepts {
    const first = this.#memberCode();
    if (typeof first !== 'number') return first;
    const isRange = this.#text.charAt(this.#at) === '-' && !['', ']'].includes(this.#text.charAt(this.#at + 1));
    if (!isRange) return this.#one(first);
    this.#at++;
    const last = this.#memberCode();
    if (typeof last !== 'number' || last < first) throw this.#error('a range of characters is the wrong way round');
    if (!this.#ignoreCase) return (code) => code >= first && code <= last;
    return (code) => bothCases(code).some((each) => each >= first && each <= last);
  }

  #memberCode(): number | Accepts {
    const next = this.#text.charAt(this.#at);
    this.#at++;
    if (next !== '\\') return next.charCodeAt(0);
    const escaped = this.#text.charAt(this.#at);
    return Object.hasOwn(CLASSES, escaped) ? this.#escaped() : this.#escapedCode();
  }

  #one(wanted: number): Accepts {
    if (!this.#ignoreCase) return (code) => code === wanted;
    const cases = bothCases(wanted);
    return (code) => cases.includes(code);
  }

  #error(message: string): PatternError {
    return new PatternError(`${message}, at character ${this.#at + 1 + (this.#ignoreCase ? 4 : 0)} of the pattern`);
  }
}

function bothCases(code: number): readonly number[] {
  const text = String.fromCharCode(code);
  return [code, text.toLowerCase().charCodeAt(0), text.toUpperCase().charCodeAt(0)];
}
