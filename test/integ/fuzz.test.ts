import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Preview } from '../../packages/preview/src/index.ts';
import { fuzzPreview, SHARE } from '../fuzz/fuzz-preview.ts';
import { QUICK_RUNS, readFuzzSettings } from '../fuzz/run.ts';
import { startRealPreview } from './harness.ts';

let preview: Preview;

beforeAll(async () => {
  preview = await startRealPreview({ speed: 60 });
});

afterAll(() => preview.dispose());

describe('malformed requests over the wire', () => {
  it('get documented answers, and none of them ends the preview', async () => {
    const { runs, seed } = readFuzzSettings(process.env, QUICK_RUNS);
    const address = { port: Number(new URL(preview.api.url).port), region: preview.assembly.region };

    const { statuses } = await fuzzPreview(address, { runs: Math.ceil(runs / SHARE), seed });

    expect([...statuses.keys()]).toEqual(expect.arrayContaining([200, 400, 403, 404, 415]));
    expect((await fetch(`${preview.api.url}/health`)).status).toBe(200);
  });
});
