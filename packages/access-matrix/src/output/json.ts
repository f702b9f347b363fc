import type { MatrixCell } from '../matrix/types.ts';

/** The cells as an array, one object a line, so that a version control system shows what changed. */
export function formatJson(cells: readonly MatrixCell[]): string {
  return `[\n${cells.map((cell) => `  ${JSON.stringify(cell)}`).join(',\n')}\n]\n`;
}
