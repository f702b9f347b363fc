import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type AccessTemplate, type ReadTemplatesOptions, readAccessTemplates } from '../../src/template/index.ts';

export type Json = Readonly<Record<string, unknown>>;

/** Writes a `cdk.out`, or single templates, into a temporary folder, which goes when the test is over. */
export class TemplateBuilder {
  readonly directory: string;
  readonly #artifacts: Record<string, unknown> = {};

  constructor() {
    this.directory = realpathSync(mkdtempSync(join(tmpdir(), 'access-')));
    onTestFinished(() => rmSync(this.directory, { recursive: true, force: true }));
  }

  stack(name: string, template: Json, more: Json = {}, environment = 'aws://unknown-account/unknown-region'): this {
    const templateFile = `${name}.template.json`;
    this.file(templateFile, JSON.stringify(template));
    this.#artifacts[name] = { type: 'aws:cloudformation:stack', environment, properties: { templateFile, ...more } };
    return this.manifest(this.#artifacts);
  }

  manifest(artifacts: Json): this {
    return this.file('manifest.json', JSON.stringify({ version: '55.0.0', artifacts }));
  }

  file(path: string, content: string): this {
    const whole = join(this.directory, path);
    mkdirSync(dirname(whole), { recursive: true });
    writeFileSync(whole, content);
    return this;
  }

  /** Reads what was written; a failure fails the test. */
  read(options?: ReadTemplatesOptions, path = this.directory): AccessTemplate {
    const result = readAccessTemplates(path, options);
    if (result.status === 'error') throw new Error(result.message);
    return result.template;
  }

  /** The message with which reading fails; undefined if it does not. */
  problem(path = this.directory): string | undefined {
    const result = readAccessTemplates(path);
    return result.status === 'error' ? result.message.replace(`${this.directory}: `, '') : undefined;
  }
}

/** A place that `Fn::Sub` fills. */
export const place = (name: string): string => `\${${name}}`;

export const readStack = (template: Json, options?: ReadTemplatesOptions): AccessTemplate =>
  new TemplateBuilder().stack('App', template).read(options);

export const ofResources = (Resources: Json, sections: Json = {}): AccessTemplate =>
  readStack({ ...sections, Resources });

/** What a property comes to in a template with these further sections. */
export function resolvedValue(value: unknown, sections: Json = {}, resources: Json = {}): unknown {
  const holder = { Type: 'Test::Holder', Properties: { Value: value } };
  return ofResources({ ...resources, Holder: holder }, sections).find('App', 'Holder')?.properties.Value;
}
