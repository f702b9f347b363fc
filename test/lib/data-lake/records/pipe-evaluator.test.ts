import { describe, expect, test } from 'vitest';
import { applyTemplate, partitionFolder, passesFilter, readRow, streamEvent } from './pipe-evaluator.ts';

const event = streamEvent('INSERT', { newImage: { requestId: { S: 'a"b' }, count: { N: '7' } } });

describe('the evaluator of the tests', () => {
  test.each([
    ['an empty text', '{"x":""}'],
    ['null', '{"x":null}'],
    ['no member at all', '{}'],
  ] as const)('reads a path that is not there as %s', (missing, expected) => {
    expect(applyTemplate('{"x": <$.dynamodb.NewImage.gone.S>}', event, missing)).toBe(expected);
  });

  test('writes a value outside quotes as JSON and inside quotes as text', () => {
    const template = '{"id": <$.dynamodb.NewImage.requestId.S>, "count": "0<$.dynamodb.NewImage.count.N>"}';

    expect(applyTemplate(template, event, 'null')).toBe('{"id":"a\\"b","count":"07"}');
  });

  test('refuses a template that it does not understand', () => {
    expect(() => applyTemplate('{"x": <aws.pipes.event>}', event, 'null')).toThrow('not understood');
  });

  test('refuses a filter on what a pipe cannot filter on', () => {
    expect(() => passesFilter('{"eventName":["INSERT"]}', event)).toThrow('cannot filter on eventName');
  });

  test('refuses a filter that it does not understand', () => {
    const pattern = '{"dynamodb":{"NewImage":{"requestId":{"S":[{"prefix":"a"}]}}}}';

    expect(() => passesFilter(pattern, event)).toThrow('only lists of texts');
  });

  test.each([
    ['bigint', ''],
    ['bigint', '1.5'],
    ['double', ''],
    ['timestamp', '2026-03-01'],
    ['timestamp', ''],
    ['string', ['a']],
  ])('refuses what a column of type %s cannot hold: %j', (Type, value) => {
    expect(() => readRow(JSON.stringify({ x: value }), [{ Name: 'x', Type }])).toThrow(`is no ${Type}`);
  });

  test('refuses a partition query that it does not understand', () => {
    expect(() => partitionFolder('p/', '.date', '{}')).toThrow('not understood');
  });
});
