import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { ValidationWorker } from '../../lib/policy/validation-worker.ts';

const folder = mkdtempSync(join(tmpdir(), 'validation-worker-'));
afterAll(() => rmSync(folder, { recursive: true }));

function template(name: string, content: string) {
  const templatePath = join(folder, name);
  writeFileSync(templatePath, content);
  return { stackConstructPath: name, templatePath, accountId: undefined, region: undefined };
}

const bucket = (properties: object) =>
  JSON.stringify({ Resources: { B: { Type: 'AWS::S3::Bucket', Properties: properties } } });

describe('the thread that validates templates', () => {
  const worker = new ValidationWorker();

  it('answers with the findings of the validator', () => {
    worker.begin([template('wrong.json', bucket({ BucketName: 7, NoSuchProperty: true }))]);

    const { success, violations } = worker.wait();

    expect(success).toBe(false);
    expect(violations.map(({ description }) => description).join()).toContain('NoSuchProperty');
  });

  it('answers each question with its own findings', () => {
    worker.begin([template('right.json', bucket({ BucketName: 'name' }))]);
    const first = worker.wait();
    worker.begin([template('wrong.json', bucket({ NoSuchProperty: true }))]);
    const second = worker.wait();

    expect([first.success, second.success]).toEqual([true, false]);
  });

  it('tells what went wrong when a template cannot be read', () => {
    worker.begin([{ ...template('gone.json', ''), templatePath: join(folder, 'nowhere.json') }]);

    expect(() => worker.wait()).toThrow(/template validator failed.*nowhere\.json/);
  });
});
