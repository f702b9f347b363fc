import { describe, expect, it } from 'vitest';
import { type Dashboard, parseDashboardBody } from '../src/index.ts';
import { sourcesOfRows } from './helpers/sources.ts';

const parse = (body: unknown): Dashboard => parseDashboardBody('test', body);

const places = (widgets: readonly object[]) =>
  parse({ widgets: widgets.map((widget) => ({ type: 'text', properties: { markdown: '' }, ...widget })) }).widgets.map(
    ({ x, y, width, height }) => [x, y, width, height],
  );

describe('the body as a whole', () => {
  it('is read from JSON text and from an object alike', () => {
    const body = { start: '-PT3H', periodOverride: 'inherit', widgets: [] };

    const [fromText, fromObject] = [parse(JSON.stringify(body)), parse(body)];

    expect(fromText).toEqual({ name: 'test', start: '-PT3H', periodOverride: 'inherit', widgets: [], problems: [] });
    expect(fromObject).toEqual(fromText);
  });

  it('is drawn empty, with a problem, if it is no dashboard', () => {
    for (const body of ['{', '[]', 'null', null, 3, undefined, '{}', { widgets: {} }]) {
      const { widgets, problems } = parse(body);

      expect(widgets).toEqual([]);
      expect(problems).toHaveLength(1);
    }
  });

  it('ends at 500 widgets, and says so', () => {
    const text = { type: 'text', properties: { markdown: '' } };

    const { widgets, problems } = parse({ widgets: Array(501).fill(text) });

    expect(widgets).toHaveLength(500);
    expect(problems).toEqual([{ path: 'widgets', message: '501 widgets are more than 500: the rest is left out' }]);
  });

  it('ends at 2,500 metrics, and says so', () => {
    const row = ['Shop', 'Latency'];
    const widget = { type: 'metric', properties: { metrics: Array(500).fill(row) } };

    const { widgets, problems } = parse({ widgets: Array(6).fill(widget) });

    expect(widgets.map((each) => each.type === 'metric' && each.rows.length)).toEqual([500, 500, 500, 500, 500, 0]);
    expect(problems[0]?.path).toBe('widgets[5].properties.metrics');
  });

  it('is not read if its text is longer than any dashboard', () => {
    const { widgets, problems } = parse(`{"widgets": []}${' '.repeat(10_000_000)}`);

    expect(widgets).toEqual([]);
    expect(problems[0]?.message).toContain('characters');
  });

  it('keeps no end without a start', () => {
    const { end, problems } = parse({ end: '-PT1H', widgets: [] });

    expect(end).toBeUndefined();
    expect(problems[0]?.path).toBe('end');
  });

  it('does not keep a time that is none', () => {
    expect(parse({ start: 'yesterday', widgets: [] })).toMatchObject({ problems: [{ path: 'start' }] });
  });
});

describe('the grid', () => {
  it('gives six by six to a widget without a size', () => {
    expect(places([{ x: 3, y: 4 }])).toEqual([[3, 4, 6, 6]]);
  });

  it('puts widgets without a position side by side, then below what is there', () => {
    const wide = { width: 9, height: 4 };

    expect(places([wide, { ...wide, height: 7 }, wide, wide])).toEqual([
      [0, 0, 9, 4],
      [9, 0, 9, 7],
      [0, 7, 9, 4],
      [9, 7, 9, 4],
    ]);
  });

  it('begins a new row below the tallest widget of the one before', () => {
    expect(places([{ width: 12, height: 9 }, { width: 12, height: 2 }, { width: 12 }]).at(-1)).toEqual([0, 9, 12, 6]);
  });

  it('goes on behind a widget that has a position', () => {
    expect(places([{ x: 3, y: 20 }, {}])).toEqual([
      [3, 20, 6, 6],
      [9, 20, 6, 6],
    ]);
  });

  it('keeps widgets inside its 24 columns', () => {
    const { widgets, problems } = parse({
      widgets: [{ type: 'text', x: 20, y: -1, width: 99, height: 0.2, properties: { markdown: '' } }],
    });

    expect(widgets[0]).toMatchObject({ x: 0, y: 0, width: 24, height: 1 });
    expect(problems.map(({ path }) => path)).toEqual([
      'widgets[0].width',
      'widgets[0].height',
      'widgets[0].y',
      'widgets[0].x',
    ]);
  });
});

describe('variables', () => {
  const widgets = [
    {
      type: 'metric',
      properties: {
        region: 'us-east-1',
        title: 'Stage of FN',
        metrics: [
          ['AWS/Lambda', 'Errors', 'FunctionName', 'FN'],
          ['...', 'other'],
          [{ expression: 'm1', region: 'x' }],
        ],
      },
    },
  ];

  it('of a property set it wherever it stands, and dimensions of that name', () => {
    const variables = [
      { type: 'property', property: 'region', inputType: 'input', id: 'r', defaultValue: 'eu-west-1' },
      { type: 'property', property: 'FunctionName', inputType: 'input', id: 'f', defaultValue: 'mine' },
    ];

    const [widget] = parse({ variables, widgets }).widgets;

    expect(widget).toMatchObject({ region: 'eu-west-1', rows: [{}, {}, { region: 'eu-west-1' }] });
    expect(widget?.type === 'metric' && sourcesOfRows(widget).slice(0, 2)).toEqual([
      ['AWS/Lambda', 'Errors', { FunctionName: 'mine' }],
      ['AWS/Lambda', 'Errors', { FunctionName: 'mine' }],
    ]);
  });

  it('of a pattern replace its text everywhere, by the first value if that is the default', () => {
    const values = [{ value: 'prod$&' }, { value: 'test' }];
    const variables = [{ type: 'pattern', pattern: 'FN', id: 'f', defaultValue: '__FIRST', values }];

    const [widget] = parse({ variables, widgets }).widgets;

    expect(widget).toMatchObject({ title: 'Stage of prod$&' });
    expect(widget?.type === 'metric' && sourcesOfRows(widget)[0]).toEqual([
      'AWS/Lambda',
      'Errors',
      { FunctionName: 'prod$&' },
    ]);
  });

  it('are at most 25, and say so', () => {
    const variables = Array.from({ length: 26 }, (_, index) => ({
      type: 'pattern',
      pattern: `p${index}`,
      defaultValue: 'x',
    }));

    expect(parse({ variables, widgets }).problems.map(({ path }) => path)).toEqual(['variables']);
  });

  it('change nothing without a default value', () => {
    const variables = [{ type: 'pattern', pattern: 'FN', inputType: 'input', id: 'f' }];

    expect(parse({ variables, widgets }).widgets).toEqual(parse({ widgets }).widgets);
  });

  it.each([
    [{ type: 'pattern', pattern: '(a+)+$', defaultValue: 'x' }, 'variables[0].pattern'],
    [{ type: 'property', defaultValue: 'x' }, 'variables[0]'],
    [{ type: 'pattern', pattern: 'FN', defaultValue: '__FIRST', search: '{A}' }, 'variables[0].defaultValue'],
    ['FN', 'variables[0]'],
  ])('say what is not done: %j', (variable, path) => {
    const { problems } = parse({ variables: [variable], widgets });

    expect(problems.map((problem) => problem.path)).toEqual([path]);
  });
});

describe('hostile bodies', () => {
  it('do not end in an exception', () => {
    const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
    const bodies = [
      `{"widgets": [{"type": "metric", "properties": {"metrics": ${deep}}}]}`,
      `{"variables": [{"type": "pattern", "pattern": "a", "defaultValue": "b"}], "widgets": [{"type": "text", "properties": {"markdown": ${deep}}}]}`,
      '{"widgets": [{"type": "metric", "properties": {"__proto__": {"metrics": []}, "constructor": 1}}]}',
      '{"widgets": [{"type": "constructor", "properties": {}}]}',
    ];

    for (const body of bodies) expect(() => parse(body)).not.toThrow();
  });

  it('do not fill the memory with problems', () => {
    const { problems } = parse({
      widgets: Array(500)
        .fill(7)
        .map(() => ({ type: 'metric', properties: { metrics: Array(50).fill(1) } })),
    });

    expect(problems.length).toBeLessThanOrEqual(201);
  });
});
