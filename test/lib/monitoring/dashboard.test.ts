import { Stack } from 'aws-cdk-lib';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { describe, expect, it } from 'vitest';
import { ALARM_IDS } from '../../../lib/monitoring/alarm-ids.ts';
import { EMITTED_GROUPS } from '../../../lib/monitoring/metrics/emitted-metrics.ts';
import type { EndpointTarget } from '../../../lib/monitoring/targets.ts';
import {
  alarmNamed,
  allAlarms,
  dashboardBody,
  fullTargets,
  functionOnly,
  metricAlarms,
  synthesize,
  type Widget,
  widgetTitled,
} from './support.ts';

const { template } = synthesize({ alarms: { noTraffic: { enabled: true } } });
const body = dashboardBody(template);

const hostedOn = (hosting: EndpointTarget['hosting']) => (stack: Stack) => {
  const targets = fullTargets(stack);
  return { ...targets, endpoint: { ...targets.endpoint, hosting } };
};

const titles = (of: typeof body) => of.widgets.map(({ properties }) => properties.title);
const metricRows = ({ properties }: Widget) => properties.metrics ?? [];
const isExpression = (row: readonly unknown[]) => typeof row[0] === 'object';
const optionsOf = (row: readonly unknown[]) => row.at(-1) as { label?: string; stat?: string; expression?: string };
const thresholdsOf = ({ properties }: Widget) => properties.annotations?.horizontal ?? [];

describe('the dashboard', () => {
  it('has the name that people look for', () => {
    template.hasResourceProperties('AWS::CloudWatch::Dashboard', { DashboardName: 'Inference-Monitoring-Dashboard' });
  });

  it('stays within the documented limits', () => {
    // https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
    const counts = body.widgets.map((widget) => metricRows(widget).length);

    expect(body.widgets.length).toBeLessThanOrEqual(500);
    expect(Math.max(...counts)).toBeLessThanOrEqual(500);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(2500);
  });

  it('keeps each widget on the grid, and none over another', () => {
    const cells = new Set<string>();
    for (const { x, y, width, height } of body.widgets) {
      expect(x + width).toBeLessThanOrEqual(24);
      for (let column = x; column < x + width; column++) {
        for (let row = y; row < y + height; row++) {
          expect(cells.has(`${column},${row}`)).toBe(false);
          cells.add(`${column},${row}`);
        }
      }
    }
  });

  it('shows the state of every alarm', () => {
    const shown = widgetTitled(template, 'Alarms').properties.alarms?.map((arn) => arn.split(':alarm:')[1]);

    expect(shown?.sort()).toEqual(
      allAlarms(template)
        .map(({ AlarmName }) => AlarmName)
        .sort(),
    );
  });

  it.each(metricAlarms(template).map(({ AlarmName }) => AlarmName))(
    'draws the threshold of %s on its graph',
    (name) => {
      const { Threshold, MetricName, Metrics } = alarmNamed(template, name);
      const expression = Metrics?.find((entry) => entry.Expression !== undefined)?.Expression;

      const graphs = body.widgets.filter((widget) =>
        thresholdsOf(widget).some(({ value, label }) => value === Threshold && label === name),
      );

      expect(graphs).toHaveLength(1);
      const rows = metricRows(graphs[0]!);
      const own = rows.some((row) => (expression ? optionsOf(row).expression === expression : row[1] === MetricName));
      expect(own).toBe(true);
    },
  );

  it('watches what the dimension sets of the services allow, and nothing else', () => {
    const allowed = EMITTED_GROUPS.map(({ namespace, dimensions }) => `${namespace}|${[...dimensions].sort().join()}`);
    const custom = ['InferencePipeline|EndpointName', 'Inferwatch/Operations|Deployment'];

    const sets = body.widgets
      .flatMap(metricRows)
      .filter((row) => !isExpression(row))
      .map(
        (row) =>
          `${row[0]}|${row
            .slice(2, -1)
            .filter((_, index) => index % 2 === 0)
            .sort()
            .join()}`,
      );

    expect(sets.filter((set) => ![...allowed, ...custom].includes(set))).toEqual([]);
  });

  it('keeps the period of each alarm, however far one looks back', () => {
    expect(body).toMatchObject({ periodOverride: 'inherit' });
  });
});

describe('the overview', () => {
  it.each([
    ['Total SuccessCount', 'SuccessCount'],
    ['Total ErrorCount', 'ErrorCount'],
  ])('%s is one number over the whole time range', (title, metricName) => {
    const widget = widgetTitled(template, title);

    expect(widget.properties).toMatchObject({ view: 'singleValue', setPeriodToTimeRange: true });
    expect(metricRows(widget)).toEqual([
      ['InferencePipeline', metricName, 'EndpointName', 'digits', expect.objectContaining({ stat: 'Sum' })],
    ]);
  });

  it.each(['Error rate (%)', 'Requests a minute'])('%s is a number', (title) => {
    expect(widgetTitled(template, title).properties.view).toBe('singleValue');
  });

  it('links to the logs of function and endpoint, with slashes as the console wants them', () => {
    const [header] = body.widgets;

    expect(header?.properties.markdown).toContain('log-group/$252Faws$252Flambda$252Fml-inference-lambda)');
    expect(header?.properties.markdown).toContain('log-group/$252Faws$252Fsagemaker$252FEndpoints$252Fdigits)');
  });

  it('says where the runbooks are when they are published nowhere', () => {
    expect(body.widgets[0]?.properties.markdown).toContain('`docs/runbooks/<Alarm-Name>.md`');
  });

  it('links to each published runbook', () => {
    const published = dashboardBody(synthesize({ runbookBaseUrl: 'https://example.com/books' }).template);

    expect(published.widgets[0]?.properties.markdown).toContain(
      '[High-Latency-Alarm](https://example.com/books/High-Latency-Alarm.md)',
    );
  });
});

describe('the latency graph', () => {
  const statisticsIn = (of: typeof template) =>
    metricRows(widgetTitled(of, 'LatencyMs'))
      // CDK leaves out what CloudWatch takes by itself.
      .map((row) => optionsOf(row).stat ?? 'Average')
      .sort();

  it('has p50, p90, p99 and the average', () => {
    expect(statisticsIn(template)).toEqual(['Average', 'p50', 'p90', 'p99']);
  });

  it('has the statistic that the alarm was set to as well', () => {
    const changed = synthesize({ alarms: { highLatency: { statistic: 'tm95' } } }).template;

    expect(statisticsIn(changed)).toEqual(['Average', 'p50', 'p90', 'p99', 'tm95']);
  });

  it('is there without the alarm too', () => {
    const changed = synthesize({ alarms: { highLatency: { enabled: false } } }).template;

    expect(statisticsIn(changed)).toEqual(['Average', 'p50', 'p90', 'p99']);
    expect(thresholdsOf(widgetTitled(changed, 'LatencyMs'))).toEqual([]);
  });
});

it('a graph keeps its lines when all alarms are off', () => {
  const alarms = Object.fromEntries(ALARM_IDS.map((id) => [id, { enabled: false }]));

  const graphs = dashboardBody(synthesize({ alarms }).template).widgets.filter(({ type }) => type === 'metric');

  expect(graphs.length).toBeGreaterThan(15);
  expect(graphs.filter((graph) => metricRows(graph).length === 0)).toEqual([]);
});

describe('the function', () => {
  it('is drawn against its timeout', () => {
    const lines = thresholdsOf(widgetTitled(template, 'Duration against timeout'));

    expect(lines).toContainEqual(expect.objectContaining({ value: 30_000, label: 'timeout' }));
  });
});

describe('the SageMaker endpoint', () => {
  it('has its latencies in milliseconds', () => {
    const rows = metricRows(widgetTitled(template, 'ModelLatency and OverheadLatency'));

    const drawn = rows.filter(isExpression).map((row) => optionsOf(row).expression);

    expect(drawn).toHaveLength(3);
    expect(drawn.every((expression) => expression?.endsWith(' / 1000'))).toBe(true);
  });

  it('has both dimensions on every metric', () => {
    const rows = body.widgets.flatMap(metricRows).filter((row) => /sagemaker/i.test(String(row[0])));

    expect(rows.length).toBeGreaterThan(5);
    expect(rows.filter((row) => !(row.includes('EndpointName') && row.includes('VariantName')))).toEqual([]);
  });

  it('on instances has processor, accelerator, memory and disk', () => {
    const instances = dashboardBody(synthesize({ targets: hostedOn('instance') }).template);

    expect(titles(instances)).toEqual(expect.arrayContaining(['Processor', 'Accelerator', 'Memory', 'Disk']));
    expect(titles(instances)).not.toContain('Cold starts (ModelSetupTime)');
  });

  it('without servers has cold starts instead', () => {
    expect(titles(body)).toContain('Cold starts (ModelSetupTime)');
    expect(titles(body)).not.toContain('Processor');
  });

  it('of unknown hosting has both', () => {
    const unknown = titles(dashboardBody(synthesize({ targets: hostedOn('unknown') }).template));

    expect(unknown).toEqual(expect.arrayContaining(['Processor', 'Cold starts (ModelSetupTime)']));
  });
});

describe('a part that is not watched', () => {
  it('has no section', () => {
    const least = titles(dashboardBody(synthesize({ targets: functionOnly }).template));

    for (const title of ['Endpoint invocations', 'Table latency', 'API latency', 'Age of the oldest waiting record']) {
      expect(least).not.toContain(title);
    }
  });

  it('leaves the dead letters alone on their graph, if there is no queue before them', () => {
    const targets = (stack: Stack) => ({
      ...functionOnly(stack),
      deadLetterQueue: Queue.fromQueueArn(stack, 'Dead', 'arn:aws:sqs:eu-central-1:123456789012:dead'),
    });

    const rows = metricRows(widgetTitled(synthesize({ targets }).template, 'Records waiting and undeliverable'));

    expect(rows).toHaveLength(1);
  });
});

it('the latest errors are read from the log of the function', () => {
  const { query } = widgetTitled(template, 'Latest errors').properties;

  expect(query).toMatch(/^SOURCE '\/aws\/lambda\/ml-inference-lambda' \| fields @timestamp, requestId, error\.code/);
});

describe('a dashboard of parts that another stack makes', () => {
  const targets = (stack: Stack) => {
    const pipeline = new Stack(stack.node.scope, 'Pipeline', { env: { account: stack.account, region: stack.region } });
    const { function: watched, ...others } = fullTargets(stack);
    const logGroup = new LogGroup(pipeline, 'Log');
    return { ...others, function: { ...watched, logGroup }, recordQueue: new Queue(pipeline, 'Records') };
  };
  const { template: imported } = synthesize({ targets });

  it('is complete JSON once CloudFormation has filled it in', () => {
    expect(dashboardBody(imported).widgets.length).toBeGreaterThan(20);
  });

  it('leaves it to CloudFormation to write the slashes of a log group for the console', () => {
    const [dashboard] = Object.values(imported.findResources('AWS::CloudWatch::Dashboard'));
    const parts: unknown[] = dashboard?.Properties.DashboardBody['Fn::Join'][1];

    expect(parts).toContainEqual({
      'Fn::Join': ['$252F', { 'Fn::Split': ['/', { 'Fn::ImportValue': expect.stringContaining('Log') }] }],
    });
  });
});
