import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { BodySource, readDashboardFile } from '../../src/console/body-source.ts';

const folder = mkdtempSync(join(tmpdir(), 'body-source-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

const BODY = {
  widgets: [
    { type: 'metric', properties: { region: 'eu-west-1', metrics: [['Shop', 'Latency', 'Service', 'checkout']] } },
    {
      type: 'metric',
      properties: {
        region: 'eu-west-1',
        metrics: [[{ expression: "SEARCH('{Shop,Service} Latency', 'Average', 60)" }]],
      },
    },
    { type: 'custom', properties: { endpoint: 'arn:aws:lambda:eu-west-1:123456789012:function:draw' } },
  ],
};

const HOUR = 3_600_000;

function open(path: string) {
  const read = readDashboardFile(path);
  if (read.status === 'error') throw new Error(read.message);
  return new BodySource(read.dashboard);
}

describe('a file with a dashboard', () => {
  it('is named after itself', () => {
    expect(open(file('shop.json', BODY)).info()).toMatchObject({
      title: 'shop',
      hasApplication: false,
      controls: false,
    });
  });

  it('may be what the AWS CLI prints', () => {
    const answer = { DashboardName: 'Shop', DashboardArn: 'arn', DashboardBody: JSON.stringify(BODY) };

    const [dashboard] = open(file('answer.json', answer)).info().dashboards;

    expect([dashboard?.name, dashboard?.widgets.length]).toEqual(['Shop', 3]);
  });

  it.each<[string, unknown, string]>([
    ['no.json', 'not json', 'is no JSON'],
    ['empty.json', {}, 'is no dashboard body'],
    ['list.json', [], 'is no dashboard body'],
    ['null.json', null, 'is no dashboard body'],
  ])('that is none is refused: %s', (name, content, message) => {
    const path = file(name, content);

    expect(readDashboardFile(path)).toMatchObject({ status: 'error', message: expect.stringContaining(message) });
  });

  it('that is not there is an error in words', () => {
    const path = join(folder, 'nowhere.json');

    expect(readDashboardFile(path)).toEqual({ status: 'error', message: `${path}: cannot be read (ENOENT)` });
  });
});

describe('a dashboard without an application', () => {
  const source = open(file('drawn.json', BODY));
  const now = Date.now();
  const data = source.dashboardData('drawn', { start: now - HOUR, end: now });

  it('says that its values are made up', () => {
    expect(source.info().notes[0]).toContain('made up');
  });

  it('has values for each metric that it names, and for what a search finds among them', () => {
    const [named, searched] = [data?.widgets[0], data?.widgets[1]];

    for (const widget of [named, searched]) {
      expect(widget?.kind === 'metric' && widget.series[0]?.values.some((value) => value !== null)).toBe(true);
      expect(widget?.kind === 'metric' && widget.problems).toEqual([]);
    }
  });

  it('has nothing for a widget that is not drawn, and nothing under another name', () => {
    expect(data?.widgets[2]).toBeUndefined();
    expect(source.dashboardData('other', { start: 0, end: 1 })).toBeUndefined();
  });

  it('has no alarms, no messages and no inferences', async () => {
    expect([source.alarms(), source.inbox(), source.inferences()]).toEqual([[], [], []]);
    expect(await source.inference()).toEqual({ view: null, record: null, logs: [] });
    expect(source.live().alarms).toEqual({});
  });
});
