import { fileURLToPath } from 'node:url';
import { createContext, runInContext } from 'node:vm';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';

/** Bundles the library as a browser would get it; a `node:` import or a dependency would fail here. */
async function bundle(): Promise<string> {
  const result = await build({
    entryPoints: [fileURLToPath(new URL('../src/index.ts', import.meta.url))],
    bundle: true,
    write: false,
    platform: 'browser',
    format: 'iife',
    globalName: 'simulator',
    logLevel: 'silent',
  });
  return result.outputFiles[0]?.text ?? '';
}

const SCRIPT = `
  const properties = {
    AlarmName: 'a', Namespace: 'N', MetricName: 'M', Statistic: 'Sum', Period: 60, EvaluationPeriods: 1,
    Threshold: 0, ComparisonOperator: 'GreaterThanThreshold',
  };
  const { alarm } = simulator.parseAlarm('AWS::CloudWatch::Alarm', properties, { arn: 'arn', logicalId: 'A' });
  const engine = new simulator.AlarmEngine([alarm]);
  const metric = { namespace: 'N', metricName: 'M', dimensions: {} };
  const source = new simulator.MemorySource().add(metric, [{ timestamp: 0, value: 1 }]);
  JSON.stringify(engine.tick(60000, source).map((transition) =>
    simulator.notification(transition, { accountId: '123456789012', region: 'eu-west-1' }).subject));
`;

describe('the library', () => {
  it('runs where there is nothing but the language: no Node, no clock, no dice', async () => {
    const context = createContext({});
    runInContext('Date.now = Math.random = () => { throw new Error("asked") };', context);
    runInContext(await bundle(), context);

    const subjects: unknown = JSON.parse(String(runInContext(SCRIPT, context)));

    expect(subjects).toEqual(['ALARM: "a" in EU (Ireland)']);
  });
});
