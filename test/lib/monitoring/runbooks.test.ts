import { readdirSync, readFileSync } from 'node:fs';
import { Stack } from 'aws-cdk-lib';
import { describe, expect, it } from 'vitest';
import { ALARM_CATALOGUE } from '../../../lib/monitoring/alarms/catalogue.ts';
import { alarmDescription, runbookLink } from '../../../lib/monitoring/alarms/runbooks.ts';
import { SAVED_QUERIES } from '../../../lib/monitoring/log-queries.ts';
import { DEFAULT_DEPLOYMENT, PLANNED_MAINTENANCE } from '../../../lib/monitoring/metrics/operator-metrics.ts';
import { allAlarms, FUNCTION_TIMEOUT, fullTargets, metricAlarms, synthesize } from './support.ts';

const DIRECTORY = 'docs/runbooks';
const pages = readdirSync(DIRECTORY).filter((file) => file.endsWith('.md'));
const text = (page: string) => readFileSync(`${DIRECTORY}/${page}`, 'utf8');
const { template } = synthesize({ alarms: { noTraffic: { enabled: true } } });
const names = allAlarms(template).map(({ AlarmName }) => AlarmName);

const targets = fullTargets(new Stack());

/** First line below the title: severity, rule, setting. */
const factsOf = (page: string) => text(page).split('\n')[2] ?? '';

describe('the runbooks', () => {
  it('are mapped to the alarms one to one', () => {
    expect(pages.map((page) => page.replace('.md', '')).sort()).toEqual([...names].sort());
  });

  it.each(pages)('%s bears its alarm as title', (page) => {
    expect(text(page).split('\n')[0]).toBe(`# ${page.replace('.md', '')}`);
  });

  it.each(pages)('%s has Description, Investigation and Resolution, in this order and each with content', (page) => {
    const sections = text(page).split(/^## /m).slice(1);

    expect(sections.map((section) => section.split('\n')[0])).toEqual(['Description', 'Investigation', 'Resolution']);
    for (const section of sections) expect(section.length).toBeGreaterThan(150);
  });

  it.each(pages)('%s has a command to begin with', (page) => {
    expect(text(page)).toMatch(/```bash\n[\s\S]*\b(aws|curl) /);
  });

  it.each(pages)('%s defines whatever shell function it uses', (page) => {
    const uses = /\$\(output [A-Z]/.test(text(page));

    expect(text(page).includes('output() {')).toBe(uses);
  });

  it.each(pages)('%s refers only to alarms that exist', (page) => {
    const mentioned = [...text(page).matchAll(/`([A-Z][A-Za-z0-9-]+-Alarm)`/g)].map(([, name]) => name);

    expect(mentioned.filter((name) => !names.includes(String(name)))).toEqual([]);
  });

  it.each(pages)('%s refers only to saved queries that exist', (page) => {
    const mentioned = [...text(page).matchAll(/saved query \*([^*]+)\*/g)].map(([, name]) => name);

    expect(mentioned.filter((name) => !SAVED_QUERIES.some((query) => query.name === name))).toEqual([]);
  });

  it.each(pages)('%s states the severity of its alarm', (page) => {
    const alarm = allAlarms(template).find(({ AlarmName }) => AlarmName === page.replace('.md', ''));
    const severity = alarm?.Tags?.find(({ Key }) => Key === 'severity')?.Value;

    expect(factsOf(page)).toContain(`**${severity}**`);
  });

  it.each(ALARM_CATALOGUE.map((spec) => [spec.name, spec] as const))('%s states its setting', (name, spec) => {
    expect(factsOf(`${name}.md`)).toContain(`\`alarms.${spec.id}\``);
  });

  it.each(ALARM_CATALOGUE.map((spec) => [spec.name, spec] as const))('%s states its threshold', (name, spec) => {
    const { threshold } = spec.rule(targets);
    // The near-timeout alarm's threshold is a share of the timeout, and stated as that.
    const stated =
      spec.id === 'functionNearTimeout' ? (100 * threshold) / FUNCTION_TIMEOUT.toMilliseconds() : threshold;

    expect(factsOf(`${name}.md`)).toMatch(new RegExp(`\\b${stated}\\b`));
  });

  it.each(ALARM_CATALOGUE.map((spec) => [spec.name, spec] as const))('%s states its M of N', (name, spec) => {
    const { datapointsToAlarm: m, evaluationPeriods: n } = spec.rule(targets);
    const facts = factsOf(`${name}.md`);

    if (n > 1 && m < n) expect(facts).toContain(`in ${m} of ${n} minutes`);
    else expect(facts).not.toMatch(/in \d of \d minutes/);
  });

  it('announce maintenance with the metric that the alarm watches', () => {
    const commands = text('Planned-Maintenance-Alarm.md');
    const { namespace, metricName, dimension } = PLANNED_MAINTENANCE;

    for (const value of [1, 0]) {
      expect(commands).toContain(
        `--namespace ${namespace} --metric-name ${metricName} \\\n  --dimensions ${dimension}=${DEFAULT_DEPLOYMENT} --value ${value}`,
      );
    }
  });
});

describe('the description of an alarm', () => {
  const alarm = {
    name: 'High-Latency-Alarm',
    title: 'Slow',
    meaning: 'Callers wait.',
    firstStep: 'look at the model.',
  };

  it('says how urgent it is, what it means, where to look first and where to read on', () => {
    expect(alarmDescription(alarm, 'critical')).toBe(
      '[critical] Callers wait. First: look at the model. Runbook: docs/runbooks/High-Latency-Alarm.md',
    );
  });

  it('links to the published runbooks, with or without a slash at the end of their address', () => {
    const links = ['https://example.com/runbooks', 'https://example.com/runbooks/'].map((url) =>
      runbookLink(alarm.name, url),
    );

    expect(new Set(links)).toEqual(new Set(['https://example.com/runbooks/High-Latency-Alarm.md']));
  });

  it('names the runbook without the prefix, because all deployments share the pages', () => {
    const prefixed = metricAlarms(synthesize({ prefix: 'team' }).template).find(
      ({ AlarmName }) => AlarmName === 'team-High-Latency-Alarm',
    );

    expect(prefixed?.AlarmDescription).toMatch(/docs\/runbooks\/High-Latency-Alarm\.md$/);
  });
});
