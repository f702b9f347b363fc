import { describe, expect, it } from 'vitest';
import {
  type DeployedResource,
  findReplacements,
  missingResources,
  retained,
} from '../../../scripts/deploy/inventory.ts';

const resource = (type: string, physicalId: string): DeployedResource => ({
  type,
  physicalId,
  status: 'CREATE_COMPLETE',
});
const table = resource('AWS::DynamoDB::Table', 'table-1');
const policy = resource('AWS::IAM::Policy', 'policy-1');

describe('an update', () => {
  it('that keeps every physical id replaces nothing', () => {
    const before = new Map([['Table', table]]);

    expect(findReplacements(before, new Map([...before, ['New', policy]]))).toEqual({ stateful: [], others: [] });
  });

  it('that replaces a table is told apart from one that replaces a policy', () => {
    const before = new Map([
      ['Table', table],
      ['Policy', policy],
    ]);
    const after = new Map([
      ['Table', { ...table, physicalId: 'table-2' }],
      ['Policy', { ...policy, physicalId: 'policy-2' }],
    ]);

    const { stateful, others } = findReplacements(before, after);

    expect(stateful).toEqual(['Table (AWS::DynamoDB::Table): table-1 became table-2']);
    expect(others).toEqual(['Policy (AWS::IAM::Policy): policy-1 became policy-2']);
  });

  it('that removes a table is one that loses it', () => {
    const { stateful } = findReplacements(new Map([['Table', table]]), new Map());

    expect(stateful).toEqual(['Table (AWS::DynamoDB::Table): table-1 was removed']);
  });
});

it('misses the resources that the stack does not have', () => {
  const template = { Resources: { Table: { Type: table.type }, Policy: { Type: policy.type } } };

  expect(missingResources(template, new Map([['Table', table]]))).toEqual(['Policy (AWS::IAM::Policy)']);
});

it('knows what outlives its stack', () => {
  const Resources = {
    Kept: { Type: table.type, DeletionPolicy: 'Retain' },
    KeptOnceMade: { Type: table.type, DeletionPolicy: 'RetainExceptOnCreate' },
    Deleted: { Type: table.type, DeletionPolicy: 'Delete' },
    Default: { Type: table.type },
  };

  expect(retained({ Resources })).toEqual(['Kept', 'KeptOnceMade']);
});
