/** One record of a CSV file. */
export interface CsvRecord {
  /** Line in which it begins, the first being 1. */
  readonly line: number;
  readonly fields: readonly string[];
}

/** A file that is no CSV, with the line where that shows. */
export class CsvError extends Error {
  readonly code = 'BROKEN_CSV';
  readonly line: number;

  constructor(line: number, message: string) {
    super(message);
    this.line = line;
  }
}

/** A field that never ends would fill the memory with the rest of the file. */
const MAX_RECORD = 65_536;

/**
 * Cuts text that comes in pieces into the records of RFC 4180: comma, line feed with or without carriage return, double
 * quotes around a field and doubled inside it. Empty lines are no records.
 * @throws CsvError if a quotation mark is not closed or stands where it may not
 */
export class CsvRecords {
  #rest = '';
  #line = 1;

  /** The records that are complete with this piece. */
  *add(piece: string): Generator<CsvRecord> {
    const text = this.#rest === '' ? piece : this.#rest + piece;
    let start = 0;
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', end + 1)) {
      const line = text.slice(start, end);
      // With an odd number of quotation marks, this line feed stands inside a field.
      if (line.includes('"') && !isBalanced(line)) {
        if (line.length > MAX_RECORD) throw new CsvError(this.#line, 'a quotation mark is not closed');
        continue;
      }
      yield* this.#record(line);
      this.#line += 1 + count(line, '\n');
      start = end + 1;
    }
    this.#rest = text.slice(start);
    if (this.#rest.length > MAX_RECORD) throw new CsvError(this.#line, 'the line has no end');
  }

  /** The last record, if the file does not end with a line feed. */
  *end(): Generator<CsvRecord> {
    const line = this.#rest;
    this.#rest = '';
    if (line.includes('"') && !isBalanced(line)) throw new CsvError(this.#line, 'a quotation mark is not closed');
    yield* this.#record(line);
  }

  *#record(written: string): Generator<CsvRecord> {
    const line = written.endsWith('\r') ? written.slice(0, -1) : written;
    if (line.trim() === '') return;
    yield { line: this.#line, fields: line.includes('"') ? splitQuoted(line, this.#line) : line.split(',') };
  }
}

function count(text: string, character: string): number {
  let found = 0;
  for (let at = text.indexOf(character); at >= 0; at = text.indexOf(character, at + 1)) found++;
  return found;
}

const isBalanced = (line: string) => count(line, '"') % 2 === 0;

const QUOTED = /"((?:[^"]|"")*)"(,|$)/y;
const PLAIN = /([^",]*)(,|$)/y;

function splitQuoted(text: string, line: number): string[] {
  const fields: string[] = [];
  let at = 0;
  for (;;) {
    const pattern = text[at] === '"' ? QUOTED : PLAIN;
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match === null)
      throw new CsvError(line, 'a quotation mark stands inside a field: double it, and quote the field');
    const [whole, field = '', separator] = match;
    fields.push(pattern === QUOTED ? field.replaceAll('""', '"') : field);
    at += whole.length;
    if (separator !== ',') return fields;
  }
}
