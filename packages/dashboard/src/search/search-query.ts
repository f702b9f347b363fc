/**
 * The query of a search expression: `{Namespace,Dimension,…} terms`.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/search-expression-syntax.html
 */

export interface SearchQuery {
  readonly schema?: { readonly namespace: string; readonly dimensions: readonly string[] };
  /** @default - all metrics of the schema */
  readonly term?: SearchTerm;
}

export type SearchTerm =
  | { readonly type: 'and' | 'or'; readonly terms: readonly SearchTerm[] }
  | { readonly type: 'not'; readonly term: SearchTerm }
  | {
      readonly type: 'text';
      readonly text: string;
      /** In double quotation marks: the whole name, letter for letter. */
      readonly exact: boolean;
      /** `MetricName`, `Namespace` or a dimension. @default - all of them, and the names of dimensions */
      readonly property?: string;
    };

/** "The maximum search expression query size is 1024 characters." */
export const MAX_QUERY = 1024;

/** Brackets in brackets; nobody writes more, and each costs a call. */
const MAX_DEPTH = 20;

export class SearchError extends Error {}

const SPACE = /[\s,]*/y;
const QUOTED = /"((?:[^"\\]|\\.)*)"/y;
const WORD = /[^\s(){}",=]+/y;
const EQUALS = /\s*=\s*/y;

/** Reads one query; throws a {@link SearchError} with the place. */
class QueryReader {
  readonly #text: string;
  #at = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
  }

  query(): SearchQuery {
    const schema = this.#schema();
    this.#take(SPACE);
    const term = this.#at < this.#text.length ? this.#or(undefined) : undefined;
    if (this.#at < this.#text.length)
      throw this.#error(`${JSON.stringify(this.#text.charAt(this.#at))} does not belong here`);
    if (schema === undefined && term === undefined) throw this.#error('a search needs a metric schema or a term');
    return { ...(schema === undefined ? {} : { schema }), ...(term === undefined ? {} : { term }) };
  }

  #schema(): SearchQuery['schema'] {
    this.#take(SPACE);
    if (this.#text.charAt(this.#at) !== '{') return undefined;
    const end = this.#text.indexOf('}', this.#at);
    if (end < 0) throw this.#error('{ has no }');
    const names = this.#text
      .slice(this.#at + 1, end)
      .split(',')
      .map((name) => name.trim().replace(/^"(.*)"$/, '$1'));
    const [namespace = '', ...dimensions] = names;
    if (names.includes('')) throw this.#error('the metric schema has an empty name');
    this.#at = end + 1;
    return { namespace, dimensions };
  }

  /** `OR` binds less than `AND`, which may be left out (*inferred*: AWS's examples fit). */
  #or(property: string | undefined): SearchTerm {
    const terms = [this.#and(property)];
    while (this.#keyword('OR')) terms.push(this.#and(property));
    const [only] = terms;
    return terms.length === 1 && only !== undefined ? only : { type: 'or', terms };
  }

  #and(property: string | undefined): SearchTerm {
    const terms = [this.#not(property)];
    for (;;) {
      this.#take(SPACE);
      const next = this.#text.charAt(this.#at);
      if (next === '' || next === ')' || this.#peekKeyword('OR')) break;
      this.#keyword('AND');
      terms.push(this.#not(property));
    }
    const [only] = terms;
    return terms.length === 1 && only !== undefined ? only : { type: 'and', terms };
  }

  #not(property: string | undefined): SearchTerm {
    if (!this.#keyword('NOT')) return this.#primary(property);
    return this.#deeper(() => ({ type: 'not', term: this.#not(property) }));
  }

  #primary(property: string | undefined): SearchTerm {
    this.#take(SPACE);
    if (this.#text.charAt(this.#at) === '(') return this.#brackets(property);
    const quoted = this.#take(QUOTED);
    const text = quoted === undefined ? this.#take(WORD) : unescaped(quoted);
    if (text === undefined) throw this.#error('a search term is missing');
    if (property === undefined && this.#take(EQUALS) !== undefined) return this.#primary(text);
    return { type: 'text', text, exact: quoted !== undefined, ...(property === undefined ? {} : { property }) };
  }

  #brackets(property: string | undefined): SearchTerm {
    return this.#deeper(() => {
      this.#at++;
      const inner = this.#or(property);
      this.#take(SPACE);
      if (this.#text.charAt(this.#at) !== ')') throw this.#error('( has no )');
      this.#at++;
      return inner;
    });
  }

  #deeper(read: () => SearchTerm): SearchTerm {
    this.#depth++;
    if (this.#depth > MAX_DEPTH) throw this.#error(`more than ${MAX_DEPTH} brackets in one another`);
    const term = read();
    this.#depth--;
    return term;
  }

  #peekKeyword(word: string): boolean {
    this.#take(SPACE);
    const after = this.#text.charAt(this.#at + word.length);
    return this.#text.startsWith(word, this.#at) && (after === '' || /[\s("]/.test(after));
  }

  #keyword(word: string): boolean {
    const found = this.#peekKeyword(word);
    if (found) this.#at += word.length;
    return found;
  }

  /** The first group of a pattern, or all of it, if it stands here. */
  #take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text);
    if (found === null) return undefined;
    this.#at += found[0].length;
    return found[1] ?? found[0];
  }

  #error(message: string): SearchError {
    return new SearchError(`${message} at character ${this.#at + 1} of the search`);
  }
}

function unescaped(text: string): string {
  return text.replaceAll(/\\(.)/g, '$1');
}

/** @throws SearchError if the text is no query */
export function parseSearchQuery(text: string): SearchQuery {
  if (text.length > MAX_QUERY) throw new SearchError(`the search has more than ${MAX_QUERY} characters`);
  return new QueryReader(text).query();
}
