import { describe, expect, it } from 'vitest';
import { renderMarkdown } from '../src/app/markdown/markdown.ts';
import { allowedAttribute, headingShift, isAllowedElement, shiftedHeading } from '../src/app/markdown/safe-html.ts';

describe('markdown of a text widget', () => {
  it('never becomes HTML that it did not say in markdown', () => {
    const html = renderMarkdown('<script>alert(1)</script> <img src=x onerror=alert(1)>');

    expect(html).not.toMatch(/<(?:script|img)/);
    expect(html).toContain('&lt;script&gt;');
  });

  it.each(['javascript:alert(1)', 'JaVaScRiPt:alert(1)', 'data:text/html,x', 'vbscript:x', 'file:///etc/passwd'])(
    'has no link to %s',
    (address) => {
      expect(renderMarkdown(`[text](${address})`)).not.toContain('<a');
    },
  );

  it('has links that give nothing away to the page they open', () => {
    expect(renderMarkdown('[logs](https://example.com)')).toContain(
      '<a href="https://example.com" rel="noopener noreferrer" target="_blank">logs</a>',
    );
  });

  it('has pictures as links, since the page loads nothing from elsewhere', () => {
    const html = renderMarkdown('![a "picture"](https://example.com/p.png)');

    expect(html).not.toContain('<img');
    expect(html).toContain('href="https://example.com/p.png"');
  });

  it('has aligned columns without style attributes, which the policy refuses', () => {
    const html = renderMarkdown('|a|b|\n|:-|-:|\n|1|2|');

    expect(html).not.toContain('style=');
    expect(html).toContain('<td class="align-right">2</td>');
  });

  it("has CloudWatch's buttons", () => {
    const html = renderMarkdown('[button:primary:Go](https://example.com) [button:Also](https://example.com)');

    expect(html).toContain('class="md-button primary">Go</a>');
    expect(html).toContain('class="md-button">Also</a>');
  });
});

describe('HTML of somebody else', () => {
  it.each(['script', 'style', 'iframe', 'img', 'form', 'input', 'svg', 'object', 'base', 'meta', 'link'])(
    'has no %s',
    (name) => {
      expect(isAllowedElement(name)).toBe(false);
    },
  );

  it.each([
    ['onclick', 'alert(1)', undefined],
    ['style', 'position:fixed', undefined],
    ['href', ' javascript:alert(1)', undefined],
    ['href', 'https://example.com', 'https://example.com'],
    ['href', '#below', '#below'],
    ['class', 'notice language-sh', 'language-sh'],
    ['id', 'app', undefined],
    ['start', '3', '3'],
  ])('keeps of %s="%s" %s', (name, value, kept) => {
    expect(allowedAttribute(name, value)).toBe(kept);
  });

  it.each([
    [['h1', 'p', 'h2'], 2, ['h2', 'p', 'h3']],
    [['H3', 'h4'], 2, ['h2', 'h3']],
    [['h1', 'h6'], 3, ['h3', 'h6']],
    [['p'], 2, ['p']],
  ])('with %j begins at level %d of the page', (names, first, expected) => {
    const shift = headingShift(names, first);

    expect(names.map((name) => shiftedHeading(name, shift))).toEqual(expected);
  });
});
