import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { createPaint } from '../../../cli/src/paint.ts';
import { fitWidth, messageTitle, statusBlock, statusLine } from '../../src/ui/format.ts';
import { busyStatus, emptyStatus } from './status-fixture.ts';

const plain = createPaint({ isTTY: false }, {});
const coloured = createPaint({ isTTY: true }, {});

describe('the block of the terminal', () => {
  it('shows a scenario, its requests, latency, alarms and messages', () => {
    expect(statusBlock(busyStatus(), plain)).toEqual([
      'time      12:30:00 virtual, 10 x real time',
      'scenario  test: slow model (phase 2 of 3, 1m 30s left) fault: the model takes 2500 ms longer',
      'requests  20 sent (30/min), 15 ok, 2 failed, 1 rejected, 2 under way',
      'latency   p50 8.3 ms, p90 120 ms, p99 2510 ms over 5 minutes',
      'alarms    ALARM: Slow-Alarm, 1 OK, 1 without data',
      'messages  1, the newest: ALARM: "Slow-Alarm"',
    ]);
  });

  it('has the same words with colours', () => {
    const lines = statusBlock(busyStatus(), coloured);

    expect(lines.join()).not.toBe(statusBlock(busyStatus(), plain).join());
    expect(lines.map((line) => stripVTControlCharacters(line))).toEqual(statusBlock(busyStatus(), plain));
  });

  it('shows dashes before anything was measured', () => {
    expect(statusBlock(emptyStatus(), plain)).toContain('latency   p50 –, p90 –, p99 – over 5 minutes');
  });

  it('tells about requests that were not sent', () => {
    const { requests } = emptyStatus();

    const lines = statusBlock({ ...emptyStatus(), requests: { ...requests, dropped: 7 } }, plain);

    expect(lines.join()).toContain('7 not sent: too many under way');
  });
});

describe('the line for output that is no terminal', () => {
  it('says the same in one line', () => {
    expect(statusLine(busyStatus())).toBe(
      '12:30:00 slow model: 20 sent (30/min), 15 ok, 2 failed, 1 rejected, 2 under way; p50 8.3 ms, p90 120 ms, p99 2510 ms; ALARM Slow-Alarm; 1 message',
    );
  });
});

describe('fitWidth', () => {
  it('cuts a long line and says so', () => {
    expect(fitWidth('abcdefgh', 5)).toBe('abcd…');
  });

  it('leaves a line alone that fits', () => {
    expect(fitWidth('abcd', 5)).toBe('abcd');
  });

  it('counts no escape sequence and keeps the one that ends a colour', () => {
    const red = coloured('red', 'abcdefgh');

    const cut = fitWidth(red, 5);

    expect(stripVTControlCharacters(cut)).toBe('abcd…');
    expect(cut.endsWith('\u001b[39m')).toBe(true);
  });
});

describe('the title of a message', () => {
  it('is the subject of an e-mail and the first line of an SMS', () => {
    expect(messageTitle({ channel: 'email', subject: 'OK', body: 'long' })).toBe('OK');
    expect(messageTitle({ channel: 'sms', subject: '', body: 'first\nsecond' })).toBe('SMS first');
  });
});

describe('colours', () => {
  it.each([
    [{ isTTY: true }, {}, true],
    [{ isTTY: true }, { NO_COLOR: '' }, true],
    [{ isTTY: true }, { NO_COLOR: '1' }, false],
    [{ isTTY: true }, { TERM: 'dumb' }, false],
    [{ isTTY: false }, {}, false],
    [{}, { FORCE_COLOR: '1' }, false],
  ])('on %o with %o: %s', (stream, env, expected) => {
    const text = createPaint(stream, env)('red', 'x');

    expect(text !== 'x').toBe(expected);
  });
});
