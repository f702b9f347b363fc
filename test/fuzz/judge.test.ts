import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readOperations } from './api-document.ts';
import { problemOf } from './judge.ts';
import { fuzz, heapGrowth, readFuzzSettings } from './run.ts';

const OPERATIONS = readOperations().filter(({ key }) => key === 'GET /inference/{requestId}');
const ID = '3f1c9a52-0d3b-4a57-9a52-0d3b4a57ab12';
const HEADERS = { 'content-type': 'application/json' };

const judge = (status: number, body: unknown, secrets: string[] = []) =>
  problemOf({ status, headers: HEADERS, body: JSON.stringify(body) }, OPERATIONS, secrets);

const failure = (code: string, message = 'no') => ({ error: { code, message, requestId: ID } });

describe('the judge of answers', () => {
  it('has nothing against a documented one', () => {
    expect(judge(404, failure('not-found'))).toBeUndefined();
  });

  it.each<[string, number, unknown, string]>([
    ['a status', 418, failure('not-found'), 'is not documented'],
    ['a code of another route', 502, failure('model-error'), 'not as documented'],
    ['a member', 404, { ...failure('not-found'), more: 1 }, 'not as documented'],
    ['an id', 404, { error: { code: 'not-found', message: 'no', requestId: 'x' } }, 'not as documented'],
    ['a stack', 404, failure('not-found', 'x at f (/var/task/index.js:1:2)'), 'leaks'],
    ['an ARN', 404, failure('not-found', 'arn:aws:dynamodb:x'), 'leaks arn:aws'],
    ['a secret', 404, failure('not-found', 'fuzz-table'), 'leaks fuzz-table'],
  ])('complains about %s', (_, status, body, problem) => {
    expect(judge(status, body, ['fuzz-table'])).toContain(problem);
  });

  it('complains about what is no JSON', () => {
    expect(problemOf({ status: 404, headers: HEADERS, body: '<html>' }, OPERATIONS, [])).toContain('no JSON');
    expect(problemOf({ status: 404, headers: {}, body: '{}' }, OPERATIONS, [])).toContain('content type');
  });
});

describe('a run', () => {
  it('that finds something tells the smallest request and how to send it again', async () => {
    const send = async (request: number) => {
      if (request > 100) throw new Error('too large');
      return 200;
    };

    const found = fuzz(fc.nat(), send, { runs: 600, seed: 7 }, { scale: 10 });

    await expect(found).rejects.toThrow('too large');
    await expect(found).rejects.toThrow('INFERWATCH_FUZZ_RUNS=6000 INFERWATCH_FUZZ_SEED=7');
    await expect(found).rejects.toThrow('Counterexample: [101]');
  });

  it('sends as many as it is told, and looks at the heap in between', async () => {
    const heap: number[] = [];

    const progress = await fuzz(fc.nat(), async () => 200, { runs: 600, seed: 7 }, { heap: () => heap.push(1) });

    expect([progress.done, progress.statuses.get(200), heap.length]).toEqual([600, 600, 3]);
  });

  it.each([
    [[30, 20, 10, 10, 10, 10, 10, 10], 0],
    [[10, 11, 12, 13, 14, 15, 16, 17], 4],
    [[1, 100], 0],
  ])('with the heap %j has grown by %d', (heap, growth) => {
    expect(heapGrowth(heap)).toBe(growth);
  });

  it('takes its number and seed from the environment, and refuses what is none', () => {
    const env = { INFERWATCH_FUZZ_RUNS: '20', INFERWATCH_FUZZ_SEED: '7' };

    expect(readFuzzSettings(env, 5)).toEqual({ runs: 20, seed: 7 });
    expect(readFuzzSettings({}, 5).runs).toBe(5);
    expect(() => readFuzzSettings({ INFERWATCH_FUZZ_RUNS: 'many' }, 5)).toThrow('INFERWATCH_FUZZ_RUNS is many');
  });
});
