import { unresolved } from '../template/unresolved.ts';

/** Wildcards of a pattern; any other element is one character. */
export const ANY_TEXT = Symbol('*');
export const ANY_TEXT_BUT_COLON = Symbol('* inside a part of an ARN');
export const ANY_CHARACTER = Symbol('?');
export const ANY_CHARACTER_BUT_COLON = Symbol('? inside a part of an ARN');
export type Token =
  | string
  | typeof ANY_TEXT
  | typeof ANY_TEXT_BUT_COLON
  | typeof ANY_CHARACTER
  | typeof ANY_CHARACTER_BUT_COLON;

const FIRST_OF_MARKER = unresolved('').codePointAt(0) ?? 0;

/** Whether the character belongs to a marker: then nobody knows what stands there, or how much. */
export const isMarker = (character: string): boolean => (character.codePointAt(0) ?? 0) >= FIRST_OF_MARKER;

/** Quick test of a text: characters of plane 15 begin with these code units. */
export const hasMarker = (text: string): boolean => /[\uDB80-\uDBBF]/.test(text);

const isStar = (token: Token | undefined): boolean => token === ANY_TEXT || token === ANY_TEXT_BUT_COLON;

/** Whether the token takes the character. A `?` does not take a part of a marker, which may be any number of characters. */
function takes(token: Token, character: string): boolean {
  switch (token) {
    case ANY_TEXT:
      return true;
    case ANY_TEXT_BUT_COLON:
      return character !== ':' && !isMarker(character);
    case ANY_CHARACTER:
      return !isMarker(character);
    case ANY_CHARACTER_BUT_COLON:
      return character !== ':' && !isMarker(character);
    default:
      return token === character;
  }
}

const STAR_CODE = -1;
const ANY_CODE = -2;
const ANY_BUT_COLON_CODE = -3;
const COLON = 58;

/** Characters outside the basic plane, markers among them, take two code units. */
const PAIRS = /[\uD800-\uDFFF]/;
export const hasPairs = (text: string): boolean => PAIRS.test(text);

/** The pattern as code units, for `plainGlobMatches`; undefined if it needs the slower matcher. */
export function plainGlob(pattern: readonly Token[]): Int32Array | undefined {
  const codes = new Int32Array(pattern.length);
  for (const [at, token] of pattern.entries()) {
    if (token === ANY_TEXT) codes[at] = STAR_CODE;
    else if (token === ANY_CHARACTER) codes[at] = ANY_CODE;
    else if (token === ANY_CHARACTER_BUT_COLON) codes[at] = ANY_BUT_COLON_CODE;
    else if (typeof token === 'string' && token.length === 1) codes[at] = token.charCodeAt(0);
    else return undefined;
  }
  return codes;
}

/**
 * Whether the pattern matches the whole text, which has no pairs. A mismatch goes back to the last `*` only, which is
 * right because a `*` takes anything: an earlier one never has to take more.
 */
export function plainGlobMatches(pattern: Int32Array, text: string): boolean {
  let at = 0;
  let star = -1;
  let afterStar = 0;
  for (let position = 0; position < text.length; ) {
    const token = pattern[at];
    const code = text.charCodeAt(position);
    if (token === code || token === ANY_CODE || (token === ANY_BUT_COLON_CODE && code !== COLON)) {
      at += 1;
      position += 1;
    } else if (token === STAR_CODE) {
      star = at;
      at += 1;
      afterStar = position;
    } else if (star >= 0) {
      at = star + 1;
      afterStar += 1;
      position = afterStar;
    } else return false;
  }
  while (pattern[at] === STAR_CODE) at += 1;
  return at === pattern.length;
}

/**
 * Whether the pattern matches the whole text. Markers on both sides count as themselves: the same marker is the same
 * value. Takes time in proportion to both lengths whatever the pattern, since templates are untrusted.
 */
export function globMatches(pattern: readonly Token[], text: readonly string[]): boolean {
  let reached = startOf(pattern);
  for (const character of text) {
    const next = new Uint8Array(pattern.length + 1);
    let any = false;
    for (let at = 0; at < pattern.length; at += 1) {
      if (!reached[at]) continue;
      const token = pattern[at];
      if (token === undefined || !takes(token, character)) continue;
      any = true;
      next[isStar(token) ? at : at + 1] = 1;
    }
    if (!any) return false;
    reached = closed(pattern, next);
  }
  return reached[pattern.length] === 1;
}

function startOf(pattern: readonly Token[]): Uint8Array {
  const reached = new Uint8Array(pattern.length + 1);
  reached[0] = 1;
  return closed(pattern, reached);
}

/** A star may stand for nothing, so that what follows it is reached too. */
function closed(pattern: readonly Token[], reached: Uint8Array): Uint8Array {
  for (let at = 0; at < pattern.length; at += 1) {
    if (reached[at] && isStar(pattern[at])) reached[at + 1] = 1;
  }
  return reached;
}

/** The tokens with `*` in the place of each marker: all that the text could come to. */
export function withMarkersOpen(tokens: readonly Token[]): Token[] {
  const open: Token[] = [];
  for (const token of tokens) {
    if (typeof token !== 'string' || !isMarker(token)) open.push(token);
    else if (open.at(-1) !== ANY_TEXT) open.push(ANY_TEXT);
  }
  return open;
}

/** Whether some text is matched by both. */
export function globsIntersect(left: readonly Token[], right: readonly Token[]): boolean {
  // reachable[j]: the first i tokens of `left` and the first j of `right` can have matched the same text.
  let reachable = new Uint8Array(right.length + 1);
  for (let i = 0; i <= left.length; i += 1) {
    const next = new Uint8Array(right.length + 1);
    for (let j = 0; j <= right.length; j += 1) {
      if (i === 0 && j === 0) next[j] = 1;
      const a = left[i - 1];
      const b = right[j - 1];
      if (a !== undefined && reachable[j] && isStar(a)) next[j] = 1;
      if (b !== undefined && next[j - 1] && isStar(b)) next[j] = 1;
      // A star that takes what the other side's token is.
      if (a !== undefined && b !== undefined && common(a, b)) {
        if (reachable[j - 1]) next[j] = 1;
        if (isStar(a) && next[j - 1]) next[j] = 1;
        if (isStar(b) && reachable[j]) next[j] = 1;
      }
    }
    reachable = next;
  }
  return reachable[right.length] === 1;
}

/** Whether some character is taken by both tokens. */
function common(left: Token, right: Token): boolean {
  if (typeof left === 'string') return takes(right, left);
  return typeof right === 'string' ? takes(left, right) : true;
}
