import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { createLog } from '../../../lambda/shared/json-log.ts';

function logged(level: 'info' | 'warn' | 'error', fields: Record<string, unknown> = {}): string[] {
  const lines: string[] = [];
  createLog('inference', (line) => lines.push(line))[level]('something', fields);
  return lines;
}

describe('a log line', () => {
  afterEach(() => {
    delete process.env._X_AMZN_TRACE_ID;
  });

  it.each(['info', 'warn', 'error'] as const)(
    'of %s is one JSON object with level, message, service and time',
    (level) => {
      const [line] = logged(level, { requestId: 'r' });

      expect(JSON.parse(line ?? '')).toEqual({
        level: level.toUpperCase(),
        message: 'something',
        service: 'inference',
        timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
        requestId: 'r',
      });
    },
  );

  it('names the trace that Lambda is in', () => {
    process.env._X_AMZN_TRACE_ID = 'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1';

    const [line] = logged('info');

    expect(JSON.parse(line ?? '')).toMatchObject({ traceId: '1-5759e988-bd862e3fe1be46a994272793' });
  });

  it('stays one line whatever a caller sends', () => {
    const hostile = fc.string({
      unit: fc.constantFrom('a', '"', '\\', '\n', '\r', '\u0000', '\u001b', '\u0085', '🌍'),
    });

    fc.assert(
      fc.property(hostile, (input) => {
        const [line] = logged('info', { input: `${input}\n{"level":"ERROR"}\r\n` });

        expect(line?.trimEnd()).not.toMatch(/[\r\n]/);
      }),
    );
  });

  it('cannot be made to pose as metrics', () => {
    const [line] = logged('info', { input: '{"_aws":{"CloudWatchMetrics":[]}}' });

    expect(JSON.parse(line ?? '')).not.toHaveProperty('_aws');
  });
});
