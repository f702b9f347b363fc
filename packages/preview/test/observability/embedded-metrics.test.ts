import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { extractEmbeddedMetrics } from '../../src/observability/embedded-metrics.ts';

const NOW = Date.UTC(2026, 0, 1);
const HOUR = 3_600_000;

interface Directive {
  readonly Namespace?: unknown;
  readonly Dimensions?: unknown;
  readonly Metrics?: unknown;
}

const DIRECTIVE: Directive = { Namespace: 'N', Dimensions: [[]], Metrics: [{ Name: 'm' }] };

function line(directives: unknown, root: Record<string, unknown> = { m: 1 }, timestamp: unknown = NOW): string {
  return JSON.stringify({ _aws: { Timestamp: timestamp, CloudWatchMetrics: directives }, ...root });
}

const extract = (message: string) => extractEmbeddedMetrics(message, NOW);

/** Extraction of a line with one directive, its defaults overridden. */
const extractOne = (directive: Directive, root?: Record<string, unknown>) =>
  extract(line([{ ...DIRECTIVE, ...directive }], root));

describe('a document in embedded metric format', () => {
  it('publishes each metric under each dimension set, the empty one included', () => {
    // Prepare
    const message = line(
      [
        {
          Namespace: 'InferencePipeline',
          Dimensions: [[], ['EndpointName']],
          Metrics: [
            { Name: 'LatencyMs', Unit: 'Milliseconds' },
            { Name: 'SuccessCount', Unit: 'Count' },
          ],
        },
      ],
      { EndpointName: 'e', LatencyMs: 12.5, SuccessCount: 1, requestId: 'r' },
    );

    // Act
    const { samples } = extract(message);

    // Assess
    expect(samples.map(({ metricName, dimensions, value, unit }) => [metricName, dimensions, value, unit])).toEqual([
      ['LatencyMs', {}, 12.5, 'Milliseconds'],
      ['LatencyMs', { EndpointName: 'e' }, 12.5, 'Milliseconds'],
      ['SuccessCount', {}, 1, 'Count'],
      ['SuccessCount', { EndpointName: 'e' }, 1, 'Count'],
    ]);
    expect(samples.every(({ namespace, timestamp }) => namespace === 'InferencePipeline' && timestamp === NOW)).toBe(
      true,
    );
  });

  it('publishes every value of a list', () => {
    // Prepare, Act
    const { samples } = extractOne({}, { m: [1, 2, 2] });

    // Assess
    expect(samples.map(({ value }) => value)).toEqual([1, 2, 2]);
  });

  it('may have several directives', () => {
    // Prepare
    const message = line([DIRECTIVE, { ...DIRECTIVE, Namespace: 'O' }]);

    // Act
    const { samples } = extract(message);

    // Assess
    expect(samples.map(({ namespace }) => namespace)).toEqual(['N', 'O']);
  });

  it('has standard resolution and no unit unless it says so', () => {
    // Prepare
    const Metrics = [{ Name: 'm' }, { Name: 'n', StorageResolution: 1, Unit: 'Bytes/Second' }];

    // Act
    const { samples } = extractOne({ Metrics }, { m: 1, n: 2 });

    // Assess
    expect(samples.map(({ unit, storageResolution }) => [unit, storageResolution])).toEqual([
      ['None', 60],
      ['Bytes/Second', 1],
    ]);
  });

  it('may stand after what Lambda writes before a line', () => {
    // Prepare
    const message = `2026-01-01T00:00:00.000Z\t8f5c\tINFO\t${line([DIRECTIVE])}\n`;

    // Act
    const { samples } = extract(message);

    // Assess
    expect(samples).toHaveLength(1);
  });

  it('refers to members by their whole name, not by a path', () => {
    // Prepare, Act
    const flat = extractOne({ Metrics: [{ Name: 'a.b' }] }, { 'a.b': 1 });
    const nested = extractOne({ Metrics: [{ Name: 'a.b' }] }, { a: { b: 1 } });

    // Assess
    expect(flat.samples).toHaveLength(1);
    expect(nested.samples).toEqual([]);
  });
});

describe('a line that is no such document', () => {
  it.each([
    ['plain text', 'START RequestId: 1'],
    ['other JSON', '{"level":"INFO","message":"hello"}'],
    ['JSON with other metadata', '{"_aws":{"trace":"1"}}'],
  ])('is left alone: %s', (_name, message) => {
    // Prepare, Act
    const result = extract(message);

    // Assess
    expect(result).toEqual({ samples: [], parsingErrors: [], validationErrors: [] });
  });

  it.each([
    ['broken JSON', line([DIRECTIVE]).slice(0, -1), 'not a JSON object'],
    ['text after the document', `${line([DIRECTIVE])} and more`, 'not a JSON object'],
    ['a list', `[${line([DIRECTIVE])}]`, 'not a JSON object'],
    ['metadata that is no object', '{"_aws":1,"a":{"CloudWatchMetrics":[]}}', 'with an object _aws'],
    ['no timestamp', '{"_aws":{"CloudWatchMetrics":[]}}', 'Timestamp is not a whole number'],
    ['a timestamp as text', line([DIRECTIVE], {}, '2026-01-01'), 'Timestamp is not a whole number'],
    ['directives that are no list', line(DIRECTIVE), 'CloudWatchMetrics is not a list'],
    ['a directive that is no object', line(['x']), 'CloudWatchMetrics[0] is not an object'],
    ['no namespace', line([{ ...DIRECTIVE, Namespace: undefined }]), 'CloudWatchMetrics[0] needs Namespace'],
    ['no dimensions', line([{ ...DIRECTIVE, Dimensions: undefined }]), 'CloudWatchMetrics[0] needs Namespace'],
    ['no metrics', line([{ ...DIRECTIVE, Metrics: undefined }]), 'CloudWatchMetrics[0] needs Namespace'],
  ])('but is meant as one counts as a parsing error: %s', (_name, message, error) => {
    // Prepare, Act
    const result = extract(message);

    // Assess
    expect(result.parsingErrors).toEqual([expect.stringContaining(error)]);
    expect(result.samples).toEqual([]);
  });
});

describe('a metric or dimension that breaks a rule', () => {
  it.each<[string, Directive, Record<string, unknown>, string]>([
    ['a metric without a value', {}, {}, 'm is no number or list of numbers'],
    ['a value that is text', {}, { m: '1' }, 'm is no number or list of numbers'],
    ['a value beyond the range', {}, { m: 1e200 }, 'm is no number or list of numbers'],
    ['a list with text in it', {}, { m: [1, 'x'] }, 'm is no number or list of numbers'],
    ['more than 100 values', {}, { m: Array.from({ length: 101 }, () => 1) }, 'm has more than 100 values'],
    ['a metric without a name', { Metrics: [{}] }, { m: 1 }, 'a metric has no Name'],
    ['an unknown unit', { Metrics: [{ Name: 'm', Unit: 'ms' }] }, { m: 1 }, 'm has the unit ms'],
    ['an unknown resolution', { Metrics: [{ Name: 'm', StorageResolution: 10 }] }, { m: 1 }, 'StorageResolution 10'],
    [
      'more than 100 metrics',
      { Metrics: Array.from({ length: 101 }, () => ({ Name: 'm' })) },
      { m: 1 },
      'more than 100 entries',
    ],
    ['no dimension set', { Dimensions: [] }, { m: 1 }, 'Dimensions is empty'],
    ['a set that is no list', { Dimensions: ['a'] }, { m: 1, a: 'x' }, 'a dimension set is not a list'],
    ['a dimension without a value', { Dimensions: [['a']] }, { m: 1 }, 'dimension a is not a text'],
    ['a dimension that is a number', { Dimensions: [['a']] }, { m: 1, a: 1 }, 'dimension a is not a text'],
    ['an empty dimension', { Dimensions: [['a']] }, { m: 1, a: '' }, 'dimension a is not a text'],
    [
      'a dimension of 1025 characters',
      { Dimensions: [['a']] },
      { m: 1, a: 'x'.repeat(1025) },
      'dimension a is not a text',
    ],
    ['an inherited member', { Dimensions: [['toString']] }, { m: 1 }, 'dimension toString is not a text'],
    [
      'more than 30 dimensions',
      { Dimensions: [Array.from({ length: 31 }, () => 'a')] },
      { m: 1, a: 'x' },
      'more than 30 keys',
    ],
  ])('counts as a validation error: %s', (_name, directive, root, error) => {
    // Prepare, Act
    const result = extractOne(directive, root);

    // Assess
    expect(result.validationErrors).toEqual([expect.stringContaining(error)]);
    expect(result.samples).toEqual([]);
  });

  it('does not spoil the others of the line', () => {
    // Prepare
    const directive = { Metrics: [{ Name: 'm' }, { Name: 'bad' }], Dimensions: [[], ['gone']] };

    // Act
    const result = extractOne(directive, { m: 1 });

    // Assess
    expect(result.samples).toMatchObject([{ metricName: 'm', dimensions: {} }]);
    expect(result.validationErrors).toHaveLength(2);
  });

  it.each([
    ['15 days ago', NOW - 15 * 24 * HOUR],
    ['three hours ahead', NOW + 3 * HOUR],
  ])('counts a time %s as a validation error', (_name, timestamp) => {
    // Prepare, Act
    const result = extract(line([DIRECTIVE], { m: 1 }, timestamp));

    // Assess
    expect(result.validationErrors).toHaveLength(1);
    expect(result.samples).toEqual([]);
  });
});

describe('any line at all', () => {
  it('is read without an exception', () => {
    // Prepare
    const document = fc.record({
      _aws: fc.record({ Timestamp: fc.constantFrom(NOW, 'x'), CloudWatchMetrics: fc.jsonValue() }),
      m: fc.jsonValue(),
    });

    // Act, Assess
    fc.assert(
      fc.property(document, fc.string(), (value, prefix) => {
        const { samples } = extract(prefix + JSON.stringify(value));
        return samples.every((sample) => Number.isFinite(sample.value));
      }),
    );
  });
});
