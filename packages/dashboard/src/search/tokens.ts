/**
 * How CloudWatch's search compares names: by *tokens*, at which capitals, digits and other characters cut a name.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/search-expression-syntax.html#search-expression-syntax-tokenization
 */

const DELIMITER = /[^\p{L}\p{N}]/u;

/** Letters without capitals in other scripts stay together. */
const TOKEN = /[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\p{N}+|(?:(?![A-Za-z])\p{L})+/gu;

/** `Project2-trial333` is `Project`, `2`, `trial`, `333`, in the case in which they are written. */
export function tokensOf(text: string): readonly string[] {
  return text.match(TOKEN) ?? [];
}

/**
 * Is a search term part of a name? A term of one token matches a token, or the whole name, in any case. A term of several
 * must stand in the name token for token: in the same case if only capitals and digits cut it (`count1` does not find
 * `CustomCount1`), in any case if other characters do (`network/errors` finds `Network-Errors-2`). AWS states the first and
 * shows the second by examples; that these two go together so is *inferred*.
 */
export function matchesPartly(term: string, name: string): boolean {
  const wanted = tokensOf(term);
  if (wanted.length === 0) return false;
  const there = tokensOf(name);
  const whole = (tokens: readonly string[]) => tokens.join('').toLowerCase();
  if (whole(wanted) === whole(there)) return true;
  const anyCase = wanted.length === 1 || DELIMITER.test(term);
  const same = (one: string, other: string) => (anyCase ? one.toLowerCase() === other.toLowerCase() : one === other);
  for (let first = 0; first + wanted.length <= there.length; first++) {
    if (wanted.every((token, index) => same(token, there[first + index] ?? ''))) return true;
  }
  return false;
}
