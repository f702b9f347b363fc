import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Paint } from '../../../../cli/src/paint.ts';
import { type Backtest, runBacktest } from '../../../src/backtest/backtest.ts';
import { connect } from '../../../src/backtest/history/connect.ts';
import { DEFAULT_MEASURE } from '../../../src/backtest/measure/types.ts';
import { formatHtml } from '../../../src/backtest/output/html/page.ts';
import { toJson } from '../../../src/backtest/output/json.ts';
import { terminalLines } from '../../../src/backtest/output/terminal.ts';
import { compositeAlarm, HOUR, metricAlarm, START, seriesOf, withPeaks } from '../support.ts';

const plain: Paint = (_, text) => text;

/** Twenty hours with three incidents of half an hour; the name of one is an attack. */
const FIRST = [2, 8, 14];
const VALUES = withPeaks(
  1200,
  50,
  FIRST.map((hour) => [hour * 60, 30, 300] as const),
);
const INCIDENTS = FIRST.map((hour, index) => ({
  name: index === 0 ? '</script><script>alert(1)</script>' : `incident ${index}`,
  start: START + hour * HOUR,
  end: START + hour * HOUR + HOUR / 2,
}));

async function backtest(options: Partial<Parameters<typeof runBacktest>[0]> = {}): Promise<Backtest> {
  const alarms = [
    metricAlarm(),
    compositeAlarm('Shop', 'ALARM("Slow")'),
    metricAlarm({ AlarmName: 'Gone', MetricName: 'X' }),
  ];
  const result = await runBacktest({
    connection: connect(alarms, [seriesOf(VALUES)]),
    measure: DEFAULT_MEASURE,
    ...options,
  });
  if (result.status === 'error') throw new Error(result.lines.join('\n'));
  return result.backtest;
}

const swept = () => backtest({ incidents: INCIDENTS, sweep: { maxFalseAlarmsPerWeek: 1 } });

describe('the summary in the terminal', () => {
  it('says of each alarm what it did and which incidents it told of', async () => {
    const text = terminalLines(await swept(), plain).join('\n');

    expect(text).toContain('2 alarms on 20h of history, 2026-01-05 00:00 to 2026-01-05 20:00 UTC, 3 incidents');
    expect(text).toContain('Slow  Average of Latency > 100, 1 of 1 periods of 1m');
    expect(text).toContain('in ALARM        3 times, 7.5 % of the time');
    expect(text).toContain('3 of 3 incidents detected, after 1m on average, 0 false alarms a week');
    expect(text).toContain('Shop  ALARM("Slow")');
    expect(text).toContain('Gone: no history: nothing in it is Shop/X{Service=web}');
  });

  it('says of a recommendation what it was chosen on and how it does on the rest', async () => {
    const text = terminalLines(await swept(), plain).join('\n');

    expect(text).toContain('chosen on 2026-01-05 00:00 to 2026-01-05 11:15');
    expect(text).toContain('checked on the later part:');
    expect(text).toMatch(/recommended: > [\d.]+, \d of \d \(soonest with at most 1 false alarms a week\)/);
  });

  it('says nothing of incidents where none are known', async () => {
    const text = terminalLines(await backtest(), plain).join('\n');

    expect(text).not.toContain('incident');
  });
});

describe('the result for programs', () => {
  it('survives JSON and has times in ISO 8601', async () => {
    const json = toJson(await swept());

    expect(JSON.parse(JSON.stringify(json))).toEqual(json);
    expect(json).toMatchObject({
      version: 1,
      simulated: { from: '2026-01-05T00:00:00.000Z', to: '2026-01-05T20:00:00.000Z' },
      alarms: [
        {
          name: 'Slow',
          inAlarm: [{ from: '2026-01-05T02:01:00.000Z', to: '2026-01-05T02:31:00.000Z' }, {}, {}],
          detection: { detected: 3, falseAlarms: 0 },
          sweep: { present: { threshold: 100, present: true }, maxFalseAlarmsPerWeek: 1 },
        },
        { name: 'Shop', kind: 'composite' },
      ],
      skipped: [{ name: 'Gone' }],
    });
  });
});

describe('the page', () => {
  const policyOf = (html: string) => /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1] ?? '';

  it('lets run and apply just its own script and style, and asks for nothing', async () => {
    const html = formatHtml(await swept());

    const hash = (tag: string) => {
      const [, content = ''] = new RegExp(`<${tag}>([\\s\\S]*?)</${tag}>`).exec(html) ?? [];
      return `'sha256-${createHash('sha256').update(content).digest('base64')}'`;
    };
    expect(policyOf(html)).toContain(`style-src ${hash('style')}; script-src ${hash('script')};`);
    expect(policyOf(html)).toMatch(/^default-src 'none';/);
    expect(html).not.toMatch(/\b(?:src|href)="(?!#)/);
    expect(html).not.toMatch(/ style="/);
  });

  it('shows names as they are and runs none of them', async () => {
    const html = formatHtml(await swept());

    expect(html.match(/<script>/g)).toHaveLength(1);
    expect(html).not.toContain('</script><script>alert');
    expect(html).toContain('&lt;/script&gt;&lt;script&gt;alert(1)');
  });

  it('names each picture, and draws incidents and ALARM in lanes of their own', async () => {
    const html = formatHtml(await swept());

    expect(html).toContain('aria-label="Slow from 2026-01-05 00:00 to 2026-01-05 19:59, in ALARM 3 times"');
    expect(html).toContain('>incidents</text>');
    expect(html).toContain('>in ALARM</text>');
    expect(html).toContain('threshold 100</text>');
    expect(html.match(/<svg/g)?.length).toBe(html.match(/<svg[^>]*aria-label="[^"]+"/g)?.length);
  });

  it('says the same as the terminal about the sweep', async () => {
    const result = await swept();

    const html = formatHtml(result);

    const setting = result.alarms[0]?.sweep?.recommended.setting;
    expect(html).toContain(
      `Recommended: &gt; ${setting?.threshold}, ${setting?.datapointsToAlarm} of ${setting?.evaluationPeriods}`,
    );
  });

  it('needs no incidents', async () => {
    const html = formatHtml(await backtest());

    expect(html).toContain('No incidents were given');
    expect(html).not.toContain('Incidents detected');
  });

  it('of a year of minutes stays small', async () => {
    const year = Array.from(
      { length: 525_600 },
      (_, minute) => 50 + 40 * Math.sin(minute / 200) + ((minute * 7919) % 97),
    );
    const connection = connect([metricAlarm({ Threshold: 180 })], [seriesOf(year)]);
    const result = await runBacktest({ connection, measure: DEFAULT_MEASURE });
    if (result.status === 'error') throw new Error(result.lines.join('\n'));

    const html = formatHtml(result.backtest);

    expect(html.length).toBeLessThan(500_000);
  }, 60_000);
});
