/** Words of a filter expression that are no columns. */
const KEYWORDS: ReadonlySet<string> = new Set([
  'and',
  'between',
  'cast',
  'as',
  'date',
  'timestamp',
  'escape',
  'false',
  'in',
  'is',
  'like',
  'missing',
  'not',
  'null',
  'or',
  'true',
]);

/** Text in single quotes (a doubled quote inside), a name in double quotes, a word, a number. */
const PARTS = /'(?:[^']|'')*'|"(?<quoted>[^"]+)"|(?<word>[A-Za-z_]\w*)(?=(?<tail>\s*['(])?)|\d[\w.]*/g;

/**
 * Names of columns in a row filter: every word that is no keyword, no text and no function, in lower case, once each.
 * `date` is a keyword before text (`date '2026-01-01'`) and in `CAST(x AS date)`, and a column elsewhere.
 *
 * @see https://docs.aws.amazon.com/lake-formation/latest/dg/partiql-support.html
 */
export function filterIdentifiers(expression: string): readonly string[] {
  const found = new Set<string>();
  let before = '';
  for (const { groups } of expression.matchAll(PARTS)) {
    const word = groups?.word?.toLowerCase();
    const tail = groups?.tail?.trim() ?? '';
    const name = groups?.quoted?.toLowerCase() ?? (isColumn(word, tail, before) ? word : undefined);
    if (name !== undefined) found.add(name);
    before = word ?? '';
  }
  return [...found];
}

function isColumn(word: string | undefined, tail: string, before: string): boolean {
  if (word === undefined) return false;
  if (word === 'date' || word === 'timestamp') return tail !== "'" && tail !== '(' && before !== 'as';
  return !KEYWORDS.has(word) && tail !== '(' && before !== 'as';
}
