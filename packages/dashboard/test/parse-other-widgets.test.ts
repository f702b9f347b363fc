import { describe, expect, it } from 'vitest';
import { parseDashboardBody } from '../src/index.ts';
import { faulty, widgetOf } from './helpers/sources.ts';

describe('other widgets', () => {
  it('show text', () => {
    expect(widgetOf('text', { markdown: '# T', background: 'transparent' })).toMatchObject({
      type: 'text',
      markdown: '# T',
      background: 'transparent',
    });
  });

  it('show the states of alarms', () => {
    const properties = { title: 'A', alarms: ['arn:x'], sortBy: 'timestamp', states: ['ALARM'] };

    expect(widgetOf('alarm', properties)).toMatchObject({ type: 'alarm', ...properties });
  });

  it('leave out states that there are not', () => {
    const { widget, problems } = faulty('alarm', { alarms: ['arn:x'], states: ['ALARM', 'BROKEN'] });

    expect(widget).toMatchObject({ states: ['ALARM'] });
    expect(problems[0]).toContain('states');
  });

  it('show logs', () => {
    expect(widgetOf('log', { query: "SOURCE 'g'", view: 'bar', title: 'L' })).toMatchObject({
      type: 'log',
      query: "SOURCE 'g'",
      view: 'bar',
    });
  });

  it.each(['custom', 'explorer', 'chart', 'hologram'])('are a box with a name if they cannot be drawn: %s', (type) => {
    const { widget, problems } = faulty(type, { title: 'Cost' });

    expect(widget).toMatchObject({ type: 'placeholder', of: type, title: 'Cost', width: 6 });
    expect(problems).toEqual([]);
  });

  it('are a box if their query is in another language', () => {
    expect(widgetOf('log', { query: 'SELECT 1', queryLanguage: 'SQL' })).toMatchObject({
      type: 'placeholder',
      of: 'log',
    });
  });

  it('say what they lack', () => {
    const lacking = (type: string) => faulty(type, {}).problems.join();

    expect(lacking('text')).toContain('properties.markdown: is missing');
    expect(lacking('alarm')).toContain('properties.alarms: names no alarm');
    expect(lacking('log')).toContain('properties.query: is missing');
    expect(lacking('metric')).toContain('properties.metrics: is missing');
  });

  it('show a hundred alarms and say that there are more', () => {
    const { widget, problems } = faulty('alarm', {
      alarms: [7, ...Array.from({ length: 101 }, (_, index) => `arn:${index}`)],
    });

    expect(widget?.type === 'alarm' && widget.alarms).toHaveLength(100);
    expect(problems.map((problem) => problem.split(':')[0])).toEqual([
      'widgets[0].properties.alarms[0]',
      'widgets[0].properties.alarms',
    ]);
  });

  it('are never dropped, whatever stands in their place', () => {
    const { widgets, problems } = parseDashboardBody('test', {
      widgets: [null, 'x', [], {}, { type: 7 }, { type: 'metric' }],
    });

    expect(widgets.map(({ type }) => type)).toEqual([...Array(5).fill('placeholder'), 'metric']);
    expect(problems.length).toBeGreaterThanOrEqual(6);
  });
});
