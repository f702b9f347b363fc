import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { CommandIo } from '../../cli/src/io.ts';
import type { StackTemplate, TemplateResource } from '../src/index.ts';

export type Resources = Readonly<Record<string, TemplateResource>>;

export const stack = (Resources: Resources, Outputs: StackTemplate['Outputs'] = {}): StackTemplate => ({
  Resources,
  Outputs,
});

export const table = (properties: Record<string, unknown> = {}, policy: string | undefined = 'Retain') => ({
  Type: 'AWS::DynamoDB::Table',
  Properties: { KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }], ...properties },
  DeletionPolicy: policy,
  UpdateReplacePolicy: policy,
});

/** A folder that goes when the test is over. */
export function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'upgrade-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** Writes an assembly with these stacks. Returns its folder. */
export function assembly(stacks: Readonly<Record<string, Resources>>): string {
  const path = folder();
  const artifacts = Object.fromEntries(
    Object.keys(stacks).map((name) => [
      name,
      { type: 'aws:cloudformation:stack', properties: { templateFile: `${name}.template.json` } },
    ]),
  );
  for (const [name, Resources] of Object.entries(stacks)) {
    writeFileSync(join(path, `${name}.template.json`), JSON.stringify({ Resources }));
  }
  writeFileSync(join(path, 'manifest.json'), JSON.stringify({ version: '55.0.0', artifacts }));
  return path;
}

/** Writes one file. Returns its path. */
export function file(name: string, content: string): string {
  const path = join(folder(), name);
  writeFileSync(path, content);
  return path;
}

export function recordingIo(): CommandIo & { readonly out: () => string; readonly err: () => string } {
  const [out, err]: [string[], string[]] = [[], []];
  return {
    stdout: { write: (text) => out.push(text) },
    stderr: { write: (text) => err.push(text) },
    env: {},
    signal: new AbortController().signal,
    applicationDirectory: '/nowhere',
    out: () => out.join(''),
    err: () => err.join(''),
  };
}
