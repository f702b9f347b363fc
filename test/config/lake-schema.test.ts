import { describe, expect, test } from 'vitest';
import { loadConfig, parseSettings } from '../../config/load.ts';
import { DEFAULT_ANALYST_SHOPS } from '../../lib/data-lake/catalogue/tables.ts';
import { DEFAULT_SCAN_LIMIT_BYTES, MIN_SCAN_LIMIT_BYTES } from '../../lib/data-lake/catalogue/workgroup.ts';

const problems = (dataLake: unknown, others: object = {}): string[] => {
  const result = parseSettings({ dataLake, ...others });
  return result.ok ? [] : result.problems.map(({ path, message }) => `${path}: ${message}`);
};

const monitorExisting = { functionName: 'f', functionTimeoutSeconds: 3 };
const stream = 'arn:aws:dynamodb:eu-central-1:123456789012:table/records/stream/2026-01-01T00:00:00.000';

describe('the data lake without settings', () => {
  const result = parseSettings({});
  const dataLake = result.ok ? result.config.dataLake : undefined;

  test('is there, strict, with policies of our own and without a sample', () => {
    expect(dataLake).toMatchObject({ enabled: true, strict: true, managedPolicies: false, uploadSample: false });
  });

  test('has personas whom this account may take on', () => {
    const nobody = { principals: [], requireMfa: false };

    expect(dataLake?.personas).toEqual({ administrator: nobody, projectLeader: nobody, dataAnalyst: nobody });
  });

  test('has the defaults of its constructs', () => {
    expect(dataLake).toMatchObject({
      analystShopIds: DEFAULT_ANALYST_SHOPS,
      queryScanLimitBytes: DEFAULT_SCAN_LIMIT_BYTES,
      versionDays: 90,
      resultDays: 30,
      accessLogDays: 365,
    });
  });
});

describe('wrong settings of the data lake say what to write instead', () => {
  test.each<[unknown, string]>([
    [{ strict: 'no' }, 'strict: "no" is wrong; write true or false'],
    [{ strcit: false }, 'strcit: there is no such setting; did you mean "strict"?'],
    [
      { personas: { dataAnalyst: { principals: ['analysts'] } } },
      'personas.dataAnalyst.principals[0]: "analysts" is wrong; write the 12 digits of an account, the ARN of an IAM role or user, or sso: and the name of a permission set',
    ],
    [
      { personas: { dataAnalyst: { principals: ['arn:aws:iam::123456789012:group/analysts'] } } },
      'personas.dataAnalyst.principals[0]: "arn:aws:iam::123456789012:group/analysts" is wrong; write the 12 digits of an account, the ARN of an IAM role or user, or sso: and the name of a permission set',
    ],
    [
      { personas: { dataAnalyst: { principals: ['sso:Analysts'], requireMfa: true } } },
      'personas.dataAnalyst.requireMfa: true is wrong; sessions of IAM Identity Center (sso:) do not say whether there was a second factor; ask for it there, and set requireMfa to false',
    ],
    [
      { personas: { analyst: {} } },
      'personas.analyst: there is no such setting; write one of administrator, projectLeader, dataAnalyst',
    ],
    [{ analystShopIds: [] }, 'analystShopIds: [] is wrong; give at least 1 element'],
    [{ analystShopIds: [-1] }, 'analystShopIds[0]: -1 is wrong; write a number of at least 0'],
    [
      { queryScanLimitBytes: MIN_SCAN_LIMIT_BYTES - 1 },
      `queryScanLimitBytes: 9999999 is wrong; write a number of at least ${MIN_SCAN_LIMIT_BYTES}`,
    ],
    [{ resultDays: 0 }, 'resultDays: 0 is wrong; write a number of more than 0'],
    [
      { ownData: { bucket: 's3://my-data' } },
      'ownData.bucket: "s3://my-data" is wrong; write the name of a bucket, not its ARN or address',
    ],
    [{ ownData: {} }, 'ownData.bucket: is missing; write the name of a bucket, not its ARN or address'],
    ...['/retail/', 'retail', '../', 'a/../b/'].map((prefix): [unknown, string] => [
      { ownData: { bucket: 'my-data', prefix } },
      `ownData.prefix: "${prefix}" is wrong; write a folder with a slash at its end and none at its start`,
    ]),
    [
      { ownData: { bucket: 'my-data', keyArn: 'alias/my-key' } },
      'ownData.keyArn: "alias/my-key" is wrong; write the ARN of a KMS key',
    ],
    [{ deploymentRoleArn: 'deploy' }, 'deploymentRoleArn: "deploy" is wrong; write the ARN of an IAM role'],
    [
      { uploadSample: true, ownData: { bucket: 'my-data' } },
      'uploadSample: true is wrong; the sample is not mixed with your own data; set uploadSample to false, or leave ownData out',
    ],
    [
      { recordsStreamArn: stream },
      `recordsStreamArn: "${stream.slice(0, 79)}… is wrong; the inference stack brings its own records; leave it out, or set monitorExisting`,
    ],
  ])('%j', (dataLake, expected) => {
    expect(problems(dataLake)).toEqual([`dataLake.${expected}`]);
  });
});

describe('right settings of the data lake', () => {
  test.each<[string, unknown]>([
    ['a permission set', { personas: { dataAnalyst: { principals: ['sso:Analysts'] } } }],
    [
      'a user with a second factor',
      {
        personas: { administrator: { principals: ['arn:aws:iam::123456789012:user/alice'], requireMfa: true } },
      },
    ],
    ['a folder of a bucket', { ownData: { bucket: 'my-data', prefix: 'a/b=1/' } }],
  ])('%s', (_, dataLake) => {
    expect(problems(dataLake)).toEqual([]);
  });

  test('a stream of records beside monitoring of what exists', () => {
    expect(problems({ recordsStreamArn: stream }, { monitorExisting })).toEqual([]);
  });
});

describe('settings of the data lake on the command line', () => {
  test('take lists with commas', () => {
    const result = loadConfig({
      'dataLake.analystShopIds': '5,7',
      'dataLake.personas.dataAnalyst.principals': 'sso:A,sso:B',
    });

    expect(result).toMatchObject({
      ok: true,
      config: { dataLake: { analystShopIds: [5, 7], personas: { dataAnalyst: { principals: ['sso:A', 'sso:B'] } } } },
    });
  });
});
