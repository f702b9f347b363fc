import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { loadConfig } from '../../config/load.ts';
import type { InferwatchConfig } from '../../config/schema.ts';

const load = (context: Record<string, unknown>): InferwatchConfig => {
  const result = loadConfig(context);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.config;
};

const problems = (context: Record<string, unknown>): string[] => {
  const result = loadConfig(context);
  return result.ok ? [] : result.problems.map(({ path, message }) => `${path}: ${message}`);
};

describe('settings from the context', () => {
  test('are all defaults when there are none', () => {
    expect(load({})).toMatchObject({
      prefix: '',
      alertEmails: [],
      endpoint: { sample: { dataCapture: false } },
      api: { auth: { type: 'iam' }, throttle: { rate: 100, burst: 200 }, allowedOrigins: [] },
      metrics: { transport: 'emf' },
      logs: { retentionDays: 30 },
      removeDataOnDestroy: false,
    });
  });

  test('come as an object under inferwatch', () => {
    expect(load({ inferwatch: { prefix: 'dev', logs: { retentionDays: 7 } } })).toMatchObject({
      prefix: 'dev',
      logs: { retentionDays: 7 },
    });
  });

  test('come as JSON under inferwatch on the command line', () => {
    expect(load({ inferwatch: '{"prefix":"dev"}' }).prefix).toBe('dev');
  });

  test('come one by one', () => {
    expect(load({ prefix: 'dev', region: 'eu-central-1' })).toMatchObject({ prefix: 'dev', region: 'eu-central-1' });
  });

  test('come by a path with dots', () => {
    expect(load({ 'alarms.highLatency.threshold': '1500' }).alarms.highLatency).toEqual({ threshold: 1500 });
  });

  test('of the command line go over those of the object', () => {
    const inferwatch = { alarms: { highLatency: { threshold: 3000, period: 120 } } };

    const config = load({ inferwatch, 'alarms.highLatency.threshold': '1500' });

    expect(config.alarms.highLatency).toEqual({ threshold: 1500, period: 120 });
  });

  test('by a longer path go over those by a shorter one, whatever their order', () => {
    const config = load({ 'api.throttle.rate': '5', api: '{"throttle":{"rate":9,"burst":3}}' });

    expect(config.api.throttle).toEqual({ rate: 5, burst: 3 });
  });

  test('do not change the context that they come from', () => {
    const inferwatch = { alarms: { highLatency: { threshold: 3000 } } };

    load({ inferwatch, 'alarms.highLatency.threshold': '1500' });

    expect(inferwatch.alarms.highLatency.threshold).toBe(3000);
  });

  test('reach into a choice of objects', () => {
    const config = load({
      'api.auth.type': 'jwt',
      'api.auth.issuer': 'https://login.example.com',
      'api.auth.audience': 'a,b',
    });

    expect(config.api.auth).toEqual({ type: 'jwt', issuer: 'https://login.example.com', audience: ['a', 'b'] });
  });

  test('choose an existing endpoint by its name alone', () => {
    expect(load({ 'endpoint.existing.name': 'fraud' }).endpoint).toEqual({
      existing: { name: 'fraud', variant: 'AllTraffic' },
    });
  });
});

describe('the short form of addresses', () => {
  test('takes one address', () => {
    expect(load({ alertEmail: 'me@example.com' }).alertEmails).toEqual(['me@example.com']);
  });

  test('takes several with commas', () => {
    expect(load({ alertEmail: 'me@example.com, you@example.com' }).alertEmails).toEqual([
      'me@example.com',
      'you@example.com',
    ]);
  });

  test('is merged with the list, each address once', () => {
    const config = load({ alertEmail: 'me@example.com', alertEmails: 'you@example.com,me@example.com' });

    expect(config.alertEmails).toEqual(['me@example.com', 'you@example.com']);
  });
});

describe('text from the command line', () => {
  test.each([
    [
      'a whole number',
      { 'alarms.errorRate.evaluationPeriods': '5' },
      (c: InferwatchConfig) => c.alarms.errorRate,
      { evaluationPeriods: 5 },
    ],
    ['a fraction', { 'availability.objective': '0.999' }, (c: InferwatchConfig) => c.availability.objective, 0.999],
    [
      'a number with an exponent',
      { 'alarms.modelLatency.threshold': '1e6' },
      (c: InferwatchConfig) => c.alarms.modelLatency,
      { threshold: 1e6 },
    ],
    [
      'a negative number',
      { 'alarms.noTraffic.threshold': '-1' },
      (c: InferwatchConfig) => c.alarms.noTraffic,
      { threshold: -1 },
    ],
    ['a truth value', { removeDataOnDestroy: 'true' }, (c: InferwatchConfig) => c.removeDataOnDestroy, true],
    ['one of some numbers', { 'logs.retentionDays': '90' }, (c: InferwatchConfig) => c.logs.retentionDays, 90],
    [
      'a word',
      { 'metrics.transport': 'put-metric-data' },
      (c: InferwatchConfig) => c.metrics.transport,
      'put-metric-data',
    ],
    ['digits that are text', { account: '012345678901' }, (c: InferwatchConfig) => c.account, '012345678901'],
    [
      'a list with commas',
      { 'logs.redactKeys': 'ssn, name' },
      (c: InferwatchConfig) => c.logs.redactKeys,
      ['ssn', 'name'],
    ],
    ['a list in JSON', { 'logs.redactKeys': '["a,b"]' }, (c: InferwatchConfig) => c.logs.redactKeys, ['a,b']],
    ['an empty list', { alertPhones: '' }, (c: InferwatchConfig) => c.alertPhones, []],
    ['an object in JSON', { table: '{"ttlDays":3}' }, (c: InferwatchConfig) => c.table.ttlDays, 3],
  ])('is taken as %s', (_, context, read, expected) => {
    expect(read(load(context))).toEqual(expected);
  });

  test.each([
    ['a number', { 'logs.inputCharacters': '5 MB' }, 'logs.inputCharacters: "5 MB" is wrong; write a number'],
    ['a number', { 'logs.inputCharacters': '0x10' }, 'logs.inputCharacters: "0x10" is wrong; write a number'],
    ['a number', { 'logs.inputCharacters': '' }, 'logs.inputCharacters: "" is wrong; write a number'],
    ['a truth value', { removeDataOnDestroy: '1' }, 'removeDataOnDestroy: "1" is wrong; write true or false'],
    [
      'a truth value',
      { removeDataOnDestroy: 'constructor' },
      'removeDataOnDestroy: "constructor" is wrong; write true or false',
    ],
    [
      'an object',
      { table: 'ttlDays=3' },
      'table: "ttlDays=3" is wrong; write an object, or set its parts one by one with dots in the path',
    ],
    ['a list', { 'logs.redactKeys': '[ssn]' }, 'logs.redactKeys: "[ssn]" is wrong; write a list'],
  ])('is not guessed to be %s', (_, context, expected) => {
    expect(problems(context)).toEqual([expected]);
  });

  test('in cdk.json is not taken as a number: there, numbers are written as numbers', () => {
    expect(problems({ inferwatch: { logs: { inputCharacters: '5' } } })).toEqual([
      'logs.inputCharacters: "5" is wrong; write a number',
    ]);
  });
});

describe('context that is not a setting', () => {
  test("passes when it is CDK's own", () => {
    const flags = JSON.parse(readFileSync(new URL('../../cdk.json', import.meta.url), 'utf8')).context;
    const looked = { 'vpc-provider:account=1:region=eu-west-1': {}, 'acknowledged-issue-numbers': [1] };

    expect(problems({ ...flags, ...looked, 'aws:cdk:enable-path-metadata': true })).toEqual([]);
  });

  test.each([
    ['alertEmial', 'alertEmial: there is no such setting; did you mean "alertEmail"?'],
    ['Prefix', 'Prefix: there is no such setting; did you mean "prefix"?'],
    ['inferwtach', 'inferwtach: there is no such setting; did you mean "inferwatch"?'],
    ['alarms.highLatncy.threshold', 'alarms.highLatncy: there is no such setting; did you mean "highLatency"?'],
    ['alarms.highLatency.treshold', 'alarms.highLatency.treshold: there is no such setting; did you mean "threshold"?'],
  ])('is a problem when it is mistyped: %s', (key, expected) => {
    expect(problems({ [key]: '1' })).toEqual([expected]);
  });

  test('is a problem that lists what there is when nothing is near', () => {
    expect(problems({ colour: 'red' })).toEqual([
      expect.stringMatching(/^colour: there is no such setting; write one of prefix, account, .*inferwatch$/),
    ]);
  });

  test.each(['__proto__.polluted', 'alarms.__proto__.polluted', 'constructor.prototype.polluted'])(
    'never reaches the prototype of objects: %s',
    (key) => {
      const [problem] = problems(JSON.parse(`{"${key}":"1"}`));

      expect(problem).toContain('there is no such setting');
      expect(Reflect.get({}, 'polluted')).toBeUndefined();
    },
  );
});

describe('settings as a whole', () => {
  test.each(['{bad', '[]', '5', 7])('are refused when they are no object: %s', (inferwatch) => {
    expect(problems({ inferwatch })).toEqual([
      `inferwatch: ${JSON.stringify(inferwatch)} is wrong; write the settings as a JSON object: {"alertEmail": "me@example.com"}`,
    ]);
  });

  test('say everything that is wrong at once', () => {
    expect(problems({ alertEmial: 'x', region: 'Frankfurt', 'logs.inputCharacters': '-1' })).toHaveLength(3);
  });

  test('say so when a path goes through a value without parts', () => {
    expect(problems({ 'prefix.length': '3' })).toEqual(['prefix.length: prefix has no parts; set it as a whole']);
  });

  test('say so when a part is set of something that was given as text', () => {
    expect(problems({ inferwatch: { alarms: 'none' }, 'alarms.highLatency.threshold': '1' })).toEqual([
      'alarms.highLatency.threshold: alarms is "none", which has no parts; write it as an object',
      'alarms: "none" is wrong; write an object, or set its parts one by one with dots in the path',
    ]);
  });

  test('say so when a list is set element by element', () => {
    expect(problems({ 'alertEmails.0': 'me@example.com' })).toEqual([
      'alertEmails.0: alertEmails has no parts; set it as a whole',
    ]);
  });
});
