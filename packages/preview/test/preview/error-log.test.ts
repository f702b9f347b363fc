import { describe, expect, it } from 'vitest';
import { createManualClock } from '../../src/clock.ts';
import { LogStore } from '../../src/observability/log-store.ts';
import { ErrorLog, errorText } from '../../src/preview/error-log.ts';

describe('what counts as an error', () => {
  it.each([
    [
      '{"level":"ERROR","message":"inference failed","requestId":"r-1","code":"model-error","coldStart":true}',
      'inference failed requestId=r-1 code=model-error',
    ],
    ['{"level":"error","message":"no","cause":{"name":"Boom"}}', 'no cause={"name":"Boom"}'],
    [
      '2026-01-01T00:00:00Z r-1 Task timed out after 29.00 seconds',
      '2026-01-01T00:00:00Z r-1 Task timed out after 29.00 seconds',
    ],
    ['ERROR\tsomething', 'ERROR\tsomething'],
  ])('%s', (line, text) => {
    expect(errorText(line)).toBe(text);
  });

  it.each(['{"level":"INFO","message":"ERROR in the text"}', 'START RequestId: 1', '{"_aws":{}}', '{not JSON', ''])(
    'is not: %s',
    (line) => {
      expect(errorText(line)).toBeUndefined();
    },
  );
});

describe('the log of errors', () => {
  const setUp = () => {
    const logs = new LogStore({ metrics: { publish: () => {} }, clock: createManualClock() });
    return { logs, errors: new ErrorLog(logs) };
  };

  it('has the newest first, from all groups, and not too many', () => {
    const { logs, errors } = setUp();

    for (let index = 0; index < 30; index++) logs.write(`group-${index}`, 's', index, `ERROR ${index}`);

    expect(errors.errors).toHaveLength(20);
    expect(errors.errors[0]).toEqual({ at: 29, logGroup: 'group-29', message: 'ERROR 29' });
  });

  it('cuts long lines', () => {
    const { logs, errors } = setUp();

    logs.write('group', 's', 0, `ERROR ${'x'.repeat(10_000)}`);

    expect(errors.errors[0]?.message).toHaveLength(400);
  });

  it('stops listening', () => {
    const { logs, errors } = setUp();

    errors.dispose();
    logs.write('group', 's', 0, 'ERROR');

    expect(errors.errors).toEqual([]);
  });
});
