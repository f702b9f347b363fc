import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CommanderError } from 'commander';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { changeFunctionCode } from '../../../scripts/deploy/assembly.ts';
import { createDeployTestCommand, type DeployTestOptions, selectParts } from '../../../scripts/deploy/options.ts';
import { findTools } from '../../../scripts/deploy/python.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'inferwatch-deploy-test-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

async function parse(...args: string[]): Promise<DeployTestOptions> {
  let parsed: DeployTestOptions | undefined;
  const command = createDeployTestCommand(async (options) => {
    parsed = options;
  }).configureOutput({ writeErr: () => {}, writeOut: () => {} });
  await command.parseAsync(args, { from: 'user' });
  return parsed!;
}

describe('the arguments', () => {
  it('left out, run everything and write no report', async () => {
    const options = await parse();

    expect(options).toEqual({ only: [], keep: false });
    expect(selectParts(options)).toEqual(['alarms', 'request', 'update', 'notify', 'lake', 'destroy']);
  });

  it('name parts, which bring along what they build on, in the order of the run', async () => {
    const options = await parse('--only', 'notify', 'alarms', '--json', 'report.json');

    expect(options.json).toBe('report.json');
    expect(selectParts(options)).toEqual(['alarms', 'request', 'update', 'notify']);
  });

  it('to keep the stacks leave the destruction out', async () => {
    expect(selectParts(await parse('--keep'))).not.toContain('destroy');
  });

  it('to keep the stacks and destroy them destroy them', async () => {
    expect(selectParts(await parse('--keep', '--only', 'destroy'))).toContain('destroy');
  });

  it.each([[['--only', 'everything']], [['--fast']], [['deploy']]])(
    'that nobody knows are refused: %j',
    async (args) => {
      await expect(parse(...args)).rejects.toBeInstanceOf(CommanderError);
    },
  );
});

describe('the search for Python and openssl', () => {
  /** Puts a program on the path of the test. */
  function install(name: string, output = ''): string {
    const file = join(folder, name);
    writeFileSync(file, `#!/bin/sh\necho '${output}'\n`);
    chmodSync(file, 0o755);
    return file;
  }

  it('takes a python3 that is new enough', () => {
    const python = install('python3', '3.12');
    const openssl = install('openssl');

    const found = findTools({ PATH: folder });

    expect(found).toEqual({ status: 'success', tools: { python, pythonVersion: '3.12', openssl } });
  });

  it.each(['3.10', '3.15', '2.7'])('passes over Python %s for one with wheels of everything', (version) => {
    install('python3', version);
    const python = install('python3.13', '3.13');
    install('openssl');

    const found = findTools({ PATH: folder });

    expect(found).toMatchObject({ status: 'success', tools: { python, pythonVersion: '3.13' } });
  });

  it('names everything that is missing in one line', () => {
    const found = findTools({ PATH: folder });

    expect(found).toMatchObject({
      status: 'error',
      message: expect.stringMatching(/^.*Python 3\.11.* and openssl.*$/),
    });
  });
});

it('says in one line that there is no Python, and ends with 2', () => {
  const command = ['--import', 'tsx', join(ROOT, 'scripts/test-deploy.ts')];

  const ended = spawnSync(process.execPath, command, { cwd: ROOT, env: { PATH: folder }, encoding: 'utf8' });

  expect(ended.status).toBe(2);
  expect(ended.stderr).toMatch(/^error: the deployment test needs Python 3\.11 to 3\.14 .*\n$/);
});

describe('a change of the code in an assembly', () => {
  const before = 'a'.repeat(64);

  function writeAssembly(): void {
    const code = { S3Key: `${before}.zip` };
    const resource = {
      Type: 'AWS::Lambda::Function',
      Properties: { FunctionName: 'the-function', Code: code },
      Metadata: { 'aws:asset:path': `asset.${before}` },
    };
    writeFileSync(join(folder, 'Stack.template.json'), JSON.stringify({ Resources: { Function: resource } }));
    writeFileSync(join(folder, 'Stack.assets.json'), JSON.stringify({ files: { [before]: {} } }));
    mkdirSync(join(folder, `asset.${before}`));
    writeFileSync(join(folder, `asset.${before}`, 'index.js'), 'exports.handler = 1;');
  }

  it('gives the bundle another hash wherever it is named, and keeps the old bundle', () => {
    writeAssembly();

    changeFunctionCode(folder, 'Stack', 'the-function');

    const template = readFileSync(join(folder, 'Stack.template.json'), 'utf8');
    const [after] = /[0-9a-f]{64}/.exec(template)!;
    expect(after).not.toBe(before);
    expect(template).not.toContain(before);
    expect(readFileSync(join(folder, 'Stack.assets.json'), 'utf8')).toContain(after);
    expect(readFileSync(join(folder, `asset.${after}`, 'index.js'), 'utf8')).toMatch(/^exports\.handler = 1;\n\/\/ /);
    expect(readdirSync(folder)).toContain(`asset.${before}`);
  });

  it('of a function that is not there is refused', () => {
    writeAssembly();

    expect(() => changeFunctionCode(folder, 'Stack', 'another')).toThrow('Stack has no function another');
  });
});
