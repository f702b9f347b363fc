import { describe, expect, it } from 'vitest';
import { parseS3Location } from '../../src/lake-formation/s3-location.ts';
import { allow, database, grant, modelOf, on, registered, role, roleArn, settings } from './builders.ts';

/**
 * The example of the developer guide: `datalake_user` may create tables in databases A and B, and has a data location
 * permission on Products only.
 * @see https://docs.aws.amazon.com/lake-formation/latest/dg/access-control-underlying-data.html
 */
const bucket = 'arn:aws:s3:::bucket';
const model = modelOf({
  User: role({ persona: 'datalake_user', statements: [allow(['glue:*'])] }),
  Settings: settings(),
  Finance: registered(`${bucket}/Finance`),
  Products: registered(`${bucket}/Products/`),
  CustomerService: registered(`${bucket}/Customer Service`),
  A: database('a'),
  B: database('b', 's3://bucket/Customer Service/'),
  CreateInA: grant(roleArn('User'), on.database('a'), ['CREATE_TABLE']),
  CreateInB: grant(roleArn('User'), on.database('b'), ['CREATE_TABLE']),
  OnProducts: grant(roleArn('User'), on.location(`${bucket}/Products`), ['DATA_LOCATION_ACCESS']),
});

function mayCreate(name: string, path: string): string {
  const [lake] = model.lakes;
  const user = model.personas.find((persona) => persona.name === 'datalake_user');
  const at = parseS3Location(`s3://bucket/${path}`);
  return lake!.formation.decide(user!, 'CreateTable', { kind: 'database', database: name, at }).finding.decision;
}

describe("the guide's datalake_user", () => {
  it.each([
    ['a', 'Finance/Sales', 'deny', 'Finance is registered, and the user has no right there'],
    ['a', 'Products', 'allow', 'the user has the location'],
    ['a', 'Products/Software', 'allow', 'a location counts for everything below it'],
    ['a', 'HR/Plans', 'allow', 'the place is not registered, so that no location is asked for'],
    ['b', 'Customer Service/Incidents', 'allow', "the place lies below the database's own registered location"],
    ['b', 'Finance/Sales', 'deny', "the database's location does not help elsewhere"],
    ['a', 'Customer Service/Incidents', 'deny', 'nor does the location of another database'],
  ])('in database %s at %s: %s, because %s', (name, path, expected) => {
    expect(mayCreate(name, path)).toBe(expected);
  });
});
