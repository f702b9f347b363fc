import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { type IRole, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { InferwatchSettings } from '../../../config/schema.ts';
import type { TableDefinition } from '../../../lib/data-lake/catalogue/table-definition.ts';
import { GovernedLake, type GovernedLakeProps } from '../../../lib/data-lake/governed-lake.ts';
import type { LakeDatabase } from '../../../lib/data-lake/lake-database.ts';
import type { LakeTable } from '../../../lib/data-lake/lake-table.ts';
import { DataLakeStack } from '../../../lib/stacks/data-lake-stack.ts';
import { InferenceStack } from '../../../lib/stacks/inference-stack.ts';
import { testApp, testConfig, testStack } from '../shared/synth.ts';

export const ORDERS: TableDefinition = {
  name: 'orders',
  description: 'Orders',
  folder: 'orders/',
  format: { type: 'parquet' },
  columns: [
    { name: 'id', type: 'int', comment: 'Order' },
    { name: 'customer', type: 'string', comment: 'Who ordered' },
    { name: 'region', type: 'string', comment: 'Where' },
  ],
  analyst: { hiddenColumns: [] },
};

/** A lake with a database and a table, and a role to grant to. */
export interface TestLake {
  readonly stack: Stack;
  readonly lake: GovernedLake;
  readonly database: LakeDatabase;
  readonly table: LakeTable;
  readonly reader: Role;
  readonly administrator: Role;
  template(): TemplateResources;
}

export function testLake(props: Partial<GovernedLakeProps> = {}): TestLake {
  const stack = testStack();
  const administrator = testRole(stack, 'Admin');
  const lake = new GovernedLake(stack, 'Lake', { administrators: [administrator], ...props });
  const database = lake.addDatabase('Shop', { name: 'shop', description: 'The shop' });
  const table = database.addTable('Orders', ORDERS);
  const reader = testRole(stack, 'Reader');
  return {
    stack,
    lake,
    database,
    table,
    reader,
    administrator,
    template: () => new TemplateResources(Template.fromStack(stack)),
  };
}

export const testRole = (stack: Stack, id: string): Role =>
  new Role(stack, id, { assumedBy: new ServicePrincipal('ec2.amazonaws.com') });

/** A stack of the whole data lake, with the inference stack's records. */
export function dataLakeStack(settings: InferwatchSettings = {}): DataLakeStack {
  const config = testConfig(settings);
  const app = testApp();
  const env = { account: config.account, region: config.region };
  const { pipeline } = new InferenceStack(app, 'InferwatchInference', { config, env });
  return new DataLakeStack(app, 'InferwatchDataLake', { config, env, records: pipeline.table });
}

export const dataLakeTemplate = (settings: InferwatchSettings = {}): TemplateResources =>
  new TemplateResources(Template.fromStack(dataLakeStack(settings)));

// biome-ignore lint/suspicious/noExplicitAny: a template is untyped JSON, which tests look into freely
type Json = any;

export interface TemplateResource {
  readonly id: string;
  readonly type: string;
  readonly properties: Json;
  readonly dependsOn: readonly string[];
  readonly deletionPolicy?: string;
}

/** A template's resources, and what comes before what in it. */
export class TemplateResources {
  readonly template: Template;
  readonly all: readonly TemplateResource[];

  constructor(template: Template) {
    this.template = template;
    const resources: Record<string, Json> = template.toJSON().Resources;
    this.all = Object.entries(resources).map(([id, { Type, Properties, DependsOn, DeletionPolicy }]) => ({
      id,
      type: Type,
      properties: Properties ?? {},
      dependsOn: [DependsOn ?? []].flat(),
      deletionPolicy: DeletionPolicy,
    }));
  }

  of(...types: string[]): readonly TemplateResource[] {
    return this.all.filter(({ type }) => types.includes(type));
  }

  /** The only resource of a type; of several, the one that matches. */
  one(type: string, matching: (properties: Json) => boolean = () => true): TemplateResource {
    const found = this.of(type).filter(({ properties }) => matching(properties));
    if (found.length !== 1 || found[0] === undefined) throw new Error(`${found.length} of ${type} match, not one`);
    return found[0];
  }

  /** Whether CloudFormation makes `first` before `second`: by DependsOn or by a reference, over any number of steps. */
  isBefore(first: TemplateResource, second: TemplateResource): boolean {
    const seen = new Set<string>();
    const open = [second.id];
    for (let id = open.pop(); id !== undefined; id = open.pop()) {
      if (id === first.id) return first.id !== second.id;
      if (seen.has(id)) continue;
      seen.add(id);
      const resource = this.all.find((one) => one.id === id);
      if (resource !== undefined) open.push(...resource.dependsOn, ...references(resource.properties));
    }
    return false;
  }

  /** Grants of Lake Formation, in the order of the template. */
  get grants(): readonly TemplateResource[] {
    return this.of('AWS::LakeFormation::PrincipalPermissions');
  }

  /** What a role holds in Lake Formation, each as `SELECT on …` with the resource as JSON. */
  grantsOf(role: IRole): string[] {
    const arn = JSON.stringify(Stack.of(role).resolve(role.roleArn));
    return this.grants
      .filter(({ properties }) => JSON.stringify(properties.Principal.DataLakePrincipalIdentifier) === arn)
      .map(({ properties }) => `${properties.Permissions.join(',')} on ${shortResource(properties.Resource)}`);
  }

  /** Actions that IAM allows a role, each with its resource in short: `glue:GetTable on table/shop/orders`. */
  allowedTo(role: Role): string[] {
    return this.statementsOf(role)
      .filter(({ Effect }) => Effect === 'Allow')
      .flatMap(({ Action, Resource }) =>
        [Action].flat().flatMap((action) => [Resource].flat().map((one) => `${action} on ${shortArn(one)}`)),
      )
      .sort();
  }

  statementsOf(role: Role): Json[] {
    const { Ref } = Stack.of(role).resolve({ Ref: (role.node.defaultChild as Json).logicalId });
    const attached = this.of('AWS::IAM::Policy').filter(({ properties }) =>
      properties.Roles.some((one: Json) => one.Ref === Ref),
    );
    return attached.flatMap(({ properties }) => properties.PolicyDocument.Statement);
  }
}

/** Logical ids that a value refers to. */
function references(value: Json): string[] {
  if (Array.isArray(value)) return value.flatMap(references);
  if (typeof value !== 'object' || value === null) return [];
  if (typeof value.Ref === 'string') return [value.Ref];
  if (Array.isArray(value['Fn::GetAtt'])) return [value['Fn::GetAtt'][0]];
  return Object.values(value).flatMap(references);
}

function shortResource(resource: Json): string {
  const [kind, value] = Object.entries<Json>(resource)[0] ?? [];
  switch (kind) {
    case 'Catalog':
      return 'catalog';
    case 'Database':
      return value.Name;
    case 'Table':
      return `${value.DatabaseName}.${value.Name ?? '*'}`;
    case 'DataCellsFilter':
      return `${value.DatabaseName}.${value.TableName} (filtered)`;
    case 'DataLocation':
      return shortArn(value.ResourceArn);
    default:
      return JSON.stringify(resource);
  }
}

/** An ARN without its beginning: `table/shop/orders`, `<LakeStorageData>/orders`. */
export function shortArn(arn: Json): string {
  if (typeof arn === 'string') return arn;
  const parts: Json[] = arn['Fn::Join']?.[1] ?? [arn];
  const text = parts
    .map((part) => {
      if (typeof part === 'string') return part;
      if (part['Fn::GetAtt'] !== undefined) return `<${part['Fn::GetAtt'][0].replace(/[0-9A-F]{8}$/, '')}>`;
      return part.Ref?.startsWith('AWS::') ? '' : `<${part.Ref}>`;
    })
    .join('');
  return text.replace(/^arn::[a-z0-9-]+:::?/, '');
}
