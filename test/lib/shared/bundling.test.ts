import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Duration, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Architecture, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { beforeAll, describe, expect, test } from 'vitest';
import { bundledCode } from '../../../lib/shared/bundling.ts';
import { prepareBundles, writeBundle } from '../../../lib/shared/handler-bundles.ts';
import { FEATURE_FLAGS } from './synth.ts';

const ENTRIES = ['lambda/inference/handler.ts', 'lambda/redrive/handler.ts'];

const bundle = () => {
  const app = new App({ builtinCloudFormationValidation: false, context: { ...FEATURE_FLAGS } });
  const stack = new Stack(app, 'Bundles');
  for (const [index, entry] of ENTRIES.entries()) {
    new LambdaFunction(stack, `Function${index}`, {
      code: bundledCode(entry),
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      timeout: Duration.seconds(1),
    });
  }
  const template = Template.fromStack(stack);
  const assets = readdirSync(app.outdir).filter((name) => name.startsWith('asset.'));
  return { template, assets: assets.map((name) => join(app.outdir, name)) };
};

describe('function bundles', () => {
  let bundles: ReturnType<typeof bundle>;
  beforeAll(() => {
    bundles = bundle();
  });

  test('are one minified file for each function', () => {
    const { assets } = bundles;

    expect(assets).toHaveLength(ENTRIES.length);
    for (const asset of assets) expect(existsSync(join(asset, 'index.js'))).toBe(true);
  });

  test('export the handler', () => {
    const { assets } = bundles;

    for (const asset of assets) expect(readFileSync(join(asset, 'index.js'), 'utf8')).toContain('handler');
  });

  test('are told apart, function by function', () => {
    const { template } = bundles;

    const keys = Object.values(template.findResources('AWS::Lambda::Function')).map(
      ({ Properties }) => Properties.Code.S3Key,
    );

    expect(new Set(keys).size).toBe(ENTRIES.length);
  });
});

describe('bundles made in advance', () => {
  test('are the bundles that would be made on demand', async () => {
    const [onDemand, inAdvance] = [mkdtempSync(join(tmpdir(), 'bundle-')), mkdtempSync(join(tmpdir(), 'bundle-'))];
    writeBundle('lambda/redrive/handler.ts', onDemand);

    await prepareBundles();
    writeBundle('lambda/redrive/handler.ts', inAdvance);

    const contents = [onDemand, inAdvance].map((directory) => readFileSync(join(directory, 'index.js'), 'utf8'));
    expect(contents[1]).toBe(contents[0]);
    for (const directory of [onDemand, inAdvance]) rmSync(directory, { recursive: true });
  });

  test('leave a handler that does not exist to the one who asks for it', async () => {
    await prepareBundles();

    expect(() => writeBundle('lambda/missing/handler.ts', tmpdir())).toThrow(/lambda\/missing\/handler\.ts/);
  });
});
