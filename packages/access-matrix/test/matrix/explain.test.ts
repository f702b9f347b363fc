import { describe, expect, it } from 'vitest';
import { createPaint } from '../../../cli/src/paint.ts';
import { explainAccess } from '../../src/matrix/explain.ts';
import { derivationLines } from '../../src/output/derivation.ts';
import { modelOf } from '../lake-formation/builders.ts';
import { LAKE } from '../lake-formation/fixture.ts';

const model = modelOf(LAKE);
const plain = createPaint({}, {});

function explained(persona: string, action: string, resource: string): string {
  const result = explainAccess(model, persona, action, resource);
  return result.status === 'error' ? result.message : derivationLines(result.derivation, plain).join('\n');
}

describe('the derivation of a cell', () => {
  it('begins with the decision, and what of the table is seen', () => {
    expect(explained('analyst', 'SELECT', 'sales.sales')).toMatch(
      /^analyst SELECT sales\.sales: allow\n {2}only columns id, shop_id; rows where shop_id = 5\n/,
    );
  });

  it('names every action that IAM was asked about, with the resource', () => {
    const text = explained('analyst', 'SELECT', 'sales.sales');

    for (const action of ['athena:StartQueryExecution on', 's3:PutObject on', 'lakeformation:GetDataAccess on *']) {
      expect(text).toContain(action);
    }
  });

  it('names the grant with its place in the template', () => {
    expect(explained('analyst', 'SELECT', 'sales.sales')).toMatch(
      /\+ grant AnalystReads gives SELECT[\s\S]*AnalystReads\]/,
    );
  });

  it('shows the ways that did not lead in, too', () => {
    const text = explained('analyst', 'CreateDatabase', 'catalog');

    expect(text).toContain('Lake Formation: deny');
    expect(text).toContain('- it is not a data lake administrator');
    expect(text).toContain('- no grant gives it CREATE_DATABASE on the catalogue');
    expect(text).toContain('- Kept revokes CREATE_DATABASE from IAMAllowedPrincipals');
  });

  it('shows statements on both sides of an explicit deny', () => {
    const text = explained('admin', 'PutDataLakeSettings', 'catalog').replaceAll(/\s+/g, ' ');

    expect(text).toContain('+ Allow applies: statement 1');
    expect(text).toContain('- Deny applies: statement 2');
  });

  it('keeps to 100 columns', () => {
    for (const line of explained('analyst', 'SELECT', 'sales.sales').split('\n')) {
      expect(line.length).toBeLessThanOrEqual(100);
    }
  });
});

describe('what is asked for', () => {
  it.each([
    ['ANALYST', 'select', 'SALES.sales'],
    ['analyst', 's3:getobject', 's3://data'],
    ['analyst', 'lakeformation:RegisterResource', 's3://data/'],
    ['analyst', 'glue:CreateDatabase', 'catalog'],
    ['arn:aws:iam::123456789012:role/Admin', 'DESCRIBE', 'sales'],
  ])('may be written otherwise: %s %s %s', (persona, action, resource) => {
    const who = persona.startsWith('arn:') ? (model.personas.find(({ name }) => name === 'admin')?.arn ?? '') : persona;

    expect(explainAccess(model, who, action, resource).status).toBe('success');
  });

  it.each([
    ['analist', 'SELECT', 'sales.sales', 'there is no persona "analist"; did you mean analyst?'],
    ['analyst', 'SELCT', 'sales.sales', 'there is no action "SELCT"; did you mean SELECT?'],
    ['analyst', 'SELECT', 'sales.sals', 'SELECT is not asked of "sales.sals"; did you mean sales.sales?'],
    ['analyst', 'SELECT', 'catalog', 'SELECT is not asked of "catalog"; write one of sales.sales, sales.items'],
  ])('and is not there: %s %s %s', (persona, action, resource, message) => {
    expect(explained(persona, action, resource)).toBe(message);
  });
});
