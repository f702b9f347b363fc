import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { runUpgradeCheck } from '../src/commands/run-check.ts';
import type { UpgradeCheckOptions } from '../src/commands/types.ts';
import { assembly, file, folder, recordingIo, table } from './support.ts';

async function run(options: Omit<UpgradeCheckOptions, 'context'>) {
  const io = recordingIo();
  const code = await runUpgradeCheck({ context: {}, ...options }, io);
  return { code, out: io.out(), err: io.err() };
}

const OLD = { App: { Table: table({ TableName: 'one' }) } };
const NEW = { App: { Table: table({ TableName: 'two' }, 'Delete') } };

describe('inferwatch upgrade check', () => {
  test('ends with 0 and says so when nothing stateful is touched', async () => {
    const result = await run({ from: assembly(OLD), app: assembly(OLD) });

    expect(result).toEqual({ code: 0, out: 'No stateful resource is replaced or removed.\n', err: '' });
  });

  test('names the resource, what becomes of it and the property, and ends with 1', async () => {
    const { code, out } = await run({ from: assembly(OLD), app: assembly(NEW) });

    expect(code).toBe(1);
    expect(out).toContain('Table is replaced by a new, empty one; the old one is deleted (it holds records)');
    expect(out).toContain('TableName: "one" -> "two"');
    expect(out).toContain('1 stateful resource does not come through as it was, 1 of them with deletion');
  });

  test('prints JSON and nothing else, or into a file', async () => {
    const path = join(folder(), 'check.json');

    const printed = await run({ from: assembly(OLD), app: assembly(NEW), json: true });
    const written = await run({ from: assembly(OLD), app: assembly(NEW), json: path });

    expect(JSON.parse(printed.out).findings).toMatchObject([{ logicalId: 'Table', consequence: 'replaced' }]);
    expect(written.out).toBe('');
    expect(readFileSync(path, 'utf8')).toBe(printed.out);
  });

  test('tells of stacks that come and go, which is no reason to fail', async () => {
    const { code, out } = await run({ from: assembly({ ...OLD, Lake: {} }), app: assembly({ ...OLD, Tests: {} }) });

    expect(code).toBe(0);
    expect(out).toContain('Stack Lake is not among the new ones');
    expect(out).toContain('Stack Tests is new.');
  });

  test('explains a deployment that would stop at an export', async () => {
    const template = { Resources: {}, Outputs: { A: { Value: 'a', Export: { Name: 'App:A' } } } };
    const user = { Type: 'Custom::User', Properties: { A: { 'Fn::ImportValue': 'App:A' } } };
    const before = assembly({ App: {}, Lake: { User: user } });
    writeFileSync(join(before, 'App.template.json'), JSON.stringify(template));

    const whole = await run({ from: before, app: assembly({ App: {}, Lake: {} }) });

    expect(whole.code).toBe(1);
    expect(whole.out).toContain('The deployment of App would fail: its export App:A is removed while Lake uses it.');
  });
});

describe('what it reads', () => {
  const cli = (body: unknown) =>
    file('deployed.json', JSON.stringify({ StagesAvailable: ['Original'], TemplateBody: body }));
  const yaml = 'Resources:\n  Table:\n    Type: AWS::DynamoDB::Table\n    Properties:\n      TableName: !Sub one\n';

  test.each([
    ['an object', () => cli({ Resources: OLD.App })],
    ['text in YAML', () => cli(yaml)],
  ])('is also what the AWS CLI downloads, with the template as %s', async (_, download) => {
    const { code, out } = await run({ from: download(), app: assembly(NEW), stack: 'App' });

    expect(code).toBe(1);
    expect(out).toContain('TableName');
  });

  test('is also two templates alone', async () => {
    const one = file('one.json', JSON.stringify({ Resources: OLD.App }));
    const two = file('two.yaml', yaml.replace('one', 'two'));

    expect(await run({ from: one, app: two })).toMatchObject({ code: 1, err: '' });
  });

  test('a single template is of the stack that its file is named after', async () => {
    const from = file('App.template.json', JSON.stringify({ Resources: OLD.App }));

    expect(await run({ from, app: assembly({ ...OLD, Other: {} }) })).toMatchObject({ code: 0 });
  });

  test.each([
    ['nothing there', { from: '/none', app: '/none' }, '--from: there is no file or folder /none'],
    ['a broken file', { from: file, app: '' }, 'is not JSON'],
  ])('%s is wrong use', async (_, { from }, message) => {
    const path = typeof from === 'string' ? from : from('broken.json', '{"Resources": ');

    const { code, out, err } = await run({ from: path, app: path });

    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(message);
  });

  test('a template that could be of several stacks asks of which', async () => {
    const from = file('deployed.json', JSON.stringify({ Resources: OLD.App }));
    const app = assembly({ ...OLD, Other: {} });

    const unsaid = await run({ from, app });
    const wrong = await run({ from, app, stack: 'Nothing' });

    expect(unsaid).toMatchObject({
      code: 2,
      err: expect.stringContaining('say with --stack of which stack (App, Other)'),
    });
    expect(wrong).toMatchObject({
      code: 2,
      err: expect.stringContaining('there is no stack Nothing: write one of App, Other'),
    });
  });

  test('one stack of two assemblies is compared alone', async () => {
    const [from, app] = [assembly({ ...OLD, Other: {} }), assembly({ ...NEW, Other: {} })];

    expect(await run({ from, app, stack: 'Other' })).toMatchObject({ code: 0 });
    expect(await run({ from, app, stack: 'Nothing' })).toMatchObject({ code: 2 });
  });
});
