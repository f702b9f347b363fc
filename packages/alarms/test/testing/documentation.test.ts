import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseSeries } from '../../src/testing/notation/parse-series.ts';
import { runAll, runCommand, workbench } from './support.ts';

// The TypeScript of the page is a test itself; loading it here runs it.
await import('../../../../docs/examples/alarm-test.ts');

const page = readFileSync(new URL('../../../../docs/testing-alarms.md', import.meta.url), 'utf8');

function blocks(language: string): string[] {
  return [...page.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'gms'))].map((match) => match[1] ?? '');
}

/** Rows of the table whose head begins with these words, as code and what it means. */
function table(head: string): { readonly code: string; readonly meaning: string }[] {
  const [, rows = ''] = page.split(`| ${head} |`);
  return [...(rows.split('\n\n')[0] ?? '').matchAll(/^\| `([^|]*)` \| (.*) \|$/gm)].map(
    ([, code = '', meaning = '']) => ({
      code,
      meaning,
    }),
  );
}

const { alarms, file } = workbench();
const [template = '', checkout = '', sharp = ''] = blocks('yaml');
const FILES = {
  'template.yaml': template,
  'checkout.alarms.yaml': checkout,
  'sharp.alarms.yaml': sharp,
  // What the page says to change, and the first test only.
  'wrong.alarms.yaml': `${checkout.split('\n\n')[0]}\n`.replace('time: 3m, after: 5m', 'time: 2m, after: 5m'),
};

const withoutTimes = (text: string) => text.replaceAll(/\(\d+\.\d\d s\)/g, '(… s)');

describe('the page on testing alarms', () => {
  const folder = mkdtempSync(join(tmpdir(), 'alarms-page-'));

  beforeAll(() => {
    for (const [name, content] of Object.entries(FILES)) writeFileSync(join(folder, name), content);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each(blocks('console').map((block) => ({ block, command: block.split('\n')[0] ?? '' })))(
    'shows what is printed by $command',
    async ({ block, command }) => {
      const [, name = '', rest = ''] = /^\$ inferwatch alarms test (\S+) --app template\.yaml(.*)$/.exec(command) ?? [];
      const inFolder = (text: string) => text.replaceAll(`${folder}/`, '');

      const { stdout } = await runCommand({
        app: join(folder, 'template.yaml'),
        files: [join(folder, name)],
        mutate: rest.includes('--mutate'),
      });

      expect(`${command}\n${withoutTimes(inFolder(stdout))}`).toBe(withoutTimes(block));
    },
  );
});

describe('the tables of the page', () => {
  it.each(table('Values | Stands for'))('$code stands for $meaning', ({ code, meaning }) => {
    const parsed = parseSeries(code);
    const values = parsed.ok ? parsed.segments.flatMap(valuesOf) : [];

    expect(values).toEqual(spelt(meaning));
  });

  it.each(table('Block | Samples'))('$code is read', ({ code }) => {
    const loaded = alarms({ Any: ANY });

    const [result] = runAll(
      file(`tests: [{ name: a, series: [{ metricOf: Any, values: [${code}] }], expect: { Any: { never: ALARM } } }]`),
      loaded,
    );

    expect(result?.bound.series[0]?.samples.length).toBeGreaterThan(0);
  });

  it.each(table('Setting | Holds if'))('$code is an expectation', ({ code }) => {
    expect(file(`tests: [{ name: a, expect: { Any: { ${code} } } }]`).content.tests).toHaveLength(1);
  });

  it('are all found', () => {
    expect(['Values | Stands for', 'Block | Samples', 'Setting | Holds if'].map((head) => table(head).length)).toEqual([
      7, 5, 9,
    ]);
  });
});

const ANY = {
  AlarmName: 'Any',
  Namespace: 'Shop',
  MetricName: 'Latency',
  Statistic: 'Average',
  Period: 60,
  EvaluationPeriods: 1,
  Threshold: 1_000_000,
  ComparisonOperator: 'GreaterThanThreshold',
};

function valuesOf(
  segment: Extract<ReturnType<typeof parseSeries>, { ok: true }>['segments'][number],
): (number | undefined)[] {
  return Array.from({ length: segment.length }, (_, index) =>
    segment.type === 'line' ? segment.from + index * segment.step : undefined,
  );
}

/** `1, no value, 2 2` */
function spelt(text: string): (number | undefined)[] {
  const none = text === 'no value, three times' ? 'no value, no value, no value' : text;
  return none.split(/, | (?=-?\d)/).map((word) => (word === 'no value' ? undefined : Number(word)));
}
