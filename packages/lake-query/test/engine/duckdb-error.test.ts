import { describe, expect, it } from 'vitest';
import { readDuckdbError } from '../../src/engine/duckdb-error.ts';

const json = (fields: object) => new Error(`Binder Error: ${JSON.stringify(fields)}`);

describe('an error of DuckDB', () => {
  it('tells its kind, its message and the names that are missing', () => {
    const message = 'Referenced column "a" not found in FROM clause!\nCandidate bindings: "b"';
    expect(readDuckdbError(json({ exception_type: 'Binder', exception_message: message }))).toEqual({
      kind: 'Binder',
      message,
      names: ['a'],
    });
  });

  it('does not take what it proposes for what is missing', () => {
    const message = 'Table with name x does not exist! Did you mean "items"?';
    expect(readDuckdbError(json({ exception_type: 'Catalog', exception_message: message }))?.names).toEqual([]);
  });

  it.each([new Error('something else'), new Error('{"exception_type": broken'), 'text', undefined])(
    'is none of DuckDB: %s',
    (error) => {
      expect(readDuckdbError(error)).toBeUndefined();
    },
  );
});
