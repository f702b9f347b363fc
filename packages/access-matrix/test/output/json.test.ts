import { describe, expect, it } from 'vitest';
import type { MatrixCell } from '../../src/matrix/types.ts';
import { formatJson, jsonChunks } from '../../src/output/json.ts';

const cell = (index: number): MatrixCell => ({
  persona: `p${index}`,
  action: 'SELECT',
  resource: 'd."t"\n',
  decision: 'allow',
  iam: { decision: 'allow', reason: 'IAM' },
  lakeFormation: { decision: 'allow', reason: 'Lake Formation' },
  columns: ['a'],
});
const cells = (count: number) => Array.from({ length: count }, (_, index) => cell(index));

describe('JSON', () => {
  it.each([0, 1, 999, 1000, 1001, 2500])('of %i cells is an array of all of them, one a line', (count) => {
    const text = formatJson(cells(count));

    expect(JSON.parse(text)).toEqual(cells(count));
    expect(text.trimEnd().split('\n')).toHaveLength(Math.max(count, 1) + 2);
  });

  it('comes in chunks that no large matrix makes longer', () => {
    const longest = (count: number) => Math.max(...[...jsonChunks(cells(count))].map((chunk) => chunk.length));

    expect(longest(9999)).toBeLessThan(longest(2000) * 1.1);
  });

  it('is made while it is read', () => {
    const chunks = jsonChunks(cells(5000));

    expect(chunks.next().value).toBe('[\n');
    expect(chunks.next().value).toContain('"p999"');
    expect(chunks.next().value).not.toContain('"p999"');
  });
});
