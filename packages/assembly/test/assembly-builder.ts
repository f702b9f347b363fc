import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type ResolvedAssembly, readAssembly } from '../src/index.ts';

export type Json = Readonly<Record<string, unknown>>;

export interface StackOptions {
  /** @default - the CDK's `aws://unknown-account/unknown-region` */
  readonly environment?: string;
  /** Further properties of the artifact. */
  readonly properties?: Json;
}

/** Writes a `cdk.out` into a temporary folder, which goes when the test is over. */
export class AssemblyBuilder {
  readonly directory: string;
  readonly #artifacts: Record<string, unknown> = {};

  constructor() {
    this.directory = realpathSync(mkdtempSync(join(tmpdir(), 'assembly-')));
    onTestFinished(() => rmSync(this.directory, { recursive: true, force: true }));
  }

  stack(name: string, template: Json, options: StackOptions = {}): this {
    const templateFile = `${name}.template.json`;
    this.file(templateFile, JSON.stringify(template));
    return this.artifact(name, {
      type: 'aws:cloudformation:stack',
      environment: options.environment ?? 'aws://unknown-account/unknown-region',
      properties: { templateFile, ...options.properties },
    });
  }

  artifact(id: string, artifact: Json): this {
    this.#artifacts[id] = artifact;
    return this.file('manifest.json', JSON.stringify({ version: '55.0.0', artifacts: this.#artifacts }));
  }

  /** A bundled asset; returns its folder as `aws:asset:path` names it. */
  asset(name: string, files: Readonly<Record<string, string>>): string {
    const folder = `asset.${name}`;
    mkdirSync(join(this.directory, folder), { recursive: true });
    for (const [file, content] of Object.entries(files)) this.file(join(folder, file), content);
    return folder;
  }

  file(path: string, content: string): this {
    const whole = join(this.directory, path);
    mkdirSync(dirname(whole), { recursive: true });
    writeFileSync(whole, content);
    return this;
  }

  /** Reads what was written; a failure fails the test. */
  read(): ResolvedAssembly {
    const result = readAssembly(this.directory);
    if (result.status === 'error') throw new Error(result.message);
    return result.assembly;
  }

  /** The message with which reading fails; undefined if it does not. */
  problem(): string | undefined {
    const result = readAssembly(this.directory);
    return result.status === 'error' ? result.message.replace(`${this.directory}: `, '') : undefined;
  }
}

export function readStack(template: Json, options?: StackOptions): ResolvedAssembly {
  return new AssemblyBuilder().stack('App', template, options).read();
}

export function problemOf(template: Json, options?: StackOptions): string | undefined {
  return new AssemblyBuilder().stack('App', template, options).problem();
}

/** A resource that holds a value and has no identity worth speaking of. */
export const holder = (value: unknown): Json => ({ Type: 'Test::Value', Properties: { Value: value } });

/** What a value comes to in a template with these further sections. */
export function resolvedValue(value: unknown, sections: Json = {}, resources: Json = {}): unknown {
  const assembly = readStack({ ...sections, Resources: { ...resources, Holder: holder(value) } });
  return assembly.resources.find(({ logicalId }) => logicalId === 'Holder')?.properties.Value;
}

export function valueProblem(value: unknown, sections: Json = {}, resources: Json = {}): string | undefined {
  return problemOf({ ...sections, Resources: { ...resources, Holder: holder(value) } });
}
