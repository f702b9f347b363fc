import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diffModels } from '../../src/matrix/diff.ts';
import * as b from '../lake-formation/builders.ts';
import { LAKE, lakeWith, QUERY } from '../lake-formation/fixture.ts';

const before = b.modelOf(LAKE);
const kindsAfter = (changed: b.Resources) => new Set(diffModels(before, b.modelOf(changed)).map(({ kind }) => kind));

const who = fc.constantFrom('Admin', 'Leader', 'Analyst', 'Stranger').map(b.roleArn);
const tableName = fc.constantFrom('sales', 'items');
const permission = fc.constantFrom('SELECT', 'INSERT', 'DELETE', 'ALTER', 'DROP', 'DESCRIBE', 'ALL');
const columns = fc.subarray(['id', 'price', 'shop_id'], { minLength: 1 });

/** A grant of any kind. */
const anyGrant = fc.oneof(
  fc
    .record({ who, tableName, permission, option: fc.boolean() })
    .map(({ who: principal, tableName: name, permission: one, option }) =>
      b.grant(principal, b.on.table('sales', name), [one], option ? [one] : []),
    ),
  fc
    .record({ who, permission })
    .map(({ who: principal, permission: one }) => b.grant(principal, b.on.everyTable('sales'), [one])),
  fc
    .record({ who, tableName, columns })
    .map(({ who: principal, tableName: name, columns: list }) =>
      b.grant(principal, b.on.columns('sales', name, list), ['SELECT']),
    ),
  fc
    .record({ who, one: fc.constantFrom('CREATE_TABLE', 'ALTER', 'DROP', 'ALL') })
    .map(({ who: principal, one }) => b.grant(principal, b.on.database('sales'), [one])),
  who.map((principal) => b.grant(principal, b.on.catalog, ['CREATE_DATABASE'])),
  who.map((principal) => b.grant(principal, b.on.location('arn:aws:s3:::data/sales'), ['DATA_LOCATION_ACCESS'])),
);

const anyDeny = fc.record({
  actions: fc.subarray(
    [
      'glue:*',
      'glue:GetTable',
      'lakeformation:*',
      'lakeformation:GetDataAccess',
      's3:*',
      's3:PutObject',
      'athena:*',
      'iam:*',
    ],
    { minLength: 1 },
  ),
  on: fc.constantFrom('*', 'arn:aws:s3:::data/*', 'arn:aws:s3:::results/*', 'arn:aws:glue:*:*:table/sales/items'),
});

describe('whatever the lake is like', () => {
  it('one more grant closes nothing: Lake Formation only allows', () => {
    fc.assert(
      fc.property(fc.array(anyGrant, { minLength: 1, maxLength: 4 }), (grants) => {
        const more = Object.fromEntries(grants.map((grant, index) => [`More${index}`, grant]));

        expect(kindsAfter(lakeWith(more)).has('closes')).toBe(false);
      }),
      { numRuns: 25 },
    );
  });

  it('one more Deny opens nothing', () => {
    fc.assert(
      fc.property(anyDeny, ({ actions, on }) => {
        const Analyst = b.role({ persona: 'analyst', statements: [...QUERY, b.deny(actions, on)] });
        const kinds = kindsAfter(lakeWith({ Analyst }));

        expect(kinds.has('opens') || kinds.has('weakens')).toBe(false);
      }),
      { numRuns: 25 },
    );
  });

  it('a grant that is there twice changes nothing', () => {
    fc.assert(
      fc.property(anyGrant, (grant) => {
        const once = b.modelOf(lakeWith({ Once: grant }));
        const twice = b.modelOf(lakeWith({ Once: grant, Twice: grant }));

        expect(diffModels(once, twice)).toEqual([]);
      }),
      { numRuns: 20 },
    );
  });

  it('the order of the resources changes nothing', () => {
    const shuffled = fc.shuffledSubarray(Object.entries(LAKE), { minLength: Object.keys(LAKE).length });

    fc.assert(
      fc.property(shuffled, (entries) => {
        expect(diffModels(before, b.modelOf(Object.fromEntries(entries)))).toEqual([]);
      }),
      { numRuns: 15 },
    );
  });

  it('what is opened and closed again comes out even', () => {
    fc.assert(
      fc.property(anyGrant, (grant) => {
        const wider = b.modelOf(lakeWith({ More: grant }));
        const there = diffModels(before, wider).map(
          ({ persona, action, resource }) => `${persona} ${action} ${resource}`,
        );
        const back = diffModels(wider, before).map(
          ({ persona, action, resource }) => `${persona} ${action} ${resource}`,
        );
        const weakened = diffModels(before, wider).filter(({ kind }) => kind === 'weakens');

        expect(back.length).toBe(there.length - weakened.length);
      }),
      { numRuns: 20 },
    );
  });
});
