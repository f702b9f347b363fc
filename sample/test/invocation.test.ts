import { describe, expect, it } from 'vitest';
import { SAMPLE_MODEL_ARTIFACT } from '../index.ts';
import { readModel } from '../scorer/softprob-model.ts';
import { type InvocationOptions, invoke } from '../server/invocation.ts';

const read = readModel(SAMPLE_MODEL_ARTIFACT);
if (!read.ok) throw new Error(read.error);
const { model } = read;

function answerTo(body: string, contentType: string | undefined, options?: InvocationOptions) {
  return invoke(model, { body: Buffer.from(body), contentType, accept: undefined }, options);
}

describe('scoring many rows', () => {
  it('lets other requests have their turn in between', async () => {
    let turns = 0;
    const countTurn = (): void => {
      turns += 1;
      next = setImmediate(countTurn);
    };
    let next = setImmediate(countTurn);

    await answerTo('1\n'.repeat(5000), 'text/csv');

    clearImmediate(next);
    expect(turns).toBeGreaterThanOrEqual(5);
  });
});

describe('where AWS and the local server differ', () => {
  it.each(['[[1,2]]', '[["one"]]'])('an answer to the JSON request %s is marked as local only', async (body) => {
    const answer = await answerTo(body, 'application/json');

    expect(answer.localOnly).toBe(true);
  });

  it('a JSON request is refused as on AWS when asked for', async () => {
    const answer = await answerTo('[[1,2]]', 'application/json', { jsonRequests: false });

    expect(answer).toMatchObject({ status: 415, localOnly: false });
  });

  it.each(['text/libsvm', 'application/x-recordio-protobuf', undefined])(
    'says that %s is read on AWS only',
    async (contentType) => {
      const answer = await answerTo('1:2', contentType);

      expect(answer.status).toBe(415);
      expect(answer.body).toContain('read on AWS only');
    },
  );
});

describe('the message of a refused request', () => {
  it.each([
    ['1,two', 'text/csv', 'row 1, value 2 is "two"'],
    ['1,'.repeat(64), 'text/csv', '65 values a row, the model has 64 features'],
    ['1', 'text/plain', 'text/plain is not an accepted ContentType'],
    ['1,2', 'text/csv; label_size="3"', 'label_size is "3"'],
  ])('says what is wrong: %.8s as %s', async (body, contentType, message) => {
    const answer = await answerTo(body, contentType);

    expect(answer.body).toContain(message);
  });
});
