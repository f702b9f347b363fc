import { MathError } from './math-types.ts';

export type MathToken =
  | { readonly type: 'number'; readonly value: number; readonly position: number }
  | { readonly type: 'name' | 'symbol'; readonly text: string; readonly position: number }
  | { readonly type: 'end'; readonly position: number };

const NUMBER = /(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y;
const NAME = /[A-Za-z_][A-Za-z0-9_]*/y;
const SYMBOL = /&&|\|\||<=|>=|==|!=|[-+*/^<>()[\],]/y;

function at(pattern: RegExp, text: string, index: number): string | undefined {
  pattern.lastIndex = index;
  return pattern.exec(text)?.[0];
}

/** Splits an expression into its tokens; throws a {@link MathError}, which the parser turns into a value. */
export function tokenizeMath(text: string): MathToken[] {
  const tokens: MathToken[] = [];
  let index = 0;
  while (index < text.length) {
    const position = index + 1;
    const space = at(/\s+/y, text, index);
    const number = at(NUMBER, text, index);
    const name = at(NAME, text, index);
    const symbol = at(SYMBOL, text, index);
    if (space !== undefined) index += space.length;
    else if (number !== undefined) {
      tokens.push({ type: 'number', value: Number(number), position });
      index += number.length;
    } else if (name !== undefined) {
      tokens.push({ type: 'name', text: name, position });
      index += name.length;
    } else if (symbol !== undefined) {
      tokens.push({ type: 'symbol', text: symbol, position });
      index += symbol.length;
    } else if (text.charAt(index) === '"' || text.charAt(index) === "'") {
      throw new MathError('text in quotation marks is not supported', position);
    } else {
      throw new MathError(`unknown character ${JSON.stringify(text.charAt(index))}`, position);
    }
  }
  tokens.push({ type: 'end', position: text.length + 1 });
  return tokens;
}
