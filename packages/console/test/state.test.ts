import { describe, expect, it, vi } from 'vitest';
import { announceChanges, countStates, sortAlarms } from '../src/app/state/alarm-words.ts';
import { describeClock, describeTraffic, PRESETS } from '../src/app/state/fault-words.ts';
import {
  addMessages,
  announceMessage,
  countUnread,
  EMPTY_INBOX,
  MESSAGES_KEPT,
  markRead,
} from '../src/app/state/inbox.ts';
import { parseRoute, type Route, routeHash } from '../src/app/state/route.ts';
import { Scope, signal } from '../src/app/state/signal.ts';
import { bodyRange, defaultRange, parseRange, rangeText, resolveRange, zoomTo } from '../src/app/state/time-range.ts';
import { stateSpans } from '../src/app/state/timeline.ts';
import type { AlarmSummary, LiveState } from '../src/contract.ts';
import { describeFaults, FAULT_NAMES, NO_FAULTS } from '../src/faults.ts';
import { faultsSchema } from '../src/settings-schema.ts';
import { fixtureAlarms, fixtureMessage } from './helpers/fixture-data.ts';

const MINUTE = 60_000;
const NOW = 1_800_000_000_000;

describe('an address', () => {
  it.each<[string, Route]>([
    ['', { page: 'dashboard' }],
    ['#/', { page: 'dashboard' }],
    [
      '#/dashboard/My%20board?range=1h',
      { page: 'dashboard', name: 'My board', range: { kind: 'relative', ms: 60 * MINUTE } },
    ],
    ['#/alarms', { page: 'alarms' }],
    ['#/alarms/High-Latency-Alarm', { page: 'alarms', name: 'High-Latency-Alarm' }],
    ['#/inbox/7', { page: 'inbox', message: 7 }],
    ['#/inferences/3f0c', { page: 'inferences', requestId: '3f0c' }],
    ['#/faults', { page: 'faults' }],
  ])('%s is a place', (hash, route) => {
    expect(parseRoute(hash)).toEqual(route);
  });

  it.each(['#/nowhere', '#/alarms/a/b', '#/alarms/%E0%A4%A'])('%s is none', (hash) => {
    expect(parseRoute(hash)).toEqual({ page: 'unknown', hash });
  });

  it('that was written is read back, whatever the names', () => {
    const routes: Route[] = [
      { page: 'dashboard', name: 'a/b?c#d %', range: { kind: 'absolute', start: NOW, end: NOW + MINUTE } },
      { page: 'alarms', name: 'ü&<script>' },
      { page: 'inbox', message: 3 },
      { page: 'run' },
    ];

    expect(routes.map((route) => parseRoute(routeHash(route)))).toEqual(routes);
  });

  it('without a known range shows the default one', () => {
    expect(parseRoute('#/dashboard?range=yesterday')).toEqual({ page: 'dashboard' });
  });
});

describe('a range', () => {
  it.each(['5m', '15m', '1h', '3h', 'start', `${NOW}-${NOW + MINUTE}`])('%s is written as it was read', (text) => {
    const choice = parseRange(text);

    expect(choice && rangeText(choice)).toBe(text);
  });

  it.each(['', '7m', 'toString', `${NOW}-${NOW}`, `${NOW}-${NOW - MINUTE}`])('"%s" is none', (text) => {
    expect(parseRange(text)).toBeUndefined();
  });

  it('is the past up to now', () => {
    expect(resolveRange({ kind: 'relative', ms: MINUTE }, NOW, 0)).toEqual({ start: NOW - MINUTE, end: NOW });
  });

  it('since the start is ten minutes at least', () => {
    expect(resolveRange({ kind: 'start' }, NOW, NOW - MINUTE)).toEqual({ start: NOW - 10 * MINUTE, end: NOW });
    expect(resolveRange({ kind: 'start' }, NOW, NOW - 60 * MINUTE)).toEqual({ start: NOW - 60 * MINUTE, end: NOW });
  });

  it.each([
    ['-PT3H', 180],
    ['-P1D', 1440],
    ['-P1W', 10_080],
    ['-P1DT12H30M', 2190],
    ['-PT5M', 5],
    ['-P3M', 129_600],
  ])('of the body %s is %d minutes', (start, minutes) => {
    expect(bodyRange(start, undefined)).toEqual({ kind: 'relative', ms: minutes * MINUTE });
  });

  it('of the body may have two instants, and is none else', () => {
    const absolute = bodyRange('2026-11-21T14:00:00Z', '2026-11-21T15:00:00Z');

    expect(absolute).toEqual({ kind: 'absolute', start: Date.UTC(2026, 10, 21, 14), end: Date.UTC(2026, 10, 21, 15) });
    expect([bodyRange(undefined, undefined), bodyRange('-P', undefined), bodyRange('x', 'y')]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('by default is no longer than the preview has run', () => {
    const body = { kind: 'relative', ms: 60 * MINUTE } as const;

    expect(defaultRange(body, NOW, NOW - 5 * MINUTE)).toEqual({ kind: 'start' });
    expect(defaultRange(body, NOW, NOW - 90 * MINUTE)).toEqual(body);
    expect(defaultRange(undefined, NOW, 0)).toEqual({ kind: 'relative', ms: 180 * MINUTE });
  });

  it('that was dragged over is a minute at least, in either direction', () => {
    expect(zoomTo(NOW + 200 * MINUTE, NOW)).toEqual({ kind: 'absolute', start: NOW, end: NOW + 200 * MINUTE });
    expect(zoomTo(NOW, NOW + 1000)).toEqual({ kind: 'absolute', start: NOW - 29_500, end: NOW + 30_500 });
  });
});

describe('a signal', () => {
  it('tells its value at once and then its changes, until nobody wants them', () => {
    const told = vi.fn();
    const value = signal(1);

    const end = value.subscribe(told);
    value.set(1);
    value.set(2);
    end();
    value.set(3);

    expect(told.mock.calls).toEqual([[1], [2]]);
  });

  it('is ended with its scope, in reverse order, once', () => {
    const ends: number[] = [];
    const scope = new Scope();
    scope.add(() => ends.push(1));
    scope.add(() => ends.push(2));

    scope.end();
    scope.end();
    scope.add(() => ends.push(3));

    expect(ends).toEqual([2, 1, 3]);
  });
});

describe('the inbox', () => {
  const messages = [1, 2, 3].map((id) => fixtureMessage(id, 'ALARM'));

  it('has the newest first, and none twice', () => {
    const state = addMessages(addMessages(EMPTY_INBOX, messages.slice(0, 2)), messages);

    expect(state.messages.map(({ id }) => id)).toEqual([3, 2, 1]);
    expect(state.newest).toBe(3);
  });

  it('counts what was not opened', () => {
    const state = markRead(markRead(addMessages(EMPTY_INBOX, messages), 2), 2);

    expect(countUnread(state)).toBe(2);
  });

  it('is the same object when nothing is new', () => {
    const state = addMessages(EMPTY_INBOX, messages);

    expect(addMessages(state, messages)).toBe(state);
  });

  it('drops the oldest beyond its size', () => {
    const many = Array.from({ length: MESSAGES_KEPT + 5 }, (_, index) => fixtureMessage(index + 1, 'OK'));

    const state = addMessages(EMPTY_INBOX, many);

    expect([state.messages.length, state.messages.at(-1)?.id]).toEqual([MESSAGES_KEPT, 6]);
  });

  it('is announced by subject, and an SMS by its text', () => {
    expect([announceMessage(fixtureMessage(1, 'OK')), announceMessage(fixtureMessage(3, 'ALARM'))]).toEqual([
      'New e-mail: OK: "High-Latency-Alarm" in EU (Frankfurt)',
      'New SMS: ALARM: "High-Latency-Alarm" in EU (Frankfurt)',
    ]);
  });
});

describe('alarms', () => {
  it('that ring come first, then those without data, then by the last change', () => {
    const made = (name: string, state: AlarmSummary['state'], since: number | null): AlarmSummary => ({
      ...(fixtureAlarms('OK')[0] as AlarmSummary),
      name,
      state,
      since,
    });

    const sorted = sortAlarms([
      made('a', 'OK', 5),
      made('b', 'OK', 9),
      made('c', 'INSUFFICIENT_DATA', null),
      made('d', 'ALARM', 1),
    ]);

    expect(sorted.map(({ name }) => name)).toEqual(['d', 'c', 'b', 'a']);
  });

  it('are announced when they change, not when they become known', () => {
    expect(announceChanges(undefined, { a: 'ALARM' })).toEqual([]);
    expect(announceChanges({ a: 'OK', b: 'OK' }, { a: 'ALARM', b: 'OK', c: 'ALARM' })).toEqual(['a is now In alarm.']);
  });

  it('are counted by state', () => {
    expect(countStates({ a: 'OK', b: 'ALARM', c: 'OK' })).toEqual({ ALARM: 1, OK: 2, INSUFFICIENT_DATA: 0 });
  });
});

describe('states of an alarm over a run', () => {
  const change = (at: number, from: 'OK' | 'ALARM', to: 'OK' | 'ALARM') => ({
    at,
    from,
    to,
    reason: '',
    certainty: 'documented' as const,
    notified: [],
  });

  it('follow its changes, newest first as they come', () => {
    const spans = stateSpans(
      { state: 'OK', history: [change(70, 'ALARM', 'OK'), change(30, 'OK', 'ALARM')] },
      { start: 0, end: 100 },
    );

    expect(spans).toEqual([
      { state: 'OK', from: 0, to: 30 },
      { state: 'ALARM', from: 30, to: 70 },
      { state: 'OK', from: 70, to: 100 },
    ]);
  });

  it('are the present one all the while without changes', () => {
    expect(stateSpans({ state: 'INSUFFICIENT_DATA', history: [] }, { start: 0, end: 9 })).toEqual([
      { state: 'INSUFFICIENT_DATA', from: 0, to: 9 },
    ]);
  });

  it('before and after the range do not count', () => {
    const spans = stateSpans(
      { state: 'OK', history: [change(5, 'OK', 'ALARM'), change(200, 'ALARM', 'OK')] },
      { start: 10, end: 100 },
    );

    expect(spans).toEqual([{ state: 'ALARM', from: 10, to: 100 }]);
  });
});

describe('faults in words', () => {
  it('are none when nothing is broken', () => {
    expect(describeFaults(NO_FAULTS)).toEqual([]);
  });

  it('name what is broken and how much', () => {
    expect(
      describeFaults({ ...NO_FAULTS, modelLatencyMs: 2500, modelErrorRate: 0.25, endpointThrottleRate: 1 }),
    ).toEqual([
      'The model takes 2.5 s longer.',
      'The model fails for 25% of all calls.',
      'The endpoint refuses every call.',
    ]);
  });

  it('have a sentence of their own each', () => {
    const sentences = FAULT_NAMES.flatMap((name) => describeFaults({ ...NO_FAULTS, [name]: 1 }));

    expect(new Set(sentences).size).toBe(FAULT_NAMES.length);
  });

  it('tell a clock that is behind', () => {
    expect(describeFaults({ ...NO_FAULTS, functionClockSkewMs: -600_000 })).toEqual([
      "The functions' clocks are off by -600 s.",
    ]);
  });

  it('of every preset are what the server takes', () => {
    expect(PRESETS.map(({ faults }) => faultsSchema.safeParse(faults).success)).toEqual(PRESETS.map(() => true));
  });

  it.each<[LiveState['traffic'], string]>([
    [
      { manual: false, requestsPerMinute: 40, invalidRate: 0.02 },
      '40 requests a minute, 2% of them wrong on purpose, as the scenario says.',
    ],
    [{ manual: true, requestsPerMinute: 5, invalidRate: 0 }, '5 requests a minute, set by hand.'],
    [{ manual: true, requestsPerMinute: 0, invalidRate: 0 }, 'Traffic is stopped by hand.'],
  ])('come with the traffic', (traffic, text) => {
    expect(describeTraffic(traffic)).toBe(text);
  });

  it('come with the pace of the clock', () => {
    expect(
      [
        { speed: 1, paused: false },
        { speed: 60, paused: false },
        { speed: 60, paused: true },
      ].map(describeClock),
    ).toEqual(['real time', '60× real time', 'paused']);
  });
});
