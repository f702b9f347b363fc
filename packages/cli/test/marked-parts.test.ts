import { describe, expect, it } from 'vitest';
import { withPart, withParts } from '../src/marked-parts.ts';

const PAGE = '# Title\n<!-- a -->\nold\n<!-- /a -->\nbetween\n<!-- b -->\n<!-- /b -->\n';

describe('a page of which a program writes parts', () => {
  it('gets a part replaced, and keeps the rest', () => {
    expect(withPart(PAGE, 'a', 'new')).toBe(PAGE.replace('old', 'new'));
  });

  it('gets an empty part filled', () => {
    expect(withPart(PAGE, 'b', 'text')).toContain('<!-- b -->\ntext\n<!-- /b -->\n');
  });

  it('gets what looks like a pattern as it is', () => {
    expect(withPart(PAGE, 'a', '$& $1')).toContain('\n$& $1\n');
  });

  it.each([
    ['a part that it has not', PAGE, 'c'],
    ['a part that does not end', '<!-- a -->\ntext\n', 'a'],
  ])('has no %s', (_, page, name) => {
    expect(withPart(page, name, 'new')).toBeUndefined();
  });

  it('gets those of several parts that it has', () => {
    expect(withParts(PAGE, { a: '1', b: '2', c: '3' })).toBe(
      '# Title\n<!-- a -->\n1\n<!-- /a -->\nbetween\n<!-- b -->\n2\n<!-- /b -->\n',
    );
  });
});
