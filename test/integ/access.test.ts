import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { AccessChange, MatrixCell } from '../../packages/access-matrix/src/index.ts';
import { synthesise } from '../../packages/cli/src/synthesise.ts';
import { runInferwatch } from '../bin/inferwatch-process.ts';

const EXPECTATIONS = fileURLToPath(new URL('../../access.yaml', import.meta.url));
const access = (...args: string[]) => runInferwatch(['access', ...args]);

describe('the application as it is synthesised', () => {
  it('lets everybody do what access.yaml says, no more and no less, and nothing that Lake Formation would refuse', async () => {
    const { code, stdout, stderr } = await access('--app', inject('assemblyDirectory'), '--expect', EXPECTATIONS);

    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
    expect(stderr).toMatch(/^All \d+ cells are as .*access\.yaml says\.\n$/);
  });

  it('has nothing that deserves a second look', async () => {
    const { stdout } = await access('--app', inject('assemblyDirectory'));

    expect(stdout).not.toContain('to look at');
  });
});

/** What must never be, whatever access.yaml is changed to. */
describe('impossible for a persona of the application is', () => {
  let cells: readonly MatrixCell[] = [];
  const DATA = 's3://DataLakeStorageData/';
  const PERSONAS = ['data-lake-administrator', 'project-leader', 'data-analyst', 'workflow'];

  beforeAll(async () => {
    const { stdout } = await access('--app', inject('assemblyDirectory'), '--json');
    cells = JSON.parse(stdout);
  });

  const allowed = (persona: string, ...actions: string[]) =>
    cells.filter((cell) => cell.persona === persona && actions.includes(cell.action) && cell.decision !== 'deny');

  it.each(PERSONAS)('direct reading of the data: %s', (persona) => {
    const inData = allowed(persona, 's3:GetObject').filter(({ resource }) => resource.startsWith(DATA));

    expect(inData).toEqual([]);
  });

  it.each(PERSONAS)('setting itself up as administrator: %s', (persona) => {
    expect(allowed(persona, 'PutDataLakeSettings')).toEqual([]);
  });

  it.each(PERSONAS)('taking over another role: %s', (persona) => {
    expect(allowed(persona, 'sts:AssumeRole', 'iam:PutRolePolicy')).toEqual([]);
  });

  it('reading data without a grant: the administrator', () => {
    expect(allowed('data-lake-administrator', 'SELECT', 'INSERT', 'DELETE')).toEqual([]);
  });

  it.each(['project-leader', 'data-analyst', 'workflow'])('administering Lake Formation: %s', (persona) => {
    expect(allowed(persona, 'GrantPermissions', 'RegisterResource', 'CreateDatabase')).toEqual([]);
  });

  it('making a table over the data of others: the project leader', () => {
    expect(allowed('project-leader', 'CreateTable').map(({ resource }) => resource)).toEqual(['project']);
  });

  it('making or changing anything: the analyst', () => {
    expect(allowed('data-analyst', 'CreateTable', 'ALTER', 'DROP', 'INSERT', 'DELETE')).toEqual([]);
  });

  it.each([
    ['sales.sales', ['item_price']],
    ['inference.inference', ['input', 'input_sha256', 'prediction', 'error_message']],
  ])('seeing hidden columns of %s: the analyst', (resource, hidden) => {
    const [cell] = allowed('data-analyst', 'SELECT').filter((one) => one.resource === resource);

    expect(cell?.columns).toBeDefined();
    expect(cell?.columns?.filter((column) => hidden.includes(column))).toEqual([]);
  });

  it.each(['sales.sales', 'sales.shops'])("seeing other shops' rows of %s: the analyst", (resource) => {
    const [cell] = allowed('data-analyst', 'SELECT').filter((one) => one.resource === resource);

    expect(cell?.rowFilter).toBe('shop_id = 5');
  });

  it("reading another persona's results", () => {
    const results = PERSONAS.flatMap((persona) =>
      allowed(persona, 's3:GetObject').map(({ resource }) => [persona, resource]),
    );

    expect(results).toEqual([
      ['project-leader', 's3://DataLakeStorageResults/project-leader/'],
      ['data-analyst', 's3://DataLakeStorageResults/data-analyst/'],
    ]);
  });

  it('reading the data in S3, for any role but the one of Lake Formation', () => {
    const readers = cells.filter((cell) => {
      return cell.action === 's3:GetObject' && cell.resource.startsWith(DATA) && cell.decision === 'allow';
    });

    expect([...new Set(readers.map(({ persona }) => persona))]).toEqual(['DataLakeLocationDataAccessRole']);
  });
});

describe("AWS's managed policies, when the settings ask for them", () => {
  let directory = '';
  let changes: readonly AccessChange[] = [];

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'inferwatch-managed-'));
    const applicationDirectory = fileURLToPath(new URL('../..', import.meta.url));
    const context = { inferwatch: JSON.stringify({ dataLake: { managedPolicies: true } }) };
    const result = await synthesise({ applicationDirectory, outputDirectory: directory, context });
    if (result.status === 'error') throw new Error(result.message);
    const { stdout } = await access('diff', inject('assemblyDirectory'), directory, '--json');
    changes = JSON.parse(stdout);
  });

  afterAll(() => rm(directory, { recursive: true, force: true }));

  const ofKind = (kind: AccessChange['kind']) => [
    ...new Set(changes.filter((change) => change.kind === kind).map(({ persona, action }) => `${persona} ${action}`)),
  ];

  it('open these to whom they are given', () => {
    expect(ofKind('opens')).toEqual(
      expect.arrayContaining([
        'data-lake-administrator glue:StartCrawler',
        'project-leader athena:UpdateWorkGroup',
        'data-analyst athena:UpdateWorkGroup',
        'workflow glue:StartCrawler',
        'workflow s3:DeleteObject',
      ]),
    );
  });

  it('close nothing', () => {
    expect(ofKind('closes')).toEqual([]);
  });

  it('leave Lake Formation alone to deny what IAM denied as well', () => {
    expect(ofKind('weakens')).toEqual(
      expect.arrayContaining([
        'data-lake-administrator SELECT',
        'project-leader CreateDatabase',
        'project-leader GrantPermissions',
        'data-analyst CreateDatabase',
        'data-analyst CreateTable',
        'workflow SELECT',
      ]),
    );
  });
});
