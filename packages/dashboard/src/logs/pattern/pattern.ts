import { isWord, type Node, PatternError, PatternReader } from './syntax.ts';

/**
 * Regular expressions out of a dashboard's body, run over log lines. The engines of Node and browsers can take
 * exponential time for patterns such as `(a+)+$`, so patterns are compiled to a small machine that looks at all
 * alternatives at once: the time is at most the length of the text times the size of the machine, whatever the pattern.
 * That rules out references back and looking around, which are refused by name; and it only says whether there is a match.
 */

/** Instructions of one pattern; repetitions are written out. */
const MAX_PROGRAM = 5000;

type Instruction =
  | { readonly type: 'character'; readonly accepts: (code: number) => boolean }
  /** Goes on at both places. */
  | { readonly type: 'fork'; first: number; second: number }
  | { readonly type: 'edge'; readonly at: 'start' | 'end' | 'word' | 'notWord' }
  | { readonly type: 'jump'; to: number }
  | { readonly type: 'match' };

class Compiler {
  readonly program: Instruction[] = [];

  add(node: Node): void {
    switch (node.type) {
      case 'character':
      case 'edge':
        this.#push(node);
        return;
      case 'sequence':
        for (const each of node.nodes) this.add(each);
        return;
      case 'choice':
        this.#choice(node.nodes);
        return;
      case 'repeat':
        this.#repeat(node.node, node.min, node.max);
    }
  }

  end(): readonly Instruction[] {
    this.#push({ type: 'match' });
    return this.program;
  }

  #choice(nodes: readonly Node[]): void {
    const ends: { type: 'jump'; to: number }[] = [];
    for (const [index, node] of nodes.entries()) {
      const isLast = index === nodes.length - 1;
      const fork = isLast ? undefined : this.#fork();
      this.add(node);
      if (fork === undefined) continue;
      const jump = { type: 'jump' as const, to: 0 };
      ends.push(jump);
      this.#push(jump);
      fork.second = this.program.length;
    }
    for (const jump of ends) jump.to = this.program.length;
  }

  #repeat(node: Node, min: number, max: number): void {
    for (let count = 0; count < min; count++) this.add(node);
    if (max === Number.POSITIVE_INFINITY) {
      const start = this.program.length;
      const fork = this.#fork();
      this.add(node);
      this.#push({ type: 'jump', to: start });
      fork.second = this.program.length;
      return;
    }
    const forks: { second: number }[] = [];
    for (let count = min; count < max; count++) {
      forks.push(this.#fork());
      this.add(node);
    }
    for (const fork of forks) fork.second = this.program.length;
  }

  #fork(): { first: number; second: number } {
    const fork = { type: 'fork' as const, first: this.program.length + 1, second: 0 };
    this.#push(fork);
    return fork;
  }

  #push(instruction: Instruction): void {
    if (this.program.length >= MAX_PROGRAM) throw new PatternError('the pattern has too many repetitions');
    this.program.push(instruction);
  }
}

/** A compiled pattern. */
export class Pattern {
  readonly #program: readonly Instruction[];
  /** Step at which each instruction was last put on the list, so that none is there twice. */
  readonly #seen: Int32Array;
  #current: number[] = [];
  #next: number[] = [];

  /**
   * @param source without slashes; `(?i)` in front ignores case
   * @throws PatternError if it cannot be read, or uses what is not supported
   */
  constructor(source: string) {
    const compiler = new Compiler();
    compiler.add(new PatternReader(source).read());
    this.#program = compiler.end();
    this.#seen = new Int32Array(this.#program.length);
  }

  /** Is there a match anywhere in the text? */
  test(text: string): boolean {
    this.#seen.fill(-1);
    this.#current.length = 0;
    for (let at = 0; at <= text.length; at++) {
      if (this.#follow(0, text, at, this.#current)) return true;
      if (at === text.length) return false;
      const code = text.charCodeAt(at);
      this.#next.length = 0;
      for (const place of this.#current) {
        const instruction = this.#program[place];
        if (instruction?.type !== 'character' || !instruction.accepts(code)) continue;
        if (this.#follow(place + 1, text, at + 1, this.#next)) return true;
      }
      [this.#current, this.#next] = [this.#next, this.#current];
    }
    return false;
  }

  /** Puts what comes next without a character on the list; true if that is the end of the pattern. */
  #follow(start: number, text: string, at: number, list: number[]): boolean {
    const stack = [start];
    for (let place = stack.pop(); place !== undefined; place = stack.pop()) {
      if (this.#seen[place] === at) continue;
      this.#seen[place] = at;
      const instruction = this.#program[place];
      switch (instruction?.type) {
        case 'match':
          return true;
        case 'fork':
          stack.push(instruction.second, instruction.first);
          break;
        case 'jump':
          stack.push(instruction.to);
          break;
        case 'edge':
          if (isAt(instruction.at, text, at)) stack.push(place + 1);
          break;
        case 'character':
          list.push(place);
      }
    }
    return false;
  }
}

function isAt(edge: 'start' | 'end' | 'word' | 'notWord', text: string, at: number): boolean {
  if (edge === 'start') return at === 0;
  if (edge === 'end') return at === text.length;
  const before = at > 0 && isWord(text.charCodeAt(at - 1));
  const after = at < text.length && isWord(text.charCodeAt(at));
  return (before !== after) === (edge === 'word');
}
