import { MathError } from './math-types.ts';

export type MathToken =
  | { readonly type: 'number'; readonly value: number; readonly position: number }
  | { readonly type: 'name' | 'symbol' | 'text'; readonly text: string; readonly position: number }
  | { readonly type: 'end'; readonly position: number };

const SPACE = /\s+/y;
const NUMBER = /(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y;
const NAME = /[A-Za-z_][A-Za-z0-9_]*/y;
const SYMBOL = /&&|\|\||<=|>=|==|!=|[-+*/^<>()[\],]/y;
const TEXT = /"[^"]*"|'[^']*'/y;

/** Quotation marks that word processors, and AWS's own page, put in place of straight ones. */
const CURLY = /[\u2018\u2019\u201c\u201d]/;

/** What stands for another operator in other languages. */
const MEANT: Readonly<Record<string, string>> = { '=': '==', '&': '&&', '|': '||', '!': '!=' };

function at(pattern: RegExp, text: string, index: number): string | undefined {
  pattern.lastIndex = index;
  return pattern.exec(text)?.[0];
}

function unknown(character: string, position: number): MathError {
  if (CURLY.test(character)) return new MathError(`curly quotation mark ${character}: write "`, position);
  if (character === '"' || character === "'") return new MathError(`no second ${character} after the one`, position);
  const meant = MEANT[character];
  const hint = meant === undefined ? '' : `: write ${meant}`;
  return new MathError(`unknown character ${JSON.stringify(character)}${hint}`, position);
}

/** Splits an expression into its tokens; throws a {@link MathError}, which the parser turns into a value. */
export function tokenizeMath(text: string): MathToken[] {
  const tokens: MathToken[] = [];
  let index = 0;
  while (index < text.length) {
    const position = index + 1;
    const space = at(SPACE, text, index);
    const number = at(NUMBER, text, index);
    const name = at(NAME, text, index);
    const symbol = at(SYMBOL, text, index);
    const quoted = at(TEXT, text, index);
    const found = space ?? number ?? name ?? symbol ?? quoted;
    if (found === undefined) throw unknown(String.fromCodePoint(text.codePointAt(index) ?? 0), position);
    index += found.length;
    if (number !== undefined) tokens.push({ type: 'number', value: Number(number), position });
    else if (name !== undefined) tokens.push({ type: 'name', text: name, position });
    else if (symbol !== undefined) tokens.push({ type: 'symbol', text: symbol, position });
    else if (quoted !== undefined) tokens.push({ type: 'text', text: quoted.slice(1, -1), position });
  }
  tokens.push({ type: 'end', position: text.length + 1 });
  return tokens;
}
