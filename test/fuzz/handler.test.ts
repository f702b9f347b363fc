import { describe, expect, it } from 'vitest';
import { fuzzHandler } from './fuzz-handler.ts';
import { QUICK_RUNS, readFuzzSettings } from './run.ts';

describe('malformed requests at the function', () => {
  it('get documented answers, and leave its log and its memory as they should be', async () => {
    const { statuses, done } = await fuzzHandler(readFuzzSettings(process.env, QUICK_RUNS));

    // Whatever is generated must get through to the model too, or little would be tried.
    expect(statuses.get(200)).toBeGreaterThan(done / 20);
    expect([...statuses.keys()]).toEqual(expect.arrayContaining([200, 400, 404, 415, 502]));
  });
});
