import type { MatrixCell } from '../matrix/types.ts';

/** Cells that are written at a time: about a quarter of a megabyte. */
const CELLS_IN_CHUNK = 1000;

/**
 * The cells as an array, one object a line, so that a version control system shows what changed; in chunks, because the
 * matrix of a large lake is longer than a text should be.
 */
export function* jsonChunks(cells: readonly MatrixCell[]): Generator<string> {
  yield '[\n';
  for (let at = 0; at < cells.length; at += CELLS_IN_CHUNK) {
    const lines = cells.slice(at, at + CELLS_IN_CHUNK).map((cell) => `  ${JSON.stringify(cell)}`);
    yield `${at === 0 ? '' : ',\n'}${lines.join(',\n')}`;
  }
  yield '\n]\n';
}

/** The same in one text. */
export function formatJson(cells: readonly MatrixCell[]): string {
  return [...jsonChunks(cells)].join('');
}
