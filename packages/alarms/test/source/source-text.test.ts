import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scanJson } from '../../src/source/json-scan.ts';
import { parseSourceText } from '../../src/source/source-text.ts';
import { alarmResource } from './source-files.ts';

const TEMPLATE = JSON.stringify(
  { Resources: { Errors: alarmResource({ Tags: [{ Key: 'a', Value: 'é "\n' }] }) } },
  null,
  1,
);

/** The line of a fault; undefined if there is none. */
function fault(text: string): string | undefined {
  const parsed = parseSourceText(text, 'f');
  return parsed.status === 'error' ? parsed.line : undefined;
}

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

describe('a JSON text', () => {
  it('that is cut off anywhere is one line with its place', () => {
    for (let length = 1; length < TEMPLATE.length; length++) {
      expect(fault(TEMPLATE.slice(0, length))).toMatch(/^f:\d+:\d+: is not JSON: \S.*$/);
    }
  });

  it('is refused exactly where JSON.parse refuses it', () => {
    const piece = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      '"a"',
      ':',
      ',',
      '1',
      '-',
      '01',
      '1.',
      'e5',
      'true',
      'nul',
      '"\\x"',
      '"\t"',
      ' ',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const text = pieces.join('');
        const scan = scanJson(text);
        const isTwice = scan.status === 'error' && scan.message.includes('a second time');
        expect(scan.status === 'success' || isTwice).toBe(parses(text));
      }),
      { numRuns: 2000 },
    );
  });

  it('of any value is taken, and says where its keys are', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue(), { minKeys: 1, noNullPrototype: true }), (value) => {
        const text = JSON.stringify(value, null, 1);
        const parsed = parseSourceText(text, 'f');
        if (parsed.status === 'error') throw new Error(parsed.line);
        for (const key of Object.keys(value)) {
          const line = parsed.lineOf([key]) ?? 0;
          expect(text.split('\n')[line - 1]).toContain(`${JSON.stringify(key)}:`);
        }
      }),
    );
  });

  it('says nothing of keys that are not there', () => {
    const parsed = parseSourceText(TEMPLATE, 'f');
    expect(parsed.status === 'success' && parsed.lineOf(['Resources', 'Gone'])).toBeUndefined();
  });
});

describe('a YAML text', () => {
  it('writes the short forms out', () => {
    const parsed = parseSourceText('a: !Sub text\nb: !GetAtt [R, Arn]\nc: !If [Prod, 1, !Ref AWS::NoValue]\n', 'f');
    expect(parsed).toMatchObject({
      format: 'YAML',
      value: {
        a: { 'Fn::Sub': 'text' },
        b: { 'Fn::GetAtt': ['R', 'Arn'] },
        c: { 'Fn::If': ['Prod', 1, { Ref: 'AWS::NoValue' }] },
      },
    });
  });

  it('says where keys and elements of lists are', () => {
    const parsed = parseSourceText('# alarms\nMetricAlarms:\n- AlarmName: a\n\n- AlarmName: b\n', 'f');
    if (parsed.status === 'error') throw new Error(parsed.line);
    expect([['MetricAlarms'], ['MetricAlarms', 1], ['MetricAlarms', 1, 'AlarmName'], ['x']].map(parsed.lineOf)).toEqual(
      [2, 5, 5, undefined],
    );
  });

  it('of any characters is read or refused, never thrown', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', ':', ' ', '\n', '-', '!', '&', '*', '[', '{', '"', '|', '\t') }),
        (text) => {
          expect(['success', 'error']).toContain(parseSourceText(text, 'f').status);
        },
      ),
      { numRuns: 500 },
    );
  });
});
