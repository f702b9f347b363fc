import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SAMPLE_HELDOUT_FILE, SAMPLE_MODEL_ARTIFACT, SAMPLE_PROBABILITIES_FILE } from '../index.ts';
import { readModelFile } from '../scorer/artifact.ts';

const report = JSON.parse(readFileSync(new URL('../model/training-report.json', import.meta.url), 'utf8'));
const recorded = JSON.parse(readFileSync(new URL('../data/container-answers.json', import.meta.url), 'utf8'));
const sha256 = (content: Uint8Array): string => createHash('sha256').update(content).digest('hex');

function tarEntry(name: string, content: string): Buffer {
  const block = Buffer.alloc(512 + Math.ceil(content.length / 512) * 512);
  block.write(name, 0);
  block.write(`${content.length.toString(8).padStart(11, '0')}\0`, 124);
  block.write(content, 512);
  return block;
}

let folder: string;
const write = (name: string, content: Uint8Array): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sample-artifact-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the committed artifact', () => {
  it('is what the training wrote, with the model of the recorded container answers in it', () => {
    const model = readModelFile(SAMPLE_MODEL_ARTIFACT);

    expect(sha256(readFileSync(SAMPLE_MODEL_ARTIFACT))).toBe(report.sha256['model.tar.gz']);
    expect(sha256(model.ok ? model.content : Buffer.alloc(0))).toBe(report.sha256['xgboost-model']);
    expect(recorded.modelSha256).toBe(report.sha256['xgboost-model']);
  });

  it('holds a model of at most 1 MB', () => {
    const model = readModelFile(SAMPLE_MODEL_ARTIFACT);

    expect(model.ok && model.content.length).toBe(report.modelBytes);
    expect(report.modelBytes).toBeLessThanOrEqual(1_000_000);
  });

  it('comes with the data that the training wrote', () => {
    expect(sha256(readFileSync(SAMPLE_HELDOUT_FILE))).toBe(report.sha256['heldout.csv']);
    expect(sha256(readFileSync(SAMPLE_PROBABILITIES_FILE))).toBe(report.sha256['heldout-probabilities.csv']);
  });
});

describe('reading a model file', () => {
  it('finds the model between other files', () => {
    const entries = [tarEntry('code/inference.py', 'x'.repeat(700)), tarEntry('./xgboost-model', '{"a":1}')];
    const path = write('several.tar.gz', gzipSync(Buffer.concat([...entries, Buffer.alloc(1024)])));

    const result = readModelFile(path);

    expect(result.ok && result.content.toString()).toBe('{"a":1}');
  });

  it('takes a file that is not compressed as the model itself', () => {
    const path = write('model.json', Buffer.from('{}'));

    expect(readModelFile(path)).toEqual({ ok: true, content: Buffer.from('{}') });
  });

  it.each([
    ['has no model', gzipSync(tarEntry('model.json', '{}')), 'has no file "xgboost-model"'],
    ['is cut off', gzipSync(tarEntry('xgboost-model', 'x'.repeat(2000)).subarray(0, 1024)), 'has no file'],
    ['is gzip of something else', gzipSync(Buffer.alloc(4096, 0xff)), 'has no file'],
    ['is a broken gzip', gzipSync(Buffer.alloc(4096)).subarray(0, 20), 'cannot read the model'],
  ])('says so when the archive %s', (_case, content, message) => {
    const path = write('broken.tar.gz', content);

    const result = readModelFile(path);

    expect(result).toMatchObject({ ok: false, error: expect.stringContaining(message) });
  });

  it('names a file that does not exist', () => {
    const result = readModelFile(join(folder, 'missing'));

    expect(result).toMatchObject({ ok: false, error: expect.stringContaining('missing') });
  });
});
