import { TermReader } from './parse-term.ts';
import { Scanner } from './scanner.ts';
import { AGGREGATES, type Aggregate, type Column, type Command, isOneOf, type LogQuery, type Term } from './syntax.ts';

/** Lines of an answer: what there is without `limit`, and the most that it takes. */
export const MAX_LIMIT = 10_000;

/** Log groups of one query, as CloudWatch limits them. */
const MAX_SOURCES = 50;

/** Reads the commands of a query, divided by `|`. */
class QueryReader {
  readonly #scanner: Scanner;
  readonly #terms: TermReader;
  readonly #sources = new Set<string>();
  #isGrouped = false;

  constructor(text: string) {
    this.#scanner = new Scanner(text);
    this.#terms = new TermReader(this.#scanner);
  }

  read(): LogQuery {
    const scanner = this.#scanner;
    const commands: Command[] = [];
    do {
      if (scanner.keyword('source')) this.#source();
      else commands.push(this.#command());
    } while (scanner.symbol('|'));
    if (!scanner.isAtEnd) throw scanner.error('Something stands behind the end of a command');
    if (this.#sources.size > MAX_SOURCES) throw scanner.error(`More than ${MAX_SOURCES} log groups`);
    return { sources: [...this.#sources], commands };
  }

  #source(): void {
    const { at } = this.#scanner;
    const name = this.#scanner.quoted();
    if (name === undefined) throw this.#scanner.error("SOURCE takes the name of a log group, as in SOURCE 'name',", at);
    this.#sources.add(name);
  }

  #command(): Command {
    const scanner = this.#scanner;
    const { at } = scanner;
    const word = scanner.word();
    switch (word?.toLowerCase()) {
      case 'fields':
        return { type: 'fields', columns: this.#columns() };
      case 'display':
        return { type: 'display', columns: this.#columns() };
      case 'filter':
        return { type: 'filter', condition: this.#terms.read() };
      case 'sort':
        return this.#sort();
      case 'limit':
        return this.#limit();
      case 'dedup':
        return { type: 'dedup', terms: this.#list() };
      case 'parse':
        return this.#parse();
      case 'stats':
        return this.#stats(at);
      case undefined:
        throw scanner.error('A command is missing', at);
      default:
        throw scanner.error(`The command ${word} is not run here`, at);
    }
  }

  #columns(): Column[] {
    const columns: Column[] = [];
    do {
      const { at } = this.#scanner;
      const term = this.#terms.read();
      columns.push({ name: this.#alias() ?? this.#nameOf(term, at), term });
      // A comma between columns may be left out.
    } while (this.#scanner.symbol(',') || this.#startsColumn());
    return columns;
  }

  #startsColumn(): boolean {
    const { text, at } = this.#scanner;
    return /[@`\w]/.test(text.charAt(at)) && this.#scanner.peekWord()?.toLowerCase() !== 'by';
  }

  #nameOf(term: Term, at: number): string {
    return term.type === 'field' ? term.name : this.#scanner.since(at);
  }

  #alias(): string | undefined {
    if (!this.#scanner.keyword('as')) return undefined;
    const name = this.#scanner.field();
    if (name === undefined) throw this.#scanner.error('A name is missing behind "as"');
    return name;
  }

  #list(): Term[] {
    const terms = [this.#terms.read()];
    while (this.#scanner.symbol(',')) terms.push(this.#terms.read());
    return terms;
  }

  /** Ascending is what `sort` does without a word (documented). */
  #sort(): Command {
    const keys: { term: Term; descending: boolean }[] = [];
    do {
      const term = this.#terms.read();
      const descending = this.#scanner.keyword('desc');
      if (!descending) this.#scanner.keyword('asc');
      keys.push({ term, descending });
    } while (this.#scanner.symbol(','));
    return { type: 'sort', keys };
  }

  #limit(): Command {
    const { at } = this.#scanner;
    const count = this.#scanner.number();
    if (count === undefined || !Number.isInteger(count) || count < 1 || count > MAX_LIMIT) {
      throw this.#scanner.error(`limit takes a whole number from 1 to ${MAX_LIMIT}`, at);
    }
    return { type: 'limit', count };
  }

  /** `parse field "text * text *" as a, b`; the form with a regular expression is not run here. */
  #parse(): Command {
    const scanner = this.#scanner;
    const { at } = scanner;
    const first = scanner.quoted();
    // Without a field it is the message that is parsed.
    const of: Term = { type: 'field', name: first === undefined ? (scanner.field() ?? '') : '@message' };
    const glob = (first ?? scanner.quoted())?.split('*');
    if (glob === undefined) throw scanner.error('parse takes a text with * in quotation marks here', at);
    if (!scanner.keyword('as')) throw scanner.error('"as" and names are missing');
    const names: string[] = [];
    do names.push(scanner.field() ?? '');
    while (scanner.symbol(','));
    if (names.includes('')) throw scanner.error('A name is missing');
    if (names.length !== glob.length - 1) {
      throw scanner.error(`parse has ${glob.length - 1} * and ${names.length} names`, at);
    }
    return { type: 'parse', of, glob, names };
  }

  #stats(at: number): Command {
    if (this.#isGrouped) throw this.#scanner.error('A second stats is not run here', at);
    this.#isGrouped = true;
    const values: Aggregate[] = [];
    do values.push(this.#aggregate());
    while (this.#scanner.symbol(','));
    const by = this.#scanner.keyword('by') ? this.#columns() : [];
    this.#terms.startFrom(new Set([...by, ...values].map(({ name }) => name)));
    return { type: 'stats', values, by };
  }

  #aggregate(): Aggregate {
    const scanner = this.#scanner;
    const { at } = scanner;
    const written = scanner.word();
    const name = written?.toLowerCase() ?? '';
    if (written === undefined || !isOneOf(AGGREGATES, name)) {
      throw scanner.error(`stats takes ${AGGREGATES.join('(), ')}() here`, at);
    }
    if (!scanner.symbol('(')) throw scanner.error('( is missing');
    const isAll = name === 'count' && (scanner.symbol('*') || scanner.text.charAt(scanner.at) === ')');
    const of = isAll ? undefined : this.#terms.read();
    const percentile = name === 'pct' ? this.#percentile() : undefined;
    if (!scanner.symbol(')')) throw scanner.error('A ( has no )');
    const own = scanner.since(at);
    return {
      name: this.#alias() ?? own,
      function: name,
      ...(of === undefined ? {} : { of }),
      ...(percentile === undefined ? {} : { percentile }),
    };
  }

  #percentile(): number {
    const percentile = this.#scanner.symbol(',') ? this.#scanner.number() : undefined;
    if (percentile === undefined || percentile > 100) {
      throw this.#scanner.error('pct() takes a field and a number from 0 to 100');
    }
    return percentile;
  }
}

/**
 * Reads a query of a log widget. Commands may stand in capitals.
 * @throws QueryError that names what is wrong, or not run here, and where
 */
export function parseLogQuery(text: string): LogQuery {
  return new QueryReader(text).read();
}
