import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluateWidget, parseDashboardBody, runLogQuery } from '../src/index.ts';
import { Pattern } from '../src/logs/pattern/pattern.ts';
import { parseSearchQuery, SearchError } from '../src/search/search-query.ts';
import { eachMinute, HALF_HOUR, isData, LATENCY, sourcesOf } from './helpers/sources.ts';

/** Words that mean something in a body, so that chance gets further than to the first check. */
const word = fc.constantFrom(
  'Shop',
  'Latency',
  'Service',
  'cart',
  '.',
  '...',
  'm1',
  'Sum',
  'p99',
  'left',
  'red',
  '-PT1H',
  '__FIRST',
);
const expression = fc.constantFrom(
  'm1',
  'm1 / m2',
  'SUM(METRICS())',
  'm2 + 1',
  "SEARCH('{Shop,Service}', 'Sum')",
  'IF(',
  'ANOMALY_DETECTION_BAND(m1)',
  'e1',
);
const number = fc.oneof(fc.double(), fc.integer({ min: -5, max: 700 }), fc.constant(Number.NaN));
const anything = fc.oneof({ weight: 3, arbitrary: word }, number, fc.anything({ maxDepth: 2 }));

const rendering = fc.record(
  {
    id: fc.oneof(fc.constantFrom('m1', 'm2', 'e1'), anything),
    expression: fc.oneof(expression, anything),
    label: anything,
    period: number,
    stat: anything,
    visible: anything,
    yAxis: anything,
    color: anything,
  },
  { requiredKeys: [] },
);
const row = fc.oneof(
  {
    weight: 5,
    arbitrary: fc
      .tuple(fc.array(fc.oneof({ weight: 8, arbitrary: word }, anything), { maxLength: 6 }), rendering)
      .map(([items, last]) => [...items, last]),
  },
  anything,
);
const properties = fc.record(
  {
    metrics: fc.oneof({ weight: 9, arbitrary: fc.array(row, { maxLength: 5 }) }, anything),
    view: fc.oneof(fc.constantFrom('timeSeries', 'gauge', 'pie', 'table'), anything),
    period: number,
    annotations: fc.oneof(
      fc.record({ horizontal: fc.array(anything), vertical: anything, alarms: anything }, { requiredKeys: [] }),
      anything,
    ),
    yAxis: fc.oneof(fc.record({ left: anything, right: fc.record({ min: number, max: number }) }), anything),
    start: anything,
    setPeriodToTimeRange: anything,
    liveData: anything,
    alarms: fc.oneof(fc.array(word), anything),
    query: anything,
    markdown: anything,
  },
  { requiredKeys: [] },
);
const widget = fc.oneof(
  {
    weight: 9,
    arbitrary: fc.record(
      {
        type: fc.constantFrom('metric', 'text', 'alarm', 'log', 'custom', 'x'),
        x: number,
        y: number,
        width: number,
        height: number,
        properties,
      },
      { requiredKeys: ['type', 'properties'] },
    ),
  },
  anything,
);
const variable = fc.record(
  {
    type: fc.constantFrom('property', 'pattern'),
    property: word,
    pattern: fc.oneof(word, anything),
    defaultValue: anything,
    values: anything,
  },
  { requiredKeys: ['type'] },
);
const body = fc.record(
  {
    widgets: fc.array(widget, { maxLength: 6 }),
    variables: fc.oneof(fc.array(variable, { maxLength: 3 }), anything),
    start: anything,
    end: anything,
    periodOverride: anything,
  },
  { requiredKeys: ['widgets'] },
);

const SOURCES = sourcesOf({ metrics: [[LATENCY, eachMinute([1, 2, 3])]] });

describe('any body at all', () => {
  it('is read and evaluated without an exception, and no widget is lost', () => {
    fc.assert(
      fc.property(body, (given) => {
        const dashboard = parseDashboardBody('any', given);

        expect(dashboard.widgets).toHaveLength(given.widgets.length);
        for (const { x, y, width, height } of dashboard.widgets) {
          expect(x >= 0 && y >= 0 && width >= 1 && height >= 1 && x + width <= 24 && height <= 1000).toBe(true);
        }
        for (const each of dashboard.widgets.filter(isData)) {
          const data = evaluateWidget(each, HALF_HOUR, SOURCES, dashboard);
          if (data.kind !== 'metric') continue;
          for (const { timestamps, values } of data.series) expect(values).toHaveLength(timestamps.length);
        }
      }),
      { numRuns: 500, seed: 6 },
    );
  });

  it('is read without an exception from any text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        expect(Array.isArray(parseDashboardBody('any', text).widgets)).toBe(true);
      }),
      { numRuns: 300, seed: 6 },
    );
  });
});

const token = fc.constantFrom(
  'fields',
  'filter',
  'stats',
  'sort',
  'limit',
  'parse',
  'dedup',
  'count(*)',
  'by',
  'bin(5m)',
  'as',
  'a',
  '@message',
  '"x"',
  '1',
  '=',
  'like',
  '/a+/',
  'and',
  'not',
  '(',
  ')',
  '|',
  ',',
  'in',
  '[',
  ']',
  '-',
  '*',
  '#',
  '`',
  "'",
);

describe('any query at all', () => {
  it('is run, or is a problem in words', () => {
    const events = [
      { logGroup: 'g', logStream: 's', timestamp: HALF_HOUR.start, message: '{"a": "x", "b": {"c": 1}}' },
    ];
    const sources = sourcesOf({ events });

    fc.assert(
      fc.property(fc.array(token, { maxLength: 12 }), (tokens) => {
        const { problem, columns, rows } = runLogQuery(`SOURCE 'g' | ${tokens.join(' ')}`, HALF_HOUR, sources);

        expect(problem === undefined ? columns.length > 0 : problem.length > 10 && rows.length === 0).toBe(true);
      }),
      { numRuns: 2000, seed: 6 },
    );
  });

  it('finds metrics, or says why not', () => {
    const part = fc.constantFrom('{Shop,Service}', '(', ')', '"a"', 'b', 'AND', 'OR', 'NOT', '=', ',', '{', '"');

    fc.assert(
      fc.property(fc.array(part, { maxLength: 10 }), (parts) => {
        try {
          parseSearchQuery(parts.join(' '));
        } catch (error) {
          expect(error).toBeInstanceOf(SearchError);
        }
      }),
      { numRuns: 2000, seed: 6 },
    );
  });
});

describe('any pattern that is read', () => {
  it('matches what the engine of the language matches', () => {
    const atom = fc.constantFrom('a', 'b', '.', '[ab]', '[^a]', '\\w', '\\d', '(a|b)', '(?:ab)', '^', '$', '\\b');
    const times = fc.constantFrom('', '', '*', '+', '?', '{2}', '{1,3}', '+?');
    const piece = fc.tuple(atom, times).map(([what, often]) => (/^(?:\^|\$|\\b)$/.test(what) ? what : what + often));
    const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '1', ' '), maxLength: 8 });

    fc.assert(
      fc.property(fc.array(piece, { maxLength: 5 }), text, (pieces, subject) => {
        const source = pieces.join('');

        expect(new Pattern(source).test(subject)).toBe(new RegExp(source).test(subject));
      }),
      { numRuns: 3000, seed: 6 },
    );
  });
});
