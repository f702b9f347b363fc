import { describe, expect, it } from 'vitest';
import type { Problem } from '../src/index.ts';
import { PropertyReader } from '../src/properties.ts';

function read<T>(properties: unknown, take: (reader: PropertyReader) => T, path = ''): { value: T; errors: Problem[] } {
  const errors: Problem[] = [];
  const reader = new PropertyReader(properties, path, errors);
  return { value: take(reader), errors };
}

describe('a reader of properties', () => {
  it('gives nothing and no fault for what is not there', () => {
    const { value, errors } = read({}, (reader) => [
      reader.string('a'),
      reader.number('a'),
      reader.boolean('a'),
      reader.list('a'),
      reader.object('a'),
      reader.choice('a', ['x']),
      ...reader.strings('a'),
      ...reader.objects('a'),
    ]);

    expect(value).toEqual(Array.from({ length: 6 }));
    expect(errors).toEqual([]);
  });

  it.each([
    ['string', 5, '5 is no text: write at least one character'],
    ['string', '', '"" is no text: write at least one character'],
    ['number', 'five', '"five" is no number'],
    ['number', ' ', '" " is no number'],
    ['number', true, 'true is no number'],
    ['boolean', 'yes', '"yes" is neither true nor false'],
    ['list', {}, '{} is no list'],
    ['text', 5, '5 is no text: write at least one character'],
  ] as const)('refuses as %s: %j', (kind, value, message) => {
    expect(read({ Name: value }, (reader) => reader[kind]('Name')).errors).toEqual([{ path: 'Name', message }]);
  });

  it('takes an empty text where one is allowed', () => {
    expect(read({ Name: '' }, (reader) => reader.text('Name'))).toEqual({ value: '', errors: [] });
  });

  it('gives faults inside lists and objects their whole path', () => {
    const { errors } = read(
      { Outer: [{ Inner: 1 }, 5] },
      (reader) => reader.objects('Outer').map((inner) => inner.string('Inner')),
      'Top',
    );

    expect(errors.map(({ path }) => path)).toEqual(['Top.Outer[1]', 'Top.Outer[0].Inner']);
  });

  it.each([{ Ref: 'X' }, { 'Fn::GetAtt': ['X', 'Arn'] }, { 'Fn::Sub': 'x' }])(
    'says that %j is not resolved',
    (value) => {
      const { errors } = read({ Name: value }, (reader) => reader.string('Name'));

      expect(errors[0]?.message).toBe(`${JSON.stringify(value)} is not resolved: give the value that it stands for`);
    },
  );

  it('shortens what it repeats of a long value', () => {
    const { errors } = read({ Name: Array.from({ length: 100 }, () => 'x') }, (reader) => reader.string('Name'));

    expect(errors[0]?.message.length).toBeLessThan(130);
  });

  it('refuses what nobody asked for, and suggests a name that differs only in case', () => {
    const { errors } = read({ Period: 1, period: 2, Perod: 3 }, (reader) => {
      reader.number('Period');
      reader.rejectUnknown();
    });

    expect(errors).toEqual([
      { path: 'period', message: 'is no property here: write Period' },
      { path: 'Perod', message: 'is no property here: remove it' },
    ]);
  });
});
