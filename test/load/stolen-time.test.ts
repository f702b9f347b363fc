import { describe, expect, it } from 'vitest';
import { processorTimes, readProcessorTimes, stolenShare } from '../../scripts/load/stolen-time.ts';

const stat = (line: string): string => `${line}\ncpu0 1 2 3 4 5 6 7 8 9 10\nintr 12345\n`;

describe('time that the host took from the machine', () => {
  it('is the eighth number of all processors, of the sum of the first eight', () => {
    // The ninth and tenth, of guests, are in the first two already.
    expect(readProcessorTimes(stat('cpu  100 20 30 800 5 0 15 30 60 10'))).toEqual({ total: 1000, stolen: 30 });
  });

  it.each([
    ['of another system', 'Mach kernel'],
    ['of a system that does not know it', 'cpu  100 20 30 800'],
    ['with something that is no number', 'cpu  100 20 30 many 5 0 15 30'],
  ])('is not told by a text %s', (_of, line) => {
    expect(readProcessorTimes(stat(line))).toBeUndefined();
  });

  it('is a share of what has gone by', () => {
    expect(stolenShare({ total: 1000, stolen: 30 }, { total: 1400, stolen: 130 })).toBe(0.25);
  });

  it('is unknown where nothing has gone by, or nothing is told', () => {
    const times = { total: 1000, stolen: 30 };

    expect(stolenShare(times, times)).toBeUndefined();
    expect(stolenShare(undefined, times)).toBeUndefined();
  });

  it.runIf(process.platform === 'linux')('is told by this system', () => {
    expect(processorTimes()?.total).toBeGreaterThan(0);
  });
});
