/** An error of DuckDB, as it tells it with `errors_as_json`. */
export interface DuckdbError {
  /** For example `Binder`, `Catalog`, `Parser`, `Permission`. */
  readonly kind: string;
  readonly message: string;
  /** Names that the message quotes as missing, without what it proposes instead. */
  readonly names: readonly string[];
}

/** Reads an error that DuckDB threw; undefined for any other. */
export function readDuckdbError(error: unknown): DuckdbError | undefined {
  const text = error instanceof Error ? error.message : '';
  const start = text.indexOf('{"exception_type"');
  if (start < 0) return undefined;
  let content: unknown;
  try {
    content = JSON.parse(text.slice(start));
  } catch {
    return undefined;
  }
  const fields = new Map<string, unknown>(Object.entries(Object(content)));
  const message = String(fields.get('exception_message') ?? '');
  // What follows are tables and columns that do exist.
  const [missing = ''] = message.split(/\n|Did you mean|Candidate bindings/);
  const names = [...missing.matchAll(/"((?:[^"]|"")*)"/g)].map(([, name = '']) => name);
  return { kind: String(fields.get('exception_type') ?? ''), message, names };
}
