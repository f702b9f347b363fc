import { describe, expect, it } from 'vitest';
import { faulty, metricWidget, NOON, sourcesOfRows } from './helpers/sources.ts';

describe('rows of metrics', () => {
  it('repeat items of the row before with dots', () => {
    const widget = metricWidget({
      metrics: [
        ['Shop', 'Latency', 'Service', 'cart', 'Zone', 'a'],
        ['.', 'Errors', '.', 'stock', '.', '.'],
      ],
    });

    expect(sourcesOfRows(widget)[1]).toEqual(['Shop', 'Errors', { Service: 'stock', Zone: 'a' }]);
  });

  it('repeat as many items as are missing with three dots', () => {
    const widget = metricWidget({
      metrics: [
        ['Shop', 'Latency', 'Service', 'cart'],
        ['...', 'stock'],
        ['...', { stat: 'p99' }],
        ['.', 'Up', '...'],
      ],
    });

    expect(sourcesOfRows(widget).slice(1)).toEqual([
      ['Shop', 'Latency', { Service: 'stock' }],
      ['Shop', 'Latency', { Service: 'stock' }],
      ['Shop', 'Up', { Service: 'stock' }],
    ]);
  });

  it('look past expressions for the row before', () => {
    const widget = metricWidget({ metrics: [['Shop', 'Latency'], [{ expression: 'm1 * 2' }], ['.', 'Errors']] });

    expect(sourcesOfRows(widget)).toEqual([['Shop', 'Latency', {}], 'm1 * 2', ['Shop', 'Errors', {}]]);
  });

  it('have what they are rendered with, or else what the widget says', () => {
    const own = { id: 'm1', label: 'p99', color: '#F00', stat: 'p99', period: 60, visible: false, yAxis: 'right' };
    const widget = metricWidget({
      period: 900,
      stat: 'Sum',
      metrics: [
        ['Shop', 'Latency', own],
        ['Shop', 'Errors'],
      ],
    });

    const [first, second] = widget.rows;

    expect(first).toMatchObject({
      id: 'm1',
      label: 'p99',
      color: '#F00',
      stat: 'p99',
      period: 60,
      visible: false,
      axis: 'right',
    });
    expect(second).toMatchObject({ id: 'row-1', stat: 'Sum', period: 900, visible: true, axis: 'left' });
  });

  it('are Average over five minutes where nothing is said', () => {
    expect(metricWidget({ metrics: [['Shop', 'Latency']] }).rows[0]).toMatchObject({ stat: 'Average', period: 300 });
  });

  it('take a dimension called __proto__ as one like any other', () => {
    const [row] = metricWidget({ metrics: [['Shop', 'Latency', '__proto__', 'x']] }).rows;

    expect(row?.source.type === 'metric' && Object.entries(row.source.dimensions)).toEqual([['__proto__', 'x']]);
  });

  it.each([
    ['no array', 'Shop', 'metrics[0]'],
    ['a number among the names', ['Shop', 7], 'metrics[0][1]'],
    ['a dimension without a value', ['Shop', 'Latency', 'Service'], 'metrics[0]'],
    ['a dot without a row before', ['.', 'Latency'], 'metrics[0]'],
    ['neither metric nor expression', [{ label: 'x' }], 'metrics[0]'],
  ])('are left out with a problem if they are malformed: %s', (_, row, path) => {
    const { widget, problems } = faulty('metric', { metrics: [row, ['Shop', 'Errors']] });

    expect(widget).toMatchObject({ rows: [{ source: { metricName: 'Errors' } }] });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(`widgets[0].properties.${path}: `);
  });

  it.each([
    [{ color: 'red;background:url(//x)' }, 'color', {}],
    [{ color: '#12345' }, 'color', {}],
    [{ stat: 'Median' }, 'stat', { stat: 'Average' }],
    [{ period: 61 }, 'period', { period: 120 }],
    [{ period: 1e99 }, 'period', { period: 2_592_000 }],
    [{ period: '60' }, 'period', { period: 300 }],
    [{ yAxis: 'top' }, 'yAxis', { axis: 'left' }],
    [{ id: 'M1' }, 'id', { id: 'row-0' }],
    [{ visible: 'no' }, 'visible', { visible: true }],
  ])('keep their default where the rendering is wrong: %j', (rendering, path, expected) => {
    const { widget, problems } = faulty('metric', { metrics: [['Shop', 'Latency', rendering]] });

    const row = widget?.type === 'metric' ? widget.rows[0] : undefined;
    expect(row).toMatchObject(expected);
    expect(row?.color).toBeUndefined();
    expect(problems[0]).toContain(`widgets[0].properties.metrics[0][2].${path}: `);
  });

  it('keep an id for the first row that has it', () => {
    const { widget, problems } = faulty('metric', {
      metrics: [
        ['A', 'x', { id: 'm' }],
        ['A', 'y', { id: 'm' }],
      ],
    });

    expect(widget).toMatchObject({ rows: [{ id: 'm' }, { id: 'row-1' }] });
    expect(problems).toHaveLength(1);
  });
});

describe('metric widgets', () => {
  it('are lines with a legend below where nothing is said', () => {
    expect(metricWidget({ metrics: [] })).toMatchObject({
      view: 'timeSeries',
      stacked: false,
      legend: 'bottom',
      axes: { left: { showUnits: true }, right: { showUnits: true } },
      liveData: false,
      setPeriodToTimeRange: false,
      showTimeSeriesData: true,
      tableColumns: [],
    });
  });

  it('have axes, legend, title, zone and a range of their own', () => {
    const yAxis = { left: { min: 0, max: 9, label: 'ms', showUnits: false }, right: { max: 1 } };
    const given = { title: 'T', timezone: '+0130', start: '-PT1H', legend: { position: 'hidden' }, yAxis };

    expect(metricWidget({ metrics: [], ...given })).toMatchObject({
      title: 'T',
      timezone: '+0130',
      start: '-PT1H',
      legend: 'hidden',
      axes: { left: yAxis.left, right: { max: 1, showUnits: true } },
    });
  });

  it('keep the columns of a table in one order', () => {
    const table = { summaryColumns: ['SUM', 'MIN'], showTimeSeriesData: false };

    expect(metricWidget({ view: 'table', metrics: [], table })).toMatchObject({
      tableColumns: ['MIN', 'SUM'],
      showTimeSeriesData: false,
    });
  });

  it('have all columns of a table without settings, and none with settings that name none', () => {
    expect(metricWidget({ view: 'table', metrics: [] }).tableColumns).toEqual(['MIN', 'MAX', 'AVG', 'SUM']);
    expect(metricWidget({ view: 'table', metrics: [], table: { layout: 'vertical' } }).tableColumns).toEqual([]);
  });

  it('say which columns of a table there are not', () => {
    const { widget, problems } = faulty('metric', {
      view: 'table',
      metrics: [],
      table: { summaryColumns: ['P99', 'MAX'] },
    });

    expect(widget).toMatchObject({ tableColumns: ['MAX'] });
    expect(problems[0]).toContain('table.summaryColumns: P99');
  });

  it('leave out both ends of an axis that is upside down', () => {
    const { widget, problems } = faulty('metric', { metrics: [], yAxis: { left: { min: 5, max: 5 } } });

    expect(widget).toMatchObject({ axes: { left: { showUnits: true } } });
    expect(widget?.type === 'metric' && widget.axes.left).not.toHaveProperty('min');
    expect(problems[0]).toContain('yAxis.left.max');
  });

  it('are the graph of the first alarm if they name several, and of the alarm if they have metrics too', () => {
    const annotations = { alarms: ['arn:x', 'arn:y'] };
    const { widget, problems } = faulty('metric', { metrics: [['Shop', 'Latency']], annotations });

    expect(widget).toMatchObject({ alarm: 'arn:x', rows: [] });
    expect(problems).toHaveLength(2);
  });

  it('draw a hundred annotations and say that there are more', () => {
    const { widget, problems } = faulty('metric', {
      metrics: [],
      annotations: { horizontal: Array(101).fill({ value: 1 }) },
    });

    expect(widget?.type === 'metric' && widget.horizontal).toHaveLength(100);
    expect(problems).toHaveLength(1);
  });

  it('draw a gauge from 0 to 100 if it does not say from where to where', () => {
    const { widget, problems } = faulty('metric', { view: 'gauge', metrics: [], yAxis: { left: { max: 500 } } });

    expect(widget).toMatchObject({ axes: { left: { min: 0, max: 500 } } });
    expect(problems[0]).toContain('yAxis');
  });

  it('have lines and bands across, and hide those that are not visible', () => {
    const horizontal = [
      { value: 5, label: 'limit', color: '#d62728', fill: 'above', yAxis: 'right' },
      [
        { value: 1, label: 'from', color: 'green' },
        { value: 2, label: 'to' },
      ],
      { value: 9, visible: false },
      [{ value: 1 }, { value: 2, visible: false }],
    ];

    expect(metricWidget({ metrics: [], annotations: { horizontal } }).horizontal).toEqual([
      { value: 5, label: 'limit', color: '#d62728', fill: 'above', axis: 'right' },
      { value: 1, to: 2, label: 'from', toLabel: 'to', color: 'green', fill: 'none', axis: 'left' },
    ]);
  });

  it('have lines and bands at points in time', () => {
    const vertical = [
      { value: '2026-01-11T12:00:00Z', label: 'deployed', fill: 'after' },
      [{ value: '2026-01-11T12:00:00Z' }, { value: '2026-01-11T14:00:00+01:00' }],
    ];

    expect(metricWidget({ metrics: [], annotations: { vertical } }).vertical).toEqual([
      { at: NOON, label: 'deployed', fill: 'after' },
      { at: NOON, to: NOON + 3_600_000, fill: 'none' },
    ]);
  });

  it.each([
    [{ horizontal: [{ label: 'x' }] }, 'horizontal[0].value'],
    [{ horizontal: ['5'] }, 'horizontal[0]'],
    [{ horizontal: [[{ value: 1 }, { value: 'x' }]] }, 'horizontal[0][1].value'],
    [{ vertical: [{ value: 'noon' }] }, 'vertical[0].value'],
    [{ alarms: 'x' }, 'alarms'],
  ])('say which annotation is malformed: %j', (annotations, path) => {
    const { widget, problems } = faulty('metric', { metrics: [], annotations });

    expect(widget).toMatchObject({ horizontal: [], vertical: [] });
    expect(problems[0]).toContain(`widgets[0].properties.annotations.${path}: `);
  });

  it('are the graph of an alarm, which needs no metrics', () => {
    expect(metricWidget({ annotations: { alarms: ['arn:x'] } })).toMatchObject({ alarm: 'arn:x', rows: [] });
  });
});
