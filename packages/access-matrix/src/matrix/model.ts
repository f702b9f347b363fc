import { resourcePolicies as findResourcePolicies } from '../iam/index.ts';
import { LakeFormation } from '../lake-formation/decide.ts';
import { lintLake } from '../lake-formation/lint.ts';
import { readLakeModels } from '../lake-formation/read-model.ts';
import type { LakeProblem } from '../lake-formation/types.ts';
import { type ReadTemplatesOptions, readAccessTemplates } from '../template/index.ts';
import type { AccessTemplate } from '../template/types.ts';
import { findPersonas } from './personas.ts';
import type { AccessModel, Lake, ReadModelResult } from './types.ts';

/** Reads a `cdk.out` or a template, and everything in it that decides who may do what. */
export function readAccessModel(path: string, options: ReadTemplatesOptions = {}): ReadModelResult {
  const read = readAccessTemplates(path, options);
  if (read.status === 'error') return read;
  const model = createAccessModel(read.template);
  if (model.lakes.length > 0) return { status: 'success', model };
  const stacks = read.template.stacks.map(({ name }) => name).join(', ');
  return {
    status: 'error',
    message: `${path}: none of its stacks (${stacks}) has anything of Lake Formation or the Glue Data Catalog, so there is no matrix`,
  };
}

/** Everything that decides about access, from templates that were read. */
export function createAccessModel(template: AccessTemplate): AccessModel {
  const models = readLakeModels(template);
  const resourcePolicies = findResourcePolicies(template);
  const lakes = models.map((model): Lake => {
    const suffix = models.length === 1 ? '' : ` in ${model.account}/${model.region}`;
    return { formation: new LakeFormation(model), suffix };
  });
  const notices = template.notices.map((message): LakeProblem => ({ severity: 'warning', rule: 'template', message }));
  return {
    template,
    lakes,
    personas: findPersonas(template, models, resourcePolicies),
    resourcePolicies,
    problems: [...notices, ...models.flatMap(lintLake)],
  };
}
