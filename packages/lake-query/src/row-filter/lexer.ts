/** A part of a row filter. Positions are characters from its start, the first being 1. */
export type FilterToken =
  | {
      readonly type: 'name' | 'quoted-name' | 'text' | 'number' | 'symbol';
      readonly text: string;
      readonly position: number;
    }
  | { readonly type: 'end'; readonly position: number };

/** Why a row filter is refused; the parser turns it into a value. */
export class RowFilterProblem extends Error {}

interface Kind {
  readonly type: Exclude<FilterToken['type'], 'end'>;
  readonly pattern: RegExp;
  /** The text that a match stands for. @default - the match itself */
  readonly value?: (match: string) => string;
}

/** In order: the first that fits is taken. */
const KINDS: readonly Kind[] = [
  { type: 'text', pattern: /'(?:[^']|'')*'/y, value: (match) => match.slice(1, -1).replaceAll("''", "'") },
  { type: 'quoted-name', pattern: /"(?:[^"]|"")+"/y, value: (match) => match.slice(1, -1).replaceAll('""', '"') },
  { type: 'number', pattern: /-?(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?(?![\w.])/y },
  { type: 'name', pattern: /[\p{L}_][\p{L}\p{N}_$]*/uy },
  { type: 'symbol', pattern: /<=|>=|<>|!=|[=<>(),.]/y },
];

/** What SQL has and a row filter has not, for a message that says more than "unexpected". */
const FOREIGN: readonly { readonly pattern: RegExp; readonly what: string }[] = [
  { pattern: /--|\/\*/y, what: 'a comment' },
  { pattern: /;/y, what: 'a second statement' },
  { pattern: /[+\-*/%|^&]/y, what: 'arithmetic' },
  { pattern: /\?|:/y, what: 'a parameter' },
  { pattern: /'/y, what: 'a text without its closing quotation mark' },
  { pattern: /"/y, what: 'a name without its closing quotation mark' },
  { pattern: /\d/y, what: 'a name that begins with a digit (put it in double quotes)' },
];

function matchAt(pattern: RegExp, text: string, index: number): string | undefined {
  pattern.lastIndex = index;
  return pattern.exec(text)?.[0];
}

/** Splits a row filter into its tokens; throws a {@link RowFilterProblem} at what no row filter may hold. */
export function tokenizeFilter(text: string): FilterToken[] {
  const tokens: FilterToken[] = [];
  let index = 0;
  while (index < text.length) {
    const space = matchAt(/\s+/y, text, index);
    if (space !== undefined) {
      index += space.length;
      continue;
    }
    const token = readToken(text, index);
    tokens.push(token.token);
    index += token.length;
  }
  tokens.push({ type: 'end', position: text.length + 1 });
  return tokens;
}

function readToken(text: string, index: number): { readonly token: FilterToken; readonly length: number } {
  const position = index + 1;
  for (const { type, pattern, value } of KINDS) {
    const match = matchAt(pattern, text, index);
    if (match === undefined) continue;
    return { token: { type, text: value ? value(match) : match, position }, length: match.length };
  }
  const foreign = FOREIGN.find(({ pattern }) => matchAt(pattern, text, index) !== undefined);
  const what = foreign?.what ?? JSON.stringify(text.charAt(index));
  throw new RowFilterProblem(`${what} at character ${position}: a row filter has none`);
}
