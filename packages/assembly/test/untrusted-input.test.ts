import { mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { AssemblyBuilder, problemOf, resolvedValue, valueProblem } from './assembly-builder.ts';

const OUTSIDE = ['../secret.json', '/etc/passwd', 'a/../../secret.json', 'x\0.json'];

function folderOutside(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'outside-')));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, 'secret.json'), '{"Resources":{}}');
  return folder;
}

describe('paths that leave the folder are refused', () => {
  it.each(OUTSIDE)('of a template: %j', (templateFile) => {
    const builder = new AssemblyBuilder().artifact('App', {
      type: 'aws:cloudformation:stack',
      properties: { templateFile },
    });
    expect(builder.problem()).toMatch(/^artifact App names .*, which is outside /);
  });

  it.each(OUTSIDE)('of code: %j', (path) => {
    const template = { Resources: { F: { Type: 'AWS::Lambda::Function', Metadata: { 'aws:asset:path': path } } } };
    expect(problemOf(template)).toMatch(
      /^stack App, resource F \(AWS::Lambda::Function\), Properties names .* outside /,
    );
  });

  it.each(OUTSIDE)('of an asset in an asset manifest: %j', (path) => {
    const files = { a: { source: { path }, destinations: { d: { objectKey: 'k' } } } };
    const builder = new AssemblyBuilder()
      .file('A.json', JSON.stringify({ version: '1', files }))
      .artifact('App.assets', { type: 'cdk:asset-manifest', properties: { file: 'A.json' } });
    expect(builder.problem()).toMatch(/^A\.json names .* outside /);
  });

  it('of a stage', () => {
    const builder = new AssemblyBuilder().artifact('S', {
      type: 'cdk:cloud-assembly',
      properties: { directoryName: '..' },
    });
    expect(builder.problem()).toMatch(/^artifact S names "\.\.", which is outside /);
  });

  it('through a link', () => {
    // Prepare
    const builder = new AssemblyBuilder();
    symlinkSync(folderOutside(), join(builder.directory, 'inside'));
    builder.artifact('App', { type: 'aws:cloudformation:stack', properties: { templateFile: 'inside/secret.json' } });

    // Act
    const problem = builder.problem();

    // Assess
    expect(problem).toMatch(/^artifact App names "inside\/secret\.json", a link that leaves /);
  });

  it('but a name that only starts with two dots is inside', () => {
    const builder = new AssemblyBuilder().file('..odd.json', '{"Resources":{}}');
    builder.artifact('App', { type: 'aws:cloudformation:stack', properties: { templateFile: '..odd.json' } });
    expect(builder.problem()).toBeUndefined();
  });
});

describe('templates made to do harm', () => {
  it('with a key __proto__ change no object', () => {
    // Act
    const value = resolvedValue(JSON.parse('{"__proto__": {"polluted": true}, "a": 1}'));

    // Assess
    expect(Object.hasOwn(Object(value), '__proto__')).toBe(true);
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
  });

  it('with inherited names in mappings are refused', () => {
    const sections = { Mappings: { Map: { a: { b: 1 } } } };
    expect(valueProblem({ 'Fn::FindInMap': ['Map', 'constructor', 'name'] }, sections)).toContain(
      'the mappings have no Map / constructor / name',
    );
  });

  it('with values nested too deeply are refused, not followed to a stack overflow', () => {
    // Prepare
    const nested = `${'['.repeat(5000)}${']'.repeat(5000)}`;
    const template = `{"Resources":{"R":{"Type":"T::T","Properties":{"Value":${nested}}}}}`;
    const builder = new AssemblyBuilder().stack('App', {}).file('App.template.json', template);

    // Act
    const problem = builder.problem();

    // Assess
    expect(problem).toMatch(/nested deeper than 200 levels$/);
  });

  it('with a text that doubles again and again are refused', () => {
    // Prepare: each of 40 exports is the one before twice
    const builder = new AssemblyBuilder();
    builder.stack('S0', { Resources: {}, Outputs: { O: { Value: 'x'.repeat(64), Export: { Name: 'e0' } } } });
    for (let at = 1; at <= 40; at++) {
      const before = { 'Fn::ImportValue': `e${at - 1}` };
      const Outputs = { O: { Value: { 'Fn::Join': ['', [before, before]] }, Export: { Name: `e${at}` } } };
      builder.stack(`S${at}`, { Resources: {}, Outputs });
    }

    // Act
    const problem = builder.problem();

    // Assess
    expect(problem).toMatch(/the text is longer than \d+ characters$/);
  });

  it('that are far too large are not read', () => {
    const builder = new AssemblyBuilder().stack('App', {}).file('App.template.json', ' '.repeat(17 * 1024 * 1024));
    expect(builder.problem()).toBe('App.template.json has 17825792 bytes: at most 16777216 are read');
  });
});
