import { describe, expect, it } from 'vitest';
import { type AlarmState, evaluateRule, parseRule, type RuleNode } from '../src/index.ts';
import { ruleCertainty } from '../src/rule-evaluate.ts';

function parse(text: string): { rule: RuleNode; leftToRight?: RuleNode; references: readonly string[] } {
  const parsed = parseRule(text);
  if (!parsed.ok) throw new Error(parsed.errors[0]?.message);
  return parsed.value;
}

function fault(text: string): string {
  const parsed = parseRule(text);
  return parsed.ok ? 'no fault' : (parsed.errors[0]?.message ?? '');
}

/** Alarms in ALARM by their names; every other is OK, and `unsure` has no data. */
function holds(text: string, ...inAlarm: readonly string[]): boolean {
  return evaluateRule(parse(text).rule, stateOf(inAlarm));
}

function stateOf(inAlarm: readonly string[]): (reference: string) => AlarmState {
  return (reference) => {
    if (reference === 'unsure') return 'INSUFFICIENT_DATA';
    return inAlarm.includes(reference) ? 'ALARM' : 'OK';
  };
}

describe('a rule', () => {
  it.each([
    ['ALARM(a)', ['a'], true],
    ['ALARM(a)', [], false],
    ['OK(a)', [], true],
    ['INSUFFICIENT_DATA(unsure)', [], true],
    ['TRUE', [], true],
    ['FALSE', [], false],
    ['False', [], false],
    ['ALARM(a) AND ALARM(b)', ['a'], false],
    ['ALARM(a) AND ALARM(b)', ['a', 'b'], true],
    ['ALARM(a) OR ALARM(b)', ['b'], true],
    ['NOT ALARM(a)', ['a'], false],
    ['NOT NOT ALARM(a)', ['a'], true],
    ['ALARM(a) AND NOT ALARM(b)', ['a'], true],
    ['NOT (ALARM(a) OR ALARM(b))', ['b'], false],
    ['(ALARM(a) OR ALARM(b)) AND OK(c)', ['a'], true],
    ['(ALARM(a) OR ALARM(b)) AND OK(c)', ['a', 'c'], false],
    ['((NOT (OK(a))))', ['a'], true],
  ])('%s with %j in ALARM is %s', (text, inAlarm, value) => {
    expect(holds(text, ...inAlarm)).toBe(value);
  });

  it.each([
    ['AT_LEAST(2, ALARM, (a, b, c))', ['a'], false],
    ['AT_LEAST(2, ALARM, (a, b, c))', ['a', 'c'], true],
    ['AT_LEAST(50%, ALARM, (a, b))', ['a'], true],
    ['AT_LEAST(51%, ALARM, (a, b))', ['a'], false],
    ['AT_LEAST(100%, ALARM, (a, b))', ['a', 'b'], true],
    ['AT_LEAST(2, NOT ALARM, (a, b, c))', ['a'], true],
    ['AT_LEAST(2, NOT ALARM, (a, b, c))', ['a', 'b'], false],
    ['NOT AT_LEAST(1, OK, (a, b)) OR FALSE', ['a', 'b'], true],
  ])('%s with %j in ALARM is %s', (text, inAlarm, value) => {
    expect(holds(text, ...inAlarm)).toBe(value);
  });

  it('takes names in quotation marks, with anything in them', () => {
    const text = 'ALARM("High latency (p90), \\"slow\\"") AND OK( "a" )';

    expect(parse(text).references).toEqual(['High latency (p90), "slow"', 'a']);
  });

  it('takes ARNs, and the form that the CDK writes', () => {
    const arn = (name: string): string => `arn:aws:cloudwatch:eu-west-1:123456789012:alarm:${name}`;
    const text = `(ALARM("${arn('a')}") OR ALARM(${arn('b')}) OR AT_LEAST(50%, ALARM, ("${arn('a')}", "${arn('c')}")))`;

    expect(parse(text).references).toEqual([arn('a'), arn('b'), arn('c')]);
    expect(holds(text, arn('c'))).toBe(true);
  });

  it('takes states and operators as names in quotation marks', () => {
    expect(parse('ALARM("ALARM") AND NOT OK("AND")').references).toEqual(['ALARM', 'AND']);
  });

  it('takes a name with a backslash in it', () => {
    expect(parse('ALARM("C:\\\\disk")').references).toEqual(['C:\\disk']);
  });

  it('may be spread over lines', () => {
    expect(holds('ALARM ( a )\n  AND\n\tALARM(b)', 'a', 'b')).toBe(true);
  });
});

describe('a fault in a rule', () => {
  it.each([
    ['', /^found the end where .* must stand at character 1$/],
    ['ALARM(a) ALARM(b)', /^found "ALARM" where AND, OR or the end of the rule must stand at character 10$/],
    ['ALARM(a) and ALARM(b)', /^found "and" where AND, OR/],
    ['ALARM a', /^found "a" where "\(" must stand at character 7$/],
    ['ALARM()', /^found "\)" where the name or ARN of an alarm must stand at character 7$/],
    ['ALARM("")', /where the name or ARN of an alarm must stand at character 7$/],
    ['ALARM("a)', /^the quotation mark is not closed at character 7$/],
    ['(ALARM(a)', /^found the end where "\)" must stand at character 10$/],
    ['BROKEN(a)', /^found "BROKEN" where ALARM\(…\), OK/],
    ['AT_LEAST(4, ALARM, (a, b, c))', /^AT_LEAST takes 1 to 3 here, not 4 at character 10$/],
    ['AT_LEAST(0, ALARM, (a))', /^AT_LEAST takes 1 to 1 here, not 0/],
    ['AT_LEAST(101%, ALARM, (a))', /^AT_LEAST takes 1% to 100% here, not 101% at character 10$/],
    ['AT_LEAST(1.5, ALARM, (a))', /^found "1.5" where a number such as 2 or 50% must stand/],
    ['AT_LEAST(1, BROKEN, (a))', /^found "BROKEN" where ALARM, OK or INSUFFICIENT_DATA must stand/],
    ['AT_LEAST(1, ALARM, a)', /^found "a" where "\(" must stand at character 20$/],
    ['ALARM(a) AND', /^found the end where .* at character 13$/],
  ])('%j is reported with its position', (text, message) => {
    expect(fault(text)).toMatch(message);
  });

  it("is reported for AWS's limits", () => {
    const alarms = (count: number): string =>
      Array.from({ length: count }, (_, index) => `ALARM(a${index})`).join(' OR ');

    const names = (count: number): string => Array.from({ length: count }, (_, index) => `a${index}`).join(', ');

    expect(fault(alarms(100))).toBe('no fault');
    expect(fault(alarms(101))).toMatch(/^more than 100 alarms/);
    expect(fault(Array.from({ length: 501 }, () => 'TRUE').join(' AND '))).toMatch(/^more than 500 elements/);
    expect(fault(Array.from({ length: 6 }, () => `AT_LEAST(1, ALARM, (${names(84)}))`).join(' OR '))).toMatch(
      /^more than 500 elements/,
    );
    expect(fault(Array.from({ length: 5 }, () => `AT_LEAST(1, ALARM, (${names(99)}))`).join(' OR '))).toBe('no fault');
    expect(fault(`ALARM(${'a'.repeat(10_240)})`)).toMatch(/^the rule has 10247 characters/);
  });

  it('is reported for nesting without end, not thrown as a stack overflow', () => {
    expect(fault('('.repeat(10_000))).toMatch(/^nested deeper than 200/);
    expect(fault('NOT '.repeat(2_500))).toMatch(/^nested deeper than 200/);
  });
});

describe('certainty of a rule', () => {
  it('is undocumented where precedence decides', () => {
    const { rule, leftToRight } = parse('ALARM(a) OR ALARM(b) AND ALARM(c)');

    expect(ruleCertainty(rule, leftToRight, stateOf(['a']))).toBe('undocumented');
    expect(ruleCertainty(rule, leftToRight, stateOf(['a', 'c']))).toBe('documented');
  });

  it('needs no second reading where brackets settle it', () => {
    expect(parse('(ALARM(a) AND ALARM(b)) OR ALARM(c)')).not.toHaveProperty('leftToRight');
    expect(parse('ALARM(a) AND ALARM(b) OR ALARM(c)')).toHaveProperty('leftToRight');
  });

  it('is undocumented where the rounding of a percentage decides', () => {
    const { rule } = parse('AT_LEAST(50%, ALARM, (a, b, c))');

    expect(ruleCertainty(rule, undefined, stateOf(['a']))).toBe('undocumented');
    expect(evaluateRule(rule, stateOf(['a']))).toBe(false);
    expect(ruleCertainty(rule, undefined, stateOf(['a', 'b']))).toBe('documented');
  });
});
