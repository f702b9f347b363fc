import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readHeldout, SAMPLE_MODEL_ARTIFACT } from '../index.ts';
import { readModel } from '../scorer/softprob-model.ts';
import { invoke } from '../server/invocation.ts';

interface RecordedCase {
  readonly name: string;
  readonly request: {
    readonly contentType?: string;
    readonly accept?: string;
    readonly body?: string;
    readonly bodyBase64?: string;
  };
  readonly answer: { readonly status: number; readonly contentType?: string; readonly body?: string };
}

const { cases } = JSON.parse(readFileSync(new URL('../data/container-answers.json', import.meta.url), 'utf8')) as {
  cases: RecordedCase[];
};

const read = readModel(SAMPLE_MODEL_ARTIFACT);
if (!read.ok) throw new Error(read.error);
const { model } = read;

describe("answers recorded from the container's own serving code", () => {
  it.each(cases)('$name', async ({ request, answer }) => {
    const { contentType, accept, body = '', bodyBase64 } = request;
    const bytes = bodyBase64 === undefined ? Buffer.from(body) : Buffer.from(bodyBase64, 'base64');

    const result = await invoke(model, { contentType, accept, body: bytes }, { jsonRequests: false });

    expect(result.status).toBe(answer.status);
    if (answer.status === 200) {
      expect(result.contentType).toBe(answer.contentType);
      expect(result.body).toBe(answer.body);
    }
  });

  it('were recorded with rows of the held-out file', () => {
    const [first] = readHeldout();

    expect(cases.find(({ name }) => name === 'one row')?.request.body).toBe(first?.features.join(','));
  });
});
