import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createRandom } from '../../src/random.ts';
import { heldoutLabel, heldoutRequests } from '../../src/traffic/heldout.ts';
import { readSampleFile } from '../../src/traffic/sample-file.ts';
import { createTrafficSource } from '../../src/traffic/source.ts';

const samples = Array.from({ length: 20 }, (_, index) => ({ body: String(index), contentType: 'text/csv' }));

describe('the source of traffic', () => {
  it('sends every sample once before it sends one again', () => {
    const source = createTrafficSource({ samples, random: createRandom(1) });

    const round = new Set(Array.from(samples, () => source.next().body));

    expect(round.size).toBe(samples.length);
  });

  it('mixes the samples in an order that repeats with the seed', () => {
    const order = (seed: number) => {
      const source = createTrafficSource({ samples, random: createRandom(seed) });
      return samples.map(() => source.next().body).join();
    };

    expect(order(1)).toBe(order(1));
    expect(order(1)).not.toBe(order(2));
    expect(order(1)).not.toBe(samples.map(({ body }) => body).join());
  });

  it('breaks requests in different ways', () => {
    const source = createTrafficSource({ samples, random: createRandom(1) });

    const broken = new Set(Array.from({ length: 4 }, () => JSON.stringify(source.nextInvalid())));

    expect(broken.size).toBe(4);
  });
});

describe('the held-out samples', () => {
  it('are rows of CSV with the digit that was written', () => {
    const requests = heldoutRequests();

    expect(requests.length).toBeGreaterThan(300);
    expect(requests[0]?.contentType).toBe('text/csv');
    expect(requests[0]?.body.split(',')).toHaveLength(64);
    expect(requests.every(({ label }) => label !== undefined && label >= 0 && label <= 9)).toBe(true);
  });

  it('are graded by the most likely digit, in CSV and in JSON', () => {
    const scores = [0, 0, 0, 0.9, 0, 0, 0, 0.1, 0, 0];

    expect(heldoutLabel(scores.join(','))).toBe(3);
    expect(heldoutLabel({ predictions: [{ score: scores }] })).toBe(3);
    expect(heldoutLabel('not a prediction')).toBeUndefined();
  });
});

describe('a file of samples', () => {
  const folder = mkdtempSync(join(tmpdir(), 'samples-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  const file = (name: string, content: string) => {
    const path = join(folder, name);
    writeFileSync(path, content);
    return path;
  };

  it('gives a CSV request for each line', () => {
    const result = readSampleFile(file('rows.csv', '1,2\r\n\n3,4\n'));

    expect(result).toEqual({
      status: 'success',
      requests: [
        { body: '1,2', contentType: 'text/csv' },
        { body: '3,4', contentType: 'text/csv' },
      ],
    });
  });

  it('gives a JSON request for each line', () => {
    const result = readSampleFile(file('rows.jsonl', '{"a": 1}\n'));

    expect(result).toMatchObject({ requests: [{ body: '{"a": 1}', contentType: 'application/json' }] });
  });

  it.each([
    ['rows.txt', '1', /write a file with one request a line, \.csv \(text\/csv\) or \.jsonl/],
    ['rows.csv', '\n\n', /holds no request; write one a line/],
    ['rows.jsonl', '{}\n{"a"\n', /rows\.jsonl:2: is not JSON: \{"a"/],
  ])('%s is refused with its reason', (name, content, message) => {
    const result = readSampleFile(file(name, content));

    expect(result).toMatchObject({ status: 'error', message: expect.stringMatching(message) });
  });

  it('that does not exist is named', () => {
    expect(readSampleFile('/nowhere.csv')).toEqual({
      status: 'error',
      message: '/nowhere.csv: cannot be read (ENOENT)',
    });
  });
});
