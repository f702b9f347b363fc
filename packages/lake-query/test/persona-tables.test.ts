import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openLake } from '../src/lake.ts';
import { glueTable, lakeTemplate, select, wholeTable, writeTemplate } from './helpers/template.ts';

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'lake-query-test-'));
});
afterAll(() => rmSync(directory, { recursive: true }));

function lakeOf(persona: string, more?: Parameters<typeof lakeTemplate>[0], sections: object = {}) {
  return openLake(writeTemplate(directory, { ...lakeTemplate(more), ...sections }), persona);
}

function tableOf(name: string, ...args: Parameters<typeof lakeOf>) {
  const lake = lakeOf(...args);
  if (lake.status === 'error') throw new Error(lake.message);
  return lake.tables.find(({ table }) => table.name === name);
}

describe('what a persona sees of a table', () => {
  it('is every column of every row by a grant on the table', () => {
    expect(tableOf('sales', 'project-leader')).toMatchObject({ status: 'visible', hiddenColumns: [] });
    expect(tableOf('sales', 'project-leader')).not.toHaveProperty('rows');
  });

  it('is what a data-cells filter leaves', () => {
    expect(tableOf('sales', 'data-analyst')).toMatchObject({
      status: 'visible',
      columns: [{ name: 'date' }, { name: 'shop_id' }, { name: 'item_id' }],
      hiddenColumns: ['item_price'],
      rows: { filter: 'shop_id = 5', sql: '"shop_id" = 5' },
    });
  });

  it('is nothing without a grant, and the reason has both sides', () => {
    expect(tableOf('staff', 'project-leader')).toMatchObject({
      status: 'hidden',
      decision: 'deny',
      reason: expect.stringMatching(/^IAM: .+ Lake Formation: .+/),
    });
  });

  it('is not known when the grant depends on what only the deployment knows', () => {
    const grant = {
      Type: 'AWS::LakeFormation::PrincipalPermissions',
      Properties: { ...select('Leader', wholeTable('staff')).Properties, Resource: wholeTable({ Ref: 'Which' }) },
    };
    const table = tableOf('staff', 'project-leader', { Grant: grant }, { Parameters: { Which: { Type: 'String' } } });
    expect(table).toMatchObject({ status: 'hidden', decision: 'unknown' });
  });

  it('cannot be shown when the files are not understood, though it is granted', () => {
    const lake = { Strange: glueTable('strange', { a: 'money' }), Grant: select('Leader', wholeTable('strange')) };
    expect(tableOf('strange', 'project-leader', lake)).toMatchObject({
      status: 'unusable',
      reason: 'its column a is of the type "money", not known here',
    });
  });

  it('is denied before anything is said of the files', () => {
    expect(tableOf('strange', 'project-leader', { Strange: glueTable('strange', { a: 'money' }) })).toMatchObject({
      status: 'hidden',
    });
  });

  it('changes with the grants: without its own, the leader loses the table and nothing else', () => {
    const { Resources: all } = lakeTemplate() as { Resources: Record<string, unknown> };
    const { LeaderItems: _, ...Resources } = all;
    const lake = openLake(writeTemplate(directory, { Resources }), 'project-leader');
    expect(lake.status === 'success' && lake.tables.map(({ table, status }) => `${table.name} ${status}`)).toEqual([
      'sales visible',
      'items hidden',
      'staff hidden',
    ]);
  });
});

describe('a lake that cannot be opened', () => {
  it('has no such persona', () => {
    expect(lakeOf('nobody')).toEqual({
      status: 'error',
      message: 'there is no persona nobody; write one of location-reader, project-leader, data-analyst',
    });
  });

  it('has no table', () => {
    const template = {
      Resources: { Database: { Type: 'AWS::Glue::Database', Properties: { DatabaseInput: { Name: 'd' } } } },
    };
    expect(openLake(writeTemplate(directory, template), 'p')).toMatchObject({
      status: 'error',
      message: expect.stringContaining('declares no table of the Data Catalog'),
    });
  });

  it('is no template', () => {
    expect(openLake(join(directory, 'nothing'), 'p').status).toBe('error');
  });
});
