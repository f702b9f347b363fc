import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { AssemblyBuilder, type Json } from '../../../assembly/test/assembly-builder.ts';
import { createManualClock } from '../../src/clock.ts';
import { createFunctions } from '../../src/functions/index.ts';
import { deploy, functionResource } from './harness.ts';

const DEPENDENCIES = {
  endpointUrl: 'http://127.0.0.1:9',
  clock: createManualClock(),
  logs: { write: () => {} },
  metrics: { publish: () => {} },
};

function problemOf(builder: AssemblyBuilder, resources: Json): string | undefined {
  const result = createFunctions(builder.stack('App', { Resources: resources }).read(), DEPENDENCIES);
  return result.status === 'error' ? result.message : undefined;
}

describe('code that cannot be deployed', () => {
  it('because it is a file is refused', () => {
    const builder = new AssemblyBuilder().file('asset.zip', '');
    expect(problemOf(builder, { F: functionResource('asset.zip') })).toMatch(
      /^function under-test: .*asset\.zip is a file: the preview runs bundles in folders$/,
    );
  });

  it('because a link in it leaves the bundle is refused', () => {
    // Prepare
    const outside = mkdtempSync(join(tmpdir(), 'outside-'));
    onTestFinished(() => rmSync(outside, { recursive: true }));
    writeFileSync(join(outside, 'secret.js'), '');
    const builder = new AssemblyBuilder();
    const folder = builder.asset('code', { 'index.js': '' });
    symlinkSync(join(outside, 'secret.js'), join(builder.directory, folder, 'link.js'));

    // Act
    const problem = problemOf(builder, { F: functionResource(folder) });

    // Assess
    expect(problem).toMatch(/link\.js is a link that leaves /);
  });

  it('because two functions have one name is refused', () => {
    const builder = new AssemblyBuilder();
    const resource = functionResource(builder.asset('code', { 'index.js': '' }));
    expect(problemOf(builder, { A: resource, B: resource })).toBe('two functions are named under-test');
  });

  it('because of a strange property is refused with its path', () => {
    const builder = new AssemblyBuilder();
    const resource = functionResource(builder.asset('code', { 'index.js': '' }), { Timeout: 901 });
    expect(problemOf(builder, { F: resource })).toMatch(
      /^stack App, resource F \(AWS::Lambda::Function\), Properties\.Timeout: Too big/,
    );
  });
});

describe('deployed code', () => {
  it('follows a link inside the bundle', async () => {
    // Prepare
    const builder = new AssemblyBuilder();
    const folder = builder.asset('code', { 'lib/real.js': 'exports.handler = async () => "real";' });
    symlinkSync('lib/real.js', join(builder.directory, folder, 'index.js'));

    // Act
    const { value } = deploy(builder, { Function: functionResource(folder) });

    // Assess
    expect(await value()).toBe('real');
  });

  it('stays what it was when the application is synthesised again', async () => {
    // Prepare
    const builder = new AssemblyBuilder();
    const folder = builder.asset('code', { 'index.js': 'exports.handler = async () => "old";' });
    const { value } = deploy(builder, { Function: functionResource(folder) });

    // Act
    builder.file(join(folder, 'index.js'), 'exports.handler = async () => "new";');

    // Assess
    expect(await value()).toBe('old');
  });
});
