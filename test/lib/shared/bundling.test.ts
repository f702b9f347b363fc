import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Duration, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Architecture, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { beforeAll, describe, expect, test } from 'vitest';
import { bundledCode } from '../../../lib/shared/bundling.ts';
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
