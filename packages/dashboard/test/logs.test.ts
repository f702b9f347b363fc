import { describe, expect, it } from 'vitest';
import { type LogData, type LogEvent, runLogQuery } from '../src/index.ts';
import { HALF_HOUR, MINUTE, NOON, sourcesOf } from './helpers/sources.ts';

/** Lines of a function as it logs them: JSON, and two of the runtime's own. */
const LINES: readonly (readonly [number, unknown])[] = [
  [0, { level: 'INFO', message: 'answered', requestId: 'r1', endpoint: 'e', latencyMs: 120 }],
  [
    1,
    {
      level: 'ERROR',
      message: 'model failed',
      requestId: 'r2',
      latencyMs: 900,
      error: { code: 'ModelError', message: 'boom' },
    },
  ],
  [2, 'START RequestId: r3'],
  [
    4,
    { level: 'ERROR', message: 'slow', requestId: 'r3', latencyMs: 3000, error: { code: 'Timeout', message: 'late' } },
  ],
  [6, '2026-01-11T12:06:00Z r4 Task timed out after 30.00 seconds'],
  [
    8,
    {
      level: 'ERROR',
      message: 'model failed',
      requestId: 'r5',
      latencyMs: 700,
      error: { code: 'ModelError', message: 'bang' },
    },
  ],
  [9, { level: 'INFO', message: 'answered', requestId: 'r6', latencyMs: '80', tags: ['a', 'b'], cached: true }],
];

const GROUP = '/aws/lambda/f';

const events: LogEvent[] = LINES.map(([minute, line]) => ({
  logGroup: GROUP,
  logStream: minute < 5 ? 's1' : 's2',
  timestamp: NOON + minute * MINUTE,
  message: typeof line === 'string' ? line : JSON.stringify(line),
}));

const run = (commands: string, more: readonly LogEvent[] = []): LogData =>
  runLogQuery(`SOURCE '${GROUP}' | ${commands}`, HALF_HOUR, sourcesOf({ events: [...events, ...more] }));

/** Request ids of the events that a condition keeps, oldest first. */
const kept = (condition: string) => {
  const { rows, problem } = run(`fields requestId, @message | filter ${condition} | sort @timestamp`);
  return problem ?? rows.map(([id, message]) => id ?? String(message).slice(0, 5)).join(' ');
};

describe('the queries of our own dashboard and runbooks', () => {
  const FAILURES = 'filter level = "ERROR" or @message like /Task timed out|Runtime exited|Runtime.ExitError/';

  it('list the newest failures', () => {
    const { columns, rows, problem } = run(
      `fields @timestamp, requestId, error.code, error.message, message, endpoint, latencyMs\n| ${FAILURES}\n| sort @timestamp desc\n| limit 3`,
    );

    expect(problem).toBeUndefined();
    expect(columns).toEqual([
      '@timestamp',
      'requestId',
      'error.code',
      'error.message',
      'message',
      'endpoint',
      'latencyMs',
    ]);
    expect(rows).toEqual([
      ['2026-01-11 12:08:00.000', 'r5', 'ModelError', 'bang', 'model failed', null, 700],
      ['2026-01-11 12:06:00.000', null, null, null, null, null, null],
      ['2026-01-11 12:04:00.000', 'r3', 'Timeout', 'late', 'slow', null, 3000],
    ]);
  });

  it('sort by latency', () => {
    const { rows } = run('fields @timestamp, latencyMs | filter ispresent(latencyMs) | sort latencyMs desc | limit 50');

    expect(rows.map(([, latency]) => latency)).toEqual([3000, 900, 700, 120, '80']);
  });

  it('count errors by cause', () => {
    const { columns, rows } = run(
      `${FAILURES} | stats count(*) as failures, max(latencyMs) as slowestMs, latest(requestId) as example, max(@timestamp) as lastSeen by error.code | sort failures desc`,
    );

    expect(columns).toEqual(['error.code', 'failures', 'slowestMs', 'example', 'lastSeen']);
    expect(rows).toEqual([
      ['ModelError', 2, 900, 'r5', NOON + 8 * MINUTE],
      [null, 1, null, null, NOON + 6 * MINUTE],
      ['Timeout', 1, 3000, 'r3', NOON + 4 * MINUTE],
    ]);
  });

  it('find a request in several log groups', () => {
    const other: LogEvent = {
      logGroup: '/endpoint',
      logStream: 'x',
      timestamp: NOON + 30_000,
      message: 'predicting r3',
    };
    const query =
      'fields @timestamp, @log, level, message, latencyMs, error.code, @message | filter @message like "r3"';

    const { rows } = run(`SOURCE '/endpoint' | ${query} | sort @timestamp asc | limit 200`, [other]);

    expect(rows.map((row) => row[1])).toEqual(['/endpoint', GROUP, GROUP]);
  });
});

describe('filter', () => {
  it.each([
    ['latencyMs > 700', 'r2 r3'],
    ['latencyMs >= 700 and latencyMs < 900', 'r5'],
    ['latencyMs <= 80', 'r6'],
    ['level != "ERROR"', 'r1 r6'],
    ['not (level = "ERROR")', 'r1 START 2026- r6'],
    ['not ispresent(level)', 'START 2026-'],
    ['level = "INFO" or latencyMs = 900 and level = "ERROR"', 'r1 r2 r6'],
    ['error.code in ["Timeout", "Other"]', 'r3'],
    ['requestId not in ["r1", "r2", "r3"]', 'r5 r6 START 2026-'],
    ['@message like "timed out"', '2026-'],
    ['@message like /(?i)TIMED OUT/', '2026-'],
    ['@message not like /[a-z]{3}/', ''],
    ['error.message =~ /^b/', 'r2 r5'],
    ['tags.1 = "b"', 'r6'],
    ['cached = true', 'r6'],
    ['latencyMs * 2 - 100 > 1600 and strlen(message) = 12', 'r2'],
    ['latencyMs % 1000 = 0 or 2 ^ 3 = latencyMs / 10', 'r3 r6'],
    ['tolower(level) = "error" and abs(-latencyMs) = 700', 'r5'],
    ['@logStream = "s1" and `error.code` = \'Timeout\'', 'r3'],
    ['concat(level, "-", requestId) = "INFO-r1" # the first', 'r1'],
    ['isempty(error.code) and coalesce(missing, latencyMs, 1) = 120', 'r1'],
    ['latencyMs = -1', ''],
    ['latencyMs / 0 > 1', ''],
    ['missing + 1 = 1', ''],
    ['-level = 1', ''],
    ['floor(latencyMs / 1000) = 3', 'r3'],
    ['ceil(latencyMs / 1000) = 3', 'r3'],
    ['toupper(message) = "SLOW"', 'r3'],
    ['isblank(message)', 'START 2026-'],
    ['message = "x\\"y" or message = \'slow\'', 'r3'],
    ['LEVEL = "ERROR"', ''],
    ['not not level = "INFO"', 'r1 r6'],
    ['@requestId = "r1"', ''],
    ['bin(5m) = "2026-01-11 12:05:00.000" and latencyMs > 500', 'r5'],
  ])('keeps events where %s', (condition, expected) => {
    expect(kept(condition).split(' ').sort()).toEqual(expected.split(' ').sort());
  });
});

describe('stats', () => {
  it('sums up each length of time', () => {
    const { columns, rows } = run(
      'stats count(*), avg(latencyMs) as average, sum(latencyMs), min(latencyMs), pct(latencyMs, 50) by bin(5m) | sort bin(5m)',
    );

    expect(columns).toEqual([
      'bin(5m)',
      'count(*)',
      'average',
      'sum(latencyMs)',
      'min(latencyMs)',
      'pct(latencyMs, 50)',
    ]);
    expect(rows).toEqual([
      ['2026-01-11 12:00:00.000', 4, 1340, 4020, 120, 900],
      ['2026-01-11 12:05:00.000', 3, 390, 780, 80, 80],
    ]);
  });

  it.each([
    ['count(latencyMs)', 5],
    ['count_distinct(error.code)', 2],
    ['earliest(requestId)', 'r1'],
    ['max(message)', 'slow'],
    ['min(message)', 'answered'],
    ['stddev(missing)', null],
    ['pct(latencyMs, 100)', 3000],
  ])('computes %s', (value, expected) => {
    expect(run(`stats ${value} as value`).rows).toEqual([[expected]]);
  });

  it('gives no line where no event is left', () => {
    expect(run('filter level = "DEBUG" | stats count(*)').rows).toEqual([]);
  });

  it('may be sorted by its columns as they are written', () => {
    expect(run('stats count(*) by level | sort count(*) desc, level | limit 1').rows).toEqual([['ERROR', 3]]);
    expect(run('stats count(*) by level | sort bin(5m)').rows).toHaveLength(3);
  });

  it('may be filtered and limited', () => {
    const { rows } = run('stats count() as n by level as l, @logStream | filter n > 1 | sort l, n desc | limit 1');

    expect(rows).toEqual([['ERROR', 's1', 2]]);
  });
});

describe('other commands', () => {
  it('show time and message without any, the newest first', () => {
    const { columns, rows } = runLogQuery(`SOURCE '${GROUP}'|limit 2`, HALF_HOUR, sourcesOf({ events }));

    expect(columns).toEqual(['@timestamp', '@message']);
    expect(rows.map(([time]) => time)).toEqual(['2026-01-11 12:09:00.000', '2026-01-11 12:08:00.000']);
  });

  it('compute columns, which later commands see', () => {
    const { columns, rows } = run(
      'fields latencyMs / 1000 as seconds, ceil(seconds) | filter seconds > 2 | display seconds',
    );

    expect(columns).toEqual(['seconds']);
    expect(rows).toEqual([[3]]);
  });

  it('sort by several columns, lines without a value last', () => {
    const { rows } = run('fields level, latencyMs, requestId | sort level desc, latencyMs asc');

    expect(rows.map(([, , id]) => id)).toEqual(['r6', 'r1', 'r5', 'r2', 'r3', null, null]);
  });

  it('leave lines that do not fit the stars as they are', () => {
    expect(run('parse @message "nothing * like it" as x | stats count(x) as n').rows).toEqual([[0]]);
    expect(run('parse "START RequestId: *" as id | filter ispresent(id) | display id').rows).toEqual([['r3']]);
  });

  it('leave out lines that are alike, but not those without a value', () => {
    expect(run('dedup error.code | fields error.code, @timestamp').rows).toHaveLength(6);
  });

  it('cut text apart at stars', () => {
    const { columns, rows } = run(
      'parse @message "* * Task timed out after * seconds" as at, id, after | filter ispresent(id)',
    );

    expect(columns).toEqual(['at', 'id', 'after']);
    expect(rows).toEqual([['2026-01-11T12:06:00Z', 'r4', '30.00']]);
  });

  it('see events of the range only', () => {
    const range = { start: NOON + MINUTE, end: NOON + 4 * MINUTE };

    expect(runLogQuery(`SOURCE '${GROUP}'`, range, sourcesOf({ events })).rows).toHaveLength(2);
  });

  it('read the JSON behind text, and leave lines that are broken alone', () => {
    const message = 'INFO {"level": "WARN", "a.b": 1, "a": {"b": 2, "c": 3}}';
    const more = [message, '{"level": '].map((each) => ({
      logGroup: GROUP,
      logStream: 's',
      timestamp: NOON,
      message: each,
    }));

    expect(run('filter level = "WARN" | fields a.b, a.c, a', more).rows).toEqual([[1, 3, null]]);
  });
});

describe('a query that is not run here', () => {
  it.each([
    ['anomaly', 'The command anomaly is not run here at character 26'],
    ['stats median(latencyMs)', 'stats takes count()'],
    ['stats count(*) | stats count(*)', 'A second stats'],
    ['filter jsonParse(@message) = 1', 'The function jsonParse() is not run here'],
    ['filter count(*) > 1', 'stands only in stats'],
    ['filter @message like /(?=a)/', 'looking ahead'],
    ['filter @message like', 'Text in quotation marks'],
    ['filter level = ', 'A field or a value is missing at character 41, the end'],
    ['filter (level = "x"', 'A ( has no )'],
    ['filter level in "x"', 'A list such as'],
    ['filter abs(1, 2) = 1', 'does not take 2 operands'],
    ['limit 0', 'limit takes a whole number'],
    ['limit 20 30', 'Something stands behind'],
    ['stats count(*) by bin(5 fortnights)', 'bin() takes a length'],
    ['stats pct(latencyMs)', 'pct() takes'],
    ['parse @message /(?<a>b)/', 'parse takes a text'],
    ['parse @message "* *" as a', '2 * and 1 names'],
    ['fields a | | limit 1', 'A command is missing'],
    [`filter ${'('.repeat(100)}a`, 'brackets in one another'],
    [`filter ${'-'.repeat(100)}1 = 1`, 'signs in a row'],
    ['a'.repeat(10_001), 'more than 10000 characters'],
  ])('says what it is: %s', (commands, message) => {
    const { problem, rows } = run(commands);

    expect(problem).toContain(message);
    expect(rows).toEqual([]);
  });

  it('says that it names no log group', () => {
    expect(runLogQuery('fields @message', HALF_HOUR, sourcesOf({})).problem).toContain('no log group');
  });
});
