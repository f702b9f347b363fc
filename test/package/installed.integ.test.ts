import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { handlers, writeBundle } from '../../lib/shared/handler-bundles.ts';
import { synthesise } from '../../packages/cli/src/synthesise.ts';
import { type Consumer, installInNewApplication, ROOT } from './consumer.ts';

/** Ten lines: what an existing application adds to its stack. */
const TEN_LINES = `    new InferenceMonitoring(this, 'Monitoring', {
      targets: {
        function: {
          function: LambdaFunction.fromFunctionName(this, 'Scorer', 'fraud-scorer'),
          timeout: cdk.Duration.seconds(10),
        },
        endpoint: { endpointName: 'fraud-v3', variantName: 'AllTraffic', hosting: 'instance' },
      },
      alertEmails: ['on-call@example.com'],
    });`;

const IMPORTS = `import { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { InferenceMonitoring } from 'inferwatch';
`;

const ALARM_TEST = `tests:
  - name: a slow model is told within five minutes
    series:
      - { metricOf: High-Latency-Alarm, values: 180x9 3500x9 }
    expect:
      High-Latency-Alarm: { firesWithin: { time: 5m, after: 9m } }
`;

/** Uses what a module of each entry point gives, so that a name that is only declared is not enough. */
const USE = `console.log([
  new simulator.MemorySource() instanceof simulator.MemorySource,
  simulator.parseStatistic('p99') !== undefined,
  typeof matrix.computeMatrix,
  new alarms.AlarmLintPlugin().name.length > 0,
  typeof matchers.alarmMatchers.toAlarm,
  typeof constructs.InferenceMonitoring,
].join(' '));
`;
const USED = 'true true function true function function\n';
const MODULES = {
  simulator: 'inferwatch/alarm-simulator',
  matrix: 'inferwatch/access-matrix',
  alarms: 'inferwatch/alarms',
  matchers: 'inferwatch/vitest',
  constructs: 'inferwatch',
};
const each = (line: (name: string, module: string) => string) =>
  Object.entries(MODULES)
    .map(([name, module]) => line(name, module))
    .join('');

let consumer: Consumer;

beforeAll(async () => {
  consumer = await installInNewApplication();
  const stack = join(consumer.directory, 'lib/shop-stack.ts');
  const made = readFileSync(stack, 'utf8');
  consumer.write(
    'lib/shop-stack.ts',
    IMPORTS + made.replace(/ *\/\/ The code that defines your stack goes here/, TEN_LINES),
  );
  consumer.write('alarms/shop.alarms.yaml', ALARM_TEST);
});
afterAll(() => consumer.dispose());

describe('the tarball', () => {
  test('holds the compiled application and nothing that it does not need', () => {
    const { installed } = consumer;
    expect(readdirSync(installed).sort()).toEqual([
      'CHANGELOG.md',
      'LICENSE',
      'README.md',
      'bin',
      'dist',
      'package.json',
    ]);
    expect(readdirSync(join(installed, 'dist')).sort()).toEqual([
      'THIRD-PARTY-NOTICES.txt',
      'access.yaml',
      'alarms',
      'bin',
      'cdk.json',
      'config',
      'contract',
      'docs',
      'e2e',
      'lambda',
      'lib',
      'package.json',
      'packages',
      'sample',
      'scenarios',
    ]);
  });

  test('has no sources of TypeScript and no tests', () => {
    const files = filesBelow(consumer.installed);
    expect(files.filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts'))).toEqual([]);
    expect(files.filter((file) => /(^|\/)test\/|\.test\./.test(file))).toEqual([]);
  });

  test('names no folder of the machine that packed it', () => {
    const named = filesBelow(consumer.installed).filter((file) =>
      readFileSync(join(consumer.installed, file), 'utf8').includes(ROOT),
    );
    expect(named).toEqual([]);
  });

  test('stays below two megabytes, and eight when unpacked', () => {
    const { installed, tarball } = consumer;
    const unpacked = filesBelow(installed).reduce((sum, file) => sum + statSync(join(installed, file)).size, 0);
    expect(statSync(tarball).size).toBeLessThan(2_000_000);
    expect(unpacked).toBeLessThan(8_000_000);
  });

  test('deploys the same bytes as the checkout', () => {
    for (const handler of handlers()) {
      const directory = mkdtempSync(join(tmpdir(), 'inferwatch-bundle-'));
      writeBundle(handler, directory);
      const packed = join(consumer.installed, 'dist', handler, '../bundle/index.js');
      expect(readFileSync(packed).equals(readFileSync(join(directory, 'index.js'))), handler).toBe(true);
      rmSync(directory, { recursive: true });
    }
  });
});

describe('an application that cdk init made', () => {
  test('type-checks with the ten lines and every example of the documentation', async () => {
    // With the package's declarations, which the application itself skips; those of other packages are not ours to check.
    const { stdout } = await consumer.run('npx', 'tsc', '--skipLibCheck', 'false');
    expect(stdout.split('\n').filter((line) => line !== '' && !/^node_modules\/(?!inferwatch\/)/.test(line))).toEqual(
      [],
    );
  });

  test('synthesises monitoring for its function and endpoint', async () => {
    const result = await consumer.run('npx', 'cdk', 'synth', '--quiet', '--no-notices');
    expect(result).toMatchObject({ code: 0 });
    const template = readFileSync(join(consumer.directory, 'cdk.out/ShopStack.template.json'), 'utf8');
    expect(template).toContain('"AlarmName": "High-Latency-Alarm"');
    expect(template).toContain('fraud-v3');
  });

  test('has its alarms linted', async () => {
    const { code, stdout } = await consumer.run('npx', 'inferwatch', 'alarms', 'lint', '--app', 'cdk.out');
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringMatching(/^\d+ alarms: nothing found\.\n$/) });
  });

  test('has its alarms tested, and is itself what is synthesised for that', async () => {
    const { code, stdout } = await consumer.run('npx', 'inferwatch', 'alarms', 'test');
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining('1 test: 1 passed') });
  });

  test('tests alarms in vitest', async () => {
    consumer.write('test/alarm.test.ts', readFileSync(join(ROOT, 'docs/examples/alarm-test.ts'), 'utf8'));
    expect(await consumer.run('npx', 'vitest', 'run')).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/2 passed/),
    });
  });

  test('imports each part from an ES module', async () => {
    consumer.write('use.mjs', each((name, module) => `import * as ${name} from '${module}';\n`) + USE);
    expect(await consumer.run('node', 'use.mjs')).toEqual({ code: 0, stdout: USED, stderr: '' });
  });

  test('requires each part from a CommonJS module', async () => {
    consumer.write('use.cjs', each((name, module) => `const ${name} = require('${module}');\n`) + USE);
    expect(await consumer.run('node', 'use.cjs')).toEqual({ code: 0, stdout: USED, stderr: '' });
  });

  test('cannot import what is not promised', async () => {
    const { code, stderr } = await consumer.run('node', '-e', "require('inferwatch/dist/lib/index.js')");
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining('ERR_PACKAGE_PATH_NOT_EXPORTED') });
  });

  test('bundles the functions of a whole pipeline from what is packed', async () => {
    const { code } = await consumer.run(
      'npx',
      'cdk',
      'synth',
      '--app',
      'npx tsx examples/whole-pipeline.ts',
      '--output',
      'whole.out',
      '--quiet',
      '--no-notices',
    );
    const assets = readdirSync(join(consumer.directory, 'whole.out')).filter((name) => name.startsWith('asset.'));
    const packed = readFileSync(join(consumer.installed, 'dist/lambda/inference/bundle/index.js'));
    const deployed = assets.map((name) => join(consumer.directory, 'whole.out', name, 'index.js')).filter(existsSync);
    expect(code).toBe(0);
    expect(deployed.some((file) => readFileSync(file).equals(packed))).toBe(true);
  });
});

describe('the installed command line', () => {
  const inferwatch = (...args: string[]) => consumer.run('npx', 'inferwatch', ...args);
  let assembly: string;

  beforeAll(async () => {
    assembly = join(consumer.directory, 'own.out');
    const applicationDirectory = join(consumer.installed, 'dist');
    const result = await synthesise({ applicationDirectory, outputDirectory: assembly, context: {} });
    expect(result).toMatchObject({ status: 'success' });
  });

  test('prints its help', async () => {
    expect(await inferwatch('--help')).toMatchObject({ code: 0, stdout: expect.stringContaining('Usage: inferwatch') });
  });

  test('passes the tests of its own alarms', async () => {
    const folder = join(consumer.installed, 'dist/alarms');
    const { code, stdout } = await inferwatch('alarms', 'test', folder, '--app', assembly);
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringMatching(/(\d+) tests: \1 passed/) });
  });

  test('tells who can read what, as its expectations say', async () => {
    const expectations = join(consumer.installed, 'dist/access.yaml');
    expect(await inferwatch('access', '--app', assembly, '--expect', expectations)).toMatchObject({ code: 0 });
  });

  test('answers a query as a persona', async () => {
    const query = 'SELECT shop_id, count(*) FROM sales.sales GROUP BY 1';
    const { code, stdout } = await inferwatch('lake', 'query', '--app', assembly, '--as', 'data-analyst', query);
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringMatching(/^ +5 /m) });
  });

  test('estimates costs', async () => {
    expect(await inferwatch('cost', '--app', assembly, '--rps', '10')).toMatchObject({ code: 0 });
  });

  test('plays a scenario in the preview', async () => {
    consumer.write(
      'scenario.yaml',
      `name: quick
phases:
  - { name: normal traffic, duration: 2m, requestsPerMinute: 30 }
expect:
  requests: { failed: 0 }
  records: { lost: 0 }
`,
    );
    const { code, stdout } = await inferwatch(
      'preview',
      '--headless',
      '--app',
      assembly,
      '--scenario',
      'scenario.yaml',
      '--speed',
      '20',
    );
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: expect.stringContaining('Everything is as the scenario expects.'),
    });
  });
});

/** Of a folder, the paths of all files in it, without packages of its own. */
function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => !path.startsWith('node_modules/') && statSync(join(folder, path)).isFile())
    .sort();
}
